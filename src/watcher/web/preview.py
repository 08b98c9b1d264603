"""The mails that somebody would have had, from what was recorded. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from watcher.digests.due import due_boundary
from watcher.model.change import Change, EventKind
from watcher.model.interest import INTERESTS, Interest
from watcher.model.reader import Wishes
from watcher.model.source import Observation, Source
from watcher.model.subscription import Frequency
from watcher.model.text import LONDON, NAME_LIMIT, clean, day, london_day
from watcher.ofsted.words import DOCUMENTS
from watcher.settings import DigestTimes

SPAN = timedelta(days=730)
SHOWN = 15


@dataclass(frozen=True, slots=True)
class PastDigests:
    """What a preview needs of a recorded change."""

    recorded_at: datetime
    topics: frozenset[str]
    event: EventKind
    headline: str

    @classmethod
    def of(cls, change: Change) -> PastDigests:
        return cls(change.recorded_at, frozenset(change.topics), change.event.kind, change.headline)

    @classmethod
    def listed(cls, page: Source, document: Observation) -> PastDigests:
        """A document that was there before its page was watched, as if it had been found at noon of its day."""
        published = document.published or date.min
        kind = EventKind(document.facts["event"])
        found = datetime.combine(published, time(12), LONDON)
        return cls(found, frozenset(page.topics), kind, f"{clean(page.name, NAME_LIMIT)}: {DOCUMENTS[kind]}")


@dataclass(frozen=True, slots=True)
class PastMail:
    day: str
    headlines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """`lead` counts them all; `mails` are the newest; `notes` say what is not shown and how far back we know."""

    lead: str
    mails: tuple[PastMail, ...]
    notes: tuple[str, ...]


def preview(
    past: Iterable[PastDigests], wishes: Wishes, times: DigestTimes, now: datetime, since: datetime | None
) -> Preview:
    """The mails of the last 24 months for these wishes.

    `since` is when the first page was watched, None where none is. Ofsted's pages list what came before that; what
    others published before is not known.
    """
    mails: dict[datetime, list[PastDigests]] = {}
    for one in past:
        if now - SPAN <= one.recorded_at <= now and _wanted(one, wishes):
            mails.setdefault(_slot(one, wishes.frequency, times), []).append(one)
    newest = [_mail(mails[slot]) for slot in sorted(mails, reverse=True)]
    return Preview(_lead(len(newest), since), tuple(newest[:SHOWN]), tuple(_notes(len(newest), wishes, now, since)))


def _wanted(one: PastDigests, wishes: Wishes) -> bool:
    return INTERESTS[one.event] in wishes.interests and not one.topics.isdisjoint(wishes.topics)


def _slot(one: PastDigests, frequency: Frequency, times: DigestTimes) -> datetime:
    """What told together: everything found in one pass, or between two digests."""
    return one.recorded_at if frequency is Frequency.IMMEDIATELY else due_boundary(frequency, times, one.recorded_at)


def _mail(told: list[PastDigests]) -> PastMail:
    last = max(one.recorded_at for one in told)
    return PastMail(day(london_day(last)), tuple(dict.fromkeys(one.headline for one in told)))


def _lead(count: int, since: datetime | None) -> str:
    if since is None:
        return "We have not watched anything yet, so we cannot say how many emails you would have had."
    mails = {0: "no email", 1: "1 email"}.get(count, f"{count} emails")
    return f"In the last 24 months you would have had {mails}."


def _notes(count: int, wishes: Wishes, now: datetime, since: datetime | None) -> list[str]:
    notes = [f"Shown are the newest {SHOWN}."] if count > SHOWN else []
    if since is not None and since > now - SPAN and Interest.COVERAGE in wishes.interests:
        begun = day(london_day(since))
        notes.append(f"What others published is counted since {begun} only: that is when we began to watch.")
    return notes
