"""Doubts about addresses, and the hosts that sending waits for. Decides, in one transaction, who is stopped."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from enum import Enum

from sqlalchemy import ColumnElement, Connection, delete, exists, func, select, update

from watcher.model.address import without_addresses
from watcher.model.doubts import (
    REMEMBERED,
    SHARE,
    WAITS,
    WITHIN,
    Doubt,
    WaitingHost,
    alike,
    doubts_suffice,
    host_is_to_blame,
    host_of,
)
from watcher.model.reader import SuppressionReason
from watcher.store.engine import Part
from watcher.store.readmission import BOUNCED, BOUNCED_FOR_WEEKS, readmit
from watcher.store.sql import upsert
from watcher.store.suppressions import stop
from watcher.store.tables.core import delivery, delivery_content
from watcher.store.tables.doubts import doubt, waiting_host

# Older doubts weigh nothing any more.
_DOUBTS_KEPT = 12 * REMEMBERED


class Verdict(Enum):
    """What follows from a refusal: we stop the address, or keep it, or blame its host and wait for it."""

    STOPPED = "stopped"
    KEPT = "kept"
    WAITS = "waits"


class Doubts(Part):
    """Doubts about addresses, and hosts that refuse everybody alike."""

    def of_addresses(self, now: datetime) -> Mapping[str, list[Doubt]]:
        """The doubts that still count against each address, oldest first."""
        mine = select(delivery.c.address, doubt.c.at, doubt.c.weight, doubt.c.said).join_from(doubt, delivery)
        found: defaultdict[str, list[Doubt]] = defaultdict(list)
        with self.reading() as conn:
            for row in conn.execute(mine.where(doubt.c.at > now - _DOUBTS_KEPT).order_by(doubt.c.at, doubt.c.id)):
                found[row.address].append(Doubt(row.at, row.weight, row.said))
        return found

    def waiting_hosts(self, now: datetime) -> list[WaitingHost]:
        """The hosts that sending waits for at this moment."""
        with self.reading() as conn:
            return _waiting(conn, now)


def weigh(conn: Connection, delivery_id: int, said: str, weight: float, now: datetime, *, proof: bool) -> Verdict:
    """Record the doubt that a refusal casts on an address, and act on it.

    With `proof` the address is stopped, unless its host refuses several readers in the same words: then those stopped
    for it today are readmitted, and sending to the host waits. Without, it is stopped once the doubts suffice.
    """
    said = without_addresses(said)
    if weight:
        row = {"delivery_id": delivery_id, "at": now, "weight": weight, "proof": proof, "said": said}
        conn.execute(doubt.insert(), row)
    address = conn.execute(select(delivery.c.address).where(delivery.c.id == delivery_id)).scalar_one()
    if proof and _host_is_the_matter(conn, host_of(address), said, now):
        until = wait_for_host(conn, host_of(address), said, now)
        try_again(conn, delivery_id, said, now, until)
        return Verdict.WAITS
    if proof or (weight and doubts_suffice(_of_address(conn, address, now), now)):
        stop(conn, address, SuppressionReason.BOUNCED, f"{BOUNCED if proof else BOUNCED_FOR_WEEKS}{said}", now)
        return Verdict.STOPPED
    return Verdict.KEPT


def blame_host(conn: Connection, delivery_id: int, said: str, now: datetime) -> None:
    """A host refused us after it had taken the email. If it does so for many of its readers, sending to it waits and
    the email is sent again. One filter at a large provider is not a reason to wait for everyone there.
    """
    said = without_addresses(said)
    conn.execute(doubt.insert(), {"delivery_id": delivery_id, "at": now, "weight": 0.0, "proof": False, "said": said})
    address = conn.execute(select(delivery.c.address).where(delivery.c.id == delivery_id)).scalar_one()
    host = host_of(address)
    mine = select(func.count(delivery.c.address.distinct())).join_from(doubt, delivery)
    refused = conn.execute(mine.where(doubt.c.weight == 0, doubt.c.at > now - WITHIN, _at(host))).scalar_one()
    if refused >= SHARE * _tried(conn, host, now):
        try_again(conn, delivery_id, said, now, wait_for_host(conn, host, said, now))


def wait_for_host(conn: Connection, host: str, said: str, now: datetime) -> datetime:
    """Send nothing to this host for some hours, and readmit those whom it had refused alike. Returns until when."""
    known = conn.execute(select(waiting_host).where(waiting_host.c.host == host)).one_or_none()
    if known and known.until > now:
        until: datetime = known.until
        return until
    times = known.times + 1 if known else 1
    until, since = now + WAITS[min(times, len(WAITS)) - 1], known.since if known else now
    row = {"host": host, "said": said, "since": since, "until": until, "times": times}
    upsert(conn, waiting_host, [row], ["host"])
    for address in _refused_alike(conn, host, said, now):
        readmit(conn, address, until)
    postpone(conn, host, said, until)
    return until


def try_again(conn: Connection, delivery_id: int, said: str, now: datetime, until: datetime) -> None:
    """Have a refused email sent again at `until`, unless it is old or its text is erased."""
    there = exists().where(delivery_content.c.delivery_id == delivery.c.id) & (delivery.c.created_at > now - REMEMBERED)
    again = update(delivery).where(delivery.c.id == delivery_id, delivery.c.status == "failed", there)
    why = f"its host refuses many readers alike: {said}"
    conn.execute(again.values(status="pending", ended_at=None, next_attempt_at=until, last_error=why))


def postpone(conn: Connection, host: str, said: str, until: datetime) -> None:
    """Leave the pending emails to a host until later."""
    later = update(delivery).where(_at(host), delivery.c.status == "pending", delivery.c.next_attempt_at < until)
    conn.execute(later.values(next_attempt_at=until, last_error=f"waiting for {host}: {said}"))


def postpone_all(conn: Connection, now: datetime) -> None:
    """Do so for all hosts that sending waits for, and forget those that have accepted email for long."""
    for one in _waiting(conn, now):
        postpone(conn, one.host, one.said, one.until)
    conn.execute(delete(waiting_host).where(waiting_host.c.until < now - REMEMBERED))


def _waiting(conn: Connection, now: datetime) -> list[WaitingHost]:
    rows = conn.execute(select(waiting_host).where(waiting_host.c.until > now).order_by(waiting_host.c.host))
    return [WaitingHost(row.host, row.said, row.since, row.until, row.times) for row in rows]


def _host_is_the_matter(conn: Connection, host: str, said: str, now: datetime) -> bool:
    known = conn.execute(select(waiting_host).where(waiting_host.c.host == host)).one_or_none()
    if known and known.until > now - REMEMBERED and alike(known.said) == alike(said):
        return True
    refused = len(_refused_alike(conn, host, said, now))
    return host_is_to_blame(refused, max(refused, _tried(conn, host, now)))


def _at(host: str) -> ColumnElement[bool]:
    return delivery.c.address.endswith(f"@{host}", autoescape=True)


def _tried(conn: Connection, host: str, now: datetime) -> int:
    """How many addresses at a host we wrote to lately."""
    done = delivery.c.status.in_(("sent", "failed")) & (delivery.c.ended_at > now - WITHIN)
    return int(conn.execute(select(func.count(delivery.c.address.distinct())).where(_at(host), done)).scalar_one())


def _refused_alike(conn: Connection, host: str, said: str, now: datetime) -> list[str]:
    """The addresses at a host that were refused in these words lately, as if nobody were there."""
    mine = select(delivery.c.address, doubt.c.said).join_from(doubt, delivery).where(
        doubt.c.proof, doubt.c.at > now - WITHIN, _at(host)
    )  # fmt: skip
    same = alike(said)
    return sorted({row.address for row in conn.execute(mine) if alike(row.said) == same})


def _of_address(conn: Connection, address: str, now: datetime) -> list[Doubt]:
    mine = select(doubt.c.at, doubt.c.weight, doubt.c.said).join_from(doubt, delivery)
    rows = conn.execute(mine.where(delivery.c.address == address, doubt.c.at > now - _DOUBTS_KEPT))
    return [Doubt(row.at, row.weight, row.said) for row in rows]
