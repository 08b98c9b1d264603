"""Shows the outbox and bounces on the terminal. Addresses and server replies are never read as markup."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

from rich.console import Console
from rich.table import Table
from rich.text import Text

from watcher.commands.bounces import MailboxRead
from watcher.model.mail import BounceKind, QueuedMail
from watcher.model.text import clean, moment

LINE_LIMIT = 300
_ROWS_SHOWN = 200
_MEANINGS = {
    BounceKind.DELAYED: "delayed",
    BounceKind.FAILED: "undeliverable, address kept",
    BounceKind.GONE: "dead address, stopped",
    BounceKind.COMPLAINT: "complaint, address stopped",
    BounceKind.LEFT: "unsubscribed by email",
}


def show_mails(console: Console, mails: Sequence[QueuedMail]) -> None:
    """Print a line for each email, newest first."""
    if not mails:
        console.print("No emails to list.")
        return
    table = Table("id", "status", "planned", "to", "subject", "why", box=None, pad_edge=False)
    for mail in mails:
        cells = (str(mail.id), _state(mail), moment(mail.created_at), mail.address, mail.subject, mail.error or "")
        table.add_row(*(Text(clean(cell, 120)) for cell in cells))
    console.print(table)


def _state(mail: QueuedMail) -> str:
    if mail.status != "pending":
        return mail.status
    return "blocked" if mail.blocked_since else "pending"


def show_mail(console: Console, mail: QueuedMail, content: bytes) -> None:
    """Print the status of an email, its headers and its text."""
    for label, value in _facts(mail):
        console.print(f"{label}: {clean(value, LINE_LIMIT)}", markup=False)
    console.print()
    if not content:
        console.print("Its text has been erased.")
        return
    message = message_from_bytes(content, policy=default)
    for name, value in message.items():
        console.print(f"{name}: {clean(str(value), LINE_LIMIT)}", markup=False)
    console.print()
    for line in _text(message).splitlines():
        console.print(clean(line, LINE_LIMIT), markup=False)


def _facts(mail: QueuedMail) -> list[tuple[str, str]]:
    tried = f"{mail.attempts} {'attempt' if mail.attempts == 1 else 'attempts'}"
    facts = [("Email", f"{mail.id}, {_state(mail)}, {tried}"), ("Planned", moment(mail.created_at))]
    if mail.status == "pending":
        facts.append(("Next attempt", moment(mail.next_attempt_at)))
    if mail.blocked_since:
        facts.append(("Blocked since", moment(mail.blocked_since)))
    if mail.ended_at:
        facts.append(("Ended", moment(mail.ended_at)))
    return [*facts, ("Server reply", mail.error)] if mail.error else facts


def _text(message: EmailMessage) -> str:
    part = message.get_body(("plain",))
    return str(part.get_content()) if part else ""


def say_bounces(console: Console, read: MailboxRead) -> None:
    """Print what each message meant, and how many were not bounces."""
    if read.came:
        table = Table("to", "meaning", "subscriptions ended", "server reply", box=None, pad_edge=False)
        for came in read.came[:_ROWS_SHOWN]:
            cells = (came.address, _MEANINGS[came.kind], str(came.ended), came.said)
            table.add_row(*(Text(clean(cell, 120)) for cell in cells))
        console.print(table)
    counts = Counter(came.kind for came in read.came)
    told = [f"{counts[kind]} {meaning}" for kind, meaning in _MEANINGS.items() if counts[kind]]
    rest = {"already processed": read.known, "not about our emails": read.unknown, "not a bounce": read.other}
    told += [f"{count} {what}" for what, count in rest.items() if count]
    console.print("; ".join(told) or "The mailbox is empty.")
