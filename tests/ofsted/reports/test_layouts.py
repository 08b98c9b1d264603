"""Titles that name a trust, and frameworks to come: data, until then held with a note that says why."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.support.report_texts import NO_OVERALL, IlacsText, lines_of, page
from watcher.model.change import Movement
from watcher.model.errors import ReportError
from watcher.model.report import Grade, JudgementId, ReportKind
from watcher.ofsted.grades import compare
from watcher.ofsted.reports.grade_table import GradeRow
from watcher.ofsted.reports.layouts import LAYOUTS, Era, Layout
from watcher.ofsted.reports.read import read_report

OLD = replace(IlacsText(), dates="6 to 17 July 2026", table=NO_OVERALL)


def titled(letters: IlacsText, title: str) -> list[str]:
    """The pages of a report with another title line, on every page."""
    usual = f"Inspection of {letters.authority} local authority children’s services"
    wrapped = "\r\n".join(lines_of(usual, 34))
    return [text.replace(wrapped, title).replace(usual, title) for text in letters.pages()]


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Inspection of Eastmere Children and Families Trust", "Eastmere Children and Families Trust"),
        ("Inspection of Eastmere Children First children’s services", "Eastmere Children First"),
        (
            "Inspection of children’s services provided by Eastmere Children’s Trust",
            "Eastmere Children’s Trust",
        ),
    ],
)
def test_a_title_that_names_a_trust(title: str, name: str) -> None:
    report = read_report(titled(OLD, title))
    assert (report.authority, report.problems) == (name, ())
    assert len(report.judgements) == 4


# --- a framework to come --------------------------------------------------------------------------

ROWS = {
    "Leadership of services for children": "Strong standard",
    "Help for children and families": "Needs attention",
    "Life for children in care": "Expected standard",
    "Life for care leavers": "Urgent improvement",
}
IDS = (JudgementId.LEADERS, JudgementId.HELP_AND_PROTECTION, JudgementId.IN_CARE, JudgementId.CARE_LEAVERS)
INVENTED = Layout(
    name="an invented framework",
    titles=("inspectionofchildrenandfamiliesin(?P<authority>[a-z0-9]{2,90}?)(?=inspectiondate)",),
    rows=tuple(
        GradeRow(id_, label=label.replace(" ", "").lower(), statement=label.replace(" ", "").lower())
        for id_, label in zip(IDS, ROWS, strict=True)
    ),
    eras=(Era(frozenset(IDS), since=date(2027, 1, 1)),),
    scale={
        "strongstandard": Grade.STRONG_STANDARD,
        "expectedstandard": Grade.EXPECTED_STANDARD,
        "needsattention": Grade.NEEDS_ATTENTION,
        "urgentimprovement": Grade.URGENT_IMPROVEMENT,
    },
    kind=lambda text, periods: ReportKind.CHILDREN_AND_FAMILIES,
    table="areagrade",
    improvements=True,
)


def invented(title: str = "Inspection of children and families in Eastmere") -> list[str]:
    rows = [line for label, grade in ROWS.items() for line in (label, grade)]
    body = [
        page(f"{label}: {grade.lower()}", "1. A first paragraph says what was seen by those who went and looked.")
        for label, grade in ROWS.items()
    ]
    return [page(title, "Inspection dates: 11 to 22 January 2027", "Area Grade", *rows), *body]


def test_an_invented_framework_is_read_once_it_is_in_the_table() -> None:
    report = read_report(invented(), (*LAYOUTS, INVENTED))
    assert report.problems == ()
    assert (report.kind, report.overall) == (ReportKind.CHILDREN_AND_FAMILIES, None)
    assert [judgement.grade for judgement in report.judgements] == [
        Grade.STRONG_STANDARD, Grade.NEEDS_ATTENTION, Grade.EXPECTED_STANDARD, Grade.URGENT_IMPROVEMENT,
    ]  # fmt: skip


def test_its_grades_are_never_compared_with_those_of_another_scale() -> None:
    new = read_report(invented(), (*LAYOUTS, INVENTED))
    rows = compare(read_report(OLD.pages()), new)
    assert {row.change for row in rows} == {Movement.NOT_COMPARABLE}
    later = replace(new, judgements=tuple(replace(one, grade=Grade.STRONG_STANDARD) for one in new.judgements))
    assert [row.change for row in compare(new, later)] == [Movement.UNCHANGED, *[Movement.IMPROVED] * 3]


def test_until_then_it_is_refused_or_held_with_a_clear_note() -> None:
    note = "the children and families framework announced for 2027, whose names and scale are not in the table"
    with pytest.raises(ReportError, match=note):
        read_report(invented())
    under_the_old_title = read_report(invented("Inspection of Eastmere local authority children’s services"))
    assert under_the_old_title.held
    assert note in under_the_old_title.problems[-1]


def test_the_table_of_today_stays_readable_in_2027() -> None:
    assert read_report(replace(OLD, dates="11 to 22 January 2027").pages()).problems == ()
