"""What kinds of news a reader may choose among. Pure."""

from __future__ import annotations

from enum import StrEnum

from watcher.model.errors import ConfigError


class Interest(StrEnum):
    """The kinds of news that a reader may choose among. Coverage is what others publish later about a report."""

    INSPECTIONS = "inspections"
    VISITS = "visits"
    SEND = "send"
    COVERAGE = "coverage"


USUAL_INTERESTS = (Interest.INSPECTIONS, Interest.VISITS, Interest.SEND)


def interests(text: str) -> tuple[Interest, ...]:
    """The kinds that a person lists, `inspections, coverage`, in their usual order; `ConfigError` for another word."""
    words = {word.strip().casefold() for word in text.split(",") if word.strip()}
    unknown = sorted(words - set(Interest))
    if unknown or not words:
        raise ConfigError(f"{', '.join(unknown) or text!r}: no kind of news; choose among {', '.join(Interest)}")
    return tuple(one for one in Interest if one in words)
