"""The invented reports read like real ones: same order, same line breaks, same marks."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from watcher.demo.report_pdf import ReportEra, report_of, report_pdf
from watcher.model.report import Grade, Improvement, JudgementId
from watcher.ofsted.reports.pdf_worker import read_pages

PERIOD = (date(2025, 6, 9), date(2025, 6, 20))
GOOD = dict.fromkeys(JudgementId, Grade.GOOD)


def printed(era: ReportEra, **changes: object) -> str:
    content = report_of("Marlow Vale", era, GOOD, (PERIOD,))
    return "\n".join(read_pages(report_pdf(replace(content, **changes))))  # type: ignore[arg-type]


def test_the_table_has_the_rows_of_its_era() -> None:
    assert "Overall effectiveness Good" in printed(ReportEra.BEFORE_2023)
    assert "children in\ncare and care leavers\nGood" in printed(ReportEra.BEFORE_2023)
    assert "progress of care leavers Good\nOverall effectiveness Good" in printed(ReportEra.SINCE_2023)
    assert "Overall effectiveness" not in printed(ReportEra.SINCE_APRIL_2026)


def test_labels_wrap_and_the_grade_follows_its_label() -> None:
    text = printed(ReportEra.SINCE_2023)
    assert "The impact of leaders on social work practice\nwith children and families\nGood\n" in text


def test_headings_repeat_the_grades() -> None:
    text = printed(ReportEra.SINCE_2023)
    assert text.count(": good") == 4
    assert "care leavers: good" in text


def test_headings_can_contradict_the_table() -> None:
    headings = {JudgementId.CARE_LEAVERS: Grade.INADEQUATE}
    content = report_of("Marlow Vale", ReportEra.SINCE_2023, GOOD, (PERIOD,), headings=headings)
    text = "\n".join(read_pages(report_pdf(content)))
    assert "progress of care leavers Good" in text
    assert "progress of care leavers: inadequate" in text


def test_tags_and_footnote_are_of_april_2026() -> None:
    item = (Improvement("The record of visits.", "outcome 2, national framework"),)
    assert "\u25a0 The record of visits.\n" in printed(ReportEra.SINCE_2023, improve=item)
    later = printed(ReportEra.SINCE_APRIL_2026, improve=item)
    assert "What needs to improve?1\n" in later
    assert "\u25a0 The record of visits. (outcome 2, national framework)" in later


@pytest.mark.parametrize(
    ("periods", "line"),
    [
        ([("2025-06-09", "2025-06-20")], "9 to 20 June 2025"),
        ([("2025-06-30", "2025-07-11")], "30 June to 11 July 2025"),
        ([("2024-12-30", "2025-01-10")], "30 December 2024 to 10 January 2025"),
        (
            [("2022-12-05", "2022-12-09"), ("2023-02-14", "2023-02-15")],
            "5 to 9 December 2022 and 14 to 15 February 2023",
        ),
    ],
)
def test_dates_say_what_they_share_once(periods: list[tuple[str, str]], line: str) -> None:
    days = tuple((date.fromisoformat(start), date.fromisoformat(end)) for start, end in periods)
    assert report_of("Marlow Vale", ReportEra.SINCE_2023, GOOD, days).dates == line


def test_inspectors_were_hers_until_september_2022() -> None:
    earlier = (date(2022, 3, 14), date(2022, 3, 18))
    hers = report_of("Eastmere", ReportEra.BEFORE_2023, GOOD, (earlier,), inspectors=("Ada Quill", "Ben Orme"))
    assert hers.lead == (
        "Lead inspectors: Ada Quill, Her Majesty\u2019s Inspector, and Ben Orme, Her Majesty\u2019s Inspector"
    )
    his = report_of("Eastmere", ReportEra.SINCE_2023, GOOD, (PERIOD,))
    assert his.lead == "Lead inspector: Orla Penhaligon, His Majesty\u2019s Inspector"


def test_the_same_content_gives_the_same_bytes() -> None:
    content = report_of("Marlow Vale", ReportEra.SINCE_2023, GOOD, (PERIOD,))
    assert report_pdf(content) == report_pdf(content)


def test_marks_that_mean_something_to_the_typesetter_are_printed_as_they_are() -> None:
    assert "Visits <b> & records" in printed(ReportEra.SINCE_2023, summary=("Visits <b> & records",))
