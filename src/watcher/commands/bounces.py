"""The work behind `watcher bounces`: reads returned mail and acts on it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from watcher.commands.refusals import report_refusals
from watcher.mail.bounces import Bounce, read_bounce
from watcher.mail.mailbox import messages_from, messages_in
from watcher.mail.return_path import ReturnPath
from watcher.mail.sender import return_path_of
from watcher.model.mail import BounceKind
from watcher.settings import Settings
from watcher.store import Store


@dataclass(frozen=True, slots=True)
class BounceActedOn:
    """One bounce: the address it is about, its kind, the server's reply, and how many subscriptions ended."""

    address: str
    kind: BounceKind
    said: str
    ended: int


@dataclass(slots=True)
class MailboxRead:
    """The result of reading a mailbox: `known` were processed before, `unknown` are not about our mails, `other` are
    not bounces."""

    came: list[BounceActedOn] = field(default_factory=list)
    known: int = 0
    unknown: int = 0
    other: int = 0


_OF_THE_READER = (BounceKind.COMPLAINT, BounceKind.LEFT)


def read_mailbox(settings: Settings, store: Store, where: Path | BinaryIO, now: datetime) -> MailboxRead:
    """Process the bounces in an mbox file, a Maildir or a pipe. `ConfigError` if it can't be read."""
    messages = messages_in(where) if isinstance(where, Path) else messages_from(where)
    return read_bounces(settings, store, messages, now)


def read_bounces(settings: Settings, store: Store, messages: Iterable[bytes], now: datetime) -> MailboxRead:
    """Process bounces: stop writing to dead addresses, and to readers who complained or asked to leave. Safe to
    repeat."""
    return_path, read = return_path_of(settings), MailboxRead()
    for content in messages:
        bounce = read_bounce(content)
        if bounce is None:
            read.other += 1
        else:
            _act(store, bounce, _about(store, return_path, bounce, content), now, read)
    report_refusals(store, now)
    return read


def _about(store: Store, return_path: ReturnPath, bounce: Bounce, content: bytes) -> int | None:
    """The number of our mail that this message is about, if it proves that; otherwise None.

    Proof is the return path it came to, or our Message-ID, which nobody can guess. In the second case the failed
    address must match too, except for a reader's complaint or request to leave.
    """
    number = return_path.delivery_id(content.decode("ascii", "replace"))
    if number is not None:
        return number
    for id_ in bounce.message_ids:
        number = store.bounces.delivery_of(id_)
        if number is not None and (
            bounce.returned.kind in _OF_THE_READER or store.bounces.address_of(number) in bounce.addresses
        ):
            return number
    return None


def _act(store: Store, bounce: Bounce, number: int | None, now: datetime, read: MailboxRead) -> None:
    address = store.bounces.address_of(number) if number is not None else None
    if number is None or address is None:
        read.unknown += 1
        return
    returned = bounce.returned
    if returned.kind is BounceKind.GONE and address in bounce.passed_on:
        # the reader's own address took it; the one that is dead is the one to which they forward
        returned = replace(returned, kind=BounceKind.FAILED)
    followed = store.bounces.record(number, returned, now)
    if followed is None:
        read.known += 1
    else:
        if returned.kind is BounceKind.GONE and store.suppressions.of_address(address) is None:
            # many of its host were refused alike, so nobody was stopped
            returned = replace(returned, kind=BounceKind.FAILED)
        read.came.append(BounceActedOn(address, returned.kind, returned.said, followed))
