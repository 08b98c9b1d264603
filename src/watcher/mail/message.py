"""One email to one reader as finished bytes: the headers of bulk mail, a text part, then an HTML part.

The headers follow RFC 2369 (unsubscribing), 8058 (with one click), 2919 (List-Id) and 3834 (Auto-Submitted).
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from email.headerregistry import Address
from email.policy import EmailPolicy
from functools import lru_cache
from textwrap import wrap
from typing import Any
from urllib.parse import urlsplit

from watcher.mail.parts import LEAVE_PLACEHOLDER, MANAGE_PLACEHOLDER, body
from watcher.mail.render import Rendered
from watcher.mail.sender import Sender
from watcher.model.address import parsed_address
from watcher.model.errors import MailError
from watcher.model.text import clean

SUBJECT_LIMIT = 250
# A short plain address goes into a header as it is; the library encodes the others.
_PLAIN = re.compile(r"[A-Za-z0-9_+.-]{1,30}@[A-Za-z0-9.-]{1,30}")
# Mailbox providers group complaints by this; the last part names the sender.
FEEDBACK_ID = "digests:inspections:bulk:watcher"


_LINE = 78  # of characters, as RFC 5322 advises
_POLICY = EmailPolicy(linesep="\r\n", max_line_length=_LINE)


def message_id(sender: Sender, *parts: object) -> str:
    """A Message-ID that is the same for the same run and reader, so that we recognise a repeat."""
    digest = hmac.new(sender.salt.encode(), "\0".join(str(part) for part in parts).encode(), hashlib.sha256)
    return f"<{digest.hexdigest()[:32]}@{sender.domain}>"


def digest_message(
    mail: Rendered,
    to: str,
    sender: Sender,
    id_: str,
    when: datetime,
    unsubscribe_url: str | None = None,
    manage_url: str | None = None,
) -> bytes:
    """An email of the list for one reader, with the ways to leave; `when` is the moment it was planned.

    The reader's own addresses replace the placeholders in `mail`; without a page, a reader leaves by email. `MailError`
    if `to` is not exactly one address, or if the email shows no way to leave.
    """
    mailto = sender.unsubscribe_mailto(id_)
    headers = (
        *_headers(mail, to, sender, id_, when),
        _mailbox("Reply-To", "", one_address(sender.reply_to or sender.address).addr_spec),
        _header("List-Id", f"Inspection digests <{sender.list_id or f'digests.{sender.domain}'}>"),
        _header("Precedence", "bulk"),
        _header("Feedback-ID", FEEDBACK_ID),
        *_ways_to_leave(mailto, unsubscribe_url),
    )
    return _whole(headers, mail, sender, _links(unsubscribe_url or mailto, manage_url))


def note_message(mail: Rendered, to: str, sender: Sender, id_: str, when: datetime) -> bytes:
    """An email to one person outside the list: a note to the operator, a request to confirm a sign-up."""
    headers = _headers(mail, to, sender, id_, when)
    answers = [_mailbox("Reply-To", "", one_address(sender.reply_to).addr_spec)] if sender.reply_to else []
    return _whole((*headers, *answers), mail, sender, {})


def _headers(mail: Rendered, to: str, sender: Sender, id_: str, when: datetime) -> tuple[bytes, ...]:
    """The headers of every email; `_whole` adds the rest."""
    return (
        _mailbox("From", sender.name, sender.address),
        _mailbox("To", "", one_address(to).addr_spec),
        _header("Subject", clean(mail.subject, SUBJECT_LIMIT)),
        _header("Date", when),
        _line("Message-ID", id_),
        _header("Auto-Submitted", "auto-generated"),
        _header("Content-Language", "en-GB"),
    )


# Most headers are the same in every mail, and the library takes long to fold one.
@lru_cache(maxsize=256)
def _header(name: str, value: str | datetime) -> bytes:
    """A header in short lines; `ValueError` if its value contains a line break."""
    return _folded(name, value)


@lru_cache(maxsize=256)
def _mailbox(name: str, display_name: str, address: str) -> bytes:
    if not display_name and _PLAIN.fullmatch(address):
        return _line(name, address)
    return _folded(name, Address(display_name=display_name, addr_spec=address))


def _folded(name: str, value: str | datetime | Address) -> bytes:
    """The library leaves the first line empty if the value fits on the second: then it begins with a blank."""
    folded: bytes = _POLICY.fold_binary(*_POLICY.header_store_parse(name, value))
    if not folded.startswith(f"{name}:\r\n".encode()):
        return folded
    said = folded.decode("ascii").removeprefix(f"{name}:").replace("\r\n", "").strip()
    whole: dict[str, Any] = {"break_long_words": False, "break_on_hyphens": False}
    lines = wrap(said, _LINE, initial_indent=f"{name}: ", subsequent_indent=" ", **whole)
    return "\r\n".join([*lines, ""]).encode("ascii")


def _line(name: str, value: str) -> bytes:
    """A header that is never encoded.

    Otherwise a word longer than a line becomes encoded words, which mailbox providers don't decode in List-Unsubscribe.
    """
    if not value.isprintable():
        raise MailError(f"{value[:80]!r} can't be used in the {name} header: it must be one line of ASCII")
    return f"{name}: {value}\r\n".encode("ascii")


def _ways_to_leave(mailto: str, page: str | None) -> Iterator[bytes]:
    """One-click unsubscribing counts only over https, where nobody can change the address on the way."""
    yield _line("List-Unsubscribe", f"<{page}>, <{mailto}>" if page else f"<{mailto}>")
    if page and urlsplit(page).scheme == "https":
        yield _header("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")


def _links(leave_url: str, manage_url: str | None) -> dict[str, str]:
    given = {LEAVE_PLACEHOLDER: leave_url, MANAGE_PLACEHOLDER: manage_url}
    return {place: url for place, url in given.items() if url}


def _whole(headers: Iterable[bytes], mail: Rendered, sender: Sender, links: dict[str, str]) -> bytes:
    text, html = mail.text_fragments or (mail.text or "\n",), mail.html_fragments or (mail.html or "\n",)
    content = b"".join((*headers, body(text, html, links)))
    return sender.sign(content) if sender.sign else content


@lru_cache(maxsize=256)
def one_address(text: str) -> Address:
    """An email address that every server accepts, or `MailError`."""
    try:
        return parsed_address(text)
    except ValueError as error:
        raise MailError(f"{text[:80]!r} is not a valid email address: {error}") from error
