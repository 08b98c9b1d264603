"""What a returned message says about an email: delayed, failed, address gone, complaint, or a wish to leave. Pure.

flufl.bounce reads delivery reports (RFC 3464) and the older texts; complaints are feedback reports (RFC 5965). Anybody
can send such a message, so nothing in it counts until we know which email it is about.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.iterators import typed_subpart_iterator
from email.message import Message
from itertools import islice

from flufl.bounce import all_failures

from watcher.mail.replies import Meaning, meaning
from watcher.model.mail import BounceKind, Returned
from watcher.model.text import clean

# A report comes before the email that it returns; of that email we only need the headers.
READ = 256 * 1024
SAID_LIMIT = 200
_TEXT_READ = 4_000
_IDS_READ = 20
_PARTS_READ = 200

_COMPLAINTS = {"abuse", "fraud", "opt-out", "opt-out-list"}
_MESSAGE_ID = re.compile(rb"^[> \t]{0,8}message-id:[ \t]*\r?\n?[ \t]*(<[^<>\s]{3,250}>)", re.IGNORECASE | re.MULTILINE)
# The subject that a reader's unsubscribe email carries: the Message-ID of the email it answers.
_LEAVES = re.compile(r"\s*unsubscribe\s+<?([0-9a-z]{8,64}@[^\s<>@]{1,190})>?\s*", re.IGNORECASE)
_REPLY = re.compile(r"(?<![0-9.])5[0-9]{2}[ -][^\r\n]*")
_SAYS_NOTHING = re.compile(r"5\.0\.0")

# The exceptions that hostile bytes can cause in the parsers of email and in Python's library.
_UNREADABLE = (ValueError, LookupError, TypeError, AttributeError, AssertionError, RecursionError)


@dataclass(frozen=True, slots=True)
class Bounce:
    """A returned message and what it says about the email.

    `addresses` are those that it says were not reached, in lower case; `message_ids` are those of the emails it quotes.
    """

    returned: Returned
    addresses: frozenset[str]
    message_ids: tuple[str, ...]


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
    complaint = next(_parts(message, "message", "feedback-report"), None)
    if complaint is not None:
        return _complaint(complaint, message, content)
    if left := _LEAVES.fullmatch(str(message["Subject"] or "")[:_TEXT_READ]):
        returned = Returned(BounceKind.LEFT, "unsubscribed by email", _key(message, content))
        return Bounce(returned, frozenset(), (f"<{left[1]}>",))
    if _is_auto_reply(message):
        return None
    delayed, failed = all_failures(message)
    addresses = frozenset(address.decode("ascii", "replace").lower() for address in failed or delayed)
    if failed:
        return _bounce(*_failure(message), addresses, message, content)
    return _bounce(BounceKind.DELAYED, "delayed", addresses, message, content) if delayed else None


def _bounce(kind: BounceKind, said: str, addresses: frozenset[str], message: Message, content: bytes) -> Bounce:
    told = (match.decode("ascii", "replace") for match in islice(_ids(content), _IDS_READ))
    return Bounce(Returned(kind, clean(said, SAID_LIMIT), _key(message, content)), addresses, tuple(told))


def _ids(content: bytes) -> Iterator[bytes]:
    return (match[1] for match in _MESSAGE_ID.finditer(content))


def _key(message: Message, content: bytes) -> str:
    return hashlib.sha256(str(message["Message-ID"] or "").encode("utf-8", "replace") or content).hexdigest()[:32]


def _parts(message: Message, main: str, sub: str) -> Iterator[Message]:
    found: Iterator[Message] = typed_subpart_iterator(message, main, sub)
    return found


# --- complaints and answers -----------------------------------------------------------------------


def _complaint(report: Message, message: Message, content: bytes) -> Bounce | None:
    """The fields of a feedback report are the headers of the message inside it, or its text."""
    inside = report.get_payload()
    fields = inside[0] if isinstance(inside, list) and inside else message_from_bytes(str(inside).encode())
    kind = str(fields["Feedback-Type"] if isinstance(fields, Message) else "").strip().lower()
    return _bounce(BounceKind.COMPLAINT, kind, frozenset(), message, content) if kind in _COMPLAINTS else None


def _is_auto_reply(message: Message) -> bool:
    """An automatic reply on behalf of a person. A server's own report also calls itself an automatic reply."""
    if next(_parts(message, "message", "delivery-status"), None) is not None:
        return False
    answered = str(message["Auto-Submitted"] or "").strip().lower().startswith("auto-replied")
    precedence = str(message["Precedence"] or "").strip().lower()
    return answered or precedence == "auto_reply" or bool(message["X-Autoreply"] or message["X-Autorespond"])


# --- failures -------------------------------------------------------------------------------------

_ENDS = {
    Meaning.GONE: BounceKind.GONE,
    Meaning.LATER: BounceKind.FAILED,
    Meaning.OURS: BounceKind.FAILED,
    Meaning.MAIL: BounceKind.FAILED,
}


def _failure(message: Message) -> tuple[BounceKind, str]:
    """Whether a failure ends the address or only the email, and the server's words."""
    words = _words(_status(message), _text(message))
    code = int(words[:3]) if _REPLY.match(words) else 550
    return _ENDS[meaning(code, words, of_recipient=True)], words


def _words(status: str, text: str) -> str:
    """The server's reply. Some servers put it only into the text for people."""
    if reply := _REPLY.search(status):
        return reply[0]
    if status and not _SAYS_NOTHING.fullmatch(status):
        return status
    reply = _REPLY.search(text)
    return reply[0] if reply else status or text


def _status(message: Message) -> str:
    """What a delivery report says about the recipients that failed; empty if it names none."""
    reports = islice(_parts(message, "message", "delivery-status"), 5)
    blocks = islice((block for report in reports for block in report.walk() if not block.is_multipart()), 50)
    failed = (block for block in blocks if str(block["Action"] or "").strip().lower().startswith(("fail", "error")))
    return next((said for block in failed if (said := _of_block(block))), "")


def _of_block(block: Message) -> str:
    """The server's own words first: the status beside them is often only a summary."""
    said = str(block["Diagnostic-Code"] or "").partition(";")[2] or str(block["Diagnostic-Code"] or "")
    return " ".join(f"{said} {block['Status'] or ''}"[:_TEXT_READ].split())


def _text(message: Message) -> str:
    """The beginning of the first text of a message."""
    part = next(_parts(message, "text", "plain"), None)
    payload = part.get_payload(decode=True) if part is not None else b""
    return payload[:_TEXT_READ].decode("utf-8", "replace") if isinstance(payload, bytes) else ""
