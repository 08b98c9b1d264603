"""Who gets which news, and how often."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from watcher.model.interest import USUAL_INTERESTS, Interest


class Frequency(StrEnum):
    IMMEDIATELY = "immediately"
    DAILY = "daily"
    WEEKLY = "weekly"


@dataclass(frozen=True, slots=True)
class Subscription:
    """`topic` is `all`, `authority:URN`, `region:CODE`, `provider:TYPE/URN` or `own-posts`."""

    id: int
    address: str
    topic: str
    frequency: Frequency
    created_at: datetime
    ended_at: datetime | None = None
    ended_reason: str | None = None
    interests: tuple[Interest, ...] = USUAL_INTERESTS
    reader: int = 0
