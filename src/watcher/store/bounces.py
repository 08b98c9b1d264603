"""Emails that came back. Each is counted once, together with its effect on the email and on its reader."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, select, update

from watcher.model.address import without_addresses
from watcher.model.mail import BounceKind, Returned
from watcher.model.reader import SuppressionReason
from watcher.store.doubts import blame_host, weigh
from watcher.store.engine import Part
from watcher.store.readers import TOMBSTONE
from watcher.store.sql import insert_new
from watcher.store.subscribers import count_active
from watcher.store.suppressions import stop
from watcher.store.tables.bounces import bounce
from watcher.store.tables.core import delivery

# The kinds of returned email by which readers stop us, and the reason we keep for each.
_STOPS = {
    BounceKind.COMPLAINT: SuppressionReason.COMPLAINED,
    BounceKind.LEFT: SuppressionReason.LEFT,
}
_REASONS = {BounceKind.COMPLAINT: "complaint: ", BounceKind.LEFT: "left: "}
_LOST = (BounceKind.FAILED, BounceKind.GONE)


class Bounces(Part):
    """What we learn about an email after the server accepted it."""

    def address_of(self, delivery_id: int) -> str | None:
        """The address that this email went to. None if we don't know the email, or have forgotten its address."""
        known = select(delivery.c.address).where(delivery.c.id == delivery_id)
        with self.reading() as conn:
            return conn.execute(known.where(~delivery.c.address.startswith(TOMBSTONE))).scalar_one_or_none()

    def delivery_of(self, message_id: str) -> int | None:
        """The number of the email with this Message-ID, None if we never planned one."""
        with self.reading() as conn:
            found = select(delivery.c.id).where(delivery.c.message_id == message_id)
            return conn.execute(found).scalar_one_or_none()

    def record(self, delivery_id: int, returned: Returned, now: datetime) -> int | None:
        """Save a bounce together with all its effects, or nothing. An email that never arrived counts as failed, so
        that we tell the operator. An address is stopped if its owner complained or asked to leave, and if `weigh`
        decides so. Returns how many subscriptions that ended; None, with nothing changed, if the message was recorded
        before.
        """
        returned = replace(returned, said=without_addresses(returned.said))
        row = {"delivery_id": delivery_id, "key": returned.key, "kind": returned.kind, "said": returned.said}
        with self.writing() as conn:
            if insert_new(conn, bounce, row | {"recorded_at": now}, ["delivery_id", "key"]) is None:
                return None
            if returned.kind in _LOST:
                _mark_lost(conn, delivery_id, returned.said, now)
                return _weighed(conn, delivery_id, returned, now)
            return _stopped(conn, delivery_id, returned, now)


def _mark_lost(conn: Connection, delivery_id: int, said: str, now: datetime) -> None:
    taken = update(delivery).where(delivery.c.id == delivery_id, delivery.c.status == "sent")
    conn.execute(taken.values(status="failed", last_error=f"returned: {said}", ended_at=now))


def _weighed(conn: Connection, delivery_id: int, returned: Returned, now: datetime) -> int:
    if returned.refuses_us:
        blame_host(conn, delivery_id, returned.said, now)
        return 0
    address = conn.execute(select(delivery.c.address).where(delivery.c.id == delivery_id)).scalar_one()
    active = count_active(conn, address)
    weigh(conn, delivery_id, returned.said, returned.doubt, now, proof=returned.kind is BounceKind.GONE)
    return active - count_active(conn, address)


def _stopped(conn: Connection, delivery_id: int, returned: Returned, now: datetime) -> int:
    because = _STOPS.get(returned.kind)
    if because is None:
        return 0
    address = conn.execute(select(delivery.c.address).where(delivery.c.id == delivery_id)).scalar_one()
    return stop(conn, address, because, _REASONS[returned.kind] + returned.said, now)
