"""A story as mails tell it: its headline, its part of a list, its tone, and how important it is. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from watcher.digests import follow_ups
from watcher.digests.background import StoryContext
from watcher.digests.follow_ups import is_follow_up, stories_of
from watcher.digests.judgements import tone
from watcher.model.change import Change, ChangeKind, Comparison, Movement
from watcher.model.event_kind import EventKind
from watcher.model.report import Grade, JudgementId, PriorityAction, ReportKind
from watcher.model.text import NAME_LIMIT, clean, joined
from watcher.ofsted.rules import is_listed_late
from watcher.ofsted.words import WORST

HEADLINE_LIMIT = 300

_SHORT: dict[EventKind, str] = {
    EventKind.INSPECTION: "new report",
    EventKind.FOCUSED_VISIT: "visit letter",
    EventKind.MONITORING_VISIT: "visit letter",
    EventKind.JTAI: "joint inspection letter",
    EventKind.SEND: "SEND report",
    EventKind.OTHER: "new document",
}
_DIRECTIONS: dict[str, str] = {
    "worse": "down",
    "better": "up",
    "mixed": "up and down",
    "same": "new report",
}
# Compared from left to right; the greatest is the most important.
Importance = tuple[float, ...]

_GOOD_OR_BETTER = frozenset({Grade.GOOD, Grade.OUTSTANDING})
_LESS_THAN_ONE = 0.9
_DOCUMENT, _OWN_POST, _COVERAGE = 2.0, 1.0, 0.0


@dataclass(frozen=True, slots=True)
class StoryToTell:
    """A story, with what every mail needs of it worked out once.

    `documents` are the changes about documents of Ofsted's, by name and what is held last; `follow_ups` are coverage
    and articles of our own, which are about those. `names` are the names of the stories of the documents.
    """

    changes: tuple[Change, ...]
    documents: tuple[Change, ...]
    follow_ups: tuple[Change, ...]
    names: tuple[str, ...]

    @classmethod
    def of(cls, changes: Sequence[Change]) -> StoryToTell:
        documents = [change for change in changes if not is_follow_up(change)]
        documents.sort(key=lambda change: (change.held, change.provider_name))
        names = dict.fromkeys(name for change in documents for name in stories_of(change))
        return cls(tuple(changes), tuple(documents), tuple(filter(is_follow_up, changes)), tuple(names))


def headline(story: StoryToTell, background: StoryContext) -> str:
    """The headline of a story. If all its documents say the same, it names all councils together."""
    documents = story.documents
    if not documents:
        return clean(follow_ups.headline(story.changes, background), HEADLINE_LIMIT)
    news = {_news(change) for change in documents}
    if len(news) == 1 and len(documents) > 1:
        return f"{_names(documents)}: {news.pop()}{_outdated(story)}"
    return "; ".join(_headline(change) for change in documents) + _outdated(story)


def short(story: StoryToTell, background: StoryContext) -> str:
    """`North Tarn and South Tarn up`, or each by itself if they went different ways."""
    documents = story.documents
    if not documents:
        return clean(follow_ups.short(story.changes, background), HEADLINE_LIMIT)
    directions = {_direction(change) for change in documents}
    if len(directions) == 1:
        return f"{_names(documents)} {directions.pop()}"
    return ", ".join(f"{_names([change])} {_direction(change)}" for change in documents)


def story_tone(story: StoryToTell) -> str:
    """The tone that all documents of a story share, or `mixed`."""
    tones = {tone(() if change.held else change.judgements) for change in story.documents or story.changes}
    return tones.pop() if len(tones) == 1 else "mixed"


def _headline(change: Change) -> str:
    return clean(change.headline, HEADLINE_LIMIT)


def _news(change: Change) -> str:
    return _headline(change).removeprefix(f"{clean(change.provider_name, NAME_LIMIT)}: ")


def _outdated(story: StoryToTell) -> str:
    own = (change.coverage for change in story.follow_ups if change.event.kind is EventKind.OWN_POST)
    posts = [mention for mention in own if mention]
    return f"; {follow_ups.out_of_date(posts)}" if posts else ""


def _names(changes: Sequence[Change]) -> str:
    return joined([clean(change.provider_name, NAME_LIMIT) for change in changes])


def _direction(change: Change) -> str:
    if change.kind is ChangeKind.REMOVED:
        return "report no longer listed"
    if asks_for_priority_action(change):
        return "told to take priority action"
    if change.held or not change.judgements or change.event.kind is EventKind.SEND:
        return _SHORT[change.event.kind]
    if change.judgements[0].change is Movement.FIRST:
        return "first grades"
    direction = _DIRECTIONS[tone(change.judgements)]
    overall = change.judgements[0]
    if overall.id is JudgementId.OVERALL and abs(overall.steps or 0) > 1:
        return f"{direction} {abs(overall.steps or 0)} grades"
    return f"partly {direction}" if direction in ("up", "down") and _holds(change.judgements) else direction


def _holds(judgements: Sequence[Comparison]) -> bool:
    """Whether the overall grade, or where there is none some judgement, did not move."""
    if judgements[0].id is JudgementId.OVERALL:
        return not judgements[0].steps
    return not all(one.steps for one in judgements if one.after is not None)


# --- how important it is --------------------------------------------------------------------------


def importance(story: StoryToTell, *, own: bool = False) -> Importance:
    """How important a story is to a reader; `own` if they follow its council or provider by name.

    It decides the subject, the order of stories, the table of all changes, and what a full mail leaves out. First what
    asks for priority action. Then the size of the move, by the overall grade, or by the judgements where that did not
    move; whether it crosses good or inadequate; then what the reader follows by name.
    """
    return max(_important(change, own) for change in story.changes)


def asks_for_priority_action(change: Change) -> bool:
    """Whether a new letter asks a council for priority action, the most urgent news."""
    asks = change.report is not None and change.report.priority_action_status is PriorityAction.YES
    return asks and _is_current(change)


def _important(change: Change, own: bool) -> Importance:
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
