"""Notices that the clock of this machine is wrong: it went back, or servers give another time."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from watcher.commands.run_record import RunNote
from watcher.digests.due import due_boundary
from watcher.model.subscription import Frequency
from watcher.model.text import day, london_day
from watcher.settings import Settings
from watcher.store import Store

# The name of the fault that the clock is wrong.
CLOCK = "clock"
# A cache may answer with an old Date; a larger difference is not a delay.
FAR = timedelta(days=1)


def set_right(settings: Settings, store: Store, now: datetime, note: RunNote) -> None:
    """Correct recorded moments that lie in the future, and say so if there were any."""
    latest = store.clock.furthest_ahead(now)
    if latest is None:
        return
    due = {frequency: due_boundary(frequency, settings.digest, now) for frequency in Frequency}
    store.clock.set_right(now, due, timedelta(days=settings.news.keep_text))
    note.say(
        f"The clock went back: the record goes up to {day(london_day(latest))}, and it is "
        f"{day(london_day(now))} now. Those moments count as now; nothing waits for them."
    )


def compare(store: Store, now: datetime, ahead: timedelta | None) -> str | None:
    """Open or clear the fault "the clock is wrong"; returns the fault in words.

    `ahead` is how far the clock is ahead of all servers, None if it is not far off.
    """
    if ahead is None:
        store.faults.clear(CLOCK, now)
        return None
    why = f"the clock of this machine is {_days(ahead)} of every server asked; set it, then run the command again"
    store.faults.report(CLOCK, why, now)
    return why


def is_wrong(store: Store) -> bool:
    """Whether the last check under the real clock found it far from that of every server."""
    return any(fault.source_id == CLOCK for fault in store.faults.recorded(open_only=True))


def far_off(clocks: Iterable[timedelta]) -> timedelta | None:
    """How far our clock is ahead of (or behind) every host; None if one of them agrees within a day."""
    known = sorted(clocks, key=abs)
    if not known or abs(known[0]) <= FAR or min(known) < timedelta() < max(known):
        return None
    return known[0]


def _days(ahead: timedelta) -> str:
    return f"{abs(ahead).days} days {'ahead' if ahead > timedelta() else 'behind'}"
