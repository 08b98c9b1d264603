"""What the tests of planning share: moments, and a planner of one reader's mail."""

from __future__ import annotations

from datetime import datetime, timedelta

from tests.support.builders import NOW, a_record
from watcher.model.change import Change
from watcher.model.subscription import Frequency
from watcher.store import Store

DAILY, WEEKLY, IMMEDIATELY = Frequency.DAILY, Frequency.WEEKLY, Frequency.IMMEDIATELY
BEFORE = NOW - timedelta(days=1)
EVENING = NOW + timedelta(hours=9)
NEXT_DAY = EVENING + timedelta(days=1)


def record(store: Store, *changes: Change) -> None:
    store.pages.record(a_record(changes=changes))


def undelivered(store: Store, run: int) -> dict[int, list[tuple[str, list[str]]]]:
    """By reader: the id of each undelivered change with the topics of the subscriptions that want it."""
    return {
        reader: [(change.id, [one.topic for one in assessed]) for change, assessed in items]
        for reader, items in store.digest_runs.undelivered(run)
    }


def due(store: Store, run: int) -> list[int]:
    """The readers who need an email from the run."""
    return [reader for reader, _ in store.digest_runs.undelivered(run)]


def receipts(store: Store, run: int, reader: int) -> list[tuple[int, str]]:
    """The receipts for all undelivered changes of the reader."""
    return [
        (one.id, change.id)
        for change, assessed in dict(store.digest_runs.undelivered(run)).get(reader, [])
        for one in assessed
    ]


def plan(store: Store, run: int, reader: int, now: datetime = EVENING) -> bool:
    assessed = receipts(store, run, reader)
    address = address_of(store, reader)
    return store.digest_runs.plan(run, reader, f"<{run}.{reader}@x>", address, "News", b"...", assessed, now)


def address_of(store: Store, reader: int) -> str:
    found = store.readers.find(reader)
    return found.address if found else "nobody@example.org"
