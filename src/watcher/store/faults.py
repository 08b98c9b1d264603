"""Sources that could not be read: when each fault began and ended, and when we told the operator."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, bindparam, select, true, update

from watcher.model.source import Fault
from watcher.store.engine import Part
from watcher.store.sql import upsert
from watcher.store.tables.core import OPEN, fault, source


class Faults(Part):
    """Faults, open and cleared. A fault that comes back after it was cleared is a new one, so that the history is
    kept.
    """

    def report(self, source_id: str, reason: str, now: datetime) -> None:
        """Open or renew the source's fault, and have the next check visit the source again."""
        with self.writing() as conn:
            open_fault(conn, source_id, reason, now)
            tried = update(source).where(source.c.id == source_id)
            conn.execute(tried.values(revisit_at=now, last_tried_at=now))

    def clear(self, source_id: str, now: datetime) -> None:
        """Clear the open fault of this source."""
        with self.writing() as conn:
            clear_faults(conn, [source_id], now)

    def recorded(self, *, open_only: bool) -> list[Fault]:
        """The open faults, or all faults ever, oldest first."""
        with self.reading() as conn:
            return _faults(conn, OPEN if open_only else true())

    def to_tell(self) -> list[Fault]:
        """The open faults, reported or not, and the cleared ones whose end the operator has not heard of.

        The caller decides which of the open ones to report now.
        """
        unheard_end = ~OPEN & fault.c.told_at.is_not(None) & fault.c.clearance_told_at.is_(None)
        with self.reading() as conn:
            return _faults(conn, OPEN | unheard_end)

    def told_since(self, since: datetime) -> list[Fault]:
        """The faults, open or cleared, that the operator heard of at `since` or later, oldest first."""
        with self.reading() as conn:
            return _faults(conn, fault.c.told_at >= since)


def _faults(conn: Connection, condition: ColumnElement[bool]) -> list[Fault]:
    rows = conn.execute(select(fault).where(condition).order_by(fault.c.first_seen, fault.c.id))
    return [_fault(row) for row in rows]


def _fault(row: Row[Any]) -> Fault:
    seen = (row.first_seen, row.last_seen)
    return Fault(row.source_id, row.reason, *seen, row.told_at, row.cleared_at, row.told_times)


def open_fault(conn: Connection, source_id: str, reason: str, now: datetime) -> None:
    """Open the source's fault, or renew the open one."""
    row = {"source_id": source_id, "reason": reason, "first_seen": now, "last_seen": now}
    upsert(conn, fault, [row], ["source_id"], keep=["first_seen"], where=OPEN)


def clear_faults(conn: Connection, source_ids: Iterable[str], now: datetime) -> None:
    """Clear the open faults of these sources."""
    still_open = set(conn.execute(select(fault.c.source_id).where(OPEN)).scalars())
    cleared = [{"of_source": source_id} for source_id in sorted(still_open.intersection(source_ids))]
    if cleared:
        close = update(fault).where(OPEN, fault.c.source_id == bindparam("of_source"))
        conn.execute(close.values(cleared_at=now), cleared)


def mark_told(conn: Connection, told: Sequence[Fault], now: datetime) -> None:
    """Record that we told the operator about these faults: that they began, or that they ended."""
    for one in told:
        this = (fault.c.source_id == one.source_id) & (fault.c.first_seen == one.first_seen)
        if one.cleared_at:
            conn.execute(update(fault).where(this, ~OPEN).values(clearance_told_at=now))
        else:
            conn.execute(update(fault).where(this).values(told_at=now, told_times=fault.c.told_times + 1))
