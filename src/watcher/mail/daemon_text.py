"""Reads the text that a mail server writes for people when it returns an email without a report. Pure.

OpenSMTPD, dma, older Exim, and Office 365 behind a gateway write nothing else.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from email.message import Message
from email.utils import getaddresses, parseaddr

TEXT_READ = 4_000
_WORDS_READ = 600

_DAEMONS = re.compile(r"(mailer-?daemon|postmaster|mail-daemon|mdaemon|microsoftexchange[0-9a-f]+)", re.IGNORECASE)
_DAEMON_NAMES = re.compile(r"mail (delivery|router)|mailer[ -]daemon|delivery (sub)?system", re.IGNORECASE)
_ANSWER = re.compile(r"\s*(re|aw|sv|antw)\s*:", re.IGNORECASE)
# From here on it is our own email that is quoted.
_QUOTED = re.compile(
    r"^[ \t>-]{0,80}(this is a copy of|below (this line )?is a copy|below this line|original message headers"
    r"|message headers follow|the header of the original|original message follows)",
    re.IGNORECASE | re.MULTILINE,
)
_REPLY = re.compile(r"(?<![0-9.])5[0-9]{2}[ :-](?=\S|[ ]\S)")
_STATUS = re.compile(r"(?<![0-9.])5\.[0-9]{1,3}\.[0-9]{1,3}(?!\.?[0-9])")
_DELAYED = re.compile(
    r"\bdelay(ed)?\b|\bwarning\b|not yet been|still being retried|will (continue|keep|retry)|temporary failure",
    re.IGNORECASE,
)
_FAILED = re.compile(r"undeliver|not be delivered|\bfail|returned mail|error delivering|non-?delivery", re.IGNORECASE)
_ADDRESS = re.compile(r"[\w.+=-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}", re.ASCII)
_ADDRESSES_READ = 10


@dataclass(frozen=True, slots=True)
class DaemonText:
    """What a server wrote about an email: the reply that it quotes, or else its own words.

    `delayed` if it still tries; `addresses` in lower case are those that it names.
    """

    delayed: bool
    said: str
    addresses: frozenset[str]


def is_daemon(message: Message) -> bool:
    """Whether a mail server wrote this, as far as its headers say, and not a person or their mailbox."""
    if _ANSWER.match(str(message["Subject"] or "")[:TEXT_READ]):
        return False
    name, address = parseaddr(str(message["From"] or "")[:TEXT_READ])
    sender = f"{name} {address}"
    named = _DAEMONS.match(address or name) or _DAEMON_NAMES.search(sender)
    return bool(message["X-Failed-Recipients"] or named)


def read_daemon_text(message: Message) -> DaemonText | None:
    """What a server's text says about our email. None if it does not say that the email failed or is late."""
    text = _own_words(text_of(message))
    subject = str(message["Subject"] or "")[:TEXT_READ]
    reply = reply_in(text) or _by_status(text)
    addresses = _addresses(message, text)
    if _DELAYED.search(subject) or (not reply and _DELAYED.search(text)):
        return DaemonText(True, "delayed", addresses)
    if reply or (addresses and _FAILED.search(f"{subject}\n{text}")):
        return DaemonText(False, words_in(text), addresses)
    return None


def text_of(message: Message) -> str:
    """The beginning of the first text of a message."""
    part = next((part for part in message.walk() if part.get_content_type() == "text/plain"), None)
    payload = part.get_payload(decode=True) if part is not None else b""
    return payload[:TEXT_READ].decode("utf-8", "replace") if isinstance(payload, bytes) else ""


def reply_in(text: str) -> str:
    """The first permanent reply that a text quotes, to the end of its paragraph, on one line; or empty."""
    found = _REPLY.search(text)
    return _line(re.split(r"\n[ \t]*\n", text[found.start() :], maxsplit=1)[0]) if found else ""


def words_in(text: str) -> str:
    """What a server's text says about a failure: the reply that it quotes, or its own words below the address."""
    own = _own_words(text)
    return reply_in(own) or _by_status(own) or _after_address(own)


def _own_words(text: str) -> str:
    cut = _QUOTED.search(text)
    return text[: cut.start()] if cut else text


def _by_status(text: str) -> str:
    """The words around a status such as #5.1.1."""
    found = _STATUS.search(text)
    return _line(text[max(0, found.start() - _WORDS_READ // 2) : found.end() + 100]) if found else ""


def _after_address(text: str) -> str:
    """The words beside and below the address that failed; all words if there are none, or no address is named."""
    found = _ADDRESS.search(text)
    beside = text[text.rfind("\n", 0, found.start()) + 1 : found.start()] + text[found.end() :] if found else ""
    return _line(beside) or _line(text)


def _addresses(message: Message, text: str) -> frozenset[str]:
    named = getaddresses([str(message["X-Failed-Recipients"] or "")[:TEXT_READ]])
    found = [address for _, address in named if address] or _ADDRESS.findall(text)
    return frozenset(address.lower() for address in found[:_ADDRESSES_READ])


def _line(text: str) -> str:
    return " ".join(text[:_WORDS_READ].split())
