"""What the store knows about itself: whose it is, and when it was created."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import exists, select

from watcher.store.engine import Part
from watcher.store.sql import upsert
from watcher.store.tables.core import ACTIVE, delivery, subscription
from watcher.store.tables.runs import store_fact

BEGUN_AT = "begun_at"


class StoreFacts(Part):
    """Single facts by name."""

    def get(self, name: str) -> str | None:
        """One fact, None if it was never noted."""
        with self.reading() as conn:
            found: str | None = conn.execute(
                select(store_fact.c.value).where(store_fact.c.name == name)
            ).scalar_one_or_none()
        return found

    def set(self, name: str, value: str) -> None:
        """Note a fact in place of what was noted before."""
        with self.writing() as conn:
            upsert(conn, store_fact, [{"name": name, "value": value}], ["name"])

    def begun_at(self) -> datetime | None:
        """When the store was created; None if it is older than this record."""
        noted = self.get(BEGUN_AT)
        return datetime.fromisoformat(noted) if noted else None

    def readers_hold_links(self) -> bool:
        """Whether readers who still follow something were sent mails, which a key has signed."""
        sent = exists().where(delivery.c.subscriber_id == subscription.c.subscriber_id)
        with self.reading() as conn:
            return bool(conn.execute(select(exists().where(ACTIVE, sent))).scalar_one())
