"""What was published and is told to nobody, and why. Pure values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from hashlib import sha256


class WhyTaken(StrEnum):
    """Why something was taken as known.

    FIRST_SIGHT: it was there when its source was first looked at. FOLLOWED_AGAIN: the same, of a source that an
    earlier version began anew. TOO_OLD: it is no news any more. COPY: another source told it. ANOTHER_AUTHORITY:
    it is about none of the councils that are followed.
    """

    FIRST_SIGHT = "first sight"
    FOLLOWED_AGAIN = "followed again"
    TOO_OLD = "too old"
    COPY = "copy"
    ANOTHER_AUTHORITY = "another authority"


@dataclass(frozen=True, slots=True)
class TakenAsKnown:
    """One thing that a source published; `key` is its own within the source. `sent_at`: told after all."""

    source_id: str
    key: str
    title: str
    url: str
    published: date | None
    why: WhyTaken
    noted_at: datetime
    sent_at: datetime | None = None

    @property
    def id(self) -> str:
        """The same for the same thing of the same source."""
        return sha256(f"{self.source_id}\n{self.key}".encode()).hexdigest()[:32]
