"""Comparisons of councils: each sentence that we can say, or the reason why not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.support.council_history import Listed, filled, graded
from watcher.desk.record import GradedReport, chains_of
from watcher.desk.record_compare import CouncilComparison, compare_neighbours, compare_region
from watcher.desk.record_words import statement_in_words
from watcher.model.report import JudgementId, Report, ReportKind
from watcher.model.source import Authority

ON = date(2025, 6, 1)
WOLD = "E12000004"
A, B, C, NEW = (
    Authority("1", "Ashford", "East Midlands", WOLD, neighbours=("2", "3")),
    Authority("2", "Bexhill", "East Midlands", WOLD),
    Authority("3", "Cromer", "East Midlands", WOLD),
    Authority("4", "Newland", "East Midlands", WOLD, created_on=date(2025, 4, 1)),
)
ALL = (
    graded("1", date(2021, 3, 3), "GGG", "G"),
    graded("1", date(2025, 3, 3), "RRRR", "R"),
    graded("2", date(2024, 3, 3), "GGGG", "G"),
    graded("3", date(2022, 3, 3), "OOO", "O"),
)


def compared(folder: Path, documents: tuple[Listed, ...], *councils: Authority, own: Authority | None = A,
             near: bool = False, on: date = ON) -> CouncilComparison:  # fmt: skip
    known = {one.urn: one for one in councils}
    with filled(folder / "state", documents) as store:
        chains = chains_of(store.record.documents())
    visited = {one.entry.source_id.rpartition("/")[2] for one in documents} | {NEW.urn}
    unseen = dict.fromkeys(known.keys() - visited, "page not read yet")
    if near and own:
        return compare_neighbours(own, on, chains, known, unseen)
    return compare_region(WOLD, own, on, chains, known, unseen)


def said(found: CouncilComparison, judgement: JudgementId = JudgementId.OVERALL) -> str:
    [one] = [one for one in found.statements if one.judgement is judgement]
    return statement_in_words(found, one)


def test_a_sentence_ready_to_quote_names_who_is_good_or_better(tmp_path: Path) -> None:
    found = compared(tmp_path, ALL, A, B, C)
    assert said(found) == (
        "On 1 June 2025, 2 of the 3 councils in the East Midlands were good or better overall: Bexhill and Cromer. "
        "Ashford was not one of them."
    )
    assert [one.since.get(JudgementId.OVERALL) for one in found.councils] == [
        date(2025, 3, 3),
        date(2024, 3, 3),
        date(2022, 3, 3),
    ]


def test_what_stood_on_an_earlier_day_is_said_of_that_day(tmp_path: Path) -> None:
    found = compared(tmp_path, ALL, A, B, C, on=date(2024, 6, 1))
    assert (
        said(found)
        == "On 1 June 2024, all 3 councils in the East Midlands were good or better overall. Ashford was one of them."
    )


def test_a_combined_judgement_is_a_grade_of_neither_part(tmp_path: Path) -> None:
    assert said(compared(tmp_path, ALL, A, B, C), JudgementId.CARE_LEAVERS) == (
        "We can't say this for care leavers: the newest report of Cromer gave no grade for care leavers. "
        "Known to be good or better: Bexhill."
    )


@pytest.mark.parametrize(
    ("last", "why"),
    [
        (graded("3", date(2025, 5, 3), "GGGG", "G", held="two grades"), "two grades"),
        (graded("3", date(2025, 5, 3), "GGGG", "G", unread=True), "the report has not been read"),
    ],
)
def test_one_council_that_is_not_known_makes_the_sentence_impossible(tmp_path: Path, last: Listed, why: str) -> None:
    assert said(compared(tmp_path, (*ALL, last), A, B, C)) == (
        f"We can't say this overall: we don't know the grades of Cromer on 1 June 2025 ({why}). "
        "Known to be good or better: Bexhill."
    )


def test_a_page_that_was_never_read_is_named(tmp_path: Path) -> None:
    assert "Cromer on 1 June 2025 (page not read yet)" in said(compared(tmp_path, ALL[:3], A, B, C))


def test_without_an_overall_grade_nothing_is_said_overall_and_the_judgements_live_on(tmp_path: Path) -> None:
    found = compared(tmp_path, (*ALL[:3], graded("3", date(2025, 5, 20), "OGGG")), A, B, C)
    assert said(found).startswith("We can't say this overall: the newest report of Cromer gave no grade overall.")
    assert said(found, JudgementId.LEADERS) == (
        "On 1 June 2025, 2 of the 3 councils in the East Midlands were good or better for leaders: Bexhill and Cromer. "
        "Ashford was not one of them."
    )


def test_a_new_council_without_a_report_is_named_and_not_counted(tmp_path: Path) -> None:
    assert said(compared(tmp_path, ALL, A, B, C, NEW)).endswith("Newland had not been inspected yet.")


def test_statistical_neighbours_are_counted_beside_the_council(tmp_path: Path) -> None:
    found = compared(tmp_path, ALL, A, B, C, near=True)
    assert said(found) == (
        "On 1 June 2025, all 2 nearest statistical neighbours of Ashford were good or better overall. "
        "Ashford was not good or better itself."
    )
    assert [one.name for one in found.councils] == ["Ashford", "Bexhill", "Cromer"]
    assert found.source and "Department for Education" in found.source and "June 2025" in found.source


def test_a_whole_region_is_compared_without_one_that_stands_out(tmp_path: Path) -> None:
    assert said(compared(tmp_path, ALL, A, B, C, own=None)).endswith("good or better overall: Bexhill and Cromer.")


def test_each_reason_stands_beside_the_councils_that_it_is_true_of(tmp_path: Path) -> None:
    found = compared(tmp_path, (ALL[0], graded("2", date(2024, 3, 3), "GGGG", "G", held="two grades")), A, B, C)
    assert said(found).startswith(
        "We can't say this overall: we don't know the grades of Cromer on 1 June 2025 (page not read yet), nor those "
        "of Bexhill (two grades)."
    )


def test_a_report_that_ofsted_took_off_its_page_gives_no_grade_to_quote() -> None:
    newest = GradedReport("1", "7", date(2025, 3, 3), "", "", None, "read", Report(ReportKind.ILACS_SHORT, "1"), "")
    found = compare_region(WOLD, A, ON, {"1": [replace(newest, withdrawn=True)]}, {"1": A}, {})
    assert "Ashford on 1 June 2025 (Ofsted no longer lists its newest report)" in said(found)
