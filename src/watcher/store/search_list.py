"""The search list of authorities: who was on it, and when."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from watcher.model.visit import Listed, SearchRow
from watcher.store.engine import Part
from watcher.store.faults import clear_faults
from watcher.store.sql import upsert
from watcher.store.tables.core import listing, source


class SearchList(Part):
    """What the last good search list said about each provider."""

    def save(self, listed: Listed, now: datetime) -> None:
        """Save the rows and that the list was read well, together or not at all."""
        with self.writing() as conn:
            upsert(conn, listing, [_row(row, now) for row in listed.rows], ["provider"])
            seen = update(source).where(source.c.id == listed.source_id)
            conn.execute(seen.values(visited_at=now, last_tried_at=now, revisit_at=None))
            clear_faults(conn, [listed.source_id], now)

    def keys(self, since: datetime) -> frozenset[str]:
        """The keys (`44/80482`) of the providers that some good list showed at `since` or later."""
        recent = select(listing.c.provider).where(listing.c.last_listed >= since)
        with self.reading() as conn:
            return frozenset(conn.execute(recent).scalars())


def _row(row: SearchRow, now: datetime) -> dict[str, Any]:
    return {"provider": row.provider.key, "name": row.name, "latest": row.latest, "last_listed": now}
