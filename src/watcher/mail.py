"""One mail to one reader as finished bytes: the headers of bulk mail, a text part, then an HTML part.

The headers follow RFC 2369 and 8058 (unsubscribing), 2919 (List-Id) and 3834 (Auto-Submitted).
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import EmailPolicy, default
from urllib.parse import quote

from watcher.errors import MailError
from watcher.render import Rendered
from watcher.wording import clean

SUBJECT_LIMIT = 250


class _BulkPolicy(EmailPolicy):
    """Standard folding, except that addresses to unsubscribe at stay whole.

    A word longer than a line is otherwise written as encoded words, which no mailbox provider undoes
    in List-Unsubscribe.
    """

    def fold_binary(self, name: str, value: str) -> bytes:
        if name.lower() != "list-unsubscribe":
            return super().fold_binary(name, value)
        links = ",\r\n ".join(str(value).split(", "))
        return f"{name}: {links}\r\n".encode("ascii")


_POLICY = _BulkPolicy(linesep="\r\n")


@dataclass(frozen=True, slots=True)
class Sender:
    """Whom mails come from; `reply_to` is read by a person."""

    address: str
    name: str = "Inspection watcher"
    reply_to: str = ""

    @property
    def domain(self) -> str:
        """The part after the at sign; it stands in Message-ID and List-Id."""
        return self.address.rpartition("@")[2] or "localhost"

    @property
    def unsubscribe_mailto(self) -> str:
        """The address readers write to; the subject tells the operator what it is about."""
        return f"mailto:{quote(self.reply_to or self.address, safe='@')}?subject=unsubscribe"


def message_id(sender: Sender, *parts: object) -> str:
    """A Message-ID that is the same for the same run and reader, so that a repeat can be recognised."""
    digest = hashlib.sha256("\0".join(str(part) for part in parts).encode()).hexdigest()
    return f"<{digest[:32]}@{sender.domain}>"


def digest_message(
    mail: Rendered, to: str, sender: Sender, id_: str, when: datetime, *, unsubscribe_url: str | None = None
) -> bytes:
    """The digest for one reader, with the ways to leave; `MailError` if `to` is not one address.

    `when` is the moment it was planned, `unsubscribe_url` the reader's own https address that acts on one
    click, where there is one.
    """
    message = _message(mail, to, sender, id_, when)
    message["List-Id"] = f"Inspection digests <digests.{sender.domain}>"
    message["Precedence"] = "bulk"
    links = [f"<{sender.unsubscribe_mailto}>"]
    if unsubscribe_url:
        links.insert(0, f"<{unsubscribe_url}>")
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message["List-Unsubscribe"] = ", ".join(links)
    return message.as_bytes()


def note_message(mail: Rendered, to: str, sender: Sender, id_: str, when: datetime) -> bytes:
    """A note to the operator: no list, nothing to leave."""
    return _message(mail, to, sender, id_, when).as_bytes()


def _message(mail: Rendered, to: str, sender: Sender, id_: str, when: datetime) -> EmailMessage:
    message = EmailMessage(policy=_POLICY)
    message["From"] = Address(display_name=sender.name, addr_spec=sender.address)
    message["To"] = one_address(to)
    if sender.reply_to:
        message["Reply-To"] = one_address(sender.reply_to)
    message["Subject"] = clean(mail.subject, SUBJECT_LIMIT)
    message["Date"] = when
    message["Message-ID"] = id_
    message["Auto-Submitted"] = "auto-generated"
    # readable in the file, and plain ASCII in short lines for any server
    message.set_content(mail.text, cte="quoted-printable")
    message.add_alternative(mail.html, subtype="html", cte="quoted-printable")
    message.set_boundary(hashlib.sha256(id_.encode()).hexdigest()[:40])
    message["Content-Language"] = "en-GB"
    return message


def html_part(content: bytes) -> str:
    """The HTML of a finished mail, for looking at in a browser."""
    message = message_from_bytes(content, policy=default)
    part = message.get_body(("html",))
    return str(part.get_content()) if part else ""


def one_address(text: str) -> Address:
    """A mail address, or `MailError`: never a list, never a second header."""
    try:
        return Address(addr_spec=text)
    except (HeaderParseError, ValueError, IndexError) as error:
        raise MailError(f"{text[:80]!r} is not one mail address: {error}") from error
