"""When the clock of this machine cannot be believed: it went back, or servers say another time."""

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
# A cache may answer with an old Date; more than this is no delay.
FAR = timedelta(days=1)


def set_right(settings: Settings, store: Store, now: datetime, note: RunNote) -> None:
    """Have nothing wait for a moment ahead of now, and say so where something did."""
    latest = store.clock.furthest_ahead(now)
    if latest is None:
        return
    due = {frequency: due_boundary(frequency, settings.digest, now) for frequency in Frequency}
    store.clock.set_right(now, due, timedelta(days=settings.news.keep_text))
    note.say(
        f"The clock went back: something is on record from {day(london_day(latest))}, and it is "
        f"{day(london_day(now))} now. Those moments count as now; nothing waits for them."
    )


def compare(store: Store, now: datetime, ahead: timedelta | None) -> str | None:
    """Open or end the fault that servers say another time; `ahead` is how far the clock is ahead of all of them,
    None where it is not far off. The fault in words."""
    if ahead is None:
        store.faults.clear(CLOCK, now)
        return None
    why = f"the clock of this machine is {_days(ahead)} of every server asked; set it, then run again"
    store.faults.report(CLOCK, why, now)
    return why


def far_off(clocks: Iterable[timedelta]) -> timedelta | None:
    """How far our clock is ahead of (or behind) every host asked; None where one of them agrees within a day."""
    known = sorted(clocks, key=abs)
    if not known or abs(known[0]) <= FAR or min(known) < timedelta() < max(known):
        return None
    return known[0]


def _days(ahead: timedelta) -> str:
    return f"{abs(ahead).days} days {'ahead' if ahead > timedelta() else 'behind'}"
