"""Readers who choose findings get a few strengths and concerns in the report's own words; the others don't."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path

from tests.support.desk_demo import told_demo
from watcher.commands import run
from watcher.commands.quotable_findings import MOST_OF_A_KIND, QuotableFindings
from watcher.commands.start import open_store
from watcher.model.interest import USUAL_INTERESTS, Interest
from watcher.model.subscription import Frequency
from watcher.ofsted.reports.quotable import FindingKind
from watcher.settings import read

BEFORE = datetime(2026, 10, 20, 8, tzinfo=UTC)
AFTER = BEFORE + timedelta(days=3)


def test_a_mail_quotes_findings_for_those_who_chose_them_alone(tmp_path: Path) -> None:
    settings = read(told_demo(tmp_path / "demo") / "watcher.toml")
    with open_store(settings) as store:
        [change] = store.changes.recorded()
        for name, interests in (("with", (*USUAL_INTERESTS, Interest.FINDINGS)), ("without", USUAL_INTERESTS)):
            store.subscribers.subscribe(f"{name}@example.org", "all", Frequency.DAILY, BEFORE, interests)
        run.digest(settings, store, Frequency.DAILY, AFTER)
        texts = {}
        for mail in store.outbox.pending(AFTER, 9):
            part = message_from_bytes(mail.content, policy=policy.default).get_body(("plain",))
            assert part is not None
            texts[mail.address] = " ".join(str(part.get_content()).split())
        assert "Strengths, in the report's words" in texts["with@example.org"]
        assert "Concerns, in the report's words" in texts["with@example.org"]
        assert "“Most children live with carers who know them well.” (page 2, paragraph 7)" in texts["with@example.org"]
        assert "Strengths, in the report's words" not in texts["without@example.org"]
        found = QuotableFindings(settings, store).of([change])[change.id]
        for kind in FindingKind:
            assert 0 < sum(one.kind is kind for one in found) <= MOST_OF_A_KIND
        for path in (settings.state / "kept").rglob("*"):
            if path.is_file():
                path.unlink()
        assert QuotableFindings(settings, store).of([change]) == {change.id: ()}
