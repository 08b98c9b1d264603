"""One mail to one reader as finished bytes: the headers of bulk mail, a text part, then an HTML part.

The headers follow RFC 2369 (unsubscribing), 2919 (List-Id) and 3834 (Auto-Submitted).
"""

from __future__ import annotations

import hashlib
from binascii import b2a_qp
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import EmailPolicy, default
from functools import lru_cache
from urllib.parse import quote

from watcher.addresses import parsed_address
from watcher.errors import MailError
from watcher.render import Rendered
from watcher.wording import clean

SUBJECT_LIMIT = 250


class _BulkPolicy(EmailPolicy):
    """Standard folding, except that the address to unsubscribe at stays whole.

    A word longer than a line is otherwise written as encoded words, which no mailbox provider undoes
    in List-Unsubscribe.
    """

    def fold_binary(self, name: str, value: str) -> bytes:
        if name.lower() != "list-unsubscribe":
            return super().fold_binary(name, value)
        return f"{name}: {value}\r\n".encode("ascii")


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


def digest_message(mail: Rendered, to: str, sender: Sender, id_: str, when: datetime) -> bytes:
    """The digest for one reader, with the way to leave; `MailError` if `to` is not one address.

    `when` is the moment it was planned.
    """
    message = _message(mail, to, sender, id_, when)
    message["List-Id"] = f"Inspection digests <digests.{sender.domain}>"
    message["Precedence"] = "bulk"
    message["List-Unsubscribe"] = f"<{sender.unsubscribe_mailto}>"
    return _whole(message, mail)


def note_message(mail: Rendered, to: str, sender: Sender, id_: str, when: datetime) -> bytes:
    """A note to the operator: no list, nothing to leave."""
    return _whole(_message(mail, to, sender, id_, when), mail)


def _message(mail: Rendered, to: str, sender: Sender, id_: str, when: datetime) -> EmailMessage:
    """The headers of a mail; `_whole` adds the rest."""
    message = EmailMessage(policy=_POLICY)
    message["From"] = Address(display_name=sender.name, addr_spec=sender.address)
    message["To"] = one_address(to)
    if sender.reply_to:
        message["Reply-To"] = one_address(sender.reply_to)
    message["Subject"] = clean(mail.subject, SUBJECT_LIMIT)
    message["Date"] = when
    message["Message-ID"] = id_
    message["Auto-Submitted"] = "auto-generated"
    message["Content-Language"] = "en-GB"
    return message


def _whole(headers: EmailMessage, mail: Rendered) -> bytes:
    # the blank line after the headers goes, for there are more to come
    return headers.as_bytes().removesuffix(b"\r\n") + _parts(mail.text, mail.html)


# Many readers get the same mail: as many are kept as there may be kinds of reader at once.
@lru_cache(maxsize=100)
def _parts(text: str, html: str) -> bytes:
    """Both parts of a mail and the headers that describe them: readable in a file, plain ASCII in short lines.

    Put together here, because the library takes longer for it than all the rest of a mail does.
    """
    boundary = hashlib.sha256(f"{text}\0{html}".encode()).hexdigest()[:40]
    parts = (_part("plain", text), _part("html", html))
    return b"".join(
        (
            b"MIME-Version: 1.0\r\n",
            f'Content-Type: multipart/alternative; boundary="{boundary}"\r\n\r\n'.encode(),
            *(f"--{boundary}\r\n".encode() + part for part in parts),
            f"--{boundary}--\r\n".encode(),
        )
    )


def _part(subtype: str, text: str) -> bytes:
    head = f'Content-Type: text/{subtype}; charset="utf-8"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n'
    lines = "\r\n".join(text.splitlines()) + "\r\n"
    return head.encode() + b2a_qp(lines.encode()) + b"\r\n"


def html_part(content: bytes) -> str:
    """The HTML of a finished mail, for looking at in a browser."""
    message = message_from_bytes(content, policy=default)
    part = message.get_body(("html",))
    return str(part.get_content()) if part else ""


def one_address(text: str) -> Address:
    """A mail address that any server takes, or `MailError`."""
    try:
        return parsed_address(text)
    except ValueError as error:
        raise MailError(f"{text[:80]!r} is not one mail address: {error}") from error
