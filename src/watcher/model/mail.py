"""Emails: pending, undeliverable, and returned. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Undelivered:
    """An email that was given up: rejected for good, or not accepted for days.

    `error` is what the server said last; `told_at` is when the operator heard of it, None if not yet.
    """

    id: int
    address: str
    subject: str
    error: str
    failed_at: datetime
    told_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class QueuedMail:
    """An email in any state, without its bytes.

    `status` is pending, sent, failed or cancelled; `next_attempt_at` counts only while it is pending. `blocked_since`
    is when the server began to reject us rather than this email; None if it does not.
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
    """An email with its finished text: a retry sends the same bytes under the same Message-ID."""

    id: int
    message_id: str
    address: str
    subject: str
    content: bytes
    attempts: int
    created_at: datetime


class BounceKind(StrEnum):
    """What came back. GONE, COMPLAINT and LEFT stop an address. FAILED ends one email; DELAYED ends nothing."""

    DELAYED = "delayed"
    FAILED = "failed"
    GONE = "gone"
    COMPLAINT = "complaint"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class Returned:
    """`said` is what the server said. `key` stays the same if the same message is read again.

    `doubt` is how much this says against the address, from 0 (nothing) to 1; see `model/doubts.py`. `refuses_us` if our
    name, network, DNS or signature is the reason.
    """

    kind: BounceKind
    said: str
    key: str
    doubt: float = 0.0
    refuses_us: bool = False
