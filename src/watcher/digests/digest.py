"""The mail about the stories of one reader: stories in, a `Digest` out. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from watcher.digests.frame import SourcesChecked, pages_checked, reason_of
from watcher.digests.story import StoryToTell, importance
from watcher.digests.views import Digest, DigestItem, DigestKind, Item, ListLetterhead
from watcher.model.change import Change
from watcher.model.subscription import Frequency, Subscription
from watcher.model.text import clean, day, london_day

SUBJECT_LIMIT = 90
PREHEADER_LIMIT = 140

_KINDS: dict[Frequency, DigestKind] = {
    Frequency.IMMEDIATELY: DigestKind.ALERT,
    Frequency.DAILY: DigestKind.DAILY,
    Frequency.WEEKLY: DigestKind.WEEKLY,
}

Story = Sequence[Change]
# Writes a story; what it writes is the same for every reader, so it may be kept.
ItemOf = Callable[[Story], Item]


def digest(
    stories: Sequence[Story],
    wanted: Mapping[str, Sequence[Subscription]],
    topic_names: Mapping[str, str],
    checked: SourcesChecked,
    letterhead: ListLetterhead,
    *,
    frequency: Frequency,
    ends_at: datetime,
    item_of: ItemOf,
) -> Digest:
    """The mail about at least one story, the most important first.

    `wanted` gives, by change id, the reader's subscriptions that asked for it; `topic_names` what councils
    and providers are called, by topic id; `item_of` writes a story.
    """
    if not stories:
        raise ValueError("a mail without items is never sent")
    by_topics = [(_topics(story, wanted), story) for story in stories]
    by_topics.sort(key=lambda pair: importance(StoryToTell.of(pair[1]), own=_is_own(pair[0])), reverse=True)
    ordered, reasons = [story for _, story in by_topics], [topics for topics, _ in by_topics]
    each = {reason: reason_of(reason, topic_names) for reason in set(reasons)}
    items = [item_of(story) for story in ordered]
    return Digest(
        kind=_KINDS[frequency],
        day=day(london_day(ends_at)),
        subject=_listed(items, SUBJECT_LIMIT),
        preheader=clean("; ".join(item.headline for item in items), PREHEADER_LIMIT) if len(items) > 1 else "",
        opening=_listed(items, 2 * SUBJECT_LIMIT),
        reason=reason_of([topic for reason in reasons for topic in reason], topic_names),
        letterhead=letterhead,
        items=tuple(
            DigestItem(item, each[reason] if len(each) > 1 else None)
            for item, reason in zip(items, reasons, strict=True)
        ),
        checked=pages_checked(checked),
    )


def _topics(story: Story, wanted: Mapping[str, Sequence[Subscription]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(sub.topic for change in story for sub in wanted[change.id]))


def _is_own(topics: Sequence[str]) -> bool:
    """Whether a reader follows one of these by its name, and not only a region or everything."""
    return any(topic.startswith(("authority:", "provider:")) for topic in topics)


# --- the lines that carry the news ----------------------------------------------------------------


def _listed(items: Sequence[Item], limit: int) -> str:
    """The headline of the only story, or `3 changes: Marlow Vale down, Eastmere up, …` within `limit`."""
    if len(items) == 1:
        return items[0].headline
    said = [item.short for item in items]
    lead = f"{len(items)} changes: "
    shown = len(said)
    if len(_line(lead, said, shown)) > limit:
        # counted up, for most lists are much longer than what fits
        shown = 1
        while len(_line(lead, said, shown + 1)) <= limit:
            shown += 1
    return clean(_line(lead, said, shown), limit)


def _line(lead: str, said: Sequence[str], shown: int) -> str:
    more = [f"{len(said) - shown} more"] if shown < len(said) else []
    return lead + ", ".join([*said[:shown], *more])
