"""Every judgement on record says what it was before and since when it has stood, or that this is not known."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.support.council_history import Listed, document, filled, graded
from watcher.desk.record import Chains, JudgementOnRecord, chains_of, framework_of, judgements_of, standing
from watcher.model.change import Movement
from watcher.model.on_file import ImportedReport
from watcher.model.report import Grade, JudgementId, Report, ReportKind
from watcher.model.source import Authority

VALE, EAST, OLD = "80999", "80998", "80997"
AUTHORITIES = {
    VALE: Authority(VALE, "Marlow Vale"),
    OLD: Authority(OLD, "Thorn Coast", abolished_on=date(2021, 4, 1)),
    EAST: Authority(EAST, "East Thorn", created_on=date(2021, 4, 1), predecessors=(OLD,)),
}


def chains(folder: Path, *documents: Listed) -> Chains:
    with filled(folder / "state", documents) as store:
        return chains_of(store.record.documents())


def rows(found: Chains, judgement: JudgementId = JudgementId.OVERALL, urn: str = VALE) -> list[JudgementOnRecord]:
    return [row for row in judgements_of(found, AUTHORITIES) if row.judgement is judgement and row.of.urn == urn]


def test_a_grade_stands_since_the_first_of_the_reports_that_gave_it_without_a_break(tmp_path: Path) -> None:
    found = chains(
        tmp_path,
        graded(VALE, date(2014, 3, 3), "GGGGG", "G"),
        graded(VALE, date(2017, 3, 3), "RRRRG", "R"),
        graded(VALE, date(2021, 3, 3), "RRG", "R"),
        graded(VALE, date(2025, 3, 3), "RGGO", "R"),
    )
    overall = rows(found)
    assert [row.since for row in overall] == [date(2014, 3, 3), *[date(2017, 3, 3)] * 3]
    assert [row.change for row in overall] == [
        Movement.FIRST,
        Movement.DECLINED,
        Movement.UNCHANGED,
        Movement.UNCHANGED,
    ]
    assert overall[2].basis == "different framework (single inspection framework before)"
    assert [row.framework for row in overall] == ["sif", "sif", "ilacs_a", "ilacs_b"]
    [_, _, leavers] = rows(found, JudgementId.CARE_LEAVERS)
    assert (leavers.previous, leavers.previous_published) == (Grade.GOOD, date(2021, 3, 3))
    assert (leavers.change, leavers.steps, leavers.since) == (Movement.IMPROVED, 1, date(2025, 3, 3))


def test_a_judgement_that_was_split_off_stands_since_it_is_made_apart(tmp_path: Path) -> None:
    found = chains(tmp_path, graded(VALE, date(2021, 3, 3), "GGG", "G"), graded(VALE, date(2025, 3, 3), "GGGG", "G"))
    [leavers] = rows(found, JudgementId.CARE_LEAVERS)
    assert (leavers.change, leavers.previous, leavers.since) == (Movement.UNCHANGED, Grade.GOOD, date(2025, 3, 3))


@pytest.mark.parametrize("how", [{"unread": True}, {"held": "two grades"}])
def test_behind_a_report_that_is_not_known_there_is_no_grade_before_and_no_day(
    tmp_path: Path, how: dict[str, object]
) -> None:
    found = chains(
        tmp_path,
        graded(VALE, date(2018, 3, 3), "GGG", "G"),
        graded(VALE, date(2021, 3, 3), "GGG", "G", **how),  # type: ignore[arg-type]
        graded(VALE, date(2025, 3, 3), "GGGG", "G"),
    )
    newest = rows(found)[-1]
    assert (newest.grade, newest.previous, newest.previous_published, newest.since) == (Grade.GOOD, None, None, None)
    assert newest.change is Movement.NOT_COMPARABLE
    assert "3 March 2021" in newest.basis


def test_a_held_report_has_a_row_for_each_judgement_and_no_grade(tmp_path: Path) -> None:
    found = chains(tmp_path, graded(VALE, date(2025, 3, 3), "GGGG", "G", held="two grades"))
    held = judgements_of(found, AUTHORITIES)
    assert [row.judgement for row in held] == ["overall", "leaders", "help_and_protection", "in_care", "care_leavers"]
    assert {(row.held, row.grade, row.printed, row.change, row.basis) for row in held} == {
        (True, None, None, None, "two grades")
    }


def test_an_unread_report_has_one_row_that_says_so(tmp_path: Path) -> None:
    [row] = judgements_of(chains(tmp_path, graded(VALE, date(2025, 3, 3), "GGGG", unread=True)), AUTHORITIES)
    assert (row.held, row.judgement, row.of.origin, row.basis) == (True, None, "", "the report has not been read")


def test_an_overall_grade_that_ends_is_told_and_none_is_made_up(tmp_path: Path) -> None:
    found = chains(tmp_path, graded(VALE, date(2023, 3, 3), "GGGG", "G"), graded(VALE, date(2026, 6, 17), "GGGG"))
    ended = rows(found)[-1]
    assert (ended.change, ended.grade, ended.previous, ended.since) == (Movement.ENDED, None, Grade.GOOD, None)
    assert ended.framework == "ilacs_c"
    [_, leaders] = rows(found, JudgementId.LEADERS)
    assert leaders.since == date(2023, 3, 3)


def test_a_new_council_begins_with_a_first_grade_beside_that_of_the_council_it_replaced(tmp_path: Path) -> None:
    found = chains(tmp_path, graded(OLD, date(2019, 3, 3), "III", "I"), graded(EAST, date(2022, 11, 25), "RRR", "R"))
    [first] = rows(found, urn=EAST)
    assert (first.change, first.previous, first.since) == (Movement.FIRST, None, date(2022, 11, 25))
    assert first.basis == "first inspection on record; predecessor authority Thorn Coast: inadequate"


def test_what_a_held_report_of_the_council_before_would_say_is_not_taken_from_an_older_one(tmp_path: Path) -> None:
    older = graded(OLD, date(2016, 3, 3), "III", "I")
    held = graded(OLD, date(2019, 3, 3), "GGG", "G", held="two grades")
    [first] = rows(chains(tmp_path, older, held, graded(EAST, date(2022, 11, 25), "RRR", "R")), urn=EAST)
    assert first.basis == "first inspection on record"


def test_letters_and_reports_on_the_board_alone_are_no_part_of_the_chain(tmp_path: Path) -> None:
    board = Report(ReportKind.SIF, "Marlow Vale", board=Grade.GOOD)
    facts = {"event": "inspection", "graded": "yes"}
    found = chains(
        tmp_path,
        graded(VALE, date(2014, 3, 3), "GGGGG", "G"),
        document(VALE, date(2015, 3, 3), board, facts=facts),
        document(VALE, date(2016, 3, 3), Report(ReportKind.FOCUSED_VISIT, "Marlow Vale")),
        graded(VALE, date(2021, 3, 3), "GGG", "G"),
    )
    assert [one.published for one in found[VALE]] == [date(2014, 3, 3), date(2021, 3, 3)]
    assert rows(found)[-1].since == date(2014, 3, 3)


def test_what_was_imported_fills_the_gap_until_the_report_is_read(tmp_path: Path) -> None:
    unread = graded(VALE, date(2021, 3, 3), "GGG", "G", unread=True)
    newest = graded(VALE, date(2025, 3, 3), "GGGG", "R")
    source = graded(VALE, date(2021, 3, 3), "IGG", "R").file
    assert source and source.report
    given = ImportedReport(VALE, unread.entry.key, source.url, date(2021, 3, 3), None, source.report, source.read_at)
    with filled(tmp_path / "unread", [unread, newest]) as store:
        before, after = rows(chains_of(store.record.documents(), [given]))
    assert (before.of.origin, before.grade, after.of.origin) == ("imported", Grade.REQUIRES_IMPROVEMENT, "read")
    assert (after.previous, after.change) == (Grade.REQUIRES_IMPROVEMENT, Movement.UNCHANGED)
    read = graded(VALE, date(2021, 3, 3), "GGG", "G")
    with filled(tmp_path / "read", [read, newest]) as store:
        before, after = rows(chains_of(store.record.documents(), [given]))
    assert (before.of.origin, before.grade, after.change) == ("read", Grade.GOOD, Movement.DECLINED)


def test_the_report_that_stands_on_a_day_is_the_newest_then_even_if_it_is_held(tmp_path: Path) -> None:
    found = chains(
        tmp_path,
        graded(VALE, date(2021, 3, 3), "GGG", "G"),
        graded(VALE, date(2025, 3, 3), "GGGG", "G", held="two grades"),
    )
    assert standing(found, date(2021, 3, 2), AUTHORITIES) == {}
    assert standing(found, date(2025, 3, 2), AUTHORITIES)[VALE].published == date(2021, 3, 3)
    assert standing(found, date(2025, 3, 3), AUTHORITIES)[VALE].report is None


def test_a_council_that_was_abolished_stands_no_longer(tmp_path: Path) -> None:
    found = chains(tmp_path, graded(OLD, date(2019, 3, 3), "III", "I"), graded(EAST, date(2022, 11, 25), "RRR", "R"))
    assert list(standing(found, date(2020, 1, 1), AUTHORITIES)) == [OLD]
    assert list(standing(found, date(2023, 1, 1), AUTHORITIES)) == [EAST]


def test_the_framework_follows_what_the_table_contains_and_never_the_date() -> None:
    kinds = {kind: framework_of(Report(kind, "X")) for kind in ReportKind}
    assert kinds[ReportKind.LAC_2013] == "lac_2013"
    assert kinds[ReportKind.SIF_REINSPECTION] == "sif"
    assert kinds[ReportKind.FOCUSED_VISIT] is None
