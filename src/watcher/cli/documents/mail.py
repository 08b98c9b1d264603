"""A mail of the outbox as plain values for JSON. Pure."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from watcher.model.mail import QueuedMail


def mail_document(mail: QueuedMail) -> dict[str, Any]:
    """Everything we know about a mail except its bytes. Times are ISO 8601 in UTC, or null."""
    return {
        "id": mail.id,
        "to": mail.address,
        "subject": mail.subject,
        "message_id": mail.message_id,
        "status": mail.status,
        "attempts": mail.attempts,
        "created_at": _iso(mail.created_at),
        "next_attempt_at": _iso(mail.next_attempt_at if mail.status == "pending" else None),
        "ended_at": _iso(mail.ended_at),
        "blocked_since": _iso(mail.blocked_since),
        "error": mail.error,
    }


def _iso(when: datetime | None) -> str | None:
    return when.isoformat() if when else None
