"""When each host may be asked again, for the next crawl: after a kill or on another machine too."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select

from watcher.model.host_pause import HostPause
from watcher.store.engine import Part
from watcher.store.sql import server_time, upsert
from watcher.store.tables.runs import asked_host

_BATCH = 500


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


def _pause(known: Row[Any] | None, delay: float, now: datetime) -> HostPause:
    if known is None:
        return HostPause(0.0, delay)
    delay = max(delay, known.delay)
    # a clock that was set back must not make it longer than it was
    passed = max((now - known.said_at).total_seconds(), 0.0)
    return HostPause(max(known.wait - passed, delay if known.under_way else 0.0), delay)


def _save(conn: Connection, pauses: Mapping[str, HostPause], now: datetime, *, under_way: bool) -> None:
    rows = [
        {"host": host, "wait": pause.wait, "said_at": now, "delay": pause.delay, "under_way": under_way}
        for host, pause in sorted(pauses.items())
    ]
    upsert(conn, asked_host, rows, ["host"])
