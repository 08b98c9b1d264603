"""What the operator sees of the outbox and of bounces. Addresses and servers' words are never read as markup."""

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
    BounceKind.FAILED: "mail lost, address kept",
    BounceKind.GONE: "address stopped",
    BounceKind.COMPLAINT: "complaint, address stopped",
    BounceKind.LEFT: "left by mail",
}


def show_mails(console: Console, mails: Sequence[QueuedMail]) -> None:
    """A line for each mail, the newest first."""
    if not mails:
        console.print("no mail of that kind")
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
    """What became of a mail, its headers, and its text."""
    for label, value in _facts(mail):
        console.print(f"{label}: {clean(value, LINE_LIMIT)}", markup=False)
    console.print()
    if not content:
        console.print("what it said was erased")
        return
    message = message_from_bytes(content, policy=default)
    for name, value in message.items():
        console.print(f"{name}: {clean(str(value), LINE_LIMIT)}", markup=False)
    console.print()
    for line in _text(message).splitlines():
        console.print(clean(line, LINE_LIMIT), markup=False)


def _facts(mail: QueuedMail) -> list[tuple[str, str]]:
    facts = [("Mail", f"{mail.id}, {_state(mail)}, tried {mail.attempts} times"), ("Planned", moment(mail.created_at))]
    if mail.status == "pending":
        facts.append(("Next try", moment(mail.next_attempt_at)))
    if mail.blocked_since:
        facts.append(("Blocked since", moment(mail.blocked_since)))
    if mail.ended_at:
        facts.append(("Ended", moment(mail.ended_at)))
    return [*facts, ("Said", mail.error)] if mail.error else facts


def _text(message: EmailMessage) -> str:
    part = message.get_body(("plain",))
    return str(part.get_content()) if part else ""


def say_bounces(console: Console, read: MailboxRead) -> None:
    """What each message meant, and how many meant nothing."""
    if read.came:
        table = Table("to", "meaning", "subscriptions ended", "said", box=None, pad_edge=False)
        for came in read.came[:_ROWS_SHOWN]:
            cells = (came.address, _MEANINGS[came.kind], str(came.ended), came.said)
            table.add_row(*(Text(clean(cell, 120)) for cell in cells))
        console.print(table)
    counts = Counter(came.kind for came in read.came)
    told = [f"{counts[kind]} {meaning}" for kind, meaning in _MEANINGS.items() if counts[kind]]
    rest = {"read before": read.known, "about no mail of ours": read.unknown, "no bounce": read.other}
    told += [f"{count} {what}" for what, count in rest.items() if count]
    console.print("; ".join(told) or "the mailbox is empty")
