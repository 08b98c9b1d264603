"""Sends the mails of the outbox one by one: when each is tried again, given up, or the whole round ends."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol

from watcher.mail.pace import Pace
from watcher.mail.smtp import Smtp, server_of
from watcher.mail.transport import (
    BlockedError,
    FolderTransport,
    GoneError,
    PostponedError,
    RefusedError,
    ServerError,
    Transport,
    UnwelcomeError,
)
from watcher.model.mail import Delivery
from watcher.model.stopping import Stopping, never
from watcher.model.text import clean

BATCH = 100
# A mail is given up when it is so old, and not before so many tries: age alone is only as good as the clock.
MAIL_GIVE_UP = timedelta(days=5)
TRIES_AT_LEAST = 6
_WAITS = tuple(timedelta(minutes=m) for m in (5, 15, 60, 180, 360, 720))
_POSTPONED_IN_A_ROW = 20
_ERROR_LIMIT = 300


class Outgoing(Protocol):
    """The part of the store that holds mails to be sent."""

    def pending(self, now: datetime, limit: int) -> Sequence[Delivery]: ...
    def is_pending(self, delivery_id: int) -> bool: ...
    def mark_sent(self, delivery_id: int, now: datetime) -> None: ...
    def mark_retry(self, delivery_id: int, error: str, next_attempt_at: datetime) -> None: ...
    def mark_blocked(self, delivery_id: int, error: str, now: datetime, next_attempt_at: datetime) -> None: ...
    def mark_failed(self, delivery_id: int, error: str, now: datetime) -> None: ...
    def mark_gone(self, delivery_id: int, error: str, now: datetime) -> None: ...


def transport_of(url: str, return_path: Callable[[int], str], password: str | None, outbox: Path) -> Transport:
    """The mail server at the configured address, or the folder `outbox` where none is configured.

    `return_path` gives the address that a mail returns to by its number.

    `MailError` where the address cannot be used, among others if it would show a password to the network.
    """
    return Smtp(server_of(url, password), return_path) if url else FolderTransport(outbox)


@dataclass(slots=True)
class Delivered:
    """How a round went. `trouble` is why it ended early: what was not reached is still pending.

    `stopped` is a trouble that is nobody's fault: the round was asked to end.
    """

    sent: int = 0
    postponed: int = 0
    refused: int = 0
    trouble: str | None = None
    stopped: bool = False


def deliver(
    outbox: Outgoing, transport: Transport, now: datetime, stopping: Stopping = never, pace: Pace | None = None
) -> Delivered:
    """Send all that is pending; stop when asked to, or at the first sign that the server cannot be used.

    A process killed between the server's acceptance and the record of it repeats that one mail, with
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
            # its turn may come long after it was read
            if not outbox.is_pending(delivery.id):
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
        outbox.mark_gone(delivery.id, clean(str(refusal), _ERROR_LIMIT), now)
        result.refused += 1
    except RefusedError as refusal:
        outbox.mark_failed(delivery.id, clean(str(refusal), _ERROR_LIMIT), now)
        result.refused += 1
    except UnwelcomeError as refusal:
        # if it is this mail after all, it must not stand in the way of the others
        _block(outbox, delivery, str(refusal), now)
        raise
    except BlockedError as refusal:
        _block(outbox, delivery, str(refusal), now)
        result.postponed += 1
        return False
    except PostponedError as delay:
        _postpone(outbox, delivery, str(delay), now, result)
        return False
    else:
        outbox.mark_sent(delivery.id, now)
        result.sent += 1
    return True


def _block(outbox: Outgoing, delivery: Delivery, why: str, now: datetime) -> None:
    """Not given up, however long it takes: it goes when the operator has put right what we are refused for."""
    outbox.mark_blocked(delivery.id, clean(why, _ERROR_LIMIT), now, now + wait(delivery.attempts))


def _postpone(outbox: Outgoing, delivery: Delivery, why: str, now: datetime, result: Delivered) -> None:
    said = clean(why, _ERROR_LIMIT)
    if now - delivery.created_at > MAIL_GIVE_UP and delivery.attempts + 1 >= TRIES_AT_LEAST:
        outbox.mark_failed(delivery.id, f"undeliverable for {MAIL_GIVE_UP.days} days: {said}", now)
        result.refused += 1
        return
    outbox.mark_retry(delivery.id, said, now + wait(delivery.attempts))
    result.postponed += 1


def wait(attempts: int) -> timedelta:
    """How long to wait after this many earlier attempts: from five minutes to twelve hours."""
    return _WAITS[min(attempts, len(_WAITS) - 1)]
