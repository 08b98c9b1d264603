"""Who follows what, since when, and until when."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, select, update

from watcher.model.interest import USUAL_INTERESTS, Interest
from watcher.model.subscription import Frequency, Subscription
from watcher.store.engine import Part
from watcher.store.sql import upsert
from watcher.store.tables.core import ACTIVE, SINCE, delivery, subscriber, subscription


class Subscribers(Part):
    """Readers by their lower-case addresses, each with at most one active subscription to a topic."""

    def subscribe(
        self,
        address: str,
        topic: str,
        frequency: Frequency,
        now: datetime,
        interests: Collection[Interest] = USUAL_INTERESTS,
    ) -> Subscription:
        """Subscribe the address, or change the frequency and interests of its active subscription.

        An interest that is new to it counts from now on. `ValueError` without any interest.
        """
        with self.writing() as conn:
            reader = make_reader(conn, address.strip().lower(), now)
            follow(conn, reader, topic, frequency, interests, now)
            mine = SUBSCRIPTIONS.where(subscription.c.subscriber_id == reader, subscription.c.topic == topic, ACTIVE)
            return as_subscription(conn.execute(mine).one())

    def set_options(self, address: str, *, one_mail_an_item: bool | None = None, all_quiet: bool | None = None) -> None:
        """Save how the reader wants the emails. Options that are None stay as they are. Unknown addresses are ignored.

        `one_mail_an_item` sends each story as an email of its own; `all_quiet` sends a weekly email even if there is no
        news.
        """
        given = {"one_mail_an_item": one_mail_an_item, "all_quiet": all_quiet}
        chosen = {name: value for name, value in given.items() if value is not None}
        if chosen:
            of_address = subscriber.c.address == address.strip().lower()
            with self.writing() as conn:
                conn.execute(update(subscriber).where(of_address).values(chosen))

    def following(self, topic: str) -> frozenset[int]:
        """The readers who follow a topic, however often they get mail."""
        wanted = select(subscription.c.subscriber_id).where(subscription.c.topic == topic, ACTIVE)
        with self.reading() as conn:
            return frozenset(conn.execute(wanted).scalars())

    def of_one_mail_an_item(self) -> frozenset[int]:
        """The ids of the readers who want each story as an email of its own."""
        with self.reading() as conn:
            return frozenset(conn.execute(select(subscriber.c.id).where(subscriber.c.one_mail_an_item)).scalars())

    def unsubscribe(self, address: str, topic: str | None, now: datetime, reason: str) -> int:
        """End the address's subscription to the topic, or all its subscriptions. Returns how many ended.

        If the address then follows nothing, its pending digests are cancelled.
        """
        with self.writing() as conn:
            return end_subscriptions(conn, address, topic, now, reason)

    def ended_topics(self, address: str) -> dict[str, datetime]:
        """The topics that this address followed once and does not now, with when each was ended last."""
        with self.reading() as conn:
            return ended_topics(conn, address)

    def subscriptions(self, *, active_only: bool = True) -> list[Subscription]:
        """The subscriptions by address and topic; with `active_only=False` also the ended ones."""
        wanted = SUBSCRIPTIONS.where(ACTIVE) if active_only else SUBSCRIPTIONS
        in_order = wanted.order_by(subscriber.c.address, subscription.c.topic, subscription.c.id)
        with self.reading() as conn:
            return [as_subscription(row) for row in conn.execute(in_order)]


SUBSCRIPTIONS = select(subscription, subscriber.c.address).join_from(subscription, subscriber)


def as_subscription(row: Row[Any]) -> Subscription:
    """A row of the subscription table, with its address, as a value."""
    how = Frequency(row.frequency)
    interests = tuple(interest for interest, since in SINCE.items() if getattr(row, since.name) is not None)
    when = (row.created_at, row.ended_at)
    return Subscription(row.id, row.address, row.topic, how, *when, row.ended_reason, interests, row.subscriber_id)


def make_reader(conn: Connection, address: str, now: datetime) -> int:
    """The id of the reader with this address, who is created if necessary."""
    upsert(conn, subscriber, [{"address": address, "created_at": now}], ["address"], keep=["created_at"])
    return int(conn.execute(select(subscriber.c.id).where(subscriber.c.address == address)).scalar_one())


def follow(
    conn: Connection, reader: int, topic: str, frequency: Frequency, interests: Collection[Interest], now: datetime
) -> None:
    """Subscribe the reader inside an open transaction. A new interest counts from now on.

    `ValueError` without any interest.
    """
    if not interests:
        raise ValueError("a subscription needs at least one kind of news")
    wish = {"subscriber_id": reader, "topic": topic}
    terms = {"frequency": frequency, "created_at": now}
    upsert(conn, subscription, [wish | terms], list(wish), keep=["created_at"], where=ACTIVE)
    since = {column.name: func.coalesce(column, now) if one in interests else None for one, column in SINCE.items()}
    conn.execute(update(subscription).filter_by(**wish).where(ACTIVE).values(since))


def ended_topics(conn: Connection, address: str) -> dict[str, datetime]:
    """The same inside an open transaction."""
    mine = select(subscription.c.topic, subscription.c.ended_at).join(subscriber)
    rows = conn.execute(
        mine.where(subscriber.c.address == address.strip().lower()).order_by(subscription.c.ended_at)
    ).all()
    follows = {row.topic for row in rows if row.ended_at is None}
    return {row.topic: row.ended_at for row in rows if row.topic not in follows}


def lock_active(conn: Connection, subscriber_id: int) -> dict[int, str]:
    """The reader's active subscriptions, id to topic. Nobody else can end them or plan for them in the meantime."""
    mine = select(subscription.c.id, subscription.c.topic).where(subscription.c.subscriber_id == subscriber_id)
    rows = conn.execute(mine.where(ACTIVE).order_by(subscription.c.id).with_for_update())
    return {row.id: row.topic for row in rows}


def count_active(conn: Connection, address: str) -> int:
    """How many subscriptions the address has."""
    mine = select(func.count()).select_from(subscription).join(subscriber).where(ACTIVE)
    return int(conn.execute(mine.where(subscriber.c.address == address.strip().lower())).scalar_one())


def revoke_links(conn: Connection, reader: int) -> None:
    """Make all manage links that the reader was sent so far invalid."""
    conn.execute(update(subscriber).where(subscriber.c.id == reader).values(links=subscriber.c.links + 1))


def cancel_pending(conn: Connection, reader: int, now: datetime) -> None:
    """Cancel the reader's pending emails."""
    waiting = update(delivery).where(delivery.c.subscriber_id == reader, delivery.c.status == "pending")
    conn.execute(waiting.values(status="cancelled", ended_at=now))


def end_subscriptions(conn: Connection, address: str, topic: str | None, now: datetime, reason: str) -> int:
    """End the address's subscription to the topic, or all, inside an open transaction. Returns how many ended."""
    of_address = subscriber.c.address == address.strip().lower()
    reader = conn.execute(select(subscriber.c.id).where(of_address)).scalar_one_or_none()
    if reader is None:
        return 0
    active = lock_active(conn, reader)
    ended = [wish for wish, wanted in active.items() if topic in (None, wanted)]
    end = update(subscription).where(subscription.c.id.in_(ended))
    conn.execute(end.values(ended_at=now, ended_reason=reason))
    if len(ended) == len(active):
        cancel_pending(conn, reader, now)
        revoke_links(conn, reader)
    return len(ended)
