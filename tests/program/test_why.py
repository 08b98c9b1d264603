"""`watcher why` shows for one change the bytes, both readings, the rules, the state before, and who got it."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest

from tests.program.test_held_by_hand import DOUBTFUL, FOUND, MAIL, NEXT_DAY
from tests.support.builders import a_change, an_observation
from tests.support.inside import inside
from tests.support.program import configure
from tests.support.watched_news import released, watching
from watcher.cli.documents.why import why_document
from watcher.commands.why import explain, rules_of
from watcher.demo.councils import MARLOW_VALE, NEWS
from watcher.demo.site import DemoSite
from watcher.model.change import ChangeKind
from watcher.model.evidence import ChangeEvidence

BASELINE = "2026-10-19T13:00"


@pytest.fixture
def site() -> Iterator[DemoSite]:
    with DemoSite() as running:
        yield running


def changed(folder: Path, site: DemoSite, document: object = NEWS) -> str:
    """A folder in which a reader got one change; its id."""
    configure(folder, site.base_url, MAIL)
    assert inside(folder, "check", "--now", BASELINE).code == 0
    asked = ("--topic", "all", "--frequency", "immediately", "--now", BASELINE)
    assert inside(folder, "subscribe", "reader@example.org", *asked).code == 0
    site.publish(document)  # type: ignore[arg-type]
    inside(folder, "run", "--now", FOUND)
    [change] = inside(folder, "changes", "--json").lines
    return str(change["id"])


def kept(folder: Path, name: str) -> bytes:
    """The bytes that are kept under a hash."""
    [path] = (folder / "state" / "kept").rglob(f"{name}*")
    return gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()


def test_a_change_is_traced_to_its_bytes_its_readings_and_its_reader(tmp_path: Path, site: DemoSite) -> None:
    id_ = changed(tmp_path, site)
    [said] = inside(tmp_path, "why", id_[:10], "--json").lines
    page, report = said["bytes"]["page"], said["bytes"]["report"]
    served = site.answer(f"/provider/{MARLOW_VALE.key}")
    assert served and kept(tmp_path, page["sha256"]) == served.body
    assert page["fetched_at"] == "2026-10-20T12:00:00+00:00"
    assert sha256(kept(tmp_path, report["sha256"])).hexdigest() == report["sha256"]
    assert kept(tmp_path, report["sha256"]).startswith(b"%PDF")
    now, before = said["readings"]["now"], said["readings"]["before"]
    assert (now["published"], before["published"]) == ("2026-10-20", "2023-07-04")
    assert {row["judgement"]: row["grade"] for row in now["rows"]}["leaders"] == "requires_improvement"
    assert {row["judgement"]: row["grade"] for row in before["rows"]}["leaders"] == "good"
    assert said["state_before"] == {"listed": None, "earlier_report": "2023-07-04"}
    assert any("which means: inspection, with grades" in rule for rule in said["rules"])
    assert any("Good before, Requires improvement now: declined by 1" in rule for rule in said["rules"])
    [email] = said["emails"]
    assert (email["address"], email["status"], email["ended_at"]) == (
        "reader@example.org",
        "sent",
        "2026-10-20T12:00:00+00:00",
    )


def test_a_person_reads_the_same(tmp_path: Path, site: DemoSite) -> None:
    said = inside(tmp_path, "why", changed(tmp_path, site)).out
    for words in (
        "kept as",
        "Which rules applied:",
        "the report of 2023-07-04",
        "reader@example.org (all",
    ):
        assert words in said


def test_a_held_change_shows_why_and_what_the_operator_decided(tmp_path: Path, site: DemoSite) -> None:
    id_ = changed(tmp_path, site, DOUBTFUL)
    [said] = inside(tmp_path, "why", id_, "--json").lines
    assert said["held"] and said["problems"] and said["readings"]["now"]["rows"] and said["ruling"] is None
    decided = ("held", "release", id_, "--by", "ada", "--why", "looked at the PDF", "--now", NEXT_DAY)
    assert inside(tmp_path, *decided).code == 0
    [said] = inside(tmp_path, "why", id_, "--json").lines
    assert (said["ruling"]["verdict"], said["ruling"]["by"], said["ruling"]["why"]) == (
        "released",
        "ada",
        "looked at the PDF",
    )
    assert "released by ada" in inside(tmp_path, "why", id_).out


def test_an_id_that_is_not_there_is_wrong_usage(tmp_path: Path, site: DemoSite) -> None:
    configure(tmp_path, site.base_url)
    assert inside(tmp_path, "check", "--now", BASELINE).code == 0
    ended = inside(tmp_path, "why", "ffff")
    assert ended.code == 2 and "No change has the id 'ffff'. `watcher changes` lists them." in ended.err
    known = inside(tmp_path, "changes", "--not-sent", "--json").lines[0]["id"]
    ended = inside(tmp_path, "why", known)
    assert ended.code == 2 and "recorded as known on 19 October 2026 (first sight), and nobody was told" in ended.err


def test_news_is_traced_to_the_text_that_was_read_and_the_rules_that_judged_it(tmp_path: Path) -> None:
    with watching(tmp_path) as watched:
        watched.go()
        watched.report()
        released(watched)
        watched.now = datetime(2025, 3, 3, 18, tzinfo=UTC)
        watched.go()
        [change] = watched.changes()
        evidence = explain(watched.store, change.id)
        said = json.loads(json.dumps(why_document(evidence, rules_of(evidence))))
    assert said["bytes"]["page"] is None and len(said["bytes"]["text"]["sha256"]) == 64
    assert any(rule.startswith("It is about: ") for rule in said["rules"])


def test_an_item_whose_details_changed_names_them() -> None:
    before, after = an_observation(facts={"grade": "good"}), an_observation(facts={"grade": "inadequate"})
    one = replace(a_change(), kind=ChangeKind.CHANGED, before=before, after=after)
    evidence = ChangeEvidence(one, one.recorded_at, None, None, None, None, None, None, None, (), None, ())
    assert "These details changed: grade from good to inadequate." in rules_of(evidence)
