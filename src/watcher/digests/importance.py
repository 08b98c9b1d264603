"""How important a story is: the order of subjects, cards and the table of all changes, and what a full mail leaves out.

First what asks for priority action. Then the size of the move, by the overall grade, or by the judgements where that
did not move; whether it crosses good or inadequate; then what the reader follows by name. Pure.
"""

from __future__ import annotations

from collections.abc import Sequence

from watcher.digests.follow_ups import is_follow_up
from watcher.digests.judgements import tone
from watcher.model.change import Change, ChangeKind, Comparison, EventKind
from watcher.model.report import Grade, JudgementId, PriorityAction, ReportKind
from watcher.ofsted.rules import is_listed_late
from watcher.ofsted.words import WORST

# Compared from left to right; the greatest is the most important.
Importance = tuple[float, ...]

_GOOD_OR_BETTER = frozenset({Grade.GOOD, Grade.OUTSTANDING})
_LESS_THAN_ONE = 0.9
_DOCUMENT, _OWN_POST, _COVERAGE = 2.0, 1.0, 0.0


def importance(story: Sequence[Change], *, own: bool = False) -> Importance:
    """How important a story is to a reader; `own` if they follow its council or provider by name."""
    return max(_of(change, own) for change in story)


def asks_for_priority_action(change: Change) -> bool:
    """Whether a new letter asks a council for priority action: nothing is more urgent."""
    asks = change.report is not None and change.report.priority_action_status is PriorityAction.YES
    return asks and _is_current(change)


def _of(change: Change, own: bool) -> Importance:
    """Coverage and articles of our own stand below every document; an article asks for work, coverage does not."""
    if is_follow_up(change):
        return (_OWN_POST if change.event.kind is EventKind.OWN_POST else _COVERAGE, float(own))
    rows = () if change.held else change.judgements
    urgent = asks_for_priority_action(change) or _finds_failings(change)
    at_the_bottom = any(row.after in WORST for row in rows)
    return (
        _DOCUMENT,
        float(urgent),
        _size(rows),
        float(_crosses(rows)),
        float(own),
        float(at_the_bottom),
        float(tone(rows) == "worse"),
        _each(rows),
        _kind(change),
    )


def _is_current(change: Change) -> bool:
    if change.held or change.kind is ChangeKind.REMOVED:
        return False
    return not is_listed_late(change.after.published if change.after else None, change.recorded_at)


def _finds_failings(change: Change) -> bool:
    """Whether a report on an area's SEND found systemic failings: it lists areas for priority action."""
    area = change.report is not None and change.report.kind is ReportKind.AREA_SEND
    return area and _is_current(change) and any(row.after is Grade.SYSTEMIC_FAILINGS for row in change.judgements)


def _size(rows: Sequence[Comparison]) -> float:
    """By how many grades the services moved: by the overall grade where it moved.

    Without an overall grade on both sides the judgements are counted together: up and down cancel out. Where nothing of
    that moved, judgements that did count for less than one grade.
    """
    overall, parts = _apart(rows)
    together = abs(sum(part.steps or 0 for part in parts)) / len(parts) if parts else 0.0
    whole = float(abs(overall.steps)) if overall and overall.steps is not None else together
    return whole or min(_each(rows), _LESS_THAN_ONE)


def _each(rows: Sequence[Comparison]) -> float:
    """By how many grades each judgement moved on average, up or down."""
    _, parts = _apart(rows)
    return sum(abs(part.steps or 0) for part in parts) / len(parts) if parts else 0.0


def _apart(rows: Sequence[Comparison]) -> tuple[Comparison | None, list[Comparison]]:
    """The overall row, and the judgements that are made now."""
    overall = next((row for row in rows if row.id is JudgementId.OVERALL), None)
    return overall, [row for row in rows if row is not overall and row.after is not None]


def _crosses(rows: Sequence[Comparison]) -> int:
    """How many of the two borders, good and inadequate, a grade crossed: the overall one, or else any judgement."""
    overall, parts = _apart(rows)
    moved = [overall] if overall and overall.steps is not None else parts
    return max((_borders(row) for row in moved if row.steps), default=0)


def _borders(row: Comparison) -> int:
    good = (row.before in _GOOD_OR_BETTER) is not (row.after in _GOOD_OR_BETTER)
    worst = (row.before in WORST) is not (row.after in WORST)
    return good + worst


def _kind(change: Change) -> float:
    """What may hold the most, where nothing moved: a report whose grades are still being checked."""
    if change.held and change.event.graded:
        return 3.0
    if change.event.kind in (EventKind.INSPECTION, EventKind.SEND):
        return 2.0
    return 0.0 if change.event.kind is EventKind.OTHER else 1.0
