"""Corrections: who got the wrong alert, which emails about it are pending, and one correction email for each reader."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256

from sqlalchemy import Connection, Select, exists, func, select

from watcher.model.correction import Correction, ReaderTold
from watcher.model.reader import SuppressionReason, fingerprint
from watcher.model.subscription import Frequency
from watcher.store.engine import Part
from watcher.store.planned_mails import PlannedMail, new_mail, save_mail, withdraw
from watcher.store.sql import insert_new
from watcher.store.subscribers import lock_active
from watcher.store.tables.core import ACTIVE, delivery, receipt, subscriber, subscription
from watcher.store.tables.held import correction, correction_mail
from watcher.store.tables.readers import suppression


class Corrections(Part):
    """A correction goes to exactly the readers who got the wrong alert, once to each."""

    def begin(self, change_id: str, text: str, now: datetime) -> Correction:
        """Record that a change was wrong and cancel the pending emails about it, or do neither.

        From then on the change is sent to nobody. Other changes in the cancelled emails are undelivered again, to be
        planned for the same runs. Beginning the same correction twice returns the first one. Call it while no email is
        being sent.
        """
        key = {"change_id": change_id, "fingerprint": sha256(text.encode()).hexdigest()}
        with self.writing() as conn:
            insert_new(conn, correction, {**key, "text": text, "made_at": now}, list(key))
            row = conn.execute(select(correction).filter_by(**key)).one()
            runs, taken_back = _take_back(conn, change_id, now)
        return Correction(row.id, change_id, row.text, row.made_at, runs, taken_back)

    def readers_told(self, change_id: str) -> list[ReaderTold]:
        """The readers who were sent an email about the change and may still be written to, by address.

        Readers who follow nothing any more, and stopped addresses, are left out.
        """
        told = (
            select(subscriber.c.id, subscriber.c.address, func.max(delivery.c.ended_at).label("told_at"))
            .join_from(receipt, delivery, delivery.c.id == receipt.c.delivery_id)
            .join(subscriber, subscriber.c.id == delivery.c.subscriber_id)
            .where(receipt.c.change_id == change_id, delivery.c.status == "sent")
            .where(exists().where(subscription.c.subscriber_id == subscriber.c.id, ACTIVE))
            .group_by(subscriber.c.id, subscriber.c.address)
        )
        with self.reading() as conn:
            stopped = set(conn.execute(_STOPPED).scalars())
            rows = conn.execute(told.order_by(subscriber.c.address)).all()
        return [ReaderTold(*row) for row in rows if fingerprint(row.address) not in stopped]

    def planned_for(self, correction_id: int) -> frozenset[int]:
        """The ids of the readers who have an email of this correction planned."""
        mine = select(correction_mail.c.subscriber_id).where(correction_mail.c.correction_id == correction_id)
        with self.reading() as conn:
            return frozenset(conn.execute(mine).scalars())

    def pending_about(self, change_id: str) -> int:
        """How many pending emails mention the change."""
        with self.reading() as conn:
            return len(conn.execute(_waiting(change_id)).all())

    def plan(self, correction_id: int, mails: Sequence[PlannedMail], now: datetime) -> int:
        """Save the emails to readers who still follow something and have no email of this correction yet; how many
        were saved.
        """
        with self.writing() as conn:
            return sum(_plan(conn, correction_id, mail, now) for mail in mails)


# A reader who left and came back may be written to again.
_STOPPED = select(suppression.c.fingerprint).where(suppression.c.reason != SuppressionReason.LEFT)


def _waiting(change_id: str) -> Select[tuple[int, int | None]]:
    about = exists().where(receipt.c.delivery_id == delivery.c.id, receipt.c.change_id == change_id)
    return select(delivery.c.id, delivery.c.run_id).where(delivery.c.status == "pending", about)


def _take_back(conn: Connection, change_id: str, now: datetime) -> tuple[tuple[tuple[Frequency, datetime], ...], int]:
    """Withdraw the pending emails about a change. Returns their runs and how many emails that were."""
    return withdraw(conn, conn.execute(_waiting(change_id).with_for_update()).all(), now)


def _plan(conn: Connection, correction_id: int, mail: PlannedMail, now: datetime) -> bool:
    key = {"correction_id": correction_id, "subscriber_id": mail.subscriber_id}
    active = lock_active(conn, mail.subscriber_id)
    if not active or conn.execute(select(correction_mail).filter_by(**key)).one_or_none():
        return False
    row = new_mail(mail.message_id, mail.address, mail.subject, now)
    number = save_mail(conn, row | {"subscriber_id": mail.subscriber_id}, mail.content)
    if number is None:
        return False
    conn.execute(correction_mail.insert().values(**key, delivery_id=number))
    return True
