"""The mails that somebody would have had, from what was recorded. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from watcher.matching import INTERESTS
from watcher.model import Change, EventKind, Frequency
from watcher.readers import Wishes
from watcher.schedule_times import due_boundary
from watcher.settings import DigestTimes
from watcher.wording import LONDON, day

SPAN = timedelta(days=730)
SHOWN = 15


@dataclass(frozen=True, slots=True)
class Past:
    """What a preview needs of a recorded change."""

    recorded_at: datetime
    topics: frozenset[str]
    event: EventKind
    headline: str

    @classmethod
    def of(cls, change: Change) -> Past:
        return cls(change.recorded_at, frozenset(change.topics), change.event.kind, change.headline)


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


def preview(past: Iterable[Past], wishes: Wishes, times: DigestTimes, now: datetime, since: datetime | None) -> Preview:
    """The mails of the last 24 months for these wishes. `since` is when the record begins, None where there is none."""
    start = now - SPAN
    mails: dict[datetime, list[Past]] = {}
    for one in past:
        if start <= one.recorded_at <= now and _wanted(one, wishes):
            mails.setdefault(_slot(one, wishes.frequency, times), []).append(one)
    newest = [_mail(mails[slot]) for slot in sorted(mails, reverse=True)]
    return Preview(
        _lead(len(newest), start, since, now), tuple(newest[:SHOWN]), tuple(_notes(len(newest), start, since))
    )


def _wanted(one: Past, wishes: Wishes) -> bool:
    return INTERESTS[one.event] in wishes.interests and not one.topics.isdisjoint(wishes.topics)


def _slot(one: Past, frequency: Frequency, times: DigestTimes) -> datetime:
    """What told together: everything found in one pass, or between two digests."""
    return one.recorded_at if frequency is Frequency.IMMEDIATELY else due_boundary(frequency, times, one.recorded_at)


def _mail(told: list[Past]) -> PastMail:
    last = max(one.recorded_at for one in told)
    return PastMail(day(last.astimezone(LONDON).date()), tuple(dict.fromkeys(one.headline for one in told)))


def _lead(count: int, start: datetime, since: datetime | None, now: datetime) -> str:
    mails = {0: "no email", 1: "1 email"}.get(count, f"{count} emails")
    if since is None:
        return "We have not watched anything yet, so we cannot say how many emails you would have had."
    if since <= start:
        return f"In the last 24 months you would have had {mails}."
    return f"Since {day(since.astimezone(LONDON).date())} you would have had {mails}."


def _notes(count: int, start: datetime, since: datetime | None) -> list[str]:
    notes = [f"Shown are the newest {SHOWN}."] if count > SHOWN else []
    if since is not None and since > start:
        notes.append("That is when our record begins. For 24 months it cannot say yet.")
    return notes
