"""Corrections of wrong alerts, and the readers who got the alert. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from watcher.model.errors import ConfigError
from watcher.model.subscription import Frequency

PARAGRAPH_LIMIT = 2000
PARAGRAPHS = 10


@dataclass(frozen=True, slots=True)
class Correction:
    """A correction that has begun.

    `runs` (frequency, end) are the runs whose pending emails about the change were cancelled just now; `taken_back`
    counts these emails.
    """

    id: int
    change_id: str
    text: str
    made_at: datetime
    runs: tuple[tuple[Frequency, datetime], ...] = ()
    taken_back: int = 0


@dataclass(frozen=True, slots=True)
class ReaderTold:
    """A reader who got an email about the change, and when it was sent."""

    subscriber_id: int
    address: str
    told_at: datetime


def checked_text(text: str) -> str:
    """The operator's words as we keep them: paragraphs with a blank line between. `ConfigError` for none or too
    many.
    """
    paragraphs = [" ".join(one.split()) for one in re.split(r"\n\s*\n", text)]
    paragraphs = [one for one in paragraphs if one]
    if not paragraphs:
        raise ConfigError("The correction is empty. Write what was wrong and what is right.")
    if len(paragraphs) > PARAGRAPHS or any(len(one) > PARAGRAPH_LIMIT for one in paragraphs):
        raise ConfigError(
            f"The correction is too long. Use at most {PARAGRAPHS} paragraphs of {PARAGRAPH_LIMIT} characters each."
        )
    return "\n\n".join(paragraphs)
