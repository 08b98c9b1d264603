"""Where an authority stood in its region on a day, and when nobody can say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest

from tests.support.builders import a_report, a_send_report, an_observation
from tests.support.mail_stories import G, I, O, R
from tests.support.sentences import place_in_region
from tests.support.stores import on_record
from watcher.digests.background import Listed
from watcher.digests.region import listed_dates, position
from watcher.model.record import OnRecord, Records
from watcher.model.report import Grade, Judgement, JudgementId
from watcher.model.source import Authority
from watcher.ofsted.authorities import gazetteer

REAL = gazetteer().by_urn
DAY = date(2021, 11, 12)
LEICESTER, NORTHAMPTONSHIRE = "80482", "121939"
NEW_COUNCILS = ("2637539", "2637548")
# What the reports that were out on that day found, as Ofsted's pages list them.
OVERALL = {
    "80484": (O, date(2019, 6, 3)),
    "80459": (G, date(2017, 6, 30)),
    LEICESTER: (G, DAY),
    "80534": (G, date(2019, 11, 27)),
    "80460": (R, date(2019, 12, 6)),
    "80483": (R, date(2019, 10, 22)),
    "80533": (R, date(2019, 1, 4)),
    "80547": (R, date(2021, 1, 15)),
}


def said_of(urn: str, on: date, records: Records, authorities: Mapping[str, Authority], listed: Listed) -> str:
    """What readers are told of a council's place; empty where that is nothing."""
    place = position(urn, on, records, authorities, listed)
    return place_in_region(place) if place else ""


ADOPTION = Judgement(JudgementId.ADOPTION, "adoption", "Good", G)


def reports(overall: Mapping[str, tuple[Grade | None, date]]) -> list[OnRecord]:
    """Reports with an overall grade, and with no judgement that regions are compared by."""
    made = {urn: a_report(overall=grade, judgements=(ADOPTION,)) for urn, (grade, _) in overall.items()}
    return [OnRecord(urn, when, "", made[urn]) for urn, (_, when) in overall.items()]


def found(overall: Mapping[str, tuple[Grade | None, date]], *more: OnRecord) -> Records:
    return on_record(*reports(overall), *more)


RECORDS = found(OVERALL)
WITHOUT_RUTLAND = found({urn: known for urn, known in OVERALL.items() if urn != "80547"})
LISTED = {urn: (when,) for urn, (_, when) in OVERALL.items()} | dict.fromkeys(NEW_COUNCILS, ())


def test_the_east_midlands_when_leicester_became_good() -> None:
    assert said_of(LEICESTER, DAY, RECORDS, REAL, LISTED) == (
        "4 of the 10 councils in the East Midlands were rated good or better on 12 November 2021. Leicester was one "
        "of them. Outstanding: Lincolnshire. Good: Derby, Leicester and Nottinghamshire. Requires improvement: "
        "Derbyshire, Leicestershire, Nottingham and Rutland. Not yet inspected: North Northamptonshire and West "
        "Northamptonshire."
    )


def test_a_council_below_good_is_not_among_them() -> None:
    said = said_of("80483", DAY, RECORDS, REAL, LISTED)
    assert " 2021. Leicestershire was not one of them. " in said


def test_later_reports_are_not_known_on_the_day() -> None:
    later = date(2025, 1, 29)
    records = found(OVERALL, *reports({LEICESTER: (R, later), NEW_COUNCILS[0]: (R, date(2022, 11, 29))}))
    listed = LISTED | {LEICESTER: (DAY, later), NEW_COUNCILS[0]: (date(2022, 11, 29),)}
    assert said_of(LEICESTER, DAY, records, REAL, listed) == said_of(LEICESTER, DAY, RECORDS, REAL, LISTED)


def test_before_a_reorganisation_the_old_council_counts() -> None:
    day, overall = date(2021, 2, 1), OVERALL | {LEICESTER: (R, date(2017, 9, 4)), NORTHAMPTONSHIRE: (I, DAY)}
    overall[NORTHAMPTONSHIRE] = (I, date(2019, 7, 31))
    listed = {urn: (when,) for urn, (_, when) in overall.items()}
    said = said_of(LEICESTER, day, found(overall), REAL, listed)
    assert "Inadequate: Northamptonshire" in said and "Not yet inspected" not in said
    assert said.startswith("3 of the 9 councils in the East Midlands were rated good or better")


@pytest.mark.parametrize(
    ("records", "listed"),
    [
        pytest.param(WITHOUT_RUTLAND, LISTED, id="a report that was not read"),
        pytest.param(RECORDS, {**LISTED, "80547": (date(2021, 1, 15), date(2021, 9, 1))}, id="a newer one is held"),
        pytest.param(RECORDS, {k: v for k, v in LISTED.items() if k != "80547"}, id="a page that was never read"),
        pytest.param(WITHOUT_RUTLAND, {**LISTED, "80547": ()}, id="an old council without any report"),
        pytest.param(
            RECORDS, {k: v for k, v in LISTED.items() if k not in NEW_COUNCILS}, id="new councils that nobody follows"
        ),
    ],
)
def test_nothing_is_said_where_one_report_is_not_known(
    records: Records, listed: Mapping[str, tuple[date, ...]]
) -> None:
    assert said_of(LEICESTER, DAY, records, REAL, listed) == ""


