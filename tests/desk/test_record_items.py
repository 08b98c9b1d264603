"""What must improve, item by item, and each paragraph once."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from tests.support.council_history import document, filled, graded
from watcher.desk.record_items import ItemOnRecord, items_of, paragraphs_of
from watcher.model.report import Improvement, Passage, PriorityAction, Report, ReportKind

VALE = "80999"
CASELOADS = Improvement("The size of social workers' caseloads.", page=2)
HOMES = Improvement("The sufficiency of homes for children in care.", page=2)


def _year(row: ItemOnRecord) -> int:
    assert row.of.entry.published
    return row.of.entry.published.year


def test_an_item_is_again_new_or_has_no_word(tmp_path: Path) -> None:
    letter = Report(
        ReportKind.FOCUSED_VISIT,
        "Marlow Vale",
        priority_action=(HOMES,),
        priority_action_status=PriorityAction.YES,
    )
    documents = [
        graded(VALE, date(2021, 3, 3), "GGG", "G", improve=(CASELOADS,)),
        document(VALE, date(2022, 3, 3), letter),
        graded(VALE, date(2025, 3, 3), "GGGG", "G", improve=(HOMES, CASELOADS)),
        graded(VALE, date(2026, 3, 3), "GGGG", "G", improve=(CASELOADS,), held="two grades"),
        graded(VALE, date(2026, 9, 3), "GGGG", "G", improve=(CASELOADS,)),
    ]
    with filled(tmp_path / "state", documents) as store:
        found = items_of(store.record.documents())
    assert [(_year(row), row.list, row.number, row.recurrence) for row in found] == [
        (2021, "improve", 1, None),
        (2022, "priority_action", 1, None),
        (2025, "improve", 1, "new"),
        (2025, "improve", 2, "again"),
        (2026, "improve", 1, None),
    ]  # fmt: skip


def test_a_paragraph_under_several_topics_comes_once_with_its_section_first() -> None:
    said = [Passage(topic, "Care leavers are well supported.", 4, 12) for topic in ("in_care", "care_leavers")]
    other = Passage("summary", "Leaders know their services.", 2)
    found = paragraphs_of(Report(ReportKind.ILACS_SHORT, "Marlow Vale", passages=(other, *said)))
    assert [(one.passage.text, one.topics) for one in found] == [
        (other.text, ("summary",)),
        (said[0].text, ("in_care", "care_leavers")),
    ]
