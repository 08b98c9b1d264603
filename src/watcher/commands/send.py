"""What command line and scheduler call for mails that are planned: sending, bounces, the outbox. Wiring only."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from watcher.commands.threads import Stopping, never
from watcher.mail.bounces import Bounce, Kind, read_bounce
from watcher.mail.deliver import Delivered, deliver, transport_of
from watcher.mail.pace import Pace
from watcher.mail.replies import without_addresses
from watcher.mail.return_path import ReturnPath
from watcher.mail.sender import return_path_of
from watcher.settings import Settings
from watcher.store import Store

# What the operator is told of as a fault: nothing at all leaves, or some of it is refused for what we are.
SERVER, REFUSED = "mail:server", "mail:refused"
_REASONS = 5


def send(settings: Settings, store: Store, now: datetime, stopping: Stopping = never) -> Delivered | None:
    """Deliver what is pending; None when another sender is at it. Trouble with the server becomes a fault."""
    with store.lock("send") as taken:
        if not taken:
            return None
        mail = settings.mail
        password = settings.mail_password.get_secret_value() if settings.mail_password else None
        with transport_of(mail.smtp, return_path_of(settings).of, password, settings.state / "outbox") as transport:
            store.begin_sending(now)
            delivered = deliver(store, transport, now, stopping, Pace(mail.a_minute))
        _report(store, delivered, now)
        return delivered


def _report(store: Store, delivered: Delivered, now: datetime) -> None:
    """Open, renew or clear the two faults, by how the round went and by what still waits."""
    blocked = store.blocked()
    if blocked:
        reasons = "; ".join(f"{count} mails wait: {why}" for why, count in blocked.most_common(_REASONS))
        store.report_fault(REFUSED, f"the mail server refuses us; {reasons}", now)
    else:
        store.clear_fault(REFUSED, now)
    trouble = without_addresses(delivered.trouble or "")
    if trouble and not delivered.stopped and trouble not in blocked:
        store.report_fault(SERVER, f"mail cannot be sent: {trouble}", now)
    elif delivered.sent or not store.pending_count():
        store.clear_fault(SERVER, now)


# --- bounces --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Came:
    """What one message meant: to whom its mail went, what was said, and how many subscriptions ended."""

    address: str
    kind: Kind
    said: str
    ended: int


@dataclass(slots=True)
class Read:
    """A mailbox that was read. `known` were read before, `unknown` are about no mail of ours, `other` no bounces."""

    came: list[Came] = field(default_factory=list)
    known: int = 0
    unknown: int = 0
    other: int = 0


_OF_THE_READER = (Kind.COMPLAINT, Kind.LEFT)


def read_bounces(settings: Settings, store: Store, messages: Iterable[bytes], now: datetime) -> Read:
    """Act on what came back: stop addresses that nothing reaches and readers who complained or ask to leave. Safe to
    repeat."""
    return_path, read = return_path_of(settings), Read()
    for content in messages:
        bounce = read_bounce(content)
        if bounce is None:
            read.other += 1
        else:
            _act(store, bounce, _about(store, return_path, bounce, content), now, read)
    return read


def _about(store: Store, return_path: ReturnPath, bounce: Bounce, content: bytes) -> int | None:
    """The number of the mail that came back, if the message proves that it knows it.

    By the address that it came to, or by the Message-ID, which nobody can guess, of a mail to the address that
    it says was not reached. What a reader has sent need not name the address.
    """
    number = return_path.delivery_id(content.decode("ascii", "replace"))
    if number is not None:
        return number
    for id_ in bounce.message_ids:
        number = store.delivery_of(id_)
        if number is not None and (
            bounce.returned.kind in _OF_THE_READER or store.address_of(number) in bounce.addresses
        ):
            return number
    return None


def _act(store: Store, bounce: Bounce, number: int | None, now: datetime, read: Read) -> None:
    address = store.address_of(number) if number is not None else None
    if number is None or address is None:
        read.unknown += 1
        return
    followed = store.record_bounce(number, bounce.returned, now)
    if followed is None:
        read.known += 1
    else:
        read.came.append(Came(address, bounce.returned.kind, bounce.returned.said, followed))


# --- the outbox -----------------------------------------------------------------------------------


def retry(store: Store, numbers: Sequence[int], now: datetime) -> dict[int, str | None]:
    """Have each mail tried with the next round; None for each where that is so, or why not."""
    return {number: store.retry(number, now) for number in numbers}


def cancel(store: Store, numbers: Sequence[int], now: datetime) -> dict[int, str | None]:
    """Never send these; None for each where that is so, or why not."""
    return {number: store.cancel(number, now) for number in numbers}
