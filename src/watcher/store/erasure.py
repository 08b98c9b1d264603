"""What we forget, and when. We keep how many readers got something, but not who they were."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, String, cast, delete, exists, literal, or_, select, update

from watcher.model.address import mailbox
from watcher.model.reader import SuppressionReason, fingerprint
from watcher.store.engine import Part
from watcher.store.readers import TOMBSTONE
from watcher.store.sql import insert_new
from watcher.store.tables.bounces import bounce
from watcher.store.tables.core import ACTIVE, delivery, delivery_content, fault, subscriber, subscription
from watcher.store.tables.doubts import doubt
from watcher.store.tables.readers import consent, requested_mail, sign_up, suppression

ADDRESSES_KEPT = timedelta(days=28)
SIGN_UPS_KEPT = timedelta(days=7)
SENT_KEPT = timedelta(days=7)
# The operator may still retry an email that was given up.
FAILED_KEPT = timedelta(days=28)


class Erasure(Part):
    """Forgets what has expired, and any person who asks for it."""

    def erase_due(self, now: datetime) -> int:
        """Forget everything that has expired; how many readers' addresses that was. Safe to repeat at any time."""
        with self.writing() as conn:
            _empty_mails(conn, now)
            _forget_requests(conn, requested_mail.c.asked_at <= now - SIGN_UPS_KEPT, now)
            conn.execute(delete(sign_up).where(sign_up.c.asked_at <= now - SIGN_UPS_KEPT))
            left = select(subscriber.c.id, subscriber.c.address).where(_gone_since(now - ADDRESSES_KEPT))
            readers = conn.execute(left).all()
            for reader in readers:
                erase_reader(conn, reader.id, reader.address, now)
        return len(readers)

    def forget(self, address: str, now: datetime) -> bool:
        """Erase one person at once, whatever they follow; whether we knew anything about the address.

        Only the fingerprint stays, so that we don't write to the address again.
        """
        address = address.strip().lower()
        with self.writing() as conn:
            reader = conn.execute(select(subscriber.c.id).where(subscriber.c.address == address)).scalar_one_or_none()
            asked = conn.execute(delete(sign_up).where(sign_up.c.address == address)).rowcount
            _forget_requests(conn, requested_mail.c.mailbox == fingerprint(mailbox(address)), now)
            if reader is not None:
                end = update(subscription).where(subscription.c.subscriber_id == reader, ACTIVE)
                conn.execute(end.values(ended_at=now, ended_reason="forgotten"))
                erase_reader(conn, reader, address, now)
        return reader is not None or asked > 0


def _empty_mails(conn: Connection, now: datetime) -> None:
    """Forget the text of finished emails."""
    done = delivery.c.status.in_(["sent", "cancelled"]) & (delivery.c.ended_at <= now - SENT_KEPT)
    given_up = (delivery.c.status == "failed") & (delivery.c.ended_at <= now - FAILED_KEPT)
    _forget_content(conn, or_(done, given_up))


def _forget_content(conn: Connection, which: ColumnElement[bool]) -> None:
    mails = select(delivery.c.id).where(which)
    conn.execute(delete(delivery_content).where(delivery_content.c.delivery_id.in_(mails)))


def _gone_since(when: datetime) -> ColumnElement[bool]:
    """The readers who have followed nothing since `when` and are not yet erased."""
    mine = subscription.c.subscriber_id == subscriber.c.id
    stays = exists().where(mine, or_(ACTIVE, subscription.c.ended_at > when))
    return ~stays & (subscriber.c.created_at <= when) & ~subscriber.c.address.startswith(TOMBSTONE)


def _forget_requests(conn: Connection, which: ColumnElement[bool], now: datetime) -> None:
    """Wipe the emails that people asked for. Their readers may never have confirmed anything."""
    mails = delivery.c.id.in_(select(requested_mail.c.delivery_id).where(which))
    conn.execute(_cancelled(mails, now))
    wipe_mails(conn, mails)
    conn.execute(delete(requested_mail).where(which))


def erase_reader(conn: Connection, reader: int, address: str, now: datetime) -> None:
    """Erase a reader inside an open transaction. Only the fingerprint of the address stays."""
    mails = delivery.c.subscriber_id == reader
    conn.execute(_cancelled(mails, now))
    wipe_mails(conn, mails)
    about = select(delivery.c.id).where(delivery.c.address == address)
    conn.execute(delete(doubt).where(doubt.c.delivery_id.in_(about)))
    # the reason may contain what a mail server said about the address
    conn.execute(update(subscription).where(subscription.c.subscriber_id == reader).values(ended_reason="erased"))
    conn.execute(update(consent).where(consent.c.subscriber_id == reader).values(network=None))
    ended = consent.c.ended_at.is_(None) & (consent.c.subscriber_id == reader)
    conn.execute(update(consent).where(ended).values(ended_at=now))
    forget_mail_faults(conn, reader, address)
    row = {"fingerprint": fingerprint(address), "reason": SuppressionReason.LEFT, "since": now}
    insert_new(conn, suppression, row, ["fingerprint"])
    conn.execute(update(subscriber).where(subscriber.c.id == reader).values(address=f"{TOMBSTONE}{reader}"))


def forget_mail_faults(conn: Connection, reader: int, address: str) -> None:
    """Forget that emails to this reader could not be written. Old ids of such faults contain the address."""
    theirs = (fault.c.source_id.endswith(f":{one}", autoescape=True) for one in (reader, address))
    conn.execute(delete(fault).where(fault.c.source_id.startswith("mail:"), or_(*theirs)))


def _cancelled(which: ColumnElement[bool], now: datetime) -> Any:
    return update(delivery).where(which, delivery.c.status == "pending").values(status="cancelled", ended_at=now)


def wipe_mails(conn: Connection, which: ColumnElement[bool]) -> None:
    """Remove the address, the subject, the text and the server's words from these emails."""
    returned = bounce.c.delivery_id.in_(select(delivery.c.id).where(which))
    conn.execute(update(bounce).where(returned).values(said=""))
    conn.execute(delete(doubt).where(doubt.c.delivery_id.in_(select(delivery.c.id).where(which))))
    grave = literal(TOMBSTONE) + cast(delivery.c.id, String)
    conn.execute(update(delivery).where(which).values(address=grave, subject="", last_error=None))
    _forget_content(conn, which)
