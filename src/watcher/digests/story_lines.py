"""The lines that carry the news of a story: its headline, its part of a list, its tone and its weight. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from watcher.digests import follow_ups
from watcher.digests.background import StoryContext
from watcher.digests.follow_ups import is_follow_up
from watcher.digests.judgements import tone
from watcher.model.change import Change, ChangeKind, Comparison, EventKind, Movement
from watcher.model.report import JudgementId, PriorityAction
from watcher.model.text import NAME_LIMIT, clean, joined
from watcher.ofsted.headline import severity
from watcher.ofsted.rules import is_listed_late

HEADLINE_LIMIT = 300

Story = Sequence[Change]

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
# Above every grade: children are at risk now, and the council must act at once.
PRIORITY_ACTION = (4, 1)
# Below every document of Ofsted's; an article of the reader's own asks for work, coverage does not.
_FOLLOW_UPS: dict[EventKind, tuple[int, int]] = {EventKind.OWN_POST: (0, -1), EventKind.COVERAGE: (-1, 0)}


def headline(story: Story, background: StoryContext) -> str:
    """The headline of a story; where all its documents say the same, the names share it."""
    documents = documents_of(story)
    if not documents:
        return clean(follow_ups.headline(story, background), HEADLINE_LIMIT)
    news = {_news(change) for change in documents}
    if len(news) == 1 and len(documents) > 1:
        return f"{_names(documents)}: {news.pop()}{_outdated(story)}"
    return "; ".join(_headline(change) for change in documents) + _outdated(story)


def short(story: Story, background: StoryContext) -> str:
    """`North Tarn and South Tarn up`, or each by itself where they went different ways."""
    documents = documents_of(story)
    if not documents:
        return clean(follow_ups.short(story, background), HEADLINE_LIMIT)
    directions = {_direction(change) for change in documents}
    if len(directions) == 1:
        return f"{_names(documents)} {directions.pop()}"
    return ", ".join(f"{_names([change])} {_direction(change)}" for change in documents)


def story_tone(story: Story) -> str:
    """The tone that all documents of a story share, or `mixed`."""
    tones = {tone(() if change.held else change.judgements) for change in documents_of(story) or story}
    return tones.pop() if len(tones) == 1 else "mixed"


def weight(story: Story) -> tuple[int, int]:
    """How high a story stands: by severity, a decline before what else is as severe."""
    return max(_weight(change) for change in story)


def documents_of(story: Story) -> list[Change]:
    """The changes that are about documents of Ofsted's, by name and what is held last; coverage and articles of our
    own are about those.
    """
    documents = [change for change in story if not is_follow_up(change)]
    return sorted(documents, key=lambda change: (change.held, change.provider_name))


def _weight(change: Change) -> tuple[int, int]:
    if is_follow_up(change):
        return _FOLLOW_UPS[change.event.kind]
    if change.held:
        return (1, 1) if change.event.graded else (0, 1)
    if asks_for_priority_action(change):
        return PRIORITY_ACTION
    return severity(change.judgements), int(tone(change.judgements) == "worse")


def asks_for_priority_action(change: Change) -> bool:
    """Whether a new letter asks a council for priority action: nothing is more urgent."""
    if change.report is None or change.held or change.kind is ChangeKind.REMOVED:
        return False
    published = change.after.published if change.after else None
    asks = change.report.priority_action_status is PriorityAction.YES
    return asks and not is_listed_late(published, change.recorded_at)


def _headline(change: Change) -> str:
    return clean(change.headline, HEADLINE_LIMIT)


def _news(change: Change) -> str:
    return _headline(change).removeprefix(f"{clean(change.provider_name, NAME_LIMIT)}: ")


def _outdated(story: Story) -> str:
    posts = sum(change.event.kind is EventKind.OWN_POST for change in story)
    return f"; {follow_ups.out_of_date(posts)}" if posts else ""


def _names(story: Story) -> str:
    return joined([clean(change.provider_name, NAME_LIMIT) for change in story])


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
    return f"partly {direction}" if direction in ("up", "down") and _holds(change.judgements) else direction


def _holds(judgements: Sequence[Comparison]) -> bool:
    """Whether the overall grade, or where there is none some judgement, did not move."""
    if judgements[0].id is JudgementId.OVERALL:
        return not judgements[0].steps
    return not all(one.steps for one in judgements if one.after is not None)
