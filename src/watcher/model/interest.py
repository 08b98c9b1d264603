"""The kinds of news that a reader may choose. Pure."""

from __future__ import annotations

from enum import StrEnum

from watcher.model.errors import ConfigError
from watcher.model.event_kind import EventKind


class Interest(StrEnum):
    """The kinds of news that a reader may choose. Coverage is what others publish later about a report.

    Findings are not news by themselves: they add some of the report's own words to the news of it.
    """

    INSPECTIONS = "inspections"
    VISITS = "visits"
    SEND = "send"
    COVERAGE = "coverage"
    FINDINGS = "findings"


USUAL_INTERESTS = (Interest.INSPECTIONS, Interest.VISITS, Interest.SEND)

# Which kind of news a reader must have chosen to get an event. None: following the topic is enough.
INTERESTS: dict[EventKind, Interest | None] = {
    EventKind.INSPECTION: Interest.INSPECTIONS,
    EventKind.FOCUSED_VISIT: Interest.VISITS,
    EventKind.MONITORING_VISIT: Interest.VISITS,
    EventKind.JTAI: Interest.VISITS,
    EventKind.SEND: Interest.SEND,
    EventKind.OTHER: Interest.INSPECTIONS,
    EventKind.COVERAGE: Interest.COVERAGE,
    EventKind.OWN_POST: None,
}


def interests(text: str) -> tuple[Interest, ...]:
    """The kinds that a person lists, such as `inspections, coverage`, in their usual order. `ConfigError` for any other
    word.
    """
    words = {word.strip().casefold() for word in text.split(",") if word.strip()}
    unknown = sorted(words - set(Interest))
    if unknown or not words:
        raise ConfigError(
            f"{', '.join(unknown) or text!r} is not a kind of news. Choose from {', '.join(Interest)}, "
            "for example inspections,visits."
        )
    return tuple(one for one in Interest if one in words)
