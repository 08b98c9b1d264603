"""Who follows what, since when, and until when."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select, update

from watcher.model import Frequency, Subscription
from watcher.store.engine import Database
from watcher.store.tables import ACTIVE, delivery, subscriber, subscription
from watcher.store.upsert import upsert


class Subscribers(Database):
    """Readers by their lower-case addresses, with one active subscription at most for each topic."""

    def subscribe(self, address: str, topic: str, frequency: Frequency, now: datetime) -> Subscription:
        """Subscribe the address, or change the frequency of the active subscription that it has."""
        address = address.strip().lower()
        with self.writing() as conn:
            reader = {"address": address, "created_at": now}
            upsert(conn, subscriber, [reader], ["address"], keep=["created_at"])
            of_address = select(subscriber.c.id).where(subscriber.c.address == address)
            wish = {"subscriber_id": conn.execute(of_address).scalar_one(), "topic": topic}
            terms = {"frequency": frequency, "created_at": now}
            upsert(conn, subscription, [wish | terms], list(wish), keep=["created_at"], where=ACTIVE)
            return as_subscription(conn.execute(SUBSCRIPTIONS.filter_by(**wish).where(ACTIVE)).one())

    def unsubscribe(self, address: str, topic: str | None, now: datetime, reason: str) -> int:
        """End the address's subscription to the topic, or all it has; how many were ended.

        Digests still pending for an address that now follows nothing are cancelled.
        """
        with self.writing() as conn:
            of_address = subscriber.c.address == address.strip().lower()
            reader = conn.execute(select(subscriber.c.id).where(of_address)).scalar_one_or_none()
            if reader is None:
                return 0
            active = lock_active(conn, reader)
            ended = [wish for wish, wanted in active.items() if topic in (None, wanted)]
            end = update(subscription).where(subscription.c.id.in_(ended))
            conn.execute(end.values(ended_at=now, ended_reason=reason))
            if len(ended) == len(active):
                _cancel_pending(conn, reader, now)
            return len(ended)

    def subscriptions(self, *, active_only: bool = True) -> list[Subscription]:
        """The subscriptions by address and topic; with `active_only=False` the ended ones too."""
        wanted = SUBSCRIPTIONS.where(ACTIVE) if active_only else SUBSCRIPTIONS
        in_order = wanted.order_by(subscriber.c.address, subscription.c.topic, subscription.c.id)
        with self.reading() as conn:
            return [as_subscription(row) for row in conn.execute(in_order)]


SUBSCRIPTIONS = select(subscription, subscriber.c.address).join_from(subscription, subscriber)


def as_subscription(row: Row[Any]) -> Subscription:
    """A row of the subscription table, with its address, as a value."""
    how = Frequency(row.frequency)
    return Subscription(row.id, row.address, row.topic, how, row.created_at, row.ended_at, row.ended_reason)


def lock_active(conn: Connection, subscriber_id: int) -> dict[int, str]:
    """The reader's active subscriptions, id to topic, which nobody else may end or plan for meanwhile."""
    mine = select(subscription.c.id, subscription.c.topic).where(subscription.c.subscriber_id == subscriber_id)
    rows = conn.execute(mine.where(ACTIVE).order_by(subscription.c.id).with_for_update())
    return {row.id: row.topic for row in rows}


def _cancel_pending(conn: Connection, reader: int, now: datetime) -> None:
    waiting = update(delivery).where(delivery.c.subscriber_id == reader, delivery.c.status == "pending")
    conn.execute(waiting.values(status="cancelled", ended_at=now))
