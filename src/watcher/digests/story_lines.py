"""The lines that carry the news of a story: its headline, its part of a list, and its tone. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from watcher.digests import follow_ups
from watcher.digests.background import StoryContext
from watcher.digests.follow_ups import is_follow_up
from watcher.digests.importance import asks_for_priority_action
from watcher.digests.judgements import tone
from watcher.model.change import Change, ChangeKind, Comparison, EventKind, Movement
from watcher.model.report import JudgementId
from watcher.model.text import NAME_LIMIT, clean, joined

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


def documents_of(story: Story) -> list[Change]:
    """The changes that are about documents of Ofsted's, by name and what is held last; coverage and articles of our
    own are about those.
    """
    documents = [change for change in story if not is_follow_up(change)]
    return sorted(documents, key=lambda change: (change.held, change.provider_name))


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
    overall = change.judgements[0]
    if overall.id is JudgementId.OVERALL and abs(overall.steps or 0) > 1:
        return f"{direction} {abs(overall.steps or 0)} grades"
    return f"partly {direction}" if direction in ("up", "down") and _holds(change.judgements) else direction


def _holds(judgements: Sequence[Comparison]) -> bool:
    """Whether the overall grade, or where there is none some judgement, did not move."""
    if judgements[0].id is JudgementId.OVERALL:
        return not judgements[0].steps
    return not all(one.steps for one in judgements if one.after is not None)
