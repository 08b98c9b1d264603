"""Which process does the work that only one may do at a time, and who takes over when that process falls silent.

A lease is a row with a heartbeat. Its holder also holds a lock that is released when it dies: another process takes
over at once from one that was killed on this machine. From one that hangs, or died on another machine, it takes over
after ten minutes.
"""

from __future__ import annotations

import logging
import os
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from threading import Event, Thread
from typing import Any

from sqlalchemy import Connection, func, select, update

from watcher.model.errors import StoreError
from watcher.store.engine import Part
from watcher.store.fence import HeldLease, working_under
from watcher.store.locks import proof_of_life
from watcher.store.sql import upsert
from watcher.store.tables.runs import lease

log = logging.getLogger(__name__)

BEAT_EVERY = timedelta(minutes=1)
SILENT_AFTER = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Lease:
    """Whether the work may be done here. If not, `holder` has been doing it since `since`.

    `taken_over_from` held it before and has been silent since `silent_since`.
    """

    taken: bool
    holder: str = ""
    since: datetime | None = None
    taken_over_from: str = ""
    silent_since: datetime | None = None

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
    def hold(self, name: str) -> Iterator[Lease]:
        """Hold the lease `name` if it is free, or if its holder is dead or silent. Never waits."""
        with ExitStack() as until_the_end:
            found, token = self._take(name, until_the_end)
            if found:
                until_the_end.enter_context(self._kept(name, token))
            yield found

    def _take(self, name: str, until_the_end: ExitStack) -> tuple[Lease, int]:
        with self.writing() as conn:
            row, now = _locked(conn, name), _now(conn)
            silent = bool(row.holder) and abs(now - row.beat_at) >= SILENT_AFTER
            if row.holder and not silent and not self._is_dead(name, row.token):
                return Lease(False, row.holder, row.taken_at), 0
            token = row.token + 1
            if not until_the_end.enter_context(proof_of_life(self._engine, f"{name}-{token}")):
                return Lease(False, row.holder, row.taken_at), 0
            me = f"process {os.getpid()} on {socket.gethostname()}"
            taken = {"token": token, "holder": me, "taken_at": now, "beat_at": now}
            conn.execute(update(lease).where(lease.c.name == name).values(**taken))
        return Lease(True, me, now, row.holder if silent else "", row.beat_at if silent else None), token

    def _is_dead(self, name: str, token: int) -> bool:
        """Whether the process with this token has ended on this machine, or left the server."""
        with proof_of_life(self._engine, f"{name}-{token}") as taken:
            return taken

    @contextmanager
    def _kept(self, name: str, token: int) -> Iterator[None]:
        """Send heartbeats in the meantime, and release the lease at the end."""
        stop = Event()
        heart = Thread(target=self._beat, args=(name, token, stop), daemon=True)
        heart.start()
        try:
            with working_under(HeldLease(str(self._engine.url), name, token)):
                yield
        finally:
            stop.set()
            heart.join(timeout=1)
            # if this can't be written, the end of the lock shows the same
            with suppress(StoreError):
                self._set(name, token, holder="")

    def _beat(self, name: str, token: int, stop: Event) -> None:
        while not stop.wait(BEAT_EVERY.total_seconds()):
            try:
                self._set(name, token)
            except StoreError as error:
                log.debug("no sign of life could be given: %s", error)

    def _set(self, name: str, token: int, **values: Any) -> None:
        mine = (lease.c.name == name) & (lease.c.token == token)
        with self.writing() as conn:
            conn.execute(update(lease).where(mine).values(beat_at=_now(conn), **values))


def _locked(conn: Connection, name: str) -> Any:
    """The row of the lease, made if it is missing. Nobody else can take it in the meantime."""
    now = _now(conn)
    row = {"name": name, "token": 0, "holder": "", "taken_at": now, "beat_at": now}
    upsert(conn, lease, [row], ["name"], keep=[column for column in row if column != "name"])
    return conn.execute(select(lease).where(lease.c.name == name).with_for_update()).one()


def _now(conn: Connection) -> datetime:
    """The server's time if there is a server: the clocks of its clients differ."""
    if conn.dialect.name == "postgresql":
        at: datetime = conn.execute(select(func.clock_timestamp())).scalar_one()
        return at.astimezone(UTC)
    return datetime.now(UTC)
