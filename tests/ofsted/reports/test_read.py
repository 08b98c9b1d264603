"""Every layout is read whole; whatever does not hold together is held, with the reason in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from tests.support.report_texts import (
    APART,
    BOTH,
    COMBINED,
    FAILINGS,
    HELP,
    IN_CARE,
    INCONSISTENT,
    LAC_ROWS,
    LEADERS,
    LEAVERS,
    NO_OVERALL,
    OVERALL,
    POSITIVE,
    RI,
    SIF_ROWS,
    IlacsText,
    LacText,
    SendText,
    SifText,
    page,
)
from watcher.model.errors import ReportError
from watcher.model.report import Grade, JudgementId, Report, ReportKind
from watcher.ofsted.reports.read import read_report

ILACS = IlacsText()
SIF = SifText()


def grades(report: Report) -> dict[str, str]:
    return {judgement.id.value: judgement.grade.value for judgement in report.judgements}


def problem(pages: Sequence[str]) -> str:
    """The reasons why a report is held; it must be."""
    report = read_report(pages)
    assert report.held
    return "; ".join(report.problems)


# --- whole reports --------------------------------------------------------------------------------


def test_ilacs_with_care_leavers_apart() -> None:
    report = read_report(ILACS.pages())
    assert report.problems == ()
    assert report.kind is ReportKind.ILACS_STANDARD
    assert report.authority == "Eastmere"
    assert report.inspection_periods == ((date(2023, 3, 6), date(2023, 3, 17)),)
    assert report.lead_inspectors == ("Wilma Thorne",)
    assert report.overall is Grade.GOOD
    assert grades(report) == {
        "leaders": "good",
        "help_and_protection": "requires_improvement",
        "in_care": "outstanding",
        "care_leavers": "inadequate",
    }
    assert [judgement.label for judgement in report.judgements] == [LEADERS, HELP, IN_CARE, LEAVERS]
    assert report.judgements[1].printed == RI
    assert report.board is None


def test_ilacs_with_care_leavers_in_one_row() -> None:
    report = read_report(replace(ILACS, dates="11 to 15 March 2019", table=COMBINED).pages())
    assert report.problems == ()
    assert report.kind is ReportKind.ILACS_SHORT
    assert grades(report) == {
        "leaders": "good",
        "help_and_protection": "requires_improvement",
        "in_care_and_care_leavers": "outstanding",
    }


def test_ilacs_without_overall_effectiveness() -> None:
    report = read_report(replace(ILACS, dates="11 to 22 May 2026", table=NO_OVERALL).pages())
    assert report.problems == ()
    assert report.overall is None
    assert len(report.judgements) == 4


def test_the_era_is_that_of_the_inspection_not_of_the_publication() -> None:
    old_table = replace(ILACS, dates="5 to 9 December 2022 and 14 to 15 February 2023", table=COMBINED)
    report = read_report(old_table.pages())
    assert report.problems == ()
    assert report.kind is ReportKind.ILACS_SHORT
    assert report.inspection_periods[1] == (date(2023, 2, 14), date(2023, 2, 15))


@pytest.mark.parametrize("separator", [": ", " is ", " are ", " is: ", " ", " – "])
def test_section_headings_state_the_grade_in_several_ways(separator: str) -> None:
    assert read_report(replace(ILACS, separator=separator).pages()).problems == ()


def test_the_title_of_2018_stands_below_the_name() -> None:
    pages = replace(ILACS, dates="8 October 2018 to 19 October 2018", table=COMBINED).pages()
    title = "Inspection of Eastmere local\r\nauthority children’s services"
    assert title in pages[0]
    pages[0] = "1\r\n" + pages[0].replace(title, "Eastmere Council\r\nInspection of children's social care services")
    report = read_report(pages)
    assert (report.authority, report.problems) == ("Eastmere Council", ())


def test_sif_with_a_review_of_the_board() -> None:
    report = read_report(SIF.pages())
    assert report.problems == ()
    assert report.kind is ReportKind.SIF
    assert report.authority == "Eastmere County Council"
    assert report.inspection_periods == ((date(2015, 6, 2), date(2015, 6, 25)),)
    assert report.published_printed == date(2015, 8, 8)
    assert report.lead_inspectors == ("Wilma Thorne",)
    assert report.overall is Grade.GOOD
    assert report.board is Grade.REQUIRES_IMPROVEMENT
    assert grades(report) == {
        "help_and_protection": "requires_improvement",
        "in_care": "good",
        "adoption": "outstanding",
        "care_leavers": "good",
        "leaders": "good",
    }


@pytest.mark.parametrize(
    "headline",
    [
        "The overall judgement is good",
        "The overall judgement is that children’s services are good",
        "Children’s services are good",
        "Children’s services in Eastmere County Council are good",
        "Services for children in Eastmere are good",
        "Children’s services in Eastmere are judged to be good",
    ],
)
def test_the_headline_of_a_sif_report_varies(headline: str) -> None:
    report = read_report(replace(SIF, headline=headline).pages())
    assert (report.overall, report.problems) == (Grade.GOOD, ())


def test_a_line_about_some_services_is_no_headline() -> None:
    pages = SIF.pages()
    said = "Services for children in need of help and protection are inadequate"
    pages[0] = pages[0].replace("1. Children who", f"{said}\r\n1. Children who")
    assert read_report(pages).overall is Grade.GOOD


def test_sif_without_a_board_is_a_kind_of_its_own() -> None:
    report = read_report(replace(SIF, board=None).pages())
    assert (report.kind, report.board, report.problems) == (ReportKind.SIF_NO_LSCB, None, ())


def test_reinspection() -> None:
    report = read_report(replace(SIF, board=None, reinspection=True).pages())
    assert (report.kind, report.problems) == (ReportKind.SIF_REINSPECTION, ())


def test_a_name_that_ends_in_re_is_no_reinspection() -> None:
    report = read_report(replace(SIF, authority="Central Eastmereshire").pages())
    assert (report.kind, report.authority) == (ReportKind.SIF, "Central Eastmereshire")


def test_a_table_may_go_on_behind_the_footnote_of_page_one() -> None:
    report = read_report(replace(SIF, split=True).pages())
    assert (len(report.judgements), report.problems) == (5, ())


def test_not_judged_is_no_doubt() -> None:
    table = SIF_ROWS | {
        "2.1 Adoption performance": "Not judged",
        "2.2 Experiences and progress of care leavers": "Not Judged",
    }
    report = read_report(replace(SIF, table=table).pages())
    assert report.problems == ()
    assert grades(report)["adoption"] == "not_judged"


def test_lac_2013() -> None:
    report = read_report(LacText().pages())
    assert report.problems == ()
    assert report.kind is ReportKind.LAC_2013
    assert report.authority == "Eastmere Metropolitan Borough Council"
    assert report.lead_inspectors == ("Wilma Thorne",)
    assert report.published_printed == date(2013, 8, 2)
    assert report.overall is Grade.INADEQUATE
    assert grades(report) == {
        "capacity_to_improve": "adequate",
        "outcomes": "good",
        "quality_of_provision": "inadequate",
        "leaders": "adequate",
    }


@pytest.mark.parametrize(
    ("box", "outcome"),
    [
        (POSITIVE, Grade.TYPICALLY_POSITIVE),
        (INCONSISTENT, Grade.INCONSISTENT),
        (FAILINGS, Grade.SYSTEMIC_FAILINGS),
    ],
)
def test_area_send_has_an_outcome_and_no_grade(box: Sequence[str], outcome: Grade) -> None:
    report = read_report(SendText(box, priorities=outcome is Grade.SYSTEMIC_FAILINGS).pages())
    assert report.problems == ()
    assert report.kind is ReportKind.AREA_SEND
    assert report.authority == "Eastmere Local Area Partnership"
    assert report.overall is None
    assert [(judgement.id, judgement.grade) for judgement in report.judgements] == [(JudgementId.SEND_OUTCOME, outcome)]
    assert report.judgements[0].printed == " ".join(box)
    assert report.lead_inspectors == ("Wilma Thorne", "Abel Stone")
    assert [len(report.strengths), len(report.improve)] == [3, 2]


# --- held -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("label", [LEADERS, HELP, IN_CARE, LEAVERS])
@pytest.mark.parametrize("grade", ["Outstanding", "Good", RI, "Inadequate"])
def test_a_heading_that_says_another_grade_than_the_table(label: str, grade: str) -> None:
    if grade == APART[label]:
        return
    assert "in the table and" in problem(replace(ILACS, body={label: grade}).pages())


@pytest.mark.parametrize("label", [label for label, grade in SIF_ROWS.items() if grade == "Good"])
def test_a_box_that_says_another_grade_than_the_table(label: str) -> None:
    assert "in the table and inadequate in the body" in problem(replace(SIF, body={label: "Inadequate"}).pages())


@pytest.mark.parametrize("label", LAC_ROWS)
def test_a_section_of_2013_that_says_another_grade(label: str) -> None:
    assert "outstanding in the body" in problem(LacText(body={label: "Outstanding"}).pages())


@pytest.mark.parametrize("label", APART)
@pytest.mark.parametrize("word", ["Splendid", "Adequate", "Strong standard", "Goodish", "", "Requires attention"])
def test_a_grade_word_that_nobody_has_met(label: str, word: str) -> None:
    assert problem(replace(ILACS, table=APART | {label: word}, body=APART).pages())


@pytest.mark.parametrize("label", APART)
def test_a_row_that_is_missing(label: str) -> None:
    table = {row: grade for row, grade in APART.items() if row != label}
    assert " has no row for " in problem(replace(ILACS, table=table).pages())


@pytest.mark.parametrize("label", SIF_ROWS)
def test_a_row_that_is_missing_from_a_sif_table(label: str) -> None:
    assert problem(replace(SIF, table={row: grade for row, grade in SIF_ROWS.items() if row != label}).pages())


def test_two_grades_in_one_row() -> None:
    assert problem(replace(ILACS, table=APART | {HELP: "Good Outstanding"}, body={HELP: "Good"}).pages())


def test_no_table_at_all() -> None:
    assert "no table of judgements" in problem(replace(ILACS, table={}).pages())


@pytest.mark.parametrize(
    ("dates", "reason"),
    [
        ("17 to 6 March 2023", "can't run"),
        ("30 to 31 February 2023", "does not exist"),
        ("spring 2023", "not an inspection date"),
        ("6 January to 17 December 2023", "can't run"),
        ("6 to 17 March", "has no month or no year"),
        ("6 to 17 March 1823", "not an inspection date"),
        ("6 to 17 March 2019", "began on 2019-03-06 has no row for in care and care leavers"),
        ("6 to 17 May 2026", "began on 2026-05-06 mixes rows of different layouts"),
    ],
)
def test_a_date_that_cannot_be(dates: str, reason: str) -> None:
    assert reason in problem(replace(ILACS, dates=dates).pages())


def test_no_overall_row_before_it_was_given_up() -> None:
    assert "has no row for overall" in problem(replace(ILACS, table=NO_OVERALL).pages())


def test_published_before_it_was_inspected() -> None:
    assert "before its inspection ended" in problem(replace(SIF, published="8 May 2015").pages())


def test_an_overall_grade_outside_what_it_sums_up() -> None:
    table = {LEADERS: "Good", HELP: "Good", IN_CARE: "Good", LEAVERS: RI, OVERALL: "Outstanding"}
    assert "is outside" in problem(replace(ILACS, table=table).pages())


def test_an_inadequate_judgement_that_limits_the_whole() -> None:
    table = {LEADERS: "Good", HELP: "Inadequate", IN_CARE: "Good", LEAVERS: RI, OVERALL: RI}
    assert "is inadequate, but overall is requires improvement" in problem(replace(ILACS, table=table).pages())


def test_a_sentence_that_says_another_overall_grade() -> None:
    pages = ILACS.pages()
    pages[0] += "\r\nChildren’s services in Eastmere are inadequate. Leaders know it."
    assert "the text says that services are inadequate" in problem(pages)


def test_a_sif_report_without_headline() -> None:
    assert "no headline" in problem(replace(SIF, headline="Children come first here").pages())


def test_a_sif_report_with_two_headlines() -> None:
    headline = "Children’s services in Eastmere are good"
    pages = SIF.pages()
    pages[0] = pages[0].replace(headline, f"{headline}\r\nThe overall judgement is inadequate")
    assert "two overall grades" in problem(pages)


def test_a_board_with_two_grades() -> None:
    pages = SIF.pages()
    pages.append("The Local Safeguarding Children Board is inadequate\r\nSummary")
    assert "two grades of the safeguarding board" in problem(pages)


def test_a_board_that_is_graded_without_a_review_in_the_title() -> None:
    pages = replace(SIF, board=None).pages()
    pages.append("The Local Safeguarding Children Board is good\r\nSummary")
    assert "the title mentions no review" in problem(pages)


def test_the_grade_of_the_board_is_not_that_of_the_council() -> None:
    report = read_report(replace(SIF, board="inadequate").pages())
    assert (report.overall, report.board) == (Grade.GOOD, Grade.INADEQUATE)


def test_a_review_of_the_board_alone_is_held() -> None:
    pages = [
        page(
            "Eastmere County Council",
            "Review of the effectiveness of the Local Safeguarding Children Board",
            "The Local Safeguarding Children Board is good",
            "Executive summary",
        )
    ]
    report = read_report(pages)
    assert report.board is Grade.GOOD
    assert (report.overall, report.judgements) == (None, ())
    assert report.held


@pytest.mark.parametrize(
    ("box", "priorities", "reason"),
    [
        ((*POSITIVE, FAILINGS[2]), False, "continues with the text of another outcome"),
        ((INCONSISTENT[0], POSITIVE[1]), False, "continues with the text of another outcome"),
        ((FAILINGS[0],), True, "does not say what happens next"),
        (FAILINGS, False, "there are no areas for priority action"),
        (INCONSISTENT, True, "there are areas for priority action"),
        ((POSITIVE[0], INCONSISTENT[0]), False, "the words of two outcomes"),
        (("The partnership does its best.",), False, "does not have the words of a known outcome"),
    ],
)
def test_an_outcome_that_does_not_go_with_what_follows(box: Sequence[str], priorities: bool, reason: str) -> None:
    assert reason in problem(SendText(box, priorities).pages())


def test_a_report_without_its_title_is_held() -> None:
    pages = ILACS.pages()
    pages[0] = pages[0].replace("Inspection of Eastmere local\r\nauthority children’s services", "A grand day out")
    assert "no title" in problem(pages)


# --- no report ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "pages",
    [
        [],
        [""],
        ["\r\n\x0c "],
        ["Focused visit to Eastmere children’s services\r\nDear director, this letter has no grades."],
        ["Ofsted\r\nReport not found\r\nThe report you are looking for is not here."],
        ["good " * 5000],
        ["The experiences and progress of children in care: good\r\n" * 3000],
    ],
)
def test_a_text_that_is_no_report(pages: Sequence[str]) -> None:
    with pytest.raises(ReportError) as caught:
        read_report(pages)
    assert not caught.value.passing


def test_a_text_without_end_is_refused() -> None:
    with pytest.raises(ReportError, match="too long"):
        read_report(["a" * 300_001, "b" * 300_001])


def test_both_rows_of_care_at_once_do_not_belong_together() -> None:
    table = {LEADERS: "Good", HELP: "Good", BOTH: "Good", IN_CARE: "Good", LEAVERS: "Good", OVERALL: "Good"}
    assert "mixes rows of different layouts" in problem(replace(ILACS, table=table).pages())
