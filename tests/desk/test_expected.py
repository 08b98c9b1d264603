"""What the past lets one expect: windows with their cases, nothing on too few, and never a plan."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from icalendar import Calendar

from watcher.desk.expected import (
    FEWEST,
    ExpectedKind,
    PastInspection,
    days_between,
    in_order,
    monitoring_visits,
    next_inspections,
    pauses,
    reports_due,
    window,
)
from watcher.desk.ics import as_ics
from watcher.model.news import Claim, ClaimVerdict, DateBasis, Mention, Tier
from watcher.model.report import Grade
from watcher.ofsted.authorities import gazetteer

AUTHORITIES = gazetteer().by_urn
LEICESTER, DERBY = "80482", "80458"
TODAY = date(2026, 3, 2)


def inspection(urn: str, end: date, overall: Grade | None = Grade.GOOD, wait: int = 42) -> PastInspection:
    return PastInspection(urn, end - timedelta(days=11), end, end + timedelta(days=wait), overall)


def country(gap: int = 1900, pairs: int = 12) -> dict[str, list[PastInspection]]:
    """So many councils that were inspected twice, with gaps around `gap` days, one after another."""
    urns = [urn for urn, one in AUTHORITIES.items() if not one.abolished_on and urn not in (LEICESTER, DERBY)][:pairs]
    made = {}
    for number, urn in enumerate(urns):
        first = date(2019, 1, 4) + timedelta(days=100 * number)
        made[urn] = [inspection(urn, first), inspection(urn, first + timedelta(days=gap + 10 * number))]
    return made


def test_a_window_holds_the_middle_eight_of_ten() -> None:
    cases = [(days, True) for days in range(100, 1100, 50)]
    found = window(cases)
    assert found is not None
    assert (found.first, found.last, found.n) == (150, 1000, 20)


def test_what_has_not_come_yet_makes_a_window_longer() -> None:
    cases = [(days, True) for days in range(100, 1100, 50)]
    longer = window([*cases, *[(1200, False)] * 5])
    assert longer is not None
    assert longer.last is None


def test_nothing_is_said_on_fewer_than_ten_cases() -> None:
    assert window([(days, True) for days in range(FEWEST - 1)]) is None
    assert window([(days, True) for days in range(20)], waited=12) is None


def test_a_time_in_which_nobody_was_inspected_does_not_count() -> None:
    each = {LEICESTER: [inspection(LEICESTER, date(2020, 3, 13)), inspection(LEICESTER, date(2021, 6, 11))]}
    [pause] = pauses(each)
    assert days_between(date(2020, 1, 1), date(2021, 12, 31), [pause]) == 730 - (pause[1] - pause[0]).days


def test_the_next_inspection_is_a_window_with_its_cases() -> None:
    known = {**country(), LEICESTER: [inspection(LEICESTER, date(2024, 1, 19))]}
    [found] = [one for one in next_inspections(known, AUTHORITIES, TODAY) if one.urn == LEICESTER]
    assert (found.kind, found.group, found.since) == (ExpectedKind.INSPECTION, "good or better", date(2024, 1, 19))
    assert found.n >= FEWEST
    assert found.first and found.last and found.first < found.last
    assert found.first > TODAY


def test_without_an_overall_grade_or_with_too_few_cases_it_cannot_be_said() -> None:
    known = {
        **country(),
        LEICESTER: [inspection(LEICESTER, date(2026, 1, 23), None)],
        DERBY: [inspection(DERBY, date(2025, 1, 24), Grade.INADEQUATE)],
    }
    found = {one.urn: one for one in next_inspections(known, AUTHORITIES, TODAY)}
    assert (found[LEICESTER].group, found[LEICESTER].first) == ("", None)
    assert (found[DERBY].n, found[DERBY].first) == (0, None)


def test_a_council_that_is_no_more_is_left_out() -> None:
    gone = next(urn for urn, one in AUTHORITIES.items() if one.abolished_on and one.abolished_on < TODAY)
    known = {gone: [inspection(gone, date(2018, 5, 4))]}
    assert list(next_inspections(known, AUTHORITIES, TODAY)) == []


def release(text: str, when: date) -> Mention:
    claims = (Claim(text, ClaimVerdict.CANNOT_CHECK, "no report"),)
    return Mention(
        "news:x",
        "Leicester",
        Tier.COUNCIL,
        "https://x.example",
        "x",
        when,
        DateBasis.META,
        (),
        (LEICESTER,),
        (),
        claims,
    )


def test_a_report_is_due_after_an_inspection_that_a_council_says_has_ended() -> None:
    said = release("Ofsted inspected our children’s services from 12 January to 23 January 2026.", date(2026, 1, 27))
    waits = {
        urn: [inspection(urn, date(2024, 1, 5), wait=39 + number)] for number, urn in enumerate([*AUTHORITIES][:12])
    }
    waits.pop(LEICESTER, None)
    [due] = reports_due([said, said], waits, AUTHORITIES, date(2026, 4, 24))
    assert (due.kind, due.urn, due.since, due.days) == (ExpectedKind.REPORT, LEICESTER, date(2026, 1, 23), 91)
    assert due.is_late
    out = {**waits, LEICESTER: [inspection(LEICESTER, date(2026, 1, 23))]}
    assert list(reports_due([said], out, AUTHORITIES, date(2026, 4, 24))) == []


def test_monitoring_visits_are_expected_of_inadequate_councils_alone() -> None:
    known = {
        LEICESTER: [inspection(LEICESTER, date(2025, 6, 6), Grade.INADEQUATE)],
        DERBY: [inspection(DERBY, date(2025, 6, 6))],
    }
    [found] = monitoring_visits([], known, AUTHORITIES, TODAY)
    assert (found.urn, found.kind, found.first, found.n) == (LEICESTER, ExpectedKind.MONITORING, None, 0)


def test_a_calendar_file_has_the_windows_as_whole_days_and_keeps_their_identity() -> None:
    known = {**country(), LEICESTER: [inspection(LEICESTER, date(2024, 1, 19))]}
    events = [(one, f"About {one.council}.") for one in in_order(next_inspections(known, AUTHORITIES, TODAY))]
    data = as_ics(events, datetime(2026, 3, 2, tzinfo=UTC))
    read = [one for one in Calendar.from_ical(data).walk("VEVENT") if "Leicester:" in str(one["summary"])]
    assert [str(one["uid"]) for one in read] == [f"{LEICESTER}-inspection-2024-01-19@watcher"]
    assert read[0].decoded("dtstart") > TODAY
    assert data == as_ics(events, datetime(2026, 3, 2, tzinfo=UTC))


@pytest.mark.parametrize("days", [0, 200])
def test_events_of_which_nothing_can_be_said_come_last(days: int) -> None:
    known = {**country(), LEICESTER: [inspection(LEICESTER, date(2026, 1, 23) - timedelta(days=days), None)]}
    assert in_order(next_inspections(known, AUTHORITIES, TODAY))[-1].first is None
