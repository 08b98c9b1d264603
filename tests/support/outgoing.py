"""Mails that wait to be sent: the outbox table in a list, and finished mails to fill it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from tests.support.builders import NOW, a_delivery
from watcher.mail.message import message_id, note_message
from watcher.mail.render import Rendered
from watcher.mail.sender import Sender
from watcher.model.mail import Delivery

SENDER = Sender("alerts@watcher.example")
MAIL = Rendered("Marlow Vale: Good to Requires improvement", "Grüße\n", "<p>Grüße</p>")


@dataclass
class Waiting:
    """The outbox table in a list."""

    mails: list[Delivery]
    sent: list[int] = field(default_factory=list)
    retried: dict[int, tuple[str, datetime]] = field(default_factory=dict)
    failed: dict[int, str] = field(default_factory=dict)
    gone: list[int] = field(default_factory=list)
    blocked: list[int] = field(default_factory=list)
    cancelled: list[int] = field(default_factory=list)

    def pending(self, now: datetime, limit: int) -> Sequence[Delivery]:
        done = {*self.sent, *self.failed, *self.cancelled, *(i for i, (_, at) in self.retried.items() if at > now)}
        return [mail for mail in self.mails if mail.id not in done][:limit]

    def is_pending(self, delivery_id: int) -> bool:
        return delivery_id not in {*self.sent, *self.failed, *self.cancelled}

    def mark_sent(self, delivery_id: int, now: datetime) -> None:
        self.sent.append(delivery_id)

    def mark_retry(self, delivery_id: int, error: str, next_attempt_at: datetime) -> None:
        self.retried[delivery_id] = (error, next_attempt_at)

    def mark_blocked(self, delivery_id: int, error: str, now: datetime, next_attempt_at: datetime) -> None:
        self.mark_retry(delivery_id, error, next_attempt_at)
        self.blocked.append(delivery_id)

    def mark_gone(self, delivery_id: int, error: str, now: datetime) -> None:
        self.mark_failed(delivery_id, error, now)
        self.gone.append(delivery_id)

    def mark_failed(self, delivery_id: int, error: str, now: datetime) -> None:
        self.failed[delivery_id] = error


def waiting(n: int) -> Waiting:
    return Waiting([mail_to(f"reader{i}@example.org", i) for i in range(n)])


def mail_to(address: str, number: int) -> Delivery:
    id_ = message_id(SENDER, number)
    return a_delivery(id=number, message_id=id_, address=address, content=note_message(MAIL, address, SENDER, id_, NOW))
