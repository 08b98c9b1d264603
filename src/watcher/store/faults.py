"""Sources that could not be read: when each trouble began, ended, and was told to the operator."""

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
    """Faults, open and cleared. One that returns after it was cleared is a new one: history is kept."""

    def report(self, source_id: str, reason: str, now: datetime) -> None:
        """Open the source's fault or renew it, and have the source visited again on the next pass."""
        with self.writing() as conn:
            open_fault(conn, source_id, reason, now)
            tried = update(source).where(source.c.id == source_id)
            conn.execute(tried.values(revisit_at=now, last_tried_at=now))

    def clear(self, source_id: str, now: datetime) -> None:
        """Close what is open of this source."""
        with self.writing() as conn:
            clear_faults(conn, [source_id], now)

    def recorded(self, *, open_only: bool) -> list[Fault]:
        """The open faults, or all there ever were, oldest first."""
        with self.reading() as conn:
            return _faults(conn, OPEN if open_only else true())

    def to_tell(self) -> list[Fault]:
        """The open faults, told before or not, and the cleared ones whose end the operator has not heard of.

        Which of the open ones to tell now is for the caller to decide.
        """
        unheard_end = ~OPEN & fault.c.told_at.is_not(None) & fault.c.clearance_told_at.is_(None)
        with self.reading() as conn:
            return _faults(conn, OPEN | unheard_end)

    def told_since(self, since: datetime) -> list[Fault]:
        """The faults, open or cleared, of which the operator was told at `since` or later, oldest first."""
        with self.reading() as conn:
            return _faults(conn, fault.c.told_at >= since)


def _faults(conn: Connection, condition: ColumnElement[bool]) -> list[Fault]:
    rows = conn.execute(select(fault).where(condition).order_by(fault.c.first_seen, fault.c.id))
    return [_fault(row) for row in rows]


def _fault(row: Row[Any]) -> Fault:
    seen = (row.first_seen, row.last_seen)
    return Fault(row.source_id, row.reason, *seen, row.told_at, row.cleared_at, row.told_times)


def open_fault(conn: Connection, source_id: str, reason: str, now: datetime) -> None:
    """Open the source's fault, or renew the one that is open."""
    row = {"source_id": source_id, "reason": reason, "first_seen": now, "last_seen": now}
    upsert(conn, fault, [row], ["source_id"], keep=["first_seen"], where=OPEN)


def clear_faults(conn: Connection, source_ids: Iterable[str], now: datetime) -> None:
    """Close what is open of these sources."""
    still_open = set(conn.execute(select(fault.c.source_id).where(OPEN)).scalars())
    cleared = [{"of_source": source_id} for source_id in sorted(still_open.intersection(source_ids))]
    if cleared:
        close = update(fault).where(OPEN, fault.c.source_id == bindparam("of_source"))
        conn.execute(close.values(cleared_at=now), cleared)


def mark_told(conn: Connection, told: Sequence[Fault], now: datetime) -> None:
    """Remember that the operator heard of these: of the trouble, or of its end where it has one."""
    for one in told:
        this = (fault.c.source_id == one.source_id) & (fault.c.first_seen == one.first_seen)
        if one.cleared_at:
            conn.execute(update(fault).where(this, ~OPEN).values(clearance_told_at=now))
        else:
            conn.execute(update(fault).where(this).values(told_at=now, told_times=fault.c.told_times + 1))
