"""Finished emails and their receipts, saved for many readers in one transaction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, String, cast, delete, insert, literal, select, update

from watcher.model.subscription import Frequency
from watcher.store.sql import insert_many, insert_new
from watcher.store.tables.core import (
    ACTIVE,
    delivery,
    delivery_content,
    digest_run,
    receipt,
    subscriber,
    subscription,
)


@dataclass(frozen=True, slots=True)
class PlannedMail:
    """A finished email to a reader. `receipts` pair subscription ids with the ids of the changes it delivers.

    `part` counts the emails of one run to one reader, from 0.
    """

    subscriber_id: int
    message_id: str
    address: str
    subject: str
    content: bytes
    receipts: Sequence[tuple[int, str]] = ()
    part: int = 0


def save_planned(conn: Connection, run_id: int, mails: Sequence[PlannedMail], now: datetime) -> int:
    """Save the emails and receipts of all readers whose data is still as it was read. Returns how many emails were
    saved.

    A reader is left out if this run has already planned emails to them, if another has sent one of these changes, or
    if they have left or moved. What is undelivered stays undelivered.
    """
    readers = sorted({mail.subscriber_id for mail in mails})
    # From here on, only one transaction at a time can plan for these readers or unsubscribe them.
    active = _lock_active(conn, readers)
    refused = _planned(conn, run_id, readers) | _told(conn, mails) | _left(mails, active) | _moved(conn, mails)
    kept = [mail for mail in mails if mail.subscriber_id not in refused]
    if kept:
        saved = _save(conn, run_id, kept, now)
        rows = [
            {"subscription_id": to, "change_id": of, "delivery_id": saved[mail.message_id]}
            for mail in kept
            for to, of in mail.receipts
        ]
        insert_many(conn, receipt, rows)
    return len(kept)


def withdraw(
    conn: Connection, waiting: Sequence[Any], now: datetime
) -> tuple[tuple[tuple[Frequency, datetime], ...], int]:
    """Cancel these pending emails (id, run_id), as if their runs had not planned them.

    Returns the runs (frequency and end) and the number of emails.
    """
    ids, runs = [row.id for row in waiting], {row.run_id for row in waiting}
    conn.execute(delete(receipt).where(receipt.c.delivery_id.in_(ids)))
    # its run must plan for the reader again, with an email of the same Message-ID
    gone = {"status": "cancelled", "ended_at": now, "run_id": None}
    spent = literal("taken-back:") + cast(delivery.c.id, String) + literal(":") + delivery.c.message_id
    conn.execute(update(delivery).where(delivery.c.id.in_(ids)).values(**gone, message_id=spent))
    begun = select(digest_run.c.frequency, digest_run.c.ends_at).where(digest_run.c.id.in_(runs))
    rows = conn.execute(begun.order_by(digest_run.c.ends_at))
    return tuple((Frequency(row.frequency), row.ends_at) for row in rows), len(ids)


def _lock_active(conn: Connection, readers: Collection[int]) -> Mapping[int, set[int]]:
    """The readers' active subscriptions, by reader. Nobody else can end them or plan for them in the meantime."""
    theirs = select(subscription.c.subscriber_id, subscription.c.id).where(subscription.c.subscriber_id.in_(readers))
    active: dict[int, set[int]] = defaultdict(set)
    for reader, wish in conn.execute(theirs.where(ACTIVE).order_by(subscription.c.id).with_for_update()):
        active[reader].add(wish)
    return active


def _planned(conn: Connection, run_id: int, readers: Collection[int]) -> set[int]:
    theirs = delivery.c.subscriber_id.in_(readers)
    return set(conn.execute(select(delivery.c.subscriber_id).where(delivery.c.run_id == run_id, theirs)).scalars())


def _told(conn: Connection, mails: Sequence[PlannedMail]) -> set[int]:
    """The readers of these emails who already have a receipt for one of the changes."""
    of_reader = {pair: mail.subscriber_id for mail in mails for pair in mail.receipts}
    wishes, changes = {wish for wish, _ in of_reader}, {change for _, change in of_reader}
    known = select(receipt.c.subscription_id, receipt.c.change_id).where(
        receipt.c.subscription_id.in_(wishes), receipt.c.change_id.in_(changes)
    )
    return {of_reader[pair] for wish, of in conn.execute(known) if (pair := (wish, of)) in of_reader}


def _moved(conn: Connection, mails: Sequence[PlannedMail]) -> set[int]:
    """The readers whose address is no longer the one that their email was written to."""
    theirs = select(subscriber.c.id, subscriber.c.address)
    rows = conn.execute(theirs.where(subscriber.c.id.in_({mail.subscriber_id for mail in mails})))
    now = {row.id: row.address for row in rows}
    return {mail.subscriber_id for mail in mails if now.get(mail.subscriber_id) != mail.address}


def _left(mails: Sequence[PlannedMail], active: Mapping[int, set[int]]) -> set[int]:
    return {
        mail.subscriber_id
        for mail in mails
        if mail.subscriber_id not in active or not active[mail.subscriber_id].issuperset(to for to, _ in mail.receipts)
    }


def _save(conn: Connection, run_id: int, mails: Sequence[PlannedMail], now: datetime) -> dict[str, int]:
    """The ids of the new deliveries, by Message-ID."""
    rows = [
        new_mail(mail.message_id, mail.address, mail.subject, now)
        | {"run_id": run_id, "subscriber_id": mail.subscriber_id, "part": mail.part}
        for mail in mails
    ]
    conn.execute(insert(delivery), rows)
    ids = [mail.message_id for mail in mails]
    saved = conn.execute(select(delivery.c.message_id, delivery.c.id).where(delivery.c.message_id.in_(ids)))
    numbers = {row.message_id: row.id for row in saved}
    contents = [{"delivery_id": numbers[mail.message_id], "content": mail.content} for mail in mails]
    # One row at a time: a driver keeps what was bound to a statement, and all rows together are megabytes.
    conn.execute(insert(delivery_content), contents)
    return numbers


def save_mail(conn: Connection, row: Mapping[str, Any], content: bytes) -> int | None:
    """Save one email with its bytes. Returns its number, or None if one with its Message-ID was planned before."""
    number: int | None = insert_new(conn, delivery, row, ["message_id"])
    if number is not None:
        conn.execute(insert(delivery_content), {"delivery_id": number, "content": content})
    return number


def new_mail(message_id: str, address: str, subject: str, now: datetime) -> dict[str, Any]:
    """The row of a pending email."""
    return {
        "message_id": message_id,
        "address": address,
        "subject": subject,
        "status": "pending",
        "attempts": 0,
        "created_at": now,
        "next_attempt_at": now,
    }
