"""Which story stands first: priority action, the size of the move, the border that it crosses, the reader's own."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from tests.support.mail_stories import (
    G,
    I,
    O,
    R,
    a_document,
    a_held_report,
    a_reading,
    a_visit,
    an_inspection,
)
from watcher.digests.story import Importance, StoryToTell
from watcher.digests.story import importance as of_story
from watcher.model.change import Change
from watcher.model.event_kind import EventKind
from watcher.model.report import PriorityAction, ReportKind


def importance(changes: list[Change], *, own: bool = False) -> Importance:
    return of_story(StoryToTell.of(changes), own=own)


def moved(old: str, new: str, overall: str = "") -> Change:
    """A report whose judgements went from these initials to those; `overall` has both overall grades, or none."""
    words = {"O": O, "G": G, "R": R, "I": I}
    before = a_reading(*(words[one] for one in old), overall=words[overall[0]] if overall else None)
    now = a_reading(*(words[one] for one in new), overall=words[overall[1]] if overall[1:] else None)
    return an_inspection("80999", "Marlow Vale", before, now)


def asking() -> Change:
    letter = a_document("80995", "Holloway Bridge", EventKind.FOCUSED_VISIT, "Children's services focused visit")
    asks: dict[str, Any] = {"kind": ReportKind.FOCUSED_VISIT, "priority_action_status": PriorityAction.YES}
    return replace(letter, report=replace(a_reading(G, G, G), judgements=(), **asks))


def test_what_asks_for_priority_action_stands_above_every_grade() -> None:
    assert importance([asking()]) > importance([moved("OOO", "III", "OI")])


def test_a_rise_by_two_grades_stands_above_a_fall_by_one() -> None:
    assert importance([moved("RRR", "OOO", "RO")]) > importance([moved("GGG", "RRR", "GR")])


def test_an_overall_move_stands_above_moves_below_the_same_overall_grade() -> None:
    assert importance([moved("GGG", "GRR", "GR")]) > importance([moved("GGGG", "OOOG", "GG")])


def test_of_two_moves_alike_the_one_that_crosses_good_stands_first() -> None:
    assert importance([moved("GGG", "RRR", "GR")]) > importance([moved("OOO", "GGG", "OG")])
    assert importance([moved("III", "RRR", "IR")]) > importance([moved("GGG", "OOO", "GO")])


def test_without_an_overall_grade_the_judgements_count_together() -> None:
    fell = moved("RRGR", "IIGR")
    assert importance([fell]) > importance([moved("GGGG", "GGGG")])
    assert importance([moved("GGGG", "RRRR")]) > importance([fell])


def test_what_a_reader_follows_by_name_decides_between_moves_alike() -> None:
    one = moved("GGG", "RRR", "GR")
    assert importance([one], own=True) > importance([one])
    assert importance([moved("RRR", "OOO", "RO")]) > importance([one], own=True)


def test_where_nothing_moved_inadequate_stands_first_then_what_is_held_then_reports_then_letters() -> None:
    stories = [moved("III", "III", "II"), a_held_report(), moved("GGG", "GGG", "GG"), a_visit()]
    assert sorted(stories, key=lambda one: importance([one]), reverse=True) == stories
