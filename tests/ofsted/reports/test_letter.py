"""Letters about visits: the lists under their headings, whether priority action is asked for, and never a grade."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.support.letter_texts import BULLET, IMPROVE, PRIORITY, LetterText
from tests.support.report_texts import IlacsText
from watcher.model.errors import ReportError
from watcher.model.report import LETTERS, PriorityAction, Report, ReportKind
from watcher.ofsted.reports.letter_dates import visit_periods
from watcher.ofsted.reports.letter_inspectors import inspectors_of
from watcher.ofsted.reports.read import read_report

LETTER = LetterText()


def read(letter: LetterText) -> Report:
    report = read_report(letter.pages())
    assert report.kind in LETTERS
    assert (report.overall, report.judgements, report.board) == (None, (), None)
    return report


def items(letter: LetterText) -> list[str]:
    return [item.text for item in read(letter).improve]


# --- whole letters --------------------------------------------------------------------------------


def test_a_focused_visit() -> None:
    report = read(LETTER)
    assert report.problems == ()
    assert report.kind is ReportKind.FOCUSED_VISIT
    assert report.authority == "Eastmere"
    assert report.published_printed == date(2026, 1, 12)
    assert report.inspection_periods == ((date(2025, 11, 19), date(2025, 11, 20)),)
    assert report.inspectors == ("Wilma Thorne", "Jasper Quill")
    assert report.lead_inspectors == ()
    assert report.topics == ("Inspectors looked at the local authority’s arrangements for care leavers.",)
    assert [(item.text, item.tag, item.page) for item in report.improve] == [
        ("The consistency of planning for care leavers.", "enabler 3, national framework", 2),
        ("How manageable caseloads are.", None, 2),
    ]
    assert report.priority_action_status is PriorityAction.NOT_STATED
    assert {(said.topic, said.page) for said in report.passages} >= {("summary", 1), ("findings", 2)}


def test_a_monitoring_visit() -> None:
    letter = replace(
        LETTER,
        title=("Monitoring visit to Eastmere children’s services",),
        opening=(
            "This letter summarises the findings of the monitoring visit to Eastmere children’s services on 5",
            "and 6 October 2022. This was the second monitoring visit since the local authority was judged",
            "inadequate in December 2021. Her Majesty’s Inspectors for this visit were Wilma Thorne and Jasper Quill.",
        ),
        looked_at=(
            "Areas covered by the visit",
            "During this visit, inspectors reviewed the progress made in the following areas of concern:",
            f"{BULLET} the quality of assessments",
        ),
    )
    report = read(letter)
    assert (report.kind, report.problems) == (ReportKind.MONITORING_VISIT, ())
    assert report.inspection_periods == ((date(2022, 10, 5), date(2022, 10, 6)),)
    assert report.topics == (
        "During this visit, inspectors reviewed the progress made in the following areas of concern: "
        f"{BULLET} the quality of assessments",
    )


def test_a_joint_inspection() -> None:
    letter = replace(
        LETTER,
        title=(
            "Joint targeted area inspection of the multi-agency response to sexual abuse",
            "in the family in Eastmere",
        ),
        opening=(
            "Between 8 and 12 October 2018, Ofsted, the Care Quality Commission (CQC) and HMI Probation undertook",
            "a joint inspection. This inspection included a ‘deep dive’ focus on the response to sexual abuse.",
        ),
        looked_at=(
            "Key strengths",
            f"{BULLET} Partners know their area well and act together on what they know.",
            "Overview",
        ),
    )
    report = read(letter)
    assert (report.kind, report.authority) == (ReportKind.JTAI, "Eastmere")
    assert report.inspection_periods == ((date(2018, 10, 8), date(2018, 10, 12)),)
    assert report.inspectors == ()
    assert report.topics == ("multi-agency response to sexual abuse in the family", "response to sexual abuse")
    assert [said.text for said in report.strengths] == [
        "Partners know their area well and act together on what they know."
    ]


@pytest.mark.parametrize(
    ("title", "name"),
    [
        (
            "Focused visit to the London Borough of Eastmere local authority children’s services",
            "London Borough of Eastmere",
        ),
        ("Focussed visit to Eastmere’s children’s services", "Eastmere"),
        ("Focused visit to Eastmere Children First", "Eastmere Children First"),
        ("Focused visit to Eastmere Children’s Trust", "Eastmere Children’s Trust"),
        ("Focused visit to children’s services", "Eastmere"),
        ("ILACS focused visit to City of Eastmere Council children's social care services", "City of Eastmere Council"),
    ],
)
def test_names_in_titles(title: str, name: str) -> None:
    assert read(replace(LETTER, title=(title,))).authority == name


def test_a_letter_without_its_title_line() -> None:
    report = read(replace(LETTER, title=()))
    assert (report.kind, report.authority) == (ReportKind.FOCUSED_VISIT, "Eastmere")


def test_a_title_and_a_first_sentence_that_differ_are_a_problem() -> None:
    report = read(replace(LETTER, title=("Monitoring visit to Eastmere children’s services",)))
    assert report.problems == ("its title says monitoring visit, its first sentence focused visit",)


def test_a_report_that_speaks_of_a_focused_visit_stays_a_report() -> None:
    assert read_report(IlacsText().pages()).kind is ReportKind.ILACS_STANDARD


# --- lists ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "heading",
    [
        (IMPROVE,),
        ("What needs to improve in this area of social work", "practice?"),
        ("What needs to improve in this area of social work practice?1",),
        ("What needs to improve in this area of social work practice?", "1"),
        ("What needs to improve in this area of practice:",),
        ("Areas for Improvement",),
        ("What needs to improve?",),
    ],
)
def test_headings_of_what_needs_to_improve(heading: tuple[str, ...]) -> None:
    assert items(replace(LETTER, improve=(*heading, f"{BULLET} One thing.", f"{BULLET} another"))) == [
        "One thing.",
        "another",
    ]


def test_only_a_heading_ends_a_list_and_findings_have_bullets_too() -> None:
    findings = ("Findings", f"{BULLET} Social workers are kind.", f"{BULLET} Plans are late.")
    assert items(replace(LETTER, improve=(IMPROVE, f"{BULLET} Plans."), findings=findings)) == ["Plans."]


def test_running_text_with_the_words_of_a_heading_ends_nothing() -> None:
    listed = (IMPROVE, f"{BULLET} What is working well to improve and to keep the", "strengths.", f"{BULLET} Visits.")
    assert items(replace(LETTER, improve=listed)) == [
        "What is working well to improve and to keep the strengths.",
        "Visits.",
    ]


def test_sub_headings_are_neither_items_nor_ends() -> None:
    listed = (
        "Areas for improvement", "Leadership and management", f"{BULLET} Plans are late.",
        "The Local Safeguarding Children Board", f"{BULLET} Audits are few.",
    )  # fmt: skip
    assert items(replace(LETTER, improve=listed)) == ["Plans are late.", "Audits are few."]


def test_an_item_without_a_full_stop_does_not_take_the_sub_heading_below_it() -> None:
    listed = (
        "Areas for improvement",
        f"{BULLET} the timeliness of plans",
        "The youth offending service",
        f"{BULLET} Audits.",
    )
    assert items(replace(LETTER, improve=listed)) == ["the timeliness of plans", "Audits."]


def test_a_box_in_the_middle_of_an_item_does_not_cut_it() -> None:
    first, second = replace(LETTER, improve=(IMPROVE, f"{BULLET} Strategy discussions are timely, but do not")).pages()
    head, _, rest = second.partition("Main findings")
    box = "Practice study: area for improvement\r\nAll names are pseudonyms. Jill was seen late."
    pages = [first, head + box, "always involve partners.\r\n" + f"{BULLET} Plans.\r\nMain findings" + rest]
    assert [item.text for item in read_report(pages).improve] == [
        "Strategy discussions are timely, but do not always involve partners.",
        "Plans.",
    ]


def test_a_footnote_and_a_page_end_between_the_halves_of_an_item() -> None:
    first, second = replace(LETTER, improve=(IMPROVE, "1", f"{BULLET} The reach of Clare’s Law1 and of")).pages()
    head, _, rest = second.partition("Main findings")
    pages = [first, head + "1 Clare’s Law: a disclosure of what is known.", "the scheme.\r\nMain findings" + rest]
    assert [item.text for item in read_report(pages).improve] == ["The reach of Clare’s Law and of the scheme."]


def test_the_note_on_the_framework_belongs_to_no_item_even_without_its_mark() -> None:
    note = ("1 The areas for improvement have been cross-referenced with the outcomes of", "the National Framework.")
    assert items(replace(LETTER, improve=(IMPROVE, f"{BULLET} Plans.", *note, f"{BULLET} Visits."))) == [
        "Plans.",
        "Visits.",
    ]


def test_the_title_of_a_box_is_no_heading_of_a_list() -> None:
    box = ("Case study:", "Areas for improvement", f"{BULLET} Jill was seen late.")
    assert items(replace(LETTER, improve=(IMPROVE, f"{BULLET} Plans.", *box))) == ["Plans."]


def test_a_section_in_prose_has_no_items() -> None:
    assert items(replace(LETTER, improve=(IMPROVE, "The areas that were named in 2019 continue to apply."))) == []


# --- priority action ------------------------------------------------------------------------------

NOTIFIED = ("We have notified the Department for Education of the area for priority action.",)
ASKS = f"{BULLET} Keeping in touch with care leavers over the age of 18. (outcome 4, national framework)"


def status(**parts: Any) -> tuple[PriorityAction | None, list[str]]:
    report = read(replace(LETTER, **parts))
    return report.priority_action_status, [item.text for item in report.priority_action]


@pytest.mark.parametrize(
    "heading", [PRIORITY, "Area for priority action", "Areas for priority action:", "Areas for priority actions"]
)
def test_priority_action_is_asked_for(heading: str) -> None:
    introduction = "The local authority needs to take swift and decisive action to address the following weakness:"
    found = status(priority=(heading, introduction, ASKS), closing=NOTIFIED)
    assert found == (PriorityAction.YES, ["Keeping in touch with care leavers over the age of 18."])


def test_an_item_that_begins_with_the_words_is_one() -> None:
    item = "This is a multi-agency area for priority action. Strategy meetings are not always timely."
    assert status(priority=(PRIORITY, f"{BULLET} {item}")) == (PriorityAction.YES, [item])


@pytest.mark.parametrize(
    "said",
    [
        "There are no priority actions following this focused visit.",
        f"{BULLET} There are no areas for priority action",
        "No areas for priority action were identified.",
    ],
)
def test_a_heading_that_says_there_are_none(said: str) -> None:
    assert status(priority=(PRIORITY, said)) == (PriorityAction.NO, [])


def test_the_overview_may_say_that_there_are_none() -> None:
    assert status(overview=("There are no areas for priority action.",)) == (PriorityAction.NO, [])


@pytest.mark.parametrize("heading", [(PRIORITY,), ()])
def test_earlier_ones_remain(heading: tuple[str, ...]) -> None:
    said = (
        "The areas for priority action set at the last focused visit in May 2021 remain.",
        "There are no additional priority actions.",
    )
    assert status(priority=(*heading, *said)) == (PriorityAction.REMAIN, [])


@pytest.mark.parametrize(
    "said",
    [
        "The area for priority action that was named last year has been dealt with, although weaknesses remain.",
        "Partners received clear recommendations and priority actions from the review.",
        "Leaders asked whether the areas for improvement and priority actions were relevant to Eastmere.",
    ],
)
def test_priority_action_that_is_spoken_of_is_not_asked_for(said: str) -> None:
    assert status(findings=("Main findings", said))[0] is PriorityAction.NOT_STATED
    assert status(overview=(said,))[0] is PriorityAction.NOT_STATED


def test_a_letter_that_notified_the_department_asks_for_it_although_its_list_is_not_found() -> None:
    assert status(closing=NOTIFIED) == (PriorityAction.YES, [])


# --- days and people ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("printed", "days"),
    [
        ("on the 15 and 16 of May 2018", [("2018-05-15", "2018-05-16")]),
        ("on 30 and 31 January", [("2019-01-30", "2019-01-31")]),
        ("on 22-23 October 2019", [("2019-10-22", "2019-10-23")]),
        ("on 9 to 10 November 2021", [("2021-11-09", "2021-11-10")]),
        ("on 31 January and 1 February 2024", [("2024-01-31", "2024-02-01")]),
        ("on 29 and 30 September, and 1 October 2020", [("2020-09-29", "2020-10-01")]),
        ("on 15, 16 and 21 July 2025", [("2025-07-15", "2025-07-16"), ("2025-07-21", "2025-07-21")]),
        ("on 19 March 2019.", [("2019-03-19", "2019-03-19")]),
        ("from 22 April to 26 April 2024", [("2024-04-22", "2024-04-26")]),
        ("Between 23 and 27 September 2019, Ofsted", [("2019-09-23", "2019-09-27")]),
        ("on 12 and 16 February 2018", [("2018-02-12", "2018-02-16")]),
        ("on 24 October 2022 to 25 October 2023", [("2022-10-24", "2023-10-25")]),
        ("on 31 December and 1 January 2020", [("2019-12-31", "2020-01-01")]),
        ("under section 20 of the Act", []),
        ("on 30 and 31 February 2020", []),
    ],
)
def test_days_of_a_visit(printed: str, days: list[tuple[str, str]]) -> None:
    periods = visit_periods(printed, date(2019, 3, 1), whole_week=False)
    assert [(start.isoformat(), end.isoformat()) for start, end in periods] == days


@pytest.mark.parametrize(
    ("sentence", "names", "lead"),
    [
        ("The inspectors were Ann Bell, HMI, and Bo Cole (HMI designate).", ("Ann Bell", "Bo Cole"), ()),
        (
            "The visit was conducted by Ann Bell and Bo Cole, two of Her Majesty’s Inspectors.",
            ("Ann Bell", "Bo Cole"),
            (),
        ),
        (
            "The visit was carried out by Ann Bell and Bo Cole, all of whom are Her Majesty’s Inspectors (HMI).",
            ("Ann Bell", "Bo Cole"),
            (),
        ),
        (
            "The inspectors were Her Majesty’s Inspectors (HMI) Social Care, Ann Bell and Bo Cole.",
            ("Ann Bell", "Bo Cole"),
            (),
        ),
        (
            "The visit was carried out by lead inspector Ann Bell and team inspectors Bo Cole and Cy Dee.",
            ("Ann Bell", "Bo Cole", "Cy Dee"),
            ("Ann Bell",),
        ),
        (
            "The inspectors for this visit were Ann Bell, lead inspector, Bo Cole, team inspector and Cy Dee, who "
            "observed the visit.",
            ("Ann Bell", "Bo Cole"),
            ("Ann Bell",),
        ),
        (
            "The inspectors were Ann Bell HMI and Bo Cole HMI Inspectors looked at care leavers.",
            ("Ann Bell", "Bo Cole"),
            (),
        ),
        ("This visit was carried out fully by remote means.", (), ()),
        ("It was carried out by inspectors from Ofsted, the Care Quality Commission (CQC) and HMICFRS.", (), ()),
        (
            "The lead inspector and the director of children’s services agreed arrangements to deliver this visit.",
            (),
            (),
        ),
    ],
)
def test_who_carried_out_a_visit(sentence: str, names: tuple[str, ...], lead: tuple[str, ...]) -> None:
    assert inspectors_of([sentence]) == (names, lead)


# --- what is neither ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("head", "said"),
    [
        ("Report not found. Our reports have moved.", "Report not found"),
        (
            "Inspection of Eastmere Primary School. Inspection dates: 5 May 2021",
            "a report on a school, college or nursery",
        ),
        (
            "Dear Ms Marsh\r\nJoint area SEND inspection in Eastmere\r\nBetween 5 and 9 May 2019, Ofsted and the CQC",
            "a letter on an area SEND inspection or revisit from before 2023",
        ),
        ("Eastmere Council. Written statement of action", "a council's written statement of action"),
    ],
)
def test_what_is_neither_is_refused_by_its_name(head: str, said: str) -> None:
    with pytest.raises(ReportError, match=said):
        read_report([head + "\r\nWith some more words below it."])


def test_what_is_not_known_is_refused_without_a_name() -> None:
    with pytest.raises(ReportError, match="not a kind of inspection report or letter that watcher can read"):
        read_report(["A recipe for plum cake. Take six plums."])
