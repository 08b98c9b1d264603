"""What is watched, what a visit saw there, and what is wrong with it. All frozen."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

SEARCH_SOURCE = "ofsted:search"
COUNCIL_TYPE = "44"


@dataclass(frozen=True, slots=True)
class Provider:
    """A provider on the Ofsted site. The key needs both type and URN, because URNs repeat across types."""

    type: str
    urn: str

    @property
    def key(self) -> str:
        """`44/80482`, as in the address of its page."""
        return f"{self.type}/{self.urn}"


@dataclass(frozen=True, slots=True)
class Authority:
    """A council with children's services duties, now or in the past. `urn` is Ofsted's.

    `neighbours` are the URNs of its nearest statistical neighbours, the nearest first.
    """

    urn: str
    name: str
    region: str | None = None
    region_code: str | None = None
    aliases: tuple[str, ...] = ()
    trust: str | None = None
    created_on: date | None = None
    abolished_on: date | None = None
    predecessors: tuple[str, ...] = ()
    successors: tuple[str, ...] = ()
    neighbours: tuple[str, ...] = ()


class Coverage(StrEnum):
    COMPLETE = "complete"
    ROLLING = "rolling"


@dataclass(frozen=True, slots=True)
class Source:
    """One page that we watch. `topics` are the topics it belongs to: whoever follows one gets its news."""

    id: str
    name: str
    url: str
    spider: str
    coverage: Coverage = Coverage.COMPLETE
    at_least: int = 1
    topics: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Observation:
    """One thing that a page lists, identified by `key` within its source.

    A change to any of the `facts` is news. They are named, and their values are text.
    """

    source_id: str
    key: str
    title: str
    url: str
    published: date | None
    facts: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How the fetching and parsing of one source went; each failure in words."""

    failed_requests: tuple[str, ...] = ()
    parse_errors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PageState:
    """What is remembered of a fetched page, so that we recognise at no cost that it has not changed.

    `read_at` is when its bytes last came; None means just now. An answer "not modified" has none.
    """

    url: str
    source_id: str
    etag: str | None
    last_modified: str | None
    body_sha256: str
    region_sha256: str
    read_at: datetime | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Fault:
    """A source that could not be read. Open while `cleared_at` is None; the operator was told `told_times` times."""

    source_id: str
    reason: str
    first_seen: datetime
    last_seen: datetime
    told_at: datetime | None = None
    cleared_at: datetime | None = None
    told_times: int = 0


@dataclass(frozen=True, slots=True)
class SourceStatus:
    """One source for the operator. `fault` is why it can't be read at present, None if it can."""

    id: str
    name: str
    url: str
    followed: bool
    visited_at: datetime | None
    last_tried_at: datetime | None
    fault: str | None
    topics: tuple[str, ...] = ()
