"""What one reader is told in one mail: stories in, a `Digest` with ready strings out. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from watcher.digests.story_lines import weight
from watcher.digests.views import Digest, Footer, Item, Link, Told
from watcher.model.change import Change
from watcher.model.subscription import Frequency, Subscription
from watcher.model.text import NAME_LIMIT, clean, day, london_day, moment
from watcher.subscribers.topics import why

SUBJECT_LIMIT = 90
PREHEADER_LIMIT = 140
TROUBLES_SHOWN = 6

LICENCE = "Contains public sector information from Ofsted, licensed under the"
LICENCE_LINK = Link(
    "Open Government Licence v3.0",
    "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
)
DISCLAIMER = "This is not a mail from Ofsted. Before you rely on a grade, read the report itself."

_KICKERS: dict[Frequency, str] = {
    Frequency.IMMEDIATELY: "Alert",
    Frequency.DAILY: "Daily digest",
    Frequency.WEEKLY: "Weekly digest",
}

Story = Sequence[Change]
# Writes a story; what it writes is the same for every reader, so it may be kept.
ItemOf = Callable[[Story], Item]


@dataclass(frozen=True, slots=True)
class Trouble:
    """A source that cannot be read, named for readers, and since when."""

    name: str
    since: datetime


@dataclass(frozen=True, slots=True)
class SourcesChecked:
    """What is watched and how that goes: `well` of `followed` pages, and the last good look at any."""

    well: int
    followed: int
    last: datetime | None
    troubles: tuple[Trouble, ...] = ()
    what: str = "authorities"


@dataclass(frozen=True, slots=True)
class ListLetterhead:
    """What every mail says of its sender. `leave_url` is the reader's page, or a mailto where `by_mail`.

    `identity` is the operator's own line; `manage_url` the page where a reader changes what is followed, empty where
    there are no pages.
    """

    leave_url: str
    identity: str = ""
    manage_url: str = ""
    by_mail: bool = False


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
    """The mail about at least one story, the gravest first.

    `wanted` gives, by change id, the reader's subscriptions that asked for it; `topic_names` what councils
    and providers are called, by topic id; `item_of` writes a story.
    """
    if not stories:
        raise ValueError("a mail without items is never sent")
    ordered = sorted(stories, key=weight, reverse=True)
    reasons = [_topics(story, wanted) for story in ordered]
    each = {reason: f"You are told of this because {why(reason, topic_names)}." for reason in set(reasons)}
    told = tuple(
        Told(item_of(story), each[reason] if len(each) > 1 else "")
        for story, reason in zip(ordered, reasons, strict=True)
    )
    items = [one.item for one in told]
    return Digest(
        subject=_listed(items, SUBJECT_LIMIT),
        preheader=_preheader(items),
        kicker=f"{_KICKERS[frequency]} · {day(london_day(ends_at))}",
        opening=_listed(items, 2 * SUBJECT_LIMIT),
        intro=(),
        items=told,
        checked=checked_lines(checked),
        footer=footer(why([topic for reason in reasons for topic in reason], topic_names), letterhead),
    )


def footer(reason: str, letterhead: ListLetterhead) -> Footer:
    """The foot of every mail to readers. `reason` ends the sentence "You get this mail because"."""
    by_mail = letterhead.by_mail
    return Footer(
        why=f"You get this mail because {reason}.",
        leave="To stop these mails, send us a mail" if by_mail else "To stop these mails, use this link",
        leave_link=Link("Unsubscribe by mail" if by_mail else "Unsubscribe from these mails", letterhead.leave_url),
        manage_link=Link("Change what you follow", letterhead.manage_url) if letterhead.manage_url else None,
        licence=LICENCE,
        licence_link=LICENCE_LINK,
        disclaimer=DISCLAIMER,
        identity=letterhead.identity,
    )


def checked_lines(checked: SourcesChecked) -> tuple[str, ...]:
    """What was checked and when; then what is not working, so that silence is never taken for no news."""
    last = f", last on {moment(checked.last)}" if checked.last else ""
    line = f"{checked.well} of {checked.followed} {checked.what} checked{last}."
    return (line, *_not_working(checked.troubles))


def _not_working(troubles: Sequence[Trouble]) -> list[str]:
    lines = [
        f"Not working: {clean(trouble.name, NAME_LIMIT)}, not readable since {moment(trouble.since)}. "
        "News from there may come late."
        for trouble in troubles[:TROUBLES_SHOWN]
    ]
    more = len(troubles) - TROUBLES_SHOWN
    return [*lines, f"Not working either: {more} more page{'' if more == 1 else 's'}."] if more > 0 else lines


def _topics(story: Story, wanted: Mapping[str, Sequence[Subscription]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(sub.topic for change in story for sub in wanted[change.id]))


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


def _preheader(items: Sequence[Item]) -> str:
    """What a mailbox shows beside the subject: the headlines, or of a single story what they leave out."""
    if len(items) > 1:
        return clean("; ".join(item.headline for item in items), PREHEADER_LIMIT)
    (item,) = items
    rows = "; ".join(row.sentence for entry in item.entries[:1] for row in entry.rows)
    note = "".join(entry.note for entry in item.entries[:1])
    return clean(rows or note or item.official or item.headline, PREHEADER_LIMIT)
