"""Whatever happens to the text on its way, a grade is read as it is or held; it is never another one."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings

from tests.support.report_mutations import Step, mutated, steps
from tests.support.report_texts import (
    COMBINED,
    FAILINGS,
    INCONSISTENT,
    NO_OVERALL,
    POSITIVE,
    IlacsText,
    LacText,
    SendText,
    SifText,
)
from watcher.model.errors import ReportError
from watcher.model.report import Grade, JudgementId, Report
from watcher.ofsted.reports.read import read_report

REPORTS = {
    "ilacs apart": IlacsText().pages(),
    "ilacs combined": IlacsText(dates="11 to 22 March 2019", table=COMBINED).pages(),
    "ilacs without overall": IlacsText(dates="11 to 22 May 2026", table=NO_OVERALL).pages(),
    "sif": SifText().pages(),
    "sif split": SifText(split=True, board="inadequate").pages(),
    "sif reinspection": SifText(board=None, reinspection=True).pages(),
    "lac": LacText().pages(),
    "send positive": SendText(POSITIVE).pages(),
    "send inconsistent": SendText(INCONSISTENT).pages(),
    "send failings": SendText(FAILINGS, priorities=True).pages(),
}


def told(report: Report) -> dict[JudgementId | str, Grade | None]:
    """Every grade that would be told to readers."""
    grades: dict[JudgementId | str, Grade | None] = {judgement.id: judgement.grade for judgement in report.judgements}
    return grades | {"overall": report.overall, "board": report.board}


@pytest.mark.parametrize("name", REPORTS)
def test_the_reports_themselves_are_read(name: str) -> None:
    assert read_report(REPORTS[name]).problems == ()


@pytest.mark.parametrize("name", REPORTS)
@given(steps=steps())
@settings(max_examples=60, deadline=None)
def test_the_same_reading_or_held_never_another_grade(name: str, steps: list[Step]) -> None:
    try:
        report = read_report(mutated(REPORTS[name], steps))
    except ReportError:
        return
    if not report.held:
        assert told(report) == told(read_report(REPORTS[name]))


@pytest.mark.parametrize(
    "harmless", ["no-break space", "double a space", "straight quote", "plain line ends", "capitals"]
)
@pytest.mark.parametrize("name", REPORTS)
def test_what_only_looks_different_is_read_the_same(name: str, harmless: str) -> None:
    every_page = [(harmless, page, place) for page in range(len(REPORTS[name])) for place in (0, 3, 7)]
    report = read_report(mutated(REPORTS[name], every_page))
    assert told(report) == told(read_report(REPORTS[name]))
    assert report.problems == ()


@pytest.mark.parametrize("footnote", [(), ("1 The areas for improvement have been set beside a framework.",)])
def test_a_footer_in_the_middle_of_a_list_is_no_part_of_it(footnote: tuple[str, ...]) -> None:
    plain = IlacsText()
    pages = replace(plain, footnote=footnote).pages()
    first, second = pages[1].split("◼ The oversight")
    running = "Inspection of Eastmere local authority children’s services\r\n6 to 17 March 2023 3\r\n"
    split = [pages[0], first.rstrip(), running + "◼ The oversight" + second, *pages[2:]]
    assert [item.text for item in read_report(split).improve] == list(plain.improve)
