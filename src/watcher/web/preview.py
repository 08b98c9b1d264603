"""The mails that somebody would have received, from the recorded changes. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from watcher.digests.due import due_boundary
from watcher.model.change import Change
from watcher.model.event_kind import EventKind
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
        """A document that was there before we watched its page, as if found at noon on its day."""
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
    """How many emails (`count`) and the newest of them.

    `watched` is False until a page was visited. `coverage_since` is the day from which we know what others
    published, empty if that is the whole time or does not matter.
    """

    count: int
    mails: tuple[PastMail, ...]
    watched: bool = True
    coverage_since: str = ""


def waits_for_release(change: Change) -> bool:
    """Whether a change reached no reader: a held edit of an article. Its release is a change of its own."""
    return change.held and change.event.kind is EventKind.COVERAGE


def preview(
    past: Iterable[PastDigests], wishes: Wishes, times: DigestTimes, now: datetime, since: datetime | None
) -> Preview:
    """The mails of the last 24 months for these wishes.

    `since` is when we began to watch the first page, None if we watch none. Ofsted's pages list what came before that;
    what others published before is not known.
    """
    mails: dict[datetime, list[PastDigests]] = {}
    for one in past:
        if now - SPAN <= one.recorded_at <= now and _wanted(one, wishes):
            mails.setdefault(_slot(one, wishes.frequency, times), []).append(one)
    newest = [_mail(mails[slot]) for slot in sorted(mails, reverse=True)]
    return Preview(len(newest), tuple(newest[:SHOWN]), since is not None, _coverage_since(wishes, now, since))


def _wanted(one: PastDigests, wishes: Wishes) -> bool:
    return INTERESTS[one.event] in wishes.interests and not one.topics.isdisjoint(wishes.topics)


def _slot(one: PastDigests, frequency: Frequency, times: DigestTimes) -> datetime:
    """What told together: everything found in one pass, or between two digests."""
    return one.recorded_at if frequency is Frequency.IMMEDIATELY else due_boundary(frequency, times, one.recorded_at)


def _mail(told: list[PastDigests]) -> PastMail:
    last = max(one.recorded_at for one in told)
    return PastMail(day(london_day(last)), tuple(dict.fromkeys(one.headline for one in told)))


def _coverage_since(wishes: Wishes, now: datetime, since: datetime | None) -> str:
    """Since when we know what others published, where it was wished for and that is not the whole time."""
    begun = since is not None and since > now - SPAN and Interest.COVERAGE in wishes.interests
    return day(london_day(since)) if since and begun else ""
