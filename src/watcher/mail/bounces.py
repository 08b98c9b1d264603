"""What a returned message says about an email: delayed, failed, address gone, complaint, or a wish to leave. Pure.

Delivery reports (RFC 3464) are read here, flufl.bounce reads the older texts, and `daemon_text` those that it doesn't
know. Anybody can send such a message, so nothing in it counts until we know which email it is about.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from email import message_from_bytes
from email.iterators import typed_subpart_iterator
from email.message import Message
from itertools import islice

from flufl.bounce import all_failures

from watcher.mail.complaints import complaint_of
from watcher.mail.daemon_text import TEXT_READ, is_daemon, read_daemon_text, text_of, words_in
from watcher.mail.replies import Meaning, meaning, weight
from watcher.model.mail import BounceKind, Returned
from watcher.model.text import clean

# A report comes before the email that it returns; of that email we only need the headers.
READ = 256 * 1024
SAID_LIMIT = 200
_IDS_READ = 20
_PARTS_READ = 200

_MESSAGE_ID = re.compile(rb"^[> \t]{0,8}message-id:[ \t]*\r?\n?[ \t]*(<[^<>\s]{3,250}>)", re.IGNORECASE | re.MULTILINE)
# The subject that a reader's unsubscribe email carries: the Message-ID of the email it answers.
_LEAVES = re.compile(r"\s*unsubscribe\s+<?([0-9a-z]{8,64}@[^\s<>@]{1,190})>?\s*", re.IGNORECASE)
_REPLY = re.compile(r"(?<![0-9.])5[0-9]{2}[ -][^\r\n]*")
_SAYS_NOTHING = re.compile(r"5\.0\.0")
_CHALLENGE = re.compile(
    r"\b(confirm your (message|email)|requires? verification|verify you|verify#|confirm#|(not |un)pre-?approved"
    r"|my \w+ guest list|waitlisted|allowed list)",
    re.IGNORECASE,
)
# The reader's address passed the email on to another one, which is the one that failed.
_PASSED_ON = re.compile(r"\((?:expanded|ultimately generated) from:? {0,3}<?([^\s<>()]{3,254})>?\)", re.IGNORECASE)

# Without the server's reply only certain words count.
_UNSAID = 554

# The exceptions that hostile bytes can cause in the parsers of email and in Python's library.
_UNREADABLE = (ValueError, LookupError, TypeError, AttributeError, AssertionError, RecursionError)


@dataclass(frozen=True, slots=True)
class Bounce:
    """A returned message and what it says about the email.

    `addresses` are those that it says were not reached, in lower case; `message_ids` are those of the emails it quotes.
    `passed_on` are addresses that forwarded the email to another one, which failed.
    """

    returned: Returned
    addresses: frozenset[str]
    message_ids: tuple[str, ...]
    passed_on: frozenset[str] = frozenset()


def read_bounce(content: bytes) -> Bounce | None:
    """What a message says; at most `READ` bytes count. None if it is not a bounce, a complaint or a request to leave.

    Out-of-office replies are none of these.
    """
    content = content[:READ]
    try:
        return _read(message_from_bytes(content), content)
    except _UNREADABLE:
        return None


def _read(message: Message, content: bytes) -> Bounce | None:
    if next(islice(message.walk(), _PARTS_READ, None), None) is not None:
        return None
    if complaint := complaint_of(message):
        return _bounce(BounceKind.COMPLAINT, complaint, frozenset(), message, content)
    if left := _LEAVES.fullmatch(_subject(message)):
        returned = Returned(BounceKind.LEFT, "unsubscribed by email", _key(message, content))
        return Bounce(returned, frozenset(), (f"<{left[1]}>",))
    if blocks := [one for one in _reported(message) if one["Action"]]:
        return _from_report(blocks, message, content)
    if _is_of_a_person(message):
        return None
    delayed, failed = all_failures(message)
    if failed:
        return _failure(words_in(text_of(message)), _lower(failed), message, content)
    if delayed:
        return _bounce(BounceKind.DELAYED, "delayed", _lower(delayed), message, content)
    return _from_text(message, content) if is_daemon(message) else None


def _from_report(blocks: list[Message], message: Message, content: bytes) -> Bounce | None:
    """A delivery report (RFC 3464). One that says that everything arrived is nothing to us."""
    for kinds in (("fail", "error"), ("delay",)):
        mine = [one for one in blocks if str(one["Action"] or "").strip().lower().startswith(kinds)]
        if mine and kinds[0] == "fail":
            said = next((said for one in mine if (said := _of_block(one))), "")
            words = _words(said, text_of(message))
            return None if _CHALLENGE.search(words) else _failure(words, _recipients(mine), message, content)
        if mine:
            return _bounce(BounceKind.DELAYED, "delayed", _recipients(mine), message, content)
    return None


def _from_text(message: Message, content: bytes) -> Bounce | None:
    """A text for people, in a form that flufl.bounce doesn't know."""
    read = read_daemon_text(message)
    if read is None:
        return None
    if read.delayed:
        return _bounce(BounceKind.DELAYED, read.said, read.addresses, message, content)
    return _failure(read.said, read.addresses, message, content)


