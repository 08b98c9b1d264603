"""What changed. Each change is recorded once and never altered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, select, tuple_, update

from watcher.model.change import Change
from watcher.store.engine import Part
from watcher.store.search import search_topics
from watcher.store.sql import insert_new, upsert
from watcher.store.tables.core import change, change_topic
from watcher.store.tables.held import RULED_ON

BATCH = 200


class Changes(Part):
    """The recorded changes, in the order in which they were recorded."""

    def recorded(self, since: datetime | None = None) -> Iterator[Change]:
        """The changes recorded at `since` or later, oldest first. No transaction stays open between them."""
        place = change.c.recorded_at, change.c.id
        start = select(change.c.recorded_at, change.c.id, change.c.document).order_by(*place).limit(BATCH)
        batch = start if since is None else start.where(change.c.recorded_at >= since)
        while rows := self._rows(batch):
            # the column may have been corrected since, after a wrong clock
            yield from (replace(row.document, recorded_at=row.recorded_at) for row in rows)
            batch = start.where(tuple_(*place) > tuple_(*rows[-1][:2]))

    def _rows(self, statement: Any) -> Sequence[Any]:
        with self.reading() as conn:
            return conn.execute(statement).all()

    def untold(self) -> list[Change]:
        """The held changes that we have not told the operator about and that have no ruling, oldest first."""
        untold = select(change.c.document).where(
            change.c.held, change.c.told_at.is_(None), change.c.id.not_in(RULED_ON)
        )
        with self.reading() as conn:
            return list(conn.execute(untold.order_by(change.c.recorded_at, change.c.id)).scalars())

    def with_notes(self, since: datetime) -> list[Change]:
        """The changes recorded since then that readers got whole, but that hold a note the operator has not seen."""
        told = select(change.c.document).where(
            ~change.c.held, change.c.told_at.is_(None), change.c.recorded_at >= since
        )
        of_ofsted = told.where(change.c.source_id.startswith("ofsted:", autoescape=True))
        with self.reading() as conn:
            found = conn.execute(of_ofsted.order_by(change.c.recorded_at, change.c.id)).scalars()
            return [one for one in found if one.problems]

    def ids(self, beginning: str, limit: int) -> list[str]:
        """At most `limit` ids of recorded changes that begin with this text."""
        like = select(change.c.id).where(change.c.id.startswith(beginning, autoescape=True))
        with self.reading() as conn:
            return list(conn.execute(like.order_by(change.c.id).limit(limit)).scalars())

    def find(self, change_id: str) -> Change | None:
        """One recorded change by its id, if there is one."""
        with self.reading() as conn:
            found = select(change.c.document).where(change.c.id == change_id)
            one: Change | None = conn.execute(found).scalar_one_or_none()
        return one


class Documents:
    """The changes that one run sends. Each is read once, however many readers get it; only some are kept in memory."""

    LIMIT = 500

    def __init__(self) -> None:
        self._held: dict[str, Change] = {}

    def of(self, conn: Connection, change_ids: Sequence[str]) -> dict[str, Change]:
        """The changes of these ids, by id."""
        missing = [change_id for change_id in change_ids if change_id not in self._held]
        if missing:
            self._read(conn, change_ids, missing)
        return {change_id: self._held[change_id] for change_id in change_ids}

    def _read(self, conn: Connection, change_ids: Sequence[str], missing: Sequence[str]) -> None:
        if len(self._held) + len(missing) > self.LIMIT:
            self._held.clear()
            missing = change_ids
        found = conn.execute(select(change.c.id, change.c.document).where(change.c.id.in_(missing)))
        self._held.update({row.id: row.document for row in found})


def add_changes(conn: Connection, changes: Sequence[Change]) -> tuple[Change, ...]:
    """Record the changes with their topics; those that were not recorded before."""
    return tuple(one for one in changes if _add(conn, one))


def _add(conn: Connection, one: Change) -> bool:
    is_new = insert_new(conn, change, _row(one), ["id"]) is not None
    if is_new:
        found = search_topics(conn, one.source_id, one.key) if one.report is not None and not one.held else []
        topics = [{"topic": topic, "change_id": one.id} for topic in (*one.topics, *found)]
        upsert(conn, change_topic, topics, ["topic", "change_id"])
    return is_new


def _row(one: Change) -> dict[str, Any]:
    return {
        "id": one.id,
        "recorded_at": one.recorded_at,
        "source_id": one.source_id,
        "key": one.key,
        "kind": one.kind,
        "event": one.event.kind,
        "held": one.held,
        "document": one,
    }


def mark_told(conn: Connection, change_ids: Sequence[str], now: datetime) -> None:
    """Record that we told the operator about these held changes."""
    told = [{"told": change_id} for change_id in change_ids]
    if told:
        conn.execute(update(change).where(change.c.id == bindparam("told")).values(told_at=now), told)
