"""When each host may be asked again, for the next crawl: after a kill or on another machine too."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, bindparam, select, update

from watcher.model.host_pause import HostPause
from watcher.store.engine import Part
from watcher.store.sql import server_time, upsert
from watcher.store.tables.runs import asked_host

_BATCH = 500
# After this a host that hung gets the whole timeout again: it may only be slow.
HUNG_FOR = timedelta(days=1)


class AskedHosts(Part):
    """A row for each host: who asks one says so first, and afterwards for how long to leave it alone."""

    def begin(self, hosts: Collection[str], delay: float) -> dict[str, HostPause]:
        """Save that these hosts are asked from now on. Returns for how long each must be left alone before.

        No delay is shorter than `delay`. After a visit that did not say when it ended, the host counts as asked now.
        """
        names = sorted(hosts)
        found: dict[str, Row[Any]] = {}
        with self.writing() as conn:
            for some in (names[start : start + _BATCH] for start in range(0, len(names), _BATCH)):
                rows = conn.execute(select(asked_host).where(asked_host.c.host.in_(some)))
                found |= {row.host: row for row in rows}
            now = server_time(conn)
            pauses = {host: _pause(found.get(host), delay, now) for host in names}
            _save(conn, pauses, now, under_way=True)
        return pauses

    def save(self, pauses: Mapping[str, HostPause], *, under_way: bool) -> None:
        """Save for how long these hosts must be left alone, and whether they are still asked meanwhile."""
        with self.writing() as conn:
            _save(conn, pauses, server_time(conn), under_way=under_way)

    def note_hung(self, hosts: Collection[str], *, hung: bool) -> None:
        """Save that these hosts have just hung, or have answered again."""
        with self.writing() as conn:
            at = server_time(conn) if hung else None
            rows = [{"of_host": host} for host in sorted(hosts)]
            conn.execute(update(asked_host).where(asked_host.c.host == bindparam("of_host")).values(hung_at=at), rows)


def _pause(known: Row[Any] | None, delay: float, now: datetime) -> HostPause:
    if known is None:
        return HostPause(0.0, delay)
    delay = max(delay, known.delay)
    # a clock that was set back must not make it longer than it was
    passed = max((now - known.said_at).total_seconds(), 0.0)
    hung = known.hung_at is not None and abs(now - known.hung_at) < HUNG_FOR
    return HostPause(max(known.wait - passed, delay if known.under_way else 0.0), delay, hung)


def _save(conn: Connection, pauses: Mapping[str, HostPause], now: datetime, *, under_way: bool) -> None:
    rows = [
        {"host": host, "wait": pause.wait, "said_at": now, "delay": pause.delay, "under_way": under_way}
        for host, pause in sorted(pauses.items())
    ]
    upsert(conn, asked_host, rows, ["host"])
