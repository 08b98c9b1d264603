"""Sends the outbox one email at a time: decides when to retry, when to give up, and when to stop sending."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol

from watcher.mail.pace import Pace
from watcher.mail.replies import Meaning, weight
from watcher.mail.smtp import Smtp, server_of
from watcher.mail.transport import (
    BlockedError,
    BusyError,
    DoubtError,
    FolderTransport,
    GoneError,
    PostponedError,
    RefusedError,
    ServerError,
    Transport,
    UnwelcomeError,
)
from watcher.model.address import without_addresses
from watcher.model.mail import Delivery
from watcher.model.stopping import Stopping, never
from watcher.model.text import clean

log = logging.getLogger(__name__)

BATCH = 100
# We give an email up at this age, but only after this many tries: the clock may be wrong.
MAIL_GIVE_UP = timedelta(days=5)
TRIES_AT_LEAST = 6
_WAITS = tuple(timedelta(minutes=m) for m in (5, 15, 60, 180, 360, 720))
_POSTPONED_IN_A_ROW = 20
_ERROR_LIMIT = 300


class Outgoing(Protocol):
    """The part of the store that holds emails to be sent."""

    def pending(self, now: datetime, limit: int) -> Sequence[Delivery]: ...
    def is_pending(self, delivery_id: int, now: datetime) -> bool: ...
    def mark_sent(self, delivery_id: int, now: datetime) -> None: ...
    def mark_retry(self, delivery_id: int, error: str, next_attempt_at: datetime) -> None: ...
    def mark_blocked(
        self, delivery_id: int, error: str, now: datetime, next_attempt_at: datetime, *, of_host: bool = False
    ) -> None: ...
    def mark_failed(self, delivery_id: int, error: str, now: datetime, doubt: float = 0.0) -> None: ...
    def mark_gone(self, delivery_id: int, error: str, now: datetime) -> bool: ...


def transport_of(url: str, return_path: Callable[[int], str], password: str | None, outbox: Path) -> Transport:
    """The mail server at the configured address, or the folder `outbox` if none is configured.

    `return_path` gives an email's return address by its number. `MailError` if the address can't be used, for example
    because it would send a password unencrypted.
    """
    return Smtp(server_of(url, password), return_path) if url else FolderTransport(outbox)


@dataclass(slots=True)
class Delivered:
    """The result of sending. `trouble` is why it ended early: emails that were not reached are still pending.

    `stopped` means that we were asked to end, which is not a fault.
    """

    sent: int = 0
    postponed: int = 0
    refused: int = 0
    trouble: str | None = None
    stopped: bool = False


def deliver(
    outbox: Outgoing, transport: Transport, now: datetime, stopping: Stopping = never, pace: Pace | None = None
) -> Delivered:
    """Send everything that is pending. Stop when asked to, or at the first sign that the server can't be used.

    If the process is killed between the server's acceptance and our record of it, that one email is sent again, with
    the same bytes and Message-ID.
    """
    result, pace = Delivered(), pace or Pace()
    in_a_row = 0
    while batch := outbox.pending(now, BATCH):
        for delivery in batch:
            pace.wait(stopping)
            if stopping():
                result.trouble, result.stopped = "interrupted", True
                return result
            # it may have been read long before it is sent
            if not outbox.is_pending(delivery.id, now):
                continue
            try:
                in_a_row = 0 if _send(outbox, transport, delivery, now, result) else in_a_row + 1
            except ServerError as error:
                result.trouble = clean(str(error), _ERROR_LIMIT)
                return result
            if in_a_row >= _POSTPONED_IN_A_ROW:
                result.trouble = f"the server deferred {in_a_row} emails in a row"
                return result
    return result


def _send(outbox: Outgoing, transport: Transport, delivery: Delivery, now: datetime, result: Delivered) -> bool:
    """Send one mail and record how it went. False if the server put it off."""
    try:
        transport.send(delivery)
    except GoneError as refusal:
        _say(delivery, "undeliverable to this address", refusal)
        stopped = outbox.mark_gone(delivery.id, clean(str(refusal), _ERROR_LIMIT), now)
        result.refused += stopped
        result.postponed += not stopped
    except RefusedError as refusal:
        _say(delivery, "undeliverable", refusal)
        doubt = weight(Meaning.DOUBT) if isinstance(refusal, DoubtError) else 0.0
        outbox.mark_failed(delivery.id, clean(str(refusal), _ERROR_LIMIT), now, doubt)
        result.refused += 1
    except UnwelcomeError as refusal:
        # if the reason is this email after all, it must not block the others
        _block(outbox, delivery, str(refusal), now)
        raise
    except BlockedError as refusal:
        _block(outbox, delivery, str(refusal), now, of_host=True)
        result.postponed += 1
        return False
    except PostponedError as delay:
        doubt = weight(Meaning.LATER) if isinstance(delay, BusyError) else 0.0
        _postpone(outbox, delivery, str(delay), now, result, doubt)
        return False
    else:
        outbox.mark_sent(delivery.id, now)
        result.sent += 1
        log.info("email %d: sent", delivery.id)
    return True


def _say(delivery: Delivery, outcome: str, why: Exception | str) -> None:
    """Log what became of an email, by its number. A server's words may hold an address."""
    log.info("email %d: %s: %s", delivery.id, outcome, without_addresses(clean(str(why), _ERROR_LIMIT)))


def _block(outbox: Outgoing, delivery: Delivery, why: str, now: datetime, *, of_host: bool = False) -> None:
    """Never given up, however long it takes: we send it once the operator has solved the reason for the block."""
    _say(delivery, "kept, for the server rejects us", why)
    outbox.mark_blocked(delivery.id, clean(why, _ERROR_LIMIT), now, now + wait(delivery.attempts), of_host=of_host)


def _postpone(outbox: Outgoing, delivery: Delivery, why: str, now: datetime, result: Delivered, doubt: float) -> None:
    said = clean(why, _ERROR_LIMIT)
    _say(delivery, "could not be sent now", why)
    if now - delivery.created_at > MAIL_GIVE_UP and delivery.attempts + 1 >= TRIES_AT_LEAST:
        outbox.mark_failed(delivery.id, f"undeliverable for {MAIL_GIVE_UP.days} days: {said}", now, doubt)
        result.refused += 1
        return
    outbox.mark_retry(delivery.id, said, now + wait(delivery.attempts))
    result.postponed += 1


def wait(attempts: int) -> timedelta:
    """How long to wait after this many earlier attempts: from five minutes to twelve hours."""
    return _WAITS[min(attempts, len(_WAITS) - 1)]
