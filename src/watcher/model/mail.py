"""Mails on their way: those that wait, those that were given up, those that came back. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Undelivered:
    """A mail that was given up: refused for good, or not taken for days.

    `error` is what the server last said; `told_at` when the operator heard of it, None where not yet."""

    id: int
    address: str
    subject: str
    error: str
    failed_at: datetime
    told_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class QueuedMail:
    """A mail in whatever state, without its bytes.

    `status` is pending, sent, failed or cancelled; `next_attempt_at` counts only while it is pending.
    `blocked_since` is since when we are refused, and not the mail: None where it is not so.
    """

    id: int
    address: str
    subject: str
    message_id: str
    status: str
    attempts: int
    created_at: datetime
    next_attempt_at: datetime
    error: str | None = None
    ended_at: datetime | None = None
    blocked_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Delivery:
    """A mail with its finished text: a retry sends the same bytes under the same Message-ID."""

    id: int
    message_id: str
    address: str
    subject: str
    content: bytes
    attempts: int
    created_at: datetime


class BounceKind(StrEnum):
    """What came back. GONE, COMPLAINT and LEFT stop an address; FAILED is the end of one mail, DELAYED of none."""

    DELAYED = "delayed"
    FAILED = "failed"
    GONE = "gone"
    COMPLAINT = "complaint"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class Returned:
    """`said` is the server's words, `key` the same for the same message read again."""

    kind: BounceKind
    said: str
    key: str
