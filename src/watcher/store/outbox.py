"""The outbox: finished emails, each pending, sent, rejected or cancelled."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

from sqlalchemy import Connection, Select, bindparam, func, literal, select, update

from watcher.model.address import without_addresses
from watcher.model.doubts import host_of
from watcher.model.mail import Delivery, Undelivered
from watcher.model.source import Fault
from watcher.store import changes, faults
from watcher.store.doubts import Verdict, postpone_all, weigh
from watcher.store.engine import Part
from watcher.store.fence import refuse_without_lease
from watcher.store.planned_mails import new_mail, save_mail
from watcher.store.readers import TOMBSTONE
from watcher.store.sql import upsert
from watcher.store.tables.core import change, delivery, delivery_content, receipt
from watcher.store.tables.runs import store_fact


class OutboxStore(Part):
    """Each email is pending until it was sent, rejected for good, or cancelled."""

    def plan_note(
        self,
        message_id: str,
        address: str,
        subject: str,
        content: bytes,
        told_faults: Sequence[Fault],
        told_changes: Sequence[str],
        now: datetime,
        *,
        told_failures: Sequence[int] = (),
        facts: Mapping[str, str] = MappingProxyType({}),
    ) -> bool:
        """Save an email to the operator together with what it reported, or neither: faults, held changes by their ids,
        undeliverable emails by theirs, and `facts` to remember.

        False, with nothing saved, if an email with this Message-ID was planned before.
        """
        mail = new_mail(message_id, address, subject, now)
        with self.writing() as conn:
            if save_mail(conn, mail, content) is None:
                return False
            faults.mark_told(conn, told_faults, now)
            changes.mark_told(conn, told_changes, now)
            _mark_told(conn, told_failures, now)
            upsert(conn, store_fact, [{"name": name, "value": value} for name, value in facts.items()], ["name"])
            return True

    def begin_sending(self, now: datetime) -> None:
        """Move the first email that is due at `now` behind those that were planned with it.

        A sender that was killed may have been sending it, and the next one might be killed by it too. And if this can't
        be written because the disk is full, it could not be recorded either that an email was sent. Emails to hosts
        that we wait for are left for later.
        """
        with self.writing() as conn:
            postpone_all(conn, now)
            first = conn.execute(_in_order(select(delivery), now, 1)).one_or_none()
            if first:
                later = min(first.next_attempt_at + timedelta(microseconds=1), now)
                conn.execute(update(delivery).where(delivery.c.id == first.id).values(next_attempt_at=later))

    def pending(self, now: datetime, limit: int) -> list[Delivery]:
        """At most `limit` emails that are due at `now`, those that have waited longest first."""
        with self.reading() as conn:
            return [_delivery(row) for row in conn.execute(_in_order(_WITH_CONTENT, now, limit))]

    def is_pending(self, delivery_id: int, now: datetime) -> bool:
        """Whether the email is still due: since it was read, its reader may have left, it may have been cancelled, or
        its host may have begun to refuse everybody.

        LeaseLostError if another process sends by now.
        """
        with self.reading() as conn:
            refuse_without_lease(conn, lock=False)
            return conn.execute(_WAITS, {"of_mail": delivery_id, "moment": now}).one_or_none() is not None

    def pending_count(self) -> int:
        """How many emails are pending, including those to be retried later."""
        with self.reading() as conn:
            return int(conn.execute(select(func.count()).select_from(delivery).where(_PENDING)).scalar_one())

    def failed_count(self) -> int:
        """How many emails we have ever given up."""
        with self.reading() as conn:
            return int(conn.execute(select(func.count()).select_from(delivery).where(_FAILED)).scalar_one())

    def newest_failed(self, limit: int) -> list[Undelivered]:
        """At most `limit` of the emails that were given up, newest first. Erased addresses are left out."""
        in_order = (
            select(*_UNDELIVERED).where(_FAILED, _KNOWN).order_by(delivery.c.ended_at.desc(), delivery.c.id.desc())
        )
        with self.reading() as conn:
            return [Undelivered(*row) for row in conn.execute(in_order.limit(limit))]

    def failures_to_tell(self) -> list[Undelivered]:
        """The emails to readers that were given up and that the operator has not heard of, oldest first.

        Emails to the operator are left out: reporting them would fail in the same way, for ever. So are emails whose
        address was erased since: nothing is left to report.
        """
        to_reader = delivery.c.subscriber_id.is_not(None) & _KNOWN
        untold = select(*_UNDELIVERED).where(_FAILED, delivery.c.failure_told_at.is_(None), to_reader)
        with self.reading() as conn:
            return [Undelivered(*row) for row in conn.execute(untold.order_by(delivery.c.ended_at, delivery.c.id))]

    def mark_sent(self, delivery_id: int, now: datetime) -> None:
        """Record that the server accepted the email."""
        with self.writing() as conn:
            conn.execute(_SENT, {"of_mail": delivery_id, "moment": now})

    def mark_retry(self, delivery_id: int, error: str, next_attempt_at: datetime) -> None:
        """The server could not accept the email now: it stays pending and is retried at that time."""
        self._mark(delivery_id, last_error=error, next_attempt_at=next_attempt_at, blocked_since=None)

    def mark_blocked(
        self, delivery_id: int, error: str, now: datetime, next_attempt_at: datetime, *, of_host: bool = False
    ) -> None:
        """The server rejects us, not this email: it stays pending, and counts as blocked from the first time on.

        With `of_host` all others to the same host wait with it, once: next time each is tried for itself.
        """
        since = func.coalesce(delivery.c.blocked_since, now)
        blocked = {"last_error": error, "next_attempt_at": next_attempt_at}
        with self.writing() as conn:
            _mark(conn, delivery_id, blocked_since=since, **blocked)
            if not of_host:
                return
            address = conn.execute(select(delivery.c.address).where(delivery.c.id == delivery_id)).scalar_one()
            there = delivery.c.address.endswith(f"@{host_of(address)}", autoescape=True)
            untried = update(delivery).where(_PENDING, there, delivery.c.blocked_since.is_(None))
            conn.execute(untried.values(blocked_since=now, **blocked))

    def mark_failed(self, delivery_id: int, error: str, now: datetime, doubt: float = 0.0) -> None:
        """The server rejected the email for good: it is not retried. `doubt` is how much that says against the
        address; enough of it stops the address.
        """
        with self.writing() as conn:
            _mark(conn, delivery_id, status="failed", last_error=error, ended_at=now)
            if doubt:
                weigh(conn, delivery_id, error, doubt, now, proof=False)

    def mark_gone(self, delivery_id: int, error: str, now: datetime) -> bool:
        """The server says that nobody is at this address: give the email up and stop the address, or do neither.

        False if the server says so of several readers alike: nobody is stopped, and the email stays pending until we
        try that host again.
        """
        with self.writing() as conn:
            _mark(conn, delivery_id, status="failed", last_error=error, ended_at=now)
            return weigh(conn, delivery_id, error, 1.0, now, proof=True) is not Verdict.WAITS

    def put_aside(self, why: str, now: datetime, recorded_until: datetime | None = None) -> int:
        """Stop pending emails to readers until the operator releases each one. Returns how many.

        With `recorded_until` only emails about a change recorded by then. Their readers count as informed. `watcher
        outbox retry` sends such an email, and the operator hears of them.
        """
        waiting = update(delivery).where(_PENDING, delivery.c.subscriber_id.is_not(None))
        if recorded_until is not None:
            about = select(receipt.c.delivery_id).join(change, change.c.id == receipt.c.change_id)
            waiting = waiting.where(delivery.c.id.in_(about.where(change.c.recorded_at <= recorded_until)))
        with self.writing() as conn:
            return conn.execute(waiting.values(status="failed", last_error=why, ended_at=now)).rowcount

    def blocked(self) -> Counter[str]:
        """How many emails are blocked, for each of the server's reasons, with addresses removed."""
        waiting = select(delivery.c.last_error).where(_PENDING, delivery.c.blocked_since.is_not(None))
        with self.reading() as conn:
            return Counter(without_addresses(str(why)) for why in conn.execute(waiting).scalars())

    def _mark(self, delivery_id: int, **outcome: Any) -> None:
        with self.writing() as conn:
            _mark(conn, delivery_id, **outcome)


