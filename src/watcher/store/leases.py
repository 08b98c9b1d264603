"""Which process does the work that only one may do at a time, and who takes over when that process falls silent.

A lease is a row with a heartbeat. Its holder also holds a lock that is released when it dies: another process takes
over at once from one that was killed on this machine. From one that hangs, or died on another machine, it takes over
after ten minutes.
"""

from __future__ import annotations

import logging
import os
import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from math import inf
from threading import Event, Thread
from time import monotonic
from typing import Any

from sqlalchemy import Connection, select, update

from watcher.model.errors import StoreError
from watcher.store.engine import Part
from watcher.store.fence import HeldLease, end_if_paused, working_under
from watcher.store.locks import is_alone, proof_of_life
from watcher.store.sql import server_time, upsert
from watcher.store.tables.runs import lease

log = logging.getLogger(__name__)

BEAT_EVERY = timedelta(minutes=1)
SILENT_AFTER = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class LeasePace:
    """How often a holder gives a sign of life, and after what silence another one may take over."""

    beat_every: timedelta = BEAT_EVERY
    silent_after: timedelta = SILENT_AFTER


A_MACHINE = LeasePace()
# For work that others may take over: they are many, and a host must not wait long.
ONE_OF_MANY = LeasePace(timedelta(seconds=1.5), timedelta(seconds=6))


@dataclass(frozen=True, slots=True)
class Lease:
    """Whether the work may be done here. If not, `holder` has been doing it since `since`.

    `taken_over_from` held it before and has been silent since `silent_since`. `is_fresh` says without asking the
    database whether nobody can have taken it over yet: the last sign of life is recent.
    """

    taken: bool
    holder: str = ""
    since: datetime | None = None
    taken_over_from: str = ""
    silent_since: datetime | None = None
    is_fresh: Callable[[], bool] = bool

    def __bool__(self) -> bool:
        return self.taken

    @property
    def said(self) -> str:
        """A sentence that says that the work was taken over; empty if it was not."""
        if not self.taken_over_from:
            return ""
        return (
            f"took over from {self.taken_over_from}, which has given no sign of life since {self.silent_since:%H:%M}Z"
        )


class Leases(Part):
    """One lease for each kind of work."""

    @contextmanager
    def hold(self, name: str, pace: LeasePace = A_MACHINE) -> Iterator[Lease]:
        """Hold the lease `name` if it is free, or if its holder is dead or silent. Never waits.

        All who may hold it must keep the same pace.
        """
        with ExitStack() as until_the_end:
            found, token = self._take(name, pace, until_the_end)
            if found:
                held = HeldLease(str(self._engine.url), name, token, pace.silent_after)
                until_the_end.enter_context(self._kept(held, pace))
                found = replace(found, is_fresh=lambda: monotonic() - held.beaten < pace.silent_after.total_seconds())
            yield found

    @contextmanager
    def alone(self, name: str, pace: LeasePace = ONE_OF_MANY) -> Iterator[bool]:
        """Whether no other process is at some short work meanwhile. Never waits, and one that was paused at it is
        forgotten.
        """
        with self.writing() as conn:
            end_if_paused(conn, pace.silent_after)
            yield is_alone(conn, name)

    def _take(self, name: str, pace: LeasePace, until_the_end: ExitStack) -> tuple[Lease, int]:
        with self.writing() as conn:
            end_if_paused(conn, pace.silent_after)
            row, now = _locked(conn, name), server_time(conn)
            silent = bool(row.holder) and abs(now - row.beat_at) >= pace.silent_after
            if row.holder and not silent and not self._is_dead(name, row.token):
                return Lease(False, row.holder, row.taken_at), 0
            token = row.token + 1
            # whoever has the lock of a token that is on no record was paused while taking it, and will not get it
            while not until_the_end.enter_context(proof_of_life(self._engine, f"{name}-{token}")):
                token += 1
            me = f"process {os.getpid()} on {socket.gethostname()}"
            taken = {"token": token, "holder": me, "taken_at": now, "beat_at": now}
            conn.execute(update(lease).where(lease.c.name == name).values(**taken))
        return Lease(True, me, now, row.holder if silent else "", row.beat_at if silent else None), token

    def _is_dead(self, name: str, token: int) -> bool:
        """Whether the process with this token has ended on this machine, or left the server."""
        with proof_of_life(self._engine, f"{name}-{token}") as taken:
            return taken

    @contextmanager
    def _kept(self, held: HeldLease, pace: LeasePace) -> Iterator[None]:
        """Send heartbeats in the meantime, and release the lease at the end."""
        stop = Event()
        heart = Thread(target=self._beat, args=(held, pace, stop), daemon=True)
        heart.start()
        try:
            with working_under(held):
                yield
        finally:
            stop.set()
            heart.join(timeout=1)
            # if this can't be written, the end of the lock shows the same
            with suppress(StoreError):
                self._set(held, holder="")

    def _beat(self, held: HeldLease, pace: LeasePace, stop: Event) -> None:
        while not stop.wait(pace.beat_every.total_seconds()):
            began = monotonic()
            try:
                still_mine = self._set(held)
            except StoreError as error:
                log.debug("no sign of life could be given: %s", error)
                continue
            held.beaten = began if still_mine else -inf

    def _set(self, held: HeldLease, **values: Any) -> bool:
        """Give a sign of life. Returns whether the lease is still ours."""
        mine = (lease.c.name == held.name) & (lease.c.token == held.token)
        with self.writing() as conn:
            end_if_paused(conn, held.silent_after)
            return bool(conn.execute(update(lease).where(mine).values(beat_at=server_time(conn), **values)).rowcount)


def _locked(conn: Connection, name: str) -> Any:
    """The row of the lease, made if it is missing. Nobody else can take it in the meantime."""
    wanted = select(lease).where(lease.c.name == name).with_for_update()
    if (found := conn.execute(wanted).one_or_none()) is not None:
        return found
    now = server_time(conn)
    row = {"name": name, "token": 0, "holder": "", "taken_at": now, "beat_at": now}
    upsert(conn, lease, [row], ["name"], keep=[column for column in row if column != "name"])
    return conn.execute(wanted).one()
