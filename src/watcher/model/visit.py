"""What goes to a spider, what it brings back, and what the store is asked to remember of it. Pure values.

Target -> (fetch) -> Visit | Unchanged | Failed | Listed -> (gate, diff) -> Record -> store
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from watcher.model.change import Change
from watcher.model.report import Grade, ReportFile
from watcher.model.source import Observation, Outcome, PageState, Provider, Source


@dataclass(frozen=True, slots=True)
class Target:
    """A followed page and just enough memory to recognise it unchanged; there may be many thousands.

    `followed_since` is when it was first asked for, `visited_at` the last good visit (None: never seen),
    `marker` the "latest report" date the search list gave for it at that visit, `revisit_at` when it must
    be looked at again whatever the list says.
    """

    source: Source
    followed_since: datetime
    visited_at: datetime | None = None
    page: PageState | None = None
    marker: date | None = None
    revisit_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Attempt:
    """A report that could not be fetched or read for a passing reason and is tried again."""

    file_id: str
    first_failed: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Known:
    """All that is remembered of one source, for the passes in which its page did change.

    `observations` holds what was listed, by key, the missing and the withdrawn included; `missing` says
    since when a key was not there on a complete page; `withdrawn` was told to readers as removed.
    `files` are the reports read so far or given up on, by file number; `held` are the keys of changes that
    readers know only as "grades being checked".
    """

    target: Target
    observations: Mapping[str, Observation] = field(default_factory=dict)
    missing: Mapping[str, datetime] = field(default_factory=dict)
    withdrawn: frozenset[str] = frozenset()
    files: Mapping[str, ReportFile] = field(default_factory=dict)
    attempts: Mapping[str, Attempt] = field(default_factory=dict)
    held: frozenset[str] = frozenset()

    @property
    def first_sight(self) -> bool:
        return self.target.visited_at is None


@dataclass(frozen=True, slots=True)
class ProviderPage:
    """A provider page as parsed: every document it lists, the archive included.

    `grade` is the rating the page itself shows (schools, homes; never councils), None where it shows none.
    """

    provider: Provider
    name: str
    grade: Grade | None
    entries: tuple[Observation, ...]


@dataclass(frozen=True, slots=True)
class SearchRow:
    """One row of the search list. `latest` is the publication date of its newest report."""

    provider: Provider
    name: str
    latest: date | None


@dataclass(frozen=True, slots=True)
class FetchedFile:
    """A report that was asked for: its bytes, or in words why there are none."""

    entry: Observation
    body: bytes | None
    failure: str | None = None


# --- what a spider yields -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Listed:
    """The whole search list, in order. Yielded only when it passed its own gate (`differ.gate.search_list_fault`)."""

    source_id: str
    rows: tuple[SearchRow, ...]


@dataclass(frozen=True, slots=True)
class Visit:
    """A page that was fetched, parsed, and is not the one remembered; with the reports it called for."""

    known: Known
    page: ProviderPage
    body: bytes
    state: PageState
    files: tuple[FetchedFile, ...]
    listed: date | None


@dataclass(frozen=True, slots=True)
class Unchanged:
    """A page that is the one remembered: 304, the same bytes, or the same region."""

    state: PageState
    listed: date | None


@dataclass(frozen=True, slots=True)
class Failed:
    """A page that brought nothing usable: the outcome says why."""

    source_id: str
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class OlderFile:
    """An older report fetched to fill the history; it never makes a change."""

    file: FetchedFile


# --- what the store is asked to remember ----------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Record:
    """What one good visit established: saved together or not at all.

    `observations` are all now listed and to be remembered as seen; `missing` replaces what was missing
    before; `withdrawn` likewise. `page` is None where something is still to be fetched, so that the page
    is not taken for unchanged next time. `name` is what the page calls its provider. `fault` is the reason
    the source is still at fault (None clears it).
    """

    source_id: str
    taken_at: datetime
    name: str | None = None
    observations: tuple[Observation, ...] = ()
    missing: Mapping[str, datetime] = field(default_factory=dict)
    withdrawn: frozenset[str] = frozenset()
    files: tuple[ReportFile, ...] = ()
    attempts: tuple[Attempt, ...] = ()
    changes: tuple[Change, ...] = ()
    page: PageState | None = None
    marker: date | None = None
    revisit_at: datetime | None = None
    fault: str | None = None
