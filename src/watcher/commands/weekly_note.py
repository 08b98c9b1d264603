"""Works out whether the weekly line to the operator is due, and what it says."""

from __future__ import annotations

from datetime import datetime

from watcher.digests.due import due_boundary, week_before
from watcher.digests.weekly_note import WeekOfRuns, week_is_due
from watcher.model.subscription import Frequency
from watcher.settings import Settings
from watcher.store import Store

# The fact under which the store remembers for which weekly time the operator was written to.
TOLD_WEEK = "week_told"


def due_week(store: Store, settings: Settings, now: datetime) -> WeekOfRuns | None:
    """The week to tell the operator about now; None if they know, or have turned this off."""
    if not settings.status.weekly:
        return None
    told = store.facts.get(TOLD_WEEK)
    if not week_is_due(
        store.runs.first_at(), datetime.fromisoformat(told) if told else None, boundary_of(settings, now), now
    ):
        return None
    since = week_before(now)
    return WeekOfRuns(
        tuple(store.runs.since(since)),
        store.outbox_operator.sent_to_readers(since),
        len(store.faults.recorded(open_only=True)),
        store.held.count(),
        store.outbox.pending_count(),
    )


def boundary_of(settings: Settings, now: datetime) -> datetime:
    """The newest time at which the weekly line was due."""
    return due_boundary(Frequency.WEEKLY, settings.digest, now)
