"""Planning: which reader is owed which changes, and the mail and the receipts that settle it.

A change is owed to a subscription that was active before it was recorded and has no receipt for it. There
is no lower bound in time, so what a missed or broken run left out is owed in the next one.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, Select, exists, func, insert, select, update

from watcher.model import Change, Frequency, Subscription
from watcher.store.engine import Database
from watcher.store.history import Documents
from watcher.store.subscribers import as_subscription
from watcher.store.tables import (
    ACTIVE,
    change,
    change_topic,
    delivery,
    digest_run,
    receipt,
    subscriber,
    subscription,
)
from watcher.store.upsert import upsert

Owed = list[tuple[Change, tuple[Subscription, ...]]]


class Digests(Database):
    """Runs of one frequency up to one moment, each planning at most one mail to each reader."""

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine)
        self._documents = Documents()

    def begin_run(self, frequency: Frequency, ends_at: datetime) -> int:
        """The id of the run of this frequency up to this moment: a new one, or the one begun before."""
        self._documents = Documents()
        slot = {"frequency": frequency, "ends_at": ends_at}
        with self.writing() as conn:
            upsert(conn, digest_run, [slot], list(slot))
            return int(conn.execute(select(digest_run.c.id).filter_by(**slot)).scalar_one())

    def last_run(self, frequency: Frequency) -> datetime | None:
        """Up to when the newest finished run of this frequency went, None where there was none."""
        finished = select(func.max(digest_run.c.ends_at)).where(digest_run.c.finished_at.is_not(None))
        with self.reading() as conn:
            newest: datetime | None = conn.execute(finished.filter_by(frequency=frequency)).scalar_one()
        return newest

    def finish_run(self, run_id: int, now: datetime) -> None:
        """Note that every reader was looked at."""
        with self.writing() as conn:
            conn.execute(update(digest_run).where(digest_run.c.id == run_id).values(finished_at=now))

    def due_subscribers(self, run_id: int) -> list[int]:
        """The ids of the readers who are owed something by this run and have no mail from it yet."""
        has_mail = (delivery.c.run_id == run_id) & (delivery.c.subscriber_id == subscriber.c.id)
        owed = _owed(run_id, select(subscription.c.id)).where(
            subscription.c.subscriber_id == subscriber.c.id,
            subscription.c.frequency == digest_run.c.frequency,
        )
        due = select(subscriber.c.id).where(owed.correlate(subscriber).exists(), ~exists().where(has_mail))
        with self.reading() as conn:
            return list(conn.execute(due.order_by(subscriber.c.id)).scalars())

    def unsent_changes(self, run_id: int, subscriber_id: int) -> Owed:
        """What the run owes one reader, oldest first, each change with the subscriptions that it settles.

        Those are all the reader's active ones that want it, of whatever frequency, so that a person gets
        each thing once, in the first mail that it is due in.
        """
        pairs = (
            _owed(run_id, select(change.c.id.label("change_id"), subscription, subscriber.c.address))
            .add_columns(digest_run.c.frequency.label("run_frequency"))
            .join(subscriber, subscriber.c.id == subscription.c.subscriber_id)
            .where(subscriber.c.id == subscriber_id)
            .order_by(change.c.recorded_at, change.c.id, subscription.c.id)
        )
        with self.reading() as conn:
            rows = conn.execute(pairs).all()
            grouped = [(key, tuple(group)) for key, group in groupby(rows, lambda row: row.change_id)]
            due = [(key, group) for key, group in grouped if any(map(_is_due, group))]
            documents = self._documents.of(conn, [key for key, _ in due])
        return [(documents[key], tuple(map(as_subscription, group))) for key, group in due]

    def plan(
        self,
        run_id: int,
        subscriber_id: int,
        message_id: str,
        address: str,
        subject: str,
        content: bytes,
        receipts: Sequence[tuple[int, str]],
        now: datetime,
    ) -> bool:
        """Save the mail and its receipts (subscription id, change id) together, or neither.

        False, and nothing saved, where what was read is no longer so: this run has planned a mail to the
        reader, another has told some of it, or the reader left. What is still owed stays owed.
        """
        with self.writing() as conn:
            _lock(conn, subscriber_id)
            if _is_planned(conn, run_id, subscriber_id) or not _are_owed(conn, receipts):
                return False
            mail = new_mail(message_id, address, subject, content, now)
            mail |= {"run_id": run_id, "subscriber_id": subscriber_id}
            saved = conn.execute(insert(delivery).returning(delivery.c.id), mail).scalar_one()
            if receipts:
                conn.execute(insert(receipt), [_receipt(saved, *settled) for settled in sorted(receipts)])
            return True


def new_mail(message_id: str, address: str, subject: str, content: bytes, now: datetime) -> dict[str, Any]:
    """The row of a mail that waits to be sent."""
    return {
        "message_id": message_id,
        "address": address,
        "subject": subject,
        "content": content,
        "status": "pending",
        "attempts": 0,
        "created_at": now,
        "next_attempt_at": now,
    }


def _receipt(delivery_id: int, subscription_id: int, change_id: str) -> dict[str, Any]:
    return {"subscription_id": subscription_id, "change_id": change_id, "delivery_id": delivery_id}


def _owed(run_id: int, columns: Select[Any]) -> Select[Any]:
    has_receipt = (receipt.c.subscription_id == subscription.c.id) & (receipt.c.change_id == change.c.id)
    return (
        columns.select_from(digest_run)
        .join(subscription, ACTIVE)
        .join(change_topic, change_topic.c.topic == subscription.c.topic)
        .join(change, change.c.id == change_topic.c.change_id)
        .where(digest_run.c.id == run_id, _in_time(), ~exists().where(has_receipt))
    )


def _in_time() -> ColumnElement[bool]:
    # A change of the very moment of the subscription counts as after it: rather told than lost.
    return change.c.recorded_at.between(subscription.c.created_at, digest_run.c.ends_at)


def _is_due(row: Any) -> bool:
    return bool(row.frequency == row.run_frequency)


def _lock(conn: Connection, subscriber_id: int) -> None:
    # Planners of one reader take turns. SQLite's have done so since the transaction began.
    conn.execute(select(subscriber.c.id).where(subscriber.c.id == subscriber_id).with_for_update())


def _is_planned(conn: Connection, run_id: int, subscriber_id: int) -> bool:
    mail = select(delivery.c.id).filter_by(run_id=run_id, subscriber_id=subscriber_id)
    return conn.execute(mail).first() is not None


def _are_owed(conn: Connection, receipts: Sequence[tuple[int, str]]) -> bool:
    ids = {subscription_id for subscription_id, _ in receipts}
    active = conn.execute(select(func.count()).where(subscription.c.id.in_(ids), ACTIVE)).scalar_one()
    of_these = receipt.c.subscription_id.in_(ids) & receipt.c.change_id.in_({of for _, of in receipts})
    told = conn.execute(select(receipt.c.subscription_id, receipt.c.change_id).where(of_these))
    return active == len(ids) and not {tuple(row) for row in told} & set(receipts)
