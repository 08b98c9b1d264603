"""The operator's view of the outbox: what is in it, retrying by hand, and cancelling."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, exists, func, select, update

from watcher.model.mail import QueuedMail
from watcher.model.reader import fingerprint
from watcher.store.engine import Part
from watcher.store.tables.core import ACTIVE, delivery, delivery_content, receipt, subscription
from watcher.store.tables.held import correction
from watcher.store.tables.readers import suppression


class OutboxOperator(Part):
    """Each action refuses with a reason if its effect would surprise the operator."""

    def mails(self, status: str | None, limit: int) -> list[QueuedMail]:
        """At most `limit` emails of one status, or of all, newest first."""
        wanted = select(*_SHOWN) if status is None else select(*_SHOWN).where(delivery.c.status == status)
        with self.reading() as conn:
            return [QueuedMail(*row) for row in conn.execute(wanted.order_by(delivery.c.id.desc()).limit(limit))]

    def find(self, delivery_id: int) -> tuple[QueuedMail, bytes] | None:
        """One email with its finished bytes, if there is one with this number."""
        one = select(*_SHOWN, delivery_content.c.content).outerjoin_from(delivery, delivery_content)
        with self.reading() as conn:
            row = conn.execute(one.where(delivery.c.id == delivery_id)).one_or_none()
            return (QueuedMail(*row[:-1]), row.content or b"") if row else None

    def sent_to_readers(self, since: datetime) -> int:
        """How many emails to readers were delivered at `since` or later."""
        sent = select(func.count()).select_from(delivery).where(delivery.c.status == "sent")
        with self.reading() as conn:
            to_readers = sent.where(delivery.c.subscriber_id.is_not(None), delivery.c.ended_at >= since)
            return int(conn.execute(to_readers).scalar_one())

    def retry(self, delivery_id: int, now: datetime) -> str | None:
        """Have an email retried in the next send, as if it were new. None, or the reason for not doing it."""
        with self.writing() as conn:
            row = _locked(conn, delivery_id)
            if why := _no_retry(conn, row):
                return why
            again = {"status": "pending", "attempts": 0, "next_attempt_at": now, "retried_at": now}
            ended = {"ended_at": None, "failure_told_at": None, "blocked_since": None}
            conn.execute(update(delivery).where(delivery.c.id == delivery_id).values(**again, **ended))
            return None

    def cancel(self, delivery_id: int, now: datetime) -> str | None:
        """Never send a pending email; its reader counts as informed. None, or the reason for not doing it."""
        with self.writing() as conn:
            row = _locked(conn, delivery_id)
            if row is None or row.status != "pending":
                return _status(row)
            gone = update(delivery).where(delivery.c.id == delivery_id)
            conn.execute(gone.values(status="cancelled", ended_at=now))
            return None


_SHOWN = (
    delivery.c.id,
    delivery.c.address,
    delivery.c.subject,
    delivery.c.message_id,
    delivery.c.status,
    delivery.c.attempts,
    delivery.c.created_at,
    delivery.c.next_attempt_at,
    delivery.c.last_error,
    delivery.c.ended_at,
    delivery.c.blocked_since,
)
_STATUS = {
    "pending": "it is pending",
    "sent": "it was sent",
    "failed": "it was undeliverable",
    "cancelled": "it was cancelled",
}


def _locked(conn: Connection, delivery_id: int) -> Row[Any] | None:
    return conn.execute(select(delivery).where(delivery.c.id == delivery_id).with_for_update()).one_or_none()


def _status(row: Row[Any] | None) -> str:
    return _STATUS[row.status] if row else "it does not exist"


def _no_retry(conn: Connection, row: Row[Any] | None) -> str | None:
    if row is None or row.status not in ("failed", "pending"):
        return _status(row)
    text = select(exists().where(delivery_content.c.delivery_id == row.id))
    if not conn.execute(text).scalar_one():
        return "its text has been erased"
    if row.subscriber_id is None:
        return None
    wrong = receipt.c.change_id.in_(select(correction.c.change_id))
    if conn.execute(select(exists().where(receipt.c.delivery_id == row.id, wrong))).scalar_one():
        return "it contains an alert that has been corrected"
    stopped = select(suppression.c.reason).where(suppression.c.fingerprint == fingerprint(row.address))
    if reason := conn.execute(stopped).scalar_one_or_none():
        return f"its address is stopped ({reason}). The owner can sign up again."
    follows = select(exists().where(subscription.c.subscriber_id == row.subscriber_id, ACTIVE))
    return None if conn.execute(follows).scalar_one() else "its reader no longer follows anything"
