"""What kinds of news a reader may choose among. Pure."""

from __future__ import annotations

from enum import StrEnum


class Interest(StrEnum):
    """The kinds of news that a reader may choose among. Coverage is what others publish later about a report."""

    INSPECTIONS = "inspections"
    VISITS = "visits"
    SEND = "send"
    COVERAGE = "coverage"


USUAL_INTERESTS = (Interest.INSPECTIONS, Interest.VISITS, Interest.SEND)
