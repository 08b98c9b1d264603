"""The tables of changes, authorities and coverage, as rows that a spreadsheet can filter."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from tests.support.builders import NOW, a_change, a_comparison, a_provider
from tests.support.coverage_stories import coverage_of
from tests.support.news_builders import a_mention
from tests.support.stores import new_store
from watcher.desk.record_others import authority_table, change_table, coverage_table
from watcher.desk.record_tables import Selection
from watcher.model.news import Claim, ClaimVerdict, Quotation
from watcher.model.report import JudgementId
from watcher.model.source import Authority
from watcher.store.changes import add_changes
from watcher.store.tables.core import source

VALE = Authority("80999", "Marlow Vale", "East Midlands", "E12000004")
OLD = Authority("80998", "Thorn Coast", "East Midlands", "E12000004", abolished_on=date(2021, 4, 1))
NEW = Authority("80997", "East Thorn", "East Midlands", "E12000004", created_on=date(2021, 4, 1))
KNOWN = {one.urn: one for one in (VALE, OLD, NEW)}


def test_a_change_has_a_row_for_each_judgement_and_one_without(tmp_path: Path) -> None:
    two = (a_comparison(), a_comparison(id=JudgementId.LEADERS))
    graded = a_change(judgements=two)
    held = a_change(id="c2", held=True, judgements=(), recorded_at=datetime(2025, 4, 1, tzinfo=UTC))
    school = a_change(id="c3", provider=a_provider(type="21", urn="80999"), judgements=())
    with new_store(tmp_path) as store:
        with store.search.writing() as conn:
            conn.execute(source.insert().values(**_source()))
            add_changes(conn, [graded, held, school])
        recorded = list(store.changes.recorded())
    rows = change_table(recorded, KNOWN, Selection(), ()).documents()
    assert [(row["id"], row["judgement"], row["change"], row["held"]) for row in rows] == [
        ("c1", "overall", "declined", False),
        ("c1", "leaders", "declined", False),
        ("c3", None, None, False),
        ("c2", None, None, True),
    ]
    assert rows[0]["region"] == "East Midlands" and rows[2]["region"] is None
    of_council = Selection(frozenset({VALE.urn}), since=date(2025, 3, 31))
    assert [row["id"] for row in change_table(recorded, KNOWN, of_council, ()).documents()] == ["c2"]


def _source() -> dict[str, object]:
    return {
        "id": "ofsted:44/80999", "name": "Marlow Vale", "url": "https://reports.example/provider/44/80999",
        "spider": "ofsted", "coverage": "complete", "at_least": 1, "topics": ("all",), "followed": True,
        "followed_since": NOW,
    }  # fmt: skip


def test_the_councils_of_a_day_are_those_that_existed_then() -> None:
    def names(on: date) -> list[object]:
        made = authority_table(KNOWN, {}, (), Selection(as_of=on), (), today=date(2026, 1, 1))
        return [row["authority"] for row in made.documents()]

    assert names(date(2021, 3, 31)) == ["Marlow Vale", "Thorn Coast"]
    assert names(date(2021, 4, 1)) == ["Marlow Vale", "East Thorn"]


def test_coverage_counts_what_was_checked_and_names_who_spoke() -> None:
    claims = (
        Claim("It is outstanding.", ClaimVerdict.CONTRADICTED, "The report says good."),
        Claim("It is good.", ClaimVerdict.SUPPORTED, "The report says good."),
    )
    said = a_mention(published=date(2025, 3, 6), claims=claims, quotations=(Quotation("Well done.", "Ada Quill"),))
    undated = replace(said, url=f"{said.url}/2", published=None)
    made = coverage_table({"80999@2025-03-03": (said, undated)}, KNOWN, Selection(), ())
    dated, other = made.documents()
    assert (dated["lag_days"], dated["supported"], dated["contradicted"], dated["speakers"]) == (3, 1, 1, "Ada Quill")
    assert dated["disputed"] == "It is outstanding. (The report says good.)"
    assert (other["published"], other["lag_days"]) == (None, None)
    assert coverage_table({"80999@2025-03-03": (said,)}, KNOWN, Selection(frozenset({"1"})), ()).rows == []


def test_news_about_a_report_is_no_document_of_ofsted() -> None:
    [row] = change_table([coverage_of(a_mention())], KNOWN, Selection(), ()).documents()
    assert row["file_id"] is None and row["event"] == "coverage"
