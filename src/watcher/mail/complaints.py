"""Recognises a reader's complaint, as their mail provider passes it on: ARF, Hotmail's JMRP, X-ARF. Pure."""

from __future__ import annotations

import re
from email import message_from_bytes
from email.message import Message
from itertools import islice

_KINDS = {"abuse", "fraud", "opt-out", "opt-out-list"}
# Hotmail adds this header to the email that it returns; there is no report beside it.
_OF_HOTMAIL = "X-HmXmrOriginalRecipient"
_XARF_SAYS = re.compile(r"^report-type:[ \t]*(spam|abuse|fraud|unsolicited)\b", re.IGNORECASE | re.MULTILINE)
_SUBJECT = re.compile(r"\b(spam|abuse|junk)[ -](complaint|report)\b|\bcomplaint about message\b", re.IGNORECASE)
_PARTS_READ = 50
_TEXT_READ = 4_000


def complaint_of(message: Message) -> str | None:
    """What kind of complaint this is, in a word or two. None if it is not a complaint."""
    parts = list(islice(message.walk(), _PARTS_READ))
    report = next((part for part in parts if part.get_content_type() == "message/feedback-report"), None)
    if report is not None:
        kind = _kind(report)
        return kind if kind in _KINDS else None
    if any(part[_OF_HOTMAIL] for part in parts):
        return "complaint (JMRP)"
    if message["X-XARF"] or message["X-ARF"]:
        return "complaint (X-ARF)" if any(_XARF_SAYS.search(_text(part)) for part in parts) else None
    returns = any(part.get_content_type() in ("message/rfc822", "text/rfc822-headers") for part in parts)
    return "complaint" if returns and _SUBJECT.search(str(message["Subject"] or "")[:_TEXT_READ]) else None


def _kind(report: Message) -> str:
    """The fields of a feedback report are the headers of the message inside it, or its text."""
    inside = report.get_payload()
    fields = inside[0] if isinstance(inside, list) and inside else message_from_bytes(str(inside).encode())
    return str(fields["Feedback-Type"] if isinstance(fields, Message) else "").strip().lower()


def _text(part: Message) -> str:
    payload = part.get_payload(decode=True) if part.get_content_maintype() == "text" else b""
    return payload[:_TEXT_READ].decode("utf-8", "replace") if isinstance(payload, bytes) else ""
