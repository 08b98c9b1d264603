"""The grade that stood when a document came out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from tests.support.council_history import document, filled, graded
from watcher.desk.record import chains_of
from watcher.desk.record_find import grade_then
from watcher.model.report import Grade, Report, ReportKind

OWN = "80999"


def test_a_report_has_its_own_grade_and_a_letter_without_a_date_has_none(tmp_path: Path) -> None:
    first = graded(OWN, date(2024, 3, 3), "GGGG", "G")
    letter = document(OWN, date(2024, 3, 4), Report(ReportKind.FOCUSED_VISIT, OWN))
    with filled(tmp_path / "state", [first, graded(OWN, date(2025, 3, 3), "RRRR", "R"), letter]) as store:
        chain = chains_of(store.record.documents())[OWN]
    assert grade_then(chain, first.entry).grade is Grade.GOOD
    assert grade_then(chain, letter.entry).grade is Grade.GOOD
    undated = grade_then(chain, replace(letter.entry, published=None))
    assert (undated.grade, undated.why) == (None, "the document has no date")
