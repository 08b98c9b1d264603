"""A search is a topic: from the first check to an email that says which search it is for."""

from __future__ import annotations

from email import message_from_bytes, policy
from pathlib import Path

from tests.support.inside import inside
from tests.support.program import configure, watcher
from watcher.demo.councils import NEWS
from watcher.demo.site import DemoSite

BASELINE, LATER = "2026-10-19T09:00", "2026-10-20T13:00"


def test_a_new_report_that_says_it_is_mailed_to_who_follows_the_search_alone(tmp_path: Path) -> None:
    with DemoSite() as site:
        configure(tmp_path, site.base_url)
        assert watcher(tmp_path, "check", "--now", BASELINE).code == 0
        for reader, search in (("one@example.org", "search:caseloads"), ("two@example.org", "search:lighthouse")):
            ended = inside(
                tmp_path, "subscribe", reader, "--topic", search, "--frequency", "immediately", "--now", BASELINE
            )
            assert ended.code == 0, ended.err
        site.publish(NEWS)
        assert watcher(tmp_path, "check", "--now", LATER).code == 0
    assert inside(tmp_path, "digest", "immediately", "--now", LATER).out == "1 email planned\n"
    assert inside(tmp_path, "send", "--now", LATER).code == 0
    [sent] = (tmp_path / "state" / "outbox").glob("*.eml")
    mail = message_from_bytes(sent.read_bytes(), policy=policy.default)
    body = mail.get_body(("plain",))
    assert mail["To"] == "one@example.org" and body is not None
    assert "the search “caseloads”" in " ".join(body.get_content().split())
