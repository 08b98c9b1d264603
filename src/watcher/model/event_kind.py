"""What a document is about. Apart from the other values, because the command line names kinds and needs no more."""

from __future__ import annotations

from enum import StrEnum


class EventKind(StrEnum):
    """What a document is about. Only INSPECTION may change a grade.

    The last two are not Ofsted's documents: what others publish about one, and our own articles.
    """

    INSPECTION = "inspection"
    FOCUSED_VISIT = "focused_visit"
    MONITORING_VISIT = "monitoring_visit"
    JTAI = "jtai"
    SEND = "send"
    OTHER = "other"
    COVERAGE = "coverage"
    OWN_POST = "own_post"