@pytest.mark.parametrize("grade", [None, Grade.ADEQUATE], ids=["none", "another scale"])
def test_nothing_is_said_where_no_judgement_can_be_compared(grade: Grade | None) -> None:
    records = found(OVERALL | {"80547": (grade, date(2021, 1, 15))})
    assert said_of(LEICESTER, DAY, records, REAL, LISTED) == ""


L, H, C, V = JudgementId.LEADERS, JudgementId.HELP_AND_PROTECTION, JudgementId.IN_CARE, JudgementId.CARE_LEAVERS
BOTH = JudgementId.IN_CARE_AND_CARE_LEAVERS


def three(*grades: dict[JudgementId, Grade], overall: tuple[Grade | None, ...] = (None, None, None)) -> str:
    """What is said of the first of three councils with these judgements."""
    councils = {f"{n:03}": Authority(f"{n:03}", f"Vale {n}", "London", "E12000007") for n in range(3)}
    made = [
        a_report(
            overall=whole, judgements=tuple(Judgement(id_, id_.value, one.value, one) for id_, one in rows.items())
        )
        for rows, whole in zip(grades, overall, strict=True)
    ]
    records = on_record(*(OnRecord(urn, DAY, "", report) for urn, report in zip(councils, made, strict=True)))
    return said_of("000", DAY, records, councils, dict.fromkeys(councils, (DAY,)))


def test_without_overall_grades_the_region_is_compared_by_judgement() -> None:
    whole = {L: G, H: R, C: G, V: I}
    assert three(whole, {L: R, H: R, C: O, V: G}, {L: R, H: R, C: R, V: G}) == (
        "We compare the 3 councils in London by their newest reports on 12 November 2021. "
        "Impact of leaders: 1 good or better, Vale 0 among them. Help and protection: none good or better. "
        "Children in care: 2 good or better, Vale 0 among them. Care leavers: 2 good or better, Vale 0 not among them."
    )


def test_one_report_without_an_overall_grade_leaves_the_judgements() -> None:
    rows = {L: G, H: R, C: G, V: I}
    said = three(rows, rows, rows, overall=(G, None, G))
    assert said.startswith("We compare the 3 councils") and "rated" not in said
    assert three(rows, rows, rows, overall=(G, R, G)).startswith("2 of the 3 councils in London were rated good")


def test_a_combined_judgement_is_a_grade_of_neither_group_alone() -> None:
    said = three({L: G, H: G, C: G, V: G}, {L: G, H: G, BOTH: G}, {L: G, H: G, C: G, V: G})
    assert "Help and protection" in said and "care" not in said


def test_nothing_is_said_of_an_unknown_or_abolished_authority_or_one_without_a_region() -> None:
    assert said_of("1", DAY, RECORDS, REAL, LISTED) == ""
    assert said_of(NORTHAMPTONSHIRE, DAY, RECORDS, REAL, LISTED) == ""
    nowhere = {**REAL, LEICESTER: replace(REAL[LEICESTER], region_code=None)}
    assert said_of(LEICESTER, DAY, RECORDS, nowhere, LISTED) == ""


def test_an_area_send_report_is_no_grade_of_the_council() -> None:
    records = found(OVERALL, OnRecord(LEICESTER, DAY, "", a_send_report()))
    assert said_of(LEICESTER, DAY, records, REAL, LISTED) == said_of(LEICESTER, DAY, RECORDS, REAL, LISTED)


def a_region(*grades: Grade) -> str:
    councils = {f"{n:03}": Authority(f"{n:03}", f"Vale {n:03}", "London", "E12000007") for n in range(len(grades))}
    overall = {urn: (grade, DAY) for urn, grade in zip(councils, grades, strict=True)}
    return said_of("000", DAY, found(overall), councils, dict.fromkeys(councils, (DAY,)))


def test_one_good_council_is_named_and_none_is_said_to_be_none() -> None:
    assert a_region(R, G) == (
        "Vale 001 was the only one of the 2 councils in London rated good or better on 12 November 2021. "
        "Good: Vale 001. Requires improvement: Vale 000."
    )
    assert a_region(R, I) == (
        "None of the 2 councils in London was rated good or better on 12 November 2021. "
        "Requires improvement: Vale 000. Inadequate: Vale 001."
    )


def test_a_large_region_is_counted_not_listed() -> None:
    said = a_region(*[G] * 20, *[O] * 3, *[R] * 10)
    assert said == (
        "23 of the 33 councils in London were rated good or better on 12 November 2021. Vale 000 was one of them. "
        "Outstanding: 3. Good: 20. Requires improvement: 10."
    )


def test_a_page_tells_when_its_graded_inspections_came_out() -> None:
    letter = an_observation(facts={"event": "focused_visit", "graded": "no"}, published=date(2020, 1, 1))
    assert listed_dates([an_observation(published=DAY), letter]) == (DAY,)
    assert listed_dates([]) == ()
    assert listed_dates([an_observation(published=None)]) is None
