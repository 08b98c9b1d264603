"""Undoes the stopping of an address: its subscriptions, consents and emails are as they were."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, delete, exists, select, update

from watcher.model.reader import SuppressionReason, fingerprint
from watcher.store.engine import Part
from watcher.store.tables.core import delivery, delivery_content, receipt, subscriber, subscription
from watcher.store.tables.held import correction
from watcher.store.tables.readers import consent, suppression

BOUNCED, BOUNCED_FOR_WEEKS = "bounced: ", "bounced for weeks: "
RESENT_WITHIN = timedelta(days=7)
# What is written instead once the operator has looked at it: it is not offered again.
CONFIRMED = "bounced, confirmed: "


class Readmission(Part):
    """For addresses that were stopped because email to them came back, and wrongly."""

    def stopped(self) -> list[tuple[str, str, datetime]]:
        """The addresses that are stopped because email came back: each with the server's words, and since when.

        Those whose stop the operator has confirmed are left out, and so are erased ones.
        """
        ended = select(subscriber.c.address, subscription.c.ended_reason, subscription.c.ended_at)
        mine = ended.join_from(subscription, subscriber).where(subscription.c.ended_reason.startswith(BOUNCED))
        with self.reading() as conn:
            rows = conn.execute(mine.order_by(subscription.c.ended_at, subscriber.c.address)).all()
            since = {row.fingerprint: row.since for row in conn.execute(_BOUNCES)}
        found = {(row.address, row.ended_reason.removeprefix(BOUNCED), row.ended_at): None for row in rows}
        return [one for one in found if since.get(fingerprint(one[0])) == one[2]]

    def readmit(self, address: str, now: datetime) -> int:
        """Make the address follow again what it followed when it was stopped. Returns how many subscriptions that is.

        0, with nothing changed, if it is not stopped because email came back.
        """
        with self.writing() as conn:
            return readmit(conn, address, now)

    def confirm_stop(self, address: str) -> bool:
        """Remember that the operator wants the address to stay stopped. False if it is not stopped."""
        with self.writing() as conn:
            reader, since = _stopped(conn, address)
            if reader is None:
                return False
            mine = select(subscription.c.id, subscription.c.ended_reason).where(_ended_by_it(reader, since))
            for row in conn.execute(mine).all():
                said = CONFIRMED + row.ended_reason.removeprefix(BOUNCED)
                conn.execute(update(subscription).where(subscription.c.id == row.id).values(ended_reason=said))
            return True


_BOUNCES = select(suppression).where(suppression.c.reason == SuppressionReason.BOUNCED)


def readmit(conn: Connection, address: str, now: datetime) -> int:
    """The same inside an open transaction. Emails that were cancelled or refused then are pending again, if they are
    not older than a week and none of their alerts was corrected since."""
    reader, since = _stopped(conn, address)
    if reader is None or since is None:
        return 0
    conn.execute(delete(suppression).where(suppression.c.fingerprint == fingerprint(address)))
    again = subscription.alias()
    replaced = exists().where(
        again.c.subscriber_id == reader, again.c.topic == subscription.c.topic, again.c.ended_at.is_(None)
    )
    back = update(subscription).where(_ended_by_it(reader, since), ~replaced)
    resumed = conn.execute(back.values(ended_at=None, ended_reason=None)).rowcount
    agreed = update(consent).where(consent.c.subscriber_id == reader, consent.c.ended_at == since)
    conn.execute(agreed.values(ended_at=None))
    _retry(conn, address, since, now)
    return int(resumed)


def _retry(conn: Connection, address: str, since: datetime, when: datetime) -> None:
    """Have the reader's emails that ended at that moment sent after all, at `when`."""
    there = exists().where(delivery_content.c.delivery_id == delivery.c.id)
    ended = (delivery.c.ended_at == since) & delivery.c.status.in_(("cancelled", "failed"))
    # an old email is no longer news, and one with an alert that was corrected since is wrong
    told = receipt.c.change_id.in_(select(correction.c.change_id))
    fit = (delivery.c.created_at > when - RESENT_WITHIN) & ~exists().where(receipt.c.delivery_id == delivery.c.id, told)
    again = update(delivery).where(delivery.c.address == address.strip().lower(), ended, there, fit)
    conn.execute(again.values(status="pending", ended_at=None, next_attempt_at=when, failure_told_at=None))


def _stopped(conn: Connection, address: str) -> tuple[int | None, datetime | None]:
    """The reader with this address and since when they are stopped because email came back."""
    since = conn.execute(_BOUNCES.where(suppression.c.fingerprint == fingerprint(address))).one_or_none()
    of_address = select(subscriber.c.id).where(subscriber.c.address == address.strip().lower())
    reader = conn.execute(of_address).scalar_one_or_none()
    return (reader, since.since) if reader is not None and since else (None, None)


def _ended_by_it(reader: int, since: datetime | None) -> ColumnElement[bool]:
    mine = (subscription.c.subscriber_id == reader) & (subscription.c.ended_at == since)
    return mine & subscription.c.ended_reason.startswith("bounced")
