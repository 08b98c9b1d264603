"""What a reader is told in one line: the real cases that a headline once got, or could get, wrong."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.model.change import ChangeKind, Comparison, Event
from watcher.model.event_kind import EventKind
from watcher.model.report import Grade, Judgement, JudgementId, Report, ReportKind
from watcher.model.text import clean, day, moment, periods
from watcher.ofsted.grades import compare, compare_shown, unknown_before
from watcher.ofsted.headline import headline, movement

O, G, R, I = Grade.OUTSTANDING, Grade.GOOD, Grade.REQUIRES_IMPROVEMENT, Grade.INADEQUATE  # noqa: E741
N = Grade.NOT_JUDGED
INSPECTION = Event(EventKind.INSPECTION, graded=True)

SIF = ("help_and_protection", "in_care", "adoption", "care_leavers", "leaders")
ERA_A = ("leaders", "help_and_protection", "in_care_and_care_leavers")
ERA_B = ("leaders", "help_and_protection", "in_care", "care_leavers")


def report(
    ids: tuple[str, ...],
    *grades: Grade,
    overall: Grade | None = None,
    kind: ReportKind = ReportKind.ILACS_STANDARD,
) -> Report:
    rows = tuple(Judgement(JudgementId(i), i, g.value, g) for i, g in zip(ids, grades, strict=True))
    return Report(kind, "Marlow Vale", overall=overall, judgements=rows)


def said(
    judgements: tuple[Comparison, ...],
    *,
    name: str = "Marlow Vale",
    kind: ChangeKind = ChangeKind.NEW,
    event: Event = INSPECTION,
    title: str = "Children's services inspection",
    held: bool = False,
    older: bool = False,
    current: date | None = None,
) -> str:
    return headline(name, kind, event, title, judgements, held=held, older=older, current=current)


def test_four_of_four_judgements_lower() -> None:
    fell = compare(report(ERA_A, G, G, G, overall=G), report(ERA_B, R, R, R, R, overall=R))
    assert said(fell, name="Leicester") == ("Leicester: Good to Requires improvement, 4 of 4 judgements down")


def test_all_judgements_higher() -> None:
    rose = compare(report(ERA_A, G, R, G, overall=R), report(ERA_B, O, G, O, O, overall=O))
    assert said(rose) == "Marlow Vale: Requires improvement to Outstanding, 4 of 4 judgements up"


def test_an_improvement_that_stays_below_good_says_so() -> None:
    sif = ReportKind.SIF
    rose = compare(report(SIF, I, I, R, I, I, overall=I, kind=sif), report(SIF, R, R, G, R, G, overall=R, kind=sif))
    assert said(rose) == ("Marlow Vale: Inadequate to Requires improvement, still below good, 5 of 5 judgements up")


def test_an_overall_grade_that_ended_is_no_decline() -> None:
    ended = compare(report(ERA_B, G, G, G, G, overall=G), report(ERA_B, G, G, G, G))
    line = said(ended)
    assert line == "Marlow Vale: 4 of 4 judgements unchanged, all Good; this report has no overall grade"
    assert "declined" not in line


def test_the_profile_counts_what_improved_without_an_overall_grade() -> None:
    profile = compare(report(ERA_B, R, R, R, G, overall=R), report(ERA_B, G, G, G, G))
    assert said(profile) == ("Marlow Vale: 3 of 4 judgements up, 0 down; this report has no overall grade")


def test_a_profile_that_rises_and_stays_below_good_says_how_many() -> None:
    profile = compare(report(ERA_B, I, I, G, G), report(ERA_B, R, G, G, G))
    assert said(profile) == "Marlow Vale: 2 of 4 judgements up, 0 down, 1 still below good"


def test_movement_under_an_unchanged_overall_grade_is_told() -> None:
    moved = compare(report(ERA_A, O, G, G, overall=G), report(ERA_B, G, R, O, O, overall=G))
    assert said(moved) == "Marlow Vale: still Good, but 2 of 4 judgements down and 2 up"


def test_the_one_weak_judgement_behind_a_fall_is_named() -> None:
    fell = compare(report(ERA_A, G, G, G, overall=G), report(ERA_B, R, G, G, I, overall=I))
    assert said(fell) == ("Marlow Vale: Good to Inadequate, 2 of 4 judgements down; only care leavers Inadequate")


def test_judgements_that_were_not_judged_are_not_comparable() -> None:
    mixed = compare(report(ERA_B, G, G, G, G, overall=G), report(ERA_B, G, N, N, N, overall=G))
    assert said(mixed) == "Marlow Vale: still Good, 1 of 4 judgements unchanged, 3 not comparable"


def test_a_first_inspection_names_the_predecessor_as_the_predecessor() -> None:
    new = report(ERA_A, R, R, R, overall=R)
    assert said(compare(None, new)) == "Marlow Vale: Requires improvement, first grade on record"
    assert said(compare(report(ERA_A, I, I, I, overall=I), new, predecessor="Marlowshire")) == (
        "Marlow Vale: Requires improvement, first grade on record (predecessor authority Marlowshire: inadequate)"
    )


def test_a_bottom_grade_leads_although_there_is_no_overall_grade() -> None:
    fell = compare(report(ERA_B, R, R, G, G, overall=R), report(ERA_B, I, I, G, R))
    assert said(fell) == (
        "Marlow Vale: 2 of 4 judgements Inadequate (leaders; help and protection), "
        "3 of 4 judgements down, 0 up; this report has no overall grade"
    )


def test_first_grades_without_an_overall_one_are_counted() -> None:
    assert said(compare(None, report(ERA_B, G, R, G, G))) == (
        "Marlow Vale: 3 Good, 1 Requires improvement, first grades on record"
    )


def test_grades_are_told_although_the_earlier_report_cannot_be_used() -> None:
    unknown = unknown_before(report(ERA_B, G, R, G, G), "the earlier report could not be read")
    assert said(unknown) == "Marlow Vale: 3 Good, 1 Requires improvement, no earlier grades to compare with"


def test_an_area_send_outcome_is_no_grade() -> None:
    def outcome(grade: Grade) -> Report:
        return report(("send_outcome",), grade, kind=ReportKind.AREA_SEND)

    found = compare(outcome(Grade.TYPICALLY_POSITIVE), outcome(Grade.SYSTEMIC_FAILINGS))
    line = said(found, event=Event(EventKind.SEND, graded=False))
    assert line == (
        "Marlow Vale: area SEND inspection found widespread and/or systemic failings "
        "(before: typically positive experiences and outcomes)"
    )


def test_grades_of_two_scales_are_never_set_against_each_other() -> None:
    was_good = compare_shown(Grade.GOOD, Grade.EXPECTED_STANDARD)
    assert said(was_good, kind=ChangeKind.CHANGED) == (
        "Marlow Vale: Expected standard, which cannot be compared with the earlier Good"
    )
    unknown = unknown_before(report(ERA_B, G, G, G, G, overall=G), "the earlier report could not be read")
    assert said(unknown) == "Marlow Vale: Good, no earlier grade to compare with"


def test_the_grade_a_page_shows_is_told_by_itself() -> None:
    assert said(compare_shown(Grade.GOOD, Grade.INADEQUATE), kind=ChangeKind.CHANGED) == (
        "Marlow Vale: Good to Inadequate"
    )


def test_a_held_report_says_nothing_of_grades() -> None:
    fell = compare(report(ERA_A, G, G, G, overall=G), report(ERA_B, R, R, R, R, overall=R))
    assert said(fell, held=True) == "Marlow Vale: new inspection report; we are checking its grades"


def test_an_older_report_leaves_the_grades_where_they_are() -> None:
    fell = compare(report(ERA_A, G, G, G, overall=G), report(ERA_B, R, R, R, R, overall=R))
    assert said(fell, older=True, current=date(2025, 1, 29)) == (
        "Marlow Vale: Ofsted has added an older inspection report; the grades of 29 January 2025 still stand"
    )


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        (EventKind.FOCUSED_VISIT, "new focused visit letter (not graded)"),
        (EventKind.MONITORING_VISIT, "new monitoring visit letter (not graded)"),
        (EventKind.JTAI, "new joint inspection letter (not graded)"),
        (EventKind.SEND, "new area SEND inspection report"),
        (EventKind.OTHER, "new document “Material change”"),
    ],
)
def test_letters_are_told_as_letters(event: EventKind, expected: str) -> None:
    assert said((), event=Event(event, graded=False), title="Material change") == f"Marlow Vale: {expected}"


def test_a_vanished_report_undoes_nothing() -> None:
    assert said((), kind=ChangeKind.REMOVED) == ("Marlow Vale: inspection report no longer listed by Ofsted")


def test_an_entry_that_ofsted_edited_is_told_as_such() -> None:
    assert said((), kind=ChangeKind.CHANGED) == ("Marlow Vale: Ofsted changed its entry for the inspection report")


def test_movements_are_words_with_their_steps() -> None:
    overall, *_ = compare(report(ERA_A, G, G, G, overall=G), report(ERA_A, I, G, G, overall=I))
    assert movement(overall) == "down 2"


def test_a_winter_and_a_summer_moment_are_told_in_london_time() -> None:
    assert moment(datetime(2025, 1, 29, 10, 5, tzinfo=UTC)) == "29 January 2025 at 10.05am"
    assert moment(datetime(2025, 7, 29, 23, 5, tzinfo=UTC)) == "30 July 2025 at 12.05am"


def test_inspection_dates_are_told_as_people_write_them() -> None:
    def visit(*days: date) -> str:
        return periods([(days[0], days[1])])

    assert visit(date(2025, 1, 6), date(2025, 1, 17)) == "6 to 17 January 2025"
    assert visit(date(2024, 11, 25), date(2024, 12, 6)) == "25 November to 6 December 2024"
    assert visit(date(2024, 12, 30), date(2025, 1, 3)) == "30 December 2024 to 3 January 2025"
    assert visit(date(2025, 1, 6), date(2025, 1, 6)) == day(date(2025, 1, 6)) == "6 January 2025"
    two = [(date(2022, 12, 5), date(2022, 12, 9)), (date(2023, 2, 14), date(2023, 2, 15))]
    assert periods(two) == "5 to 9 December 2022 and 14 to 15 February 2023"
    assert periods([]) == ""


def test_hostile_text_becomes_one_harmless_line() -> None:
    assert clean("Marlow\r\nBcc: all@example.org\0\u202eelaV\u2066\u200f", 80) == ("Marlow Bcc: all@example.orgelaV")
    assert clean("x" * 10_000, 20) == "x" * 19 + "…"
    assert clean("\ud800Marlow", 20) == "Marlow"


@given(st.text(), st.integers(min_value=1, max_value=50))
def test_clean_text_is_always_short_printable_and_encodable(text: str, limit: int) -> None:
    line = clean(text, limit)
    assert len(line) <= limit
    assert "\n" not in line and "\r" not in line and "\0" not in line
    line.encode("utf-8")
    assert clean(line, limit) == line


def test_a_hostile_name_cannot_break_a_headline() -> None:
    assert said((), name="Vale\r\nBcc: x@example.org") == "Vale Bcc: x@example.org: new inspection report"
