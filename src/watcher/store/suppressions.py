"""Stops all email to an address that can't be reached, or whose owner complained or left."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, Delete, delete, select, update

from watcher.model.reader import Suppressed, SuppressionReason, fingerprint
from watcher.store.engine import Part
from watcher.store.sql import upsert
from watcher.store.subscribers import cancel_pending, lock_active, revoke_links
from watcher.store.tables.core import subscriber, subscription
from watcher.store.tables.readers import consent, suppression

# From the mildest reason to the gravest: each takes more to undo.
_GRAVITY = (
    SuppressionReason.BY_OPERATOR,
    SuppressionReason.LEFT,
    SuppressionReason.BOUNCED,
    SuppressionReason.COMPLAINED,
)


class Suppressions(Part):
    """An address is stopped as a whole: its subscriptions, its pending emails, and whatever we would send later."""

    def stop(self, address: str, because: SuppressionReason, reason: str, now: datetime) -> int:
        """End all subscriptions of the address for this reason and remember not to write to it, or do neither.

        Returns how many subscriptions ended. Safe to repeat.
        """
        with self.writing() as conn:
            return stop(conn, address, because, reason, now)

    def of_address(self, address: str) -> Suppressed | None:
        """Why and since when we must not write to the address, if that is so."""
        with self.reading() as conn:
            return suppression_of(conn, address)

    def lift(self, address: str) -> None:
        """Allow emails to the address again."""
        with self.writing() as conn:
            conn.execute(delete_suppression(address))


def stop(conn: Connection, address: str, because: SuppressionReason, reason: str, now: datetime) -> int:
    """The same inside an open transaction."""
    reader = conn.execute(select(subscriber.c.id).where(subscriber.c.address == address.lower())).scalar_one_or_none()
    _suppress(conn, address, because, now)
    if reader is None:
        return 0
    active = list(lock_active(conn, reader))
    end = update(subscription).where(subscription.c.id.in_(active))
    conn.execute(end.values(ended_at=now, ended_reason=reason))
    agreed = update(consent).where(consent.c.subscriber_id == reader, consent.c.ended_at.is_(None))
    conn.execute(agreed.values(ended_at=now))
    cancel_pending(conn, reader, now)
    if active:
        revoke_links(conn, reader)
    return len(active)


def _suppress(conn: Connection, address: str, because: SuppressionReason, now: datetime) -> None:
    """A reason is only replaced by a graver one."""
    key = fingerprint(address)
    known = conn.execute(select(suppression.c.reason).where(suppression.c.fingerprint == key)).scalar_one_or_none()
    if known is None or _GRAVITY.index(because) > _GRAVITY.index(SuppressionReason(known)):
        row = {"fingerprint": key, "reason": because, "since": now}
        upsert(conn, suppression, [row], ["fingerprint"])


def delete_suppression(address: str) -> Delete:
    """The statement that allows emails to the address again."""
    return delete(suppression).where(suppression.c.fingerprint == fingerprint(address))


def suppression_of(conn: Connection, address: str) -> Suppressed | None:
    """Why and since when we must not write to the address, if that is so."""
    row = conn.execute(select(suppression).where(suppression.c.fingerprint == fingerprint(address))).one_or_none()
    return Suppressed(SuppressionReason(row.reason), row.since) if row else None
