"""What was published and is sent to nobody, and why. Pure values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from hashlib import sha256


class WhyTaken(StrEnum):
    """Why something was recorded as known and not sent.

    FIRST_SIGHT: it was there when we first looked at its source. FOLLOWED_AGAIN: the same, for a source that an earlier
    version started again. TOO_OLD: it is no longer news. COPY: another source had it first. ANOTHER_AUTHORITY: it is
    about none of the followed councils.
    """

    FIRST_SIGHT = "first sight"
    FOLLOWED_AGAIN = "followed again"
    TOO_OLD = "too old"
    COPY = "copy"
    ANOTHER_AUTHORITY = "another authority"


@dataclass(frozen=True, slots=True)
class TakenAsKnown:
    """One thing that a source published; `key` identifies it within the source. `sent_at`: sent later by the
    operator.
    """

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
