"""Stops a process from writing if another one took over while it was silent.

A process that works holds a lease; one that takes the lease over gets a higher token. Every write under a lease checks,
in its own transaction, that the token is still the newest.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import timedelta
from time import monotonic

from sqlalchemy import ColumnElement, Connection, func, select

from watcher.model.errors import LeaseLostError
from watcher.store.tables.runs import lease


@dataclass(slots=True)
class HeldLease:
    """A lease that the current work holds, in the database of this address. `released`: the work ended by itself.

    Work begun meanwhile that outlives it, such as emails that still leave, is not under this lease any more. `beaten`
    is when the last sign of life began that was recorded, on the clock that never goes back. After `silent_after`
    another process may take the lease over.
    """

    database: str
    name: str
    token: int
    silent_after: timedelta
    released: bool = False
    beaten: float = field(default_factory=monotonic)


# Belongs to the current work, not to the process: the same process may serve pages during a check.
_HELD: ContextVar[tuple[HeldLease, ...]] = ContextVar("held_leases", default=())


@contextmanager
def working_under(held: HeldLease) -> Iterator[None]:
    """Make every write within this block check that the lease is still ours."""
    before = _HELD.set((*_HELD.get(), held))
    try:
        yield
    finally:
        held.released = True
        _HELD.reset(before)


def refuse_without_lease(conn: Connection, *, lock: bool = True) -> None:
    """LeaseLostError if a lease of this work was taken over. With `lock` nobody can take it before this ends."""
    mine = [held for held in _HELD.get() if held.database == str(conn.engine.url) and not held.released]
    if not mine:
        return
    limit = _limits(conn, min(one.silent_after for one in mine)) if lock else ()
    held = select(lease.c.name, lease.c.token, lease.c.holder, *limit)
    held = held.where(lease.c.name.in_([one.name for one in mine]))
    rows = conn.execute(held.with_for_update(read=True) if lock else held)
    newest = {row.name: row for row in rows}
    for one in mine:
        if newest[one.name].token != one.token:
            by = newest[one.name].holder or "another process"
            raise LeaseLostError(
                f"{by} took over while this process gave no sign of life; this one stopped and wrote nothing more"
            )


def end_if_paused(conn: Connection, after: timedelta) -> None:
    """Have the server end this transaction if nothing more comes for so long: it locks rows that others wait for."""
    for limit in _limits(conn, after):
        conn.execute(select(limit))


def _limits(conn: Connection, after: timedelta) -> tuple[ColumnElement[str], ...]:
    """What sets that limit for the transaction when it is selected. SQLite has none."""
    if conn.dialect.name != "postgresql":
        return ()
    milliseconds = f"{after.total_seconds() * 1000:.0f}"
    return (func.set_config("idle_in_transaction_session_timeout", milliseconds, True),)
