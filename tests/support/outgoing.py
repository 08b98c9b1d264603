"""Emails that wait to be sent: the outbox of a real store, and finished emails to fill it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from tests.support.builders import NOW, a_delivery
from watcher.mail.message import message_id, note_message
from watcher.mail.render import Rendered
from watcher.mail.sender import Sender
from watcher.model.mail import Delivery
from watcher.store import Store
from watcher.store.outbox import OutboxStore
from watcher.store.tables.core import delivery

SENDER = Sender("alerts@watcher.example")
MAIL = Rendered("Marlow Vale: Good to Requires improvement", "Grüße\n", "<p>Grüße</p>")


@dataclass
class Waiting:
    """A store with these emails in its outbox, and what became of each, by its place in the list."""

    store: Store
    mails: list[Delivery]

    @property
    def outbox(self) -> OutboxStore:
        return self.store.outbox

    @property
    def sent(self) -> list[int]:
        """The emails that a server accepted, in the order of sending."""
        return [self._place(row) for row in self._rows("sent")]

    @property
    def retried(self) -> dict[int, tuple[str, datetime]]:
        """The reason and the next attempt of each email that was tried before."""
        tried = [row for row in self._rows("pending") if row.attempts]
        return {self._place(row): (row.last_error, row.next_attempt_at) for row in tried}

    @property
    def failed(self) -> dict[int, str]:
        """The reason for each email that was given up."""
        return {self._place(row): row.last_error for row in self._rows("failed")}

    def _rows(self, status: str) -> list[Any]:
        wanted = select(delivery).where(delivery.c.status == status).order_by(delivery.c.ended_at, delivery.c.id)
        with self.store.reading() as conn:
            return list(conn.execute(wanted))

    def _place(self, row: Any) -> int:
        return [mail.id for mail in self.mails].index(row.id)


# `waiting(3)`: an outbox with three mails, which a test may address as it likes.
MakeWaiting = Callable[..., Waiting]


def fill(store: Store, n: int, addresses: Mapping[int, str] | None = None) -> Waiting:
    """Plan `n` mails, each to `readerN@example.org` unless `addresses` says otherwise."""
    for number in range(n):
        mail = mail_to(f"reader{number}@example.org", number)
        address = (addresses or {}).get(number, mail.address)
        store.outbox.plan_note(mail.message_id, address, mail.subject, mail.content, (), (), NOW)
    return Waiting(store, store.outbox.pending(NOW, n))


def mail_to(address: str, number: int) -> Delivery:
    id_ = message_id(SENDER, number)
    return a_delivery(id=number, message_id=id_, address=address, content=note_message(MAIL, address, SENDER, id_, NOW))
