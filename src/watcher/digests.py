"""What one reader is told in one mail: stories in, a `Digest` with ready strings out. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from watcher.items import History, item, names, story_headline, weight
from watcher.judgement_rows import tone
from watcher.matching import why
from watcher.model import Change, ChangeKind, EventKind, Frequency, Movement, Subscription
from watcher.views import Digest, Footer, Item, Link
from watcher.wording import LONDON, NAME_LIMIT, clean, day, moment

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

_SHORT: dict[EventKind, str] = {
    EventKind.INSPECTION: "new report",
    EventKind.FOCUSED_VISIT: "visit letter",
    EventKind.MONITORING_VISIT: "visit letter",
    EventKind.JTAI: "joint inspection letter",
    EventKind.SEND: "SEND report",
    EventKind.OTHER: "new document",
    EventKind.COVERAGE: "news",
    EventKind.OWN_POST: "article out of date",
}
_DIRECTIONS: dict[str, str] = {
    "worse": "down",
    "better": "up",
    "mixed": "up and down",
    "same": "new report",
}

Story = Sequence[Change]


@dataclass(frozen=True, slots=True)
class Trouble:
    """A source that cannot be read, named for readers, and since when."""

    name: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Checked:
    """What is watched and how that goes: `well` of `followed` pages, and the last good look at any."""

    well: int
    followed: int
    last: datetime | None
    troubles: tuple[Trouble, ...] = ()
    what: str = "authorities"


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What every mail says of its sender. `leave_url` is a page or a mailto; `identity` the operator's own line."""

    leave_url: str
    identity: str = ""


def digest(
    stories: Sequence[Story],
    wanted: Mapping[str, Sequence[Subscription]],
    topic_names: Mapping[str, str],
    checked: Checked,
    letterhead: Letterhead,
    *,
    frequency: Frequency,
    ends_at: datetime,
    histories: Mapping[str, History] | None = None,
) -> Digest:
    """The mail about at least one story, the gravest first.

    `wanted` gives, by change id, the reader's subscriptions that asked for it; `topic_names` what councils
    and providers are called, by topic id; `histories` the earlier reports by provider key.
    """
    if not stories:
        raise ValueError("a mail without items is never sent")
    ordered = sorted(stories, key=weight, reverse=True)
    reasons = [_topics(story, wanted) for story in ordered]
    shared = len(set(reasons)) == 1
    items = tuple(
        item(
            story,
            f"change-{n}",
            alone=len(ordered) == 1,
            why="" if shared else f"You are told of this because {why(reason, topic_names)}.",
            histories=histories or {},
        )
        for n, (story, reason) in enumerate(zip(ordered, reasons, strict=True), 1)
    )
    return Digest(
        subject=_listed(ordered, SUBJECT_LIMIT),
        preheader=_preheader(items),
        kicker=f"{_KICKERS[frequency]} · {day(ends_at.astimezone(LONDON).date())}",
        opening=_listed(ordered, 2 * SUBJECT_LIMIT),
        items=items,
        coverage=coverage(checked),
        footer=_footer([topic for reason in reasons for topic in reason], topic_names, letterhead),
    )


def coverage(checked: Checked) -> tuple[str, ...]:
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
    return [*lines, f"Not working either: {more} more pages."] if more > 0 else lines


def _topics(story: Story, wanted: Mapping[str, Sequence[Subscription]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(sub.topic for change in story for sub in wanted[change.id]))


def _footer(topics: Sequence[str], topic_names: Mapping[str, str], letterhead: Letterhead) -> Footer:
    by_mail = letterhead.leave_url.startswith("mailto:")
    return Footer(
        why=f"You get this mail because {why(topics, topic_names)}.",
        leave="To stop these mails, send us a mail" if by_mail else "To stop these mails, use this link",
        leave_link=Link("Unsubscribe by mail" if by_mail else "Unsubscribe", letterhead.leave_url),
        licence=LICENCE,
        licence_link=LICENCE_LINK,
        disclaimer=DISCLAIMER,
        identity=letterhead.identity,
    )


# --- the lines that carry the news ----------------------------------------------------------------


def _listed(stories: Sequence[Story], limit: int) -> str:
    """The headline of the only story, or `3 changes: Marlow Vale down, Eastmere up, …` within `limit`."""
    if len(stories) == 1:
        return story_headline(stories[0])
    said = [_in_short(story) for story in stories]
    lead = f"{len(stories)} changes: "
    shown = len(said)
    while shown > 1 and len(_line(lead, said, shown)) > limit:
        shown -= 1
    return clean(_line(lead, said, shown), limit)


def _line(lead: str, said: Sequence[str], shown: int) -> str:
    more = [f"{len(said) - shown} more"] if shown < len(said) else []
    return lead + ", ".join([*said[:shown], *more])


def _in_short(story: Story) -> str:
    """`North Tarn and South Tarn up`, or each by itself where they went different ways."""
    directions = {_direction(change) for change in story}
    if len(directions) == 1:
        return f"{names(story)} {directions.pop()}"
    return ", ".join(f"{names([change])} {_direction(change)}" for change in story)


def _direction(change: Change) -> str:
    if change.kind is ChangeKind.REMOVED:
        return "report no longer listed"
    if change.held or not change.judgements or change.event.kind is EventKind.SEND:
        return _SHORT[change.event.kind]
    if change.judgements[0].change is Movement.FIRST:
        return "first grades"
    return _DIRECTIONS[tone(change.judgements)]


def _preheader(items: Sequence[Item]) -> str:
    """What a mailbox shows beside the subject: the headlines, or of a single story what they leave out."""
    if len(items) > 1:
        return clean("; ".join(item.headline for item in items), PREHEADER_LIMIT)
    entry = items[0].entries[0]
    rows = "; ".join(row.sentence for row in entry.rows)
    return clean(rows or entry.note or items[0].headline, PREHEADER_LIMIT)
