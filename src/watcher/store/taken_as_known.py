"""What was recorded as known and not sent, with the reason, so that the operator can check it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, exists, select, update

from watcher.model.change import Change
from watcher.model.event_kind import EventKind
from watcher.model.taken import TakenAsKnown, WhyTaken
from watcher.store.changes import add_changes
from watcher.store.engine import Part
from watcher.store.sql import upsert
from watcher.store.tables.core import change
from watcher.store.tables.held import taken_as_known
from watcher.store.tables.news import news_item


class TakenAsKnownStore(Part):
    """Each thing is kept once, with the reason why nobody got it."""

    def recorded(self, since: datetime | None = None) -> list[TakenAsKnown]:
        """What was recorded as known at `since` or later and has not been sent since, oldest first."""
        # news that was read after all may have become news by itself
        became_news = exists().where(
            change.c.source_id == taken_as_known.c.source_id,
            change.c.key == taken_as_known.c.key,
            change.c.event == EventKind.COVERAGE,
        )
        wanted = select(taken_as_known).where(taken_as_known.c.sent_at.is_(None), ~became_news)
        wanted = wanted if since is None else wanted.where(taken_as_known.c.noted_at >= since)
        with self.reading() as conn:
            rows = conn.execute(wanted.order_by(taken_as_known.c.noted_at, taken_as_known.c.id))
            return [_taken(row) for row in rows]

    def find(self, beginning: str, limit: int) -> list[TakenAsKnown]:
        """At most `limit` things whose ids begin with this text, whether sent later or not."""
        like = select(taken_as_known).where(taken_as_known.c.id.startswith(beginning, autoescape=True))
        with self.reading() as conn:
            return [_taken(row) for row in conn.execute(like.order_by(taken_as_known.c.id).limit(limit))]

    def send(self, taken: TakenAsKnown, told: Change, now: datetime) -> bool:
        """Record the change that sends it; False if that change already exists."""
        with self.writing() as conn:
            _mark_sent(conn, taken, now)
            return bool(add_changes(conn, [told]))

    def read_after_all(self, taken: TakenAsKnown, now: datetime) -> None:
        """Make the next check read an item that was only seen, as if it were new. It counts as unsent until then."""
        this = (news_item.c.source_id == taken.source_id) & (news_item.c.url == taken.key)
        with self.writing() as conn:
            conn.execute(update(news_item).where(this).values(baseline=False, reread_at=now))


def _mark_sent(conn: Connection, taken: TakenAsKnown, now: datetime) -> None:
    conn.execute(update(taken_as_known).where(taken_as_known.c.id == taken.id).values(sent_at=now))


def note_taken(conn: Connection, taken: Sequence[TakenAsKnown]) -> None:
    """Record something that nobody gets, inside an open transaction. Things recorded before keep their first reason."""
    rows = {one.id: _row(one) for one in taken}
    upsert(conn, taken_as_known, list(rows.values()), ["id"], keep=[name for name in _NAMES if name != "id"])


_NAMES = ("id", "source_id", "key", "title", "url", "published", "why", "noted_at")


def _row(one: TakenAsKnown) -> dict[str, Any]:
    return {name: getattr(one, name) for name in _NAMES}


def _taken(row: Row[Any]) -> TakenAsKnown:
    what = (row.source_id, row.key, row.title, row.url, row.published)
    return TakenAsKnown(*what, WhyTaken(row.why), row.noted_at, row.sent_at)
