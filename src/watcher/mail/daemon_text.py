"""Reads the text that a mail server writes for people when it returns an email without a report. Pure.

OpenSMTPD, dma, older Exim, and Office 365 behind a gateway write nothing else.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from email.message import Message
from email.utils import getaddresses, parseaddr

from lxml import etree, html

TEXT_READ = 4_000
_WORDS_READ = 600

_DAEMONS = re.compile(r"(mailer-?daemon|postmaster|mail-daemon|mdaemon|microsoftexchange[0-9a-f]+)", re.IGNORECASE)
_DAEMON_NAMES = re.compile(r"mail (delivery|router)|mailer[ -]daemon|delivery (sub)?system", re.IGNORECASE)
_ANSWER = re.compile(r"\s*(re|aw|sv|antw)\s*:", re.IGNORECASE)
# How such texts begin if their sender has another name.
_OPENING = re.compile(
    r"created automatically by mail delivery software|automatically generated delivery (status|report)"
    r"|message from interscan|non-?delivery report",
    re.IGNORECASE,
)
# From here on it is our own email that is quoted.
_QUOTED = re.compile(
    r"^[ \t>*|#-]{0,80}((this|below|here|enclosed)( \w+){0,4} is a copy|below this line|original (e-?)?(mail|message)"
    r"|(e-?mail|message) (header|text)s? follow|the headers? of the original|the first \d+ lines of"
    r"|(?<=-)[ \t]*(start of )?returned (e-?mail|message)|header of the source)",
    re.IGNORECASE | re.MULTILINE,
)
_REPLY = re.compile(r"(?<![0-9.])5[0-9]{2}[ :-](?=\S|[ ]\S)")
_STATUS = re.compile(r"(?<![0-9.])5\.[0-9]{1,3}\.[0-9]{1,3}(?!\.?[0-9])")
_DELAYED = re.compile(
    r"\bdelay(ed)?\b|\bwarning\b|not yet been|still being retried|will (continue|keep|retry)|temporary failure",
    re.IGNORECASE,
)
_FAILED = re.compile(
    r"undeliver|not( be)? delivered|\bfail|returned mail|error delivering|non-?delivery|unable to deliver|mail error"
    r"|not a valid|did not reach|did not receive",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"[\w.+=-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}", re.ASCII)
_ADDRESSES_READ = 10
_PAGE_READ = 10 * TEXT_READ
_READ_BY_PEOPLE = etree.XPath("//text()[not(parent::style or parent::script or parent::title)]")


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
    sender = str(message["From"] or "")[:TEXT_READ]
    name, address = parseaddr(sender)
    named = _DAEMONS.match(address or name) or _DAEMON_NAMES.search(sender)
    # a server sends from nobody, so that nobody answers
    nobody = sender.strip().endswith("<>") or (not sender.strip() and message.get_content_type() == "multipart/report")
    return bool(message["X-Failed-Recipients"] or named or nobody or _OPENING.search(text_of(message)[:_WORDS_READ]))


def read_daemon_text(message: Message) -> DaemonText | None:
    """What a server's text says about our email. None if it does not say that the email failed or is late."""
    text = _own_words(text_of(message))
    subject = str(message["Subject"] or "")[:TEXT_READ]
    reply = reply_in(text) or _by_status(text)
    addresses = _addresses(message, text)
    if _DELAYED.search(subject) or (not reply and _DELAYED.search(text)):
        return DaemonText(True, "delayed", addresses)
    if reply or _FAILED.search(subject) or (addresses and _FAILED.search(text)):
        return DaemonText(False, words_in(text), addresses)
    return None


def text_of(message: Message) -> str:
    """The beginning of the first text of a message: plain, or else what a web page says, or what has no parts."""
    parts = {part.get_content_type(): part for part in reversed(list(message.walk()))}
    plain, page = parts.get("text/plain"), parts.get("text/html")
    if plain is None and page is not None:
        return _page_text(_beginning(page, _PAGE_READ))[:TEXT_READ]
    return _beginning(message if plain is None else plain, TEXT_READ)


def _beginning(part: Message, limit: int) -> str:
    payload = part.get_payload(decode=True)
    return payload[:limit].decode("utf-8", "replace") if isinstance(payload, bytes) else ""


def _page_text(page: str) -> str:
    try:
        return "\n".join(_READ_BY_PEOPLE(html.fromstring(page)))
    except (etree.LxmlError, ValueError):
        return ""


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
