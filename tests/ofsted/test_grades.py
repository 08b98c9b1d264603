"""What may be said to have moved: each case is a pair of reports that councils really received."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from tests.support.builders import a_change, a_provider, an_observation
from watcher.digests.stories import stories
from watcher.model.change import Comparison, Movement
from watcher.model.report import Grade, Judgement, JudgementId, Report, ReportKind
from watcher.ofsted.authorities import gazetteer
from watcher.ofsted.grades import (
    FORMER_COMBINED,
    PREDECESSOR,
    compare,
    compare_shown,
    rows_of,
    scale_of_grade,
    unknown_before,
)

O, G, R, I = Grade.OUTSTANDING, Grade.GOOD, Grade.REQUIRES_IMPROVEMENT, Grade.INADEQUATE  # noqa: E741
OVERALL, LEADERS, HELP = JudgementId.OVERALL, JudgementId.LEADERS, JudgementId.HELP_AND_PROTECTION
CARE, LEAVERS, BOTH = JudgementId.IN_CARE, JudgementId.CARE_LEAVERS, JudgementId.IN_CARE_AND_CARE_LEAVERS
ADOPTION = JudgementId.ADOPTION


def report(kind: ReportKind, ids: Sequence[JudgementId], grades: Sequence[Grade], overall: Grade | None) -> Report:
    rows = tuple(Judgement(id_, id_.value, grade.value, grade) for id_, grade in zip(ids, grades, strict=True))
    return Report(kind, "Leicester", judgements=rows, overall=overall)


def ilacs_to_2022(*grades: Grade) -> Report:
    return report(ReportKind.ILACS_STANDARD, (LEADERS, HELP, BOTH), grades[:3], grades[3])


def ilacs_2023(*grades: Grade) -> Report:
    return report(ReportKind.ILACS_STANDARD, (LEADERS, HELP, CARE, LEAVERS), grades[:4], grades[4])


def ilacs_2026(*grades: Grade) -> Report:
    return report(ReportKind.ILACS_STANDARD, (LEADERS, HELP, CARE, LEAVERS), grades, None)


def sif(*grades: Grade) -> Report:
    return report(ReportKind.SIF, (HELP, CARE, ADOPTION, LEAVERS, LEADERS), grades[:5], grades[5])


def movements(rows: Sequence[Comparison]) -> dict[JudgementId, Movement]:
    return {row.id: row.change for row in rows}


def steps(rows: Sequence[Comparison]) -> dict[JudgementId, int | None]:
    return {row.id: row.steps for row in rows}


def test_leicester_2025_declines_everywhere_and_two_parts_are_measured_against_the_former_whole() -> None:
    rows = compare(ilacs_to_2022(G, G, G, G), ilacs_2023(R, R, R, R, R))
    assert steps(rows) == {OVERALL: -1, LEADERS: -1, HELP: -1, CARE: -1, LEAVERS: -1}
    assert {row.id for row in rows if row.basis == FORMER_COMBINED} == {CARE, LEAVERS}


def test_leicestershire_2024_improves_everywhere_and_overall_by_two() -> None:
    rows = compare(ilacs_to_2022(G, R, G, R), ilacs_2023(O, G, O, O, O))
    assert steps(rows) == {OVERALL: 2, LEADERS: 1, HELP: 1, CARE: 1, LEAVERS: 1}


def test_leicester_2017_improves_within_the_single_inspection_framework() -> None:
    rows = compare(sif(I, R, G, R, I, I), sif(R, R, G, R, G, R))
    assert movements(rows)[OVERALL] is Movement.IMPROVED
    assert all("framework" not in row.basis for row in rows)


def test_brent_2026_ends_the_overall_grade_and_nothing_declines() -> None:
    rows = compare(ilacs_2023(G, G, G, G, G), ilacs_2026(G, G, G, G))
    assert movements(rows) == {
        LEADERS: Movement.UNCHANGED,
        HELP: Movement.UNCHANGED,
        CARE: Movement.UNCHANGED,
        LEAVERS: Movement.UNCHANGED,
        OVERALL: Movement.ENDED,
    }
    assert next(row for row in rows if row.id is OVERALL).after is None


def test_wolverhampton_2026_moves_below_an_unchanged_overall() -> None:
    rows = movements(compare(ilacs_to_2022(O, G, G, G), ilacs_2023(G, R, O, O, G)))
    assert rows[OVERALL] is Movement.UNCHANGED
    assert rows[LEADERS] is rows[HELP] is Movement.DECLINED
    assert rows[CARE] is rows[LEAVERS] is Movement.IMPROVED


def test_harrow_2025_falls_by_two_because_of_one_judgement() -> None:
    rows = compare(ilacs_to_2022(G, G, G, G), ilacs_2023(R, G, G, I, I))
    assert steps(rows)[OVERALL] == -2
    assert [row.id for row in rows if row.after is I and row.id is not OVERALL] == [LEAVERS]


def test_bradford_2026_improves_and_stays_serious() -> None:
    rows = compare(ilacs_2023(I, I, I, I, I), ilacs_2023(R, R, R, R, R))
    assert movements(rows)[OVERALL] is Movement.IMPROVED


def test_a_judgement_not_made_cannot_be_compared() -> None:
    unjudged = sif(Grade.NOT_JUDGED, Grade.NOT_JUDGED, Grade.NOT_JUDGED, G, G, G)
    rows = movements(compare(unjudged, ilacs_2023(G, G, G, G, G)))
    assert rows[HELP] is rows[CARE] is Movement.NOT_COMPARABLE
    assert rows[LEADERS] is rows[LEAVERS] is Movement.UNCHANGED
    assert movements(compare(sif(G, G, G, G, G, G), unjudged))[HELP] is Movement.NOT_COMPARABLE


def test_west_northamptonshire_2022_is_a_first_inspection_beside_its_predecessor() -> None:
    former = ilacs_to_2022(I, I, R, I)
    rows = compare(former, ilacs_to_2022(R, R, R, R), predecessor="Northamptonshire")
    assert set(movements(rows).values()) == {Movement.FIRST}
    assert {(row.before, row.steps) for row in rows} == {(None, None)}
    overall = next(row for row in rows if row.id is OVERALL)
    assert overall.basis.endswith(f"{PREDECESSOR} Northamptonshire: inadequate")


def test_two_councils_of_one_trust_on_one_day_are_one_story_of_two_records() -> None:
    day = date(2026, 7, 7)
    north, west, other = (
        a_change(id=file_id, provider=a_provider(urn=urn), after=an_observation(key=file_id, published=day))
        for file_id, urn in (("50306547", "2637539"), ("50306548", "2637548"), ("50306549", "80482"))
    )
    assert stories([north, other, west], gazetteer().by_urn) == ((north, west), (other,))


def test_one_trust_on_two_days_is_two_stories() -> None:
    changes = [
        a_change(id=str(d), provider=a_provider(urn=urn), after=an_observation(published=date(2026, 7, d)))
        for d, urn in ((7, "2637539"), (8, "2637548"))
    ]
    assert len(stories(changes, gazetteer().by_urn)) == 2


def test_an_area_send_outcome_is_on_a_scale_of_its_own() -> None:
    assert scale_of_grade(Grade.INCONSISTENT) == "send3"
    outcome = Judgement(JudgementId.SEND_OUTCOME, "Outcome", "inconsistent", Grade.INCONSISTENT)
    send = Report(ReportKind.AREA_SEND, "Leicester", judgements=(outcome,))
    rows = movements(compare(ilacs_2023(G, G, G, G, G), send))
    assert rows[JudgementId.SEND_OUTCOME] is Movement.NEW_JUDGEMENT


def test_the_old_word_adequate_is_never_ranked_against_today() -> None:
    old = report(ReportKind.LAC_2013, (LEADERS,), (I,), Grade.ADEQUATE)
    rows = compare(old, sif(R, R, R, R, R, R))
    by_id = {row.id: row for row in rows}
    assert by_id[OVERALL].change is by_id[LEADERS].change is Movement.NOT_COMPARABLE
    assert by_id[OVERALL].before is Grade.ADEQUATE and by_id[OVERALL].steps is None


def test_a_new_framework_is_named_in_the_basis() -> None:
    rows = compare(sif(R, R, G, R, R, R), ilacs_2023(G, G, G, G, G))
    by_id = {row.id: row for row in rows}
    assert "different framework" in by_id[LEADERS].basis and by_id[LEADERS].steps == 1
    assert by_id[ADOPTION].change is Movement.ENDED


def test_a_judgement_that_one_report_leaves_out_is_still_made_within_its_framework() -> None:
    again = report(ReportKind.SIF_REINSPECTION, (HELP, CARE, LEAVERS, LEADERS), (G, G, G, G), G)
    by_id = {row.id: row for row in compare(sif(I, R, G, R, R, I), again)}
    assert (by_id[ADOPTION].change, by_id[ADOPTION].basis) == (Movement.ENDED, "not judged in this report")
    by_id = {row.id: row for row in compare(ilacs_2023(G, G, G, G, G), ilacs_2026(G, G, G, G))}
    assert by_id[OVERALL].basis == "this judgement is no longer made"


def test_a_judgement_that_combines_two_earlier_ones_that_differ_is_new() -> None:
    rows = movements(compare(sif(R, R, G, G, R, R), ilacs_to_2022(G, G, G, G)))
    assert rows[BOTH] is Movement.NEW_JUDGEMENT
    assert CARE not in rows and LEAVERS not in rows


def test_a_judgement_that_combines_two_alike_is_compared_with_both() -> None:
    by_id = {row.id: row for row in compare(sif(R, R, R, R, R, R), ilacs_to_2022(G, G, G, G))}
    assert (by_id[BOTH].change, by_id[BOTH].before, by_id[BOTH].steps) == (Movement.IMPROVED, R, 1)
    assert by_id[BOTH].basis.startswith("both requires improvement before; different framework")


def test_a_first_inspection_has_no_before() -> None:
    rows = compare(None, ilacs_2026(G, G, G, G))
    assert {(row.before, row.change) for row in rows} == {(None, Movement.FIRST)}


def test_an_earlier_report_that_cannot_be_used_leaves_everything_not_comparable() -> None:
    new = ilacs_2023(G, G, G, G, G)
    rows = unknown_before(new, "held")
    assert [row.id for row in rows] == [row.id for row in rows_of(new)]
    assert {(row.change, row.before, row.basis) for row in rows} == {(Movement.NOT_COMPARABLE, None, "held")}


@pytest.mark.parametrize(
    ("old", "new", "movement", "size"),
    [
        (G, O, Movement.IMPROVED, 1),
        (Grade.STRONG_STANDARD, Grade.URGENT_IMPROVEMENT, Movement.DECLINED, -3),
        (G, Grade.EXPECTED_STANDARD, Movement.NOT_COMPARABLE, None),
        (None, G, Movement.FIRST, None),
    ],
)
def test_a_rating_shown_on_a_page_is_compared_within_its_scale(
    old: Grade | None, new: Grade, movement: Movement, size: int | None
) -> None:
    (row,) = compare_shown(old, new)
    assert (row.change, row.steps) == (movement, size)


def test_a_rating_that_vanished_from_a_page_says_nothing() -> None:
    assert compare_shown(G, None) == ()
