"""A mail that was given up: refused for good, or not taken for days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Undelivered:
    """`error` is what the server last said; `told_at` when the operator heard of it, None where not yet."""

    id: int
    address: str
    subject: str
    error: str
    failed_at: datetime
    told_at: datetime | None = None