def _failure(words: str, addresses: frozenset[str], message: Message, content: bytes) -> Bounce:
    """Whether a failure ends the address or only the email, and how much it says against the address."""
    code = int(words[:3]) if _REPLY.match(words) else _UNSAID
    about = meaning(code, words, of_recipient=True)
    kind = BounceKind.GONE if about is Meaning.GONE else BounceKind.FAILED
    bounce = _bounce(kind, words, addresses, message, content)
    judged = replace(bounce.returned, doubt=weight(about), refuses_us=about is Meaning.OURS)
    return replace(bounce, returned=judged)


def _bounce(kind: BounceKind, said: str, addresses: frozenset[str], message: Message, content: bytes) -> Bounce:
    told = (match.decode("ascii", "replace") for match in islice(_ids(content), _IDS_READ))
    returned = Returned(kind, clean(said, SAID_LIMIT), _key(message, content))
    return Bounce(returned, addresses, tuple(told), _passed_on(message))


def _ids(content: bytes) -> Iterator[bytes]:
    return (match[1] for match in _MESSAGE_ID.finditer(content))


def _key(message: Message, content: bytes) -> str:
    return hashlib.sha256(str(message["Message-ID"] or "").encode("utf-8", "replace") or content).hexdigest()[:32]


def _subject(message: Message) -> str:
    return str(message["Subject"] or "")[:TEXT_READ]


def _lower(addresses: Iterable[bytes]) -> frozenset[str]:
    return frozenset(address.decode("ascii", "replace").lower() for address in addresses)


def _is_of_a_person(message: Message) -> bool:
    """An automatic reply on behalf of a person: an absence, or a challenge to prove that we are people.

    Exim of old calls its own returns automatic replies, too.
    """
    if _CHALLENGE.search(_subject(message)):
        return True
    answered = str(message["Auto-Submitted"] or "").strip().lower().startswith("auto-replied")
    precedence = str(message["Precedence"] or "").strip().lower()
    automatic = answered or precedence == "auto_reply" or bool(message["X-Autoreply"] or message["X-Autorespond"])
    return automatic and not is_daemon(message)


# --- delivery reports -----------------------------------------------------------------------------


def _reported(message: Message) -> list[Message]:
    """The parts of delivery reports: one about the server, and one for each recipient."""
    found = typed_subpart_iterator(message, "message", "delivery-status")
    reports: Iterator[Message] = islice(found, 5)
    return list(islice((block for report in reports for block in report.walk() if not block.is_multipart()), 50))


def _recipients(blocks: Iterable[Message]) -> frozenset[str]:
    found = (_address_in(one, name) for one in blocks for name in ("Final-Recipient", "Original-Recipient"))
    return frozenset(address for address in found if address)


def _passed_on(message: Message) -> frozenset[str]:
    """The addresses that a report or text names as where another address came from."""
    pairs = [
        (_address_in(one, "Original-Recipient"), _address_in(one, "Final-Recipient")) for one in _reported(message)
    ]
    told = (found[1].lower() for found in islice(_PASSED_ON.finditer(text_of(message)), 5))
    return frozenset({first for first, last in pairs if first and last and first != last} | set(told))


def _address_in(block: Message, field: str) -> str:
    return str(block[field] or "").rpartition(";")[2].strip(" <>\t\r\n").lower()[:320]


def _words(status: str, text: str) -> str:
    """The server's reply. Some servers put it only into the text for people."""
    if reply := _REPLY.search(status):
        return reply[0]
    if status and not _SAYS_NOTHING.fullmatch(status):
        return status
    return words_in(text) or status


def _of_block(block: Message) -> str:
    """The server's own words first: the status beside them is often only a summary."""
    said = str(block["Diagnostic-Code"] or "").partition(";")[2] or str(block["Diagnostic-Code"] or "")
    return " ".join(f"{said} {block['Status'] or ''}"[:TEXT_READ].split())