# Written out, not bound: SQLite uses a partial index only if it can read the condition.
_PENDING = delivery.c.status == literal("pending", literal_execute=True)
_FAILED = delivery.c.status == literal("failed", literal_execute=True)
_KNOWN = ~delivery.c.address.startswith(TOMBSTONE)
_WITH_CONTENT = select(delivery, delivery_content.c.content).join_from(delivery, delivery_content)
# Built once: building them again for each email would be much of the cost of sending it.
_DUE = delivery.c.next_attempt_at <= bindparam("moment")
_WAITS = select(delivery.c.id).where(delivery.c.id == bindparam("of_mail"), _PENDING, _DUE)
_SENT = (
    update(delivery)
    .where(delivery.c.id == bindparam("of_mail"))
    .values(status="sent", attempts=delivery.c.attempts + 1, ended_at=bindparam("moment"))
)
_UNDELIVERED = (
    delivery.c.id,
    delivery.c.address,
    delivery.c.subject,
    delivery.c.last_error,
    delivery.c.ended_at,
    delivery.c.failure_told_at,
)


def _in_order(mails: Select[Any], now: datetime, limit: int) -> Select[Any]:
    due = mails.where(_PENDING, delivery.c.next_attempt_at <= now)
    return due.order_by(delivery.c.next_attempt_at, delivery.c.id).limit(limit)


def _mark(conn: Connection, delivery_id: int, **outcome: Any) -> None:
    # an email stays cancelled or erased if that happened while the server was accepting it
    tried = update(delivery).where(delivery.c.id == delivery_id, _PENDING)
    conn.execute(tried.values(attempts=delivery.c.attempts + 1, **outcome))


def _mark_told(conn: Connection, delivery_ids: Sequence[int], now: datetime) -> None:
    told = [{"told": delivery_id} for delivery_id in delivery_ids]
    if told:
        conn.execute(update(delivery).where(delivery.c.id == bindparam("told")).values(failure_told_at=now), told)


def _delivery(row: Any) -> Delivery:
    what = (row.id, row.message_id, row.address, row.subject, row.content)
    # after the operator's retry, an email has the full number of days again
    return Delivery(*what, row.attempts, row.retried_at or row.created_at)
