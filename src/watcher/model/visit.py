"""What goes to a spider, what it brings back, and what the store should remember. Pure values.

Target -> (fetch) -> Visit | Unchanged | Failed | Listed -> (gate, diff) -> Record -> store
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from watcher.model.change import Change
from watcher.model.report import Grade, ReportCard, ReportFile
from watcher.model.source import Observation, Outcome, PageState, Provider, Source
from watcher.model.taken import TakenAsKnown


@dataclass(frozen=True, slots=True)
class Target:
    """A followed page and just enough memory to see that it has not changed; there may be many thousands.

    `followed_since` is when it was first asked for, `visited_at` the last good visit (None: never seen), `marker` the
    "latest report" date that the search list gave for it at that visit, `revisit_at` when it must be visited again
    whatever the list says.
    """

    source: Source
    followed_since: datetime
    visited_at: datetime | None = None
    page: PageState | None = None
    marker: date | None = None
    revisit_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Attempt:
    """A report that could not be fetched or read for now, and is tried again."""

    file_id: str
    first_failed: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Known:
    """All that we remember of one source, for checks in which its page did change.

    `observations` holds everything that was listed, by key, including the missing and the withdrawn; `missing` says
    since when a key has been absent from complete pages; `withdrawn` was reported to readers as removed. `files` are
    the reports read or given up so far, by file number; `held` are the keys of changes that readers know only as
    "grades being checked".
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
    """A provider page as parsed: every document it lists, including the archive.

    `grade` is the rating that the page itself shows (schools, homes; never councils), None if it shows none. `card` is
    the report card in it, where there is one.
    """

    provider: Provider
    name: str
    grade: Grade | None
    entries: tuple[Observation, ...]
    card: ReportCard | None = None


@dataclass(frozen=True, slots=True)
class SearchRow:
    """One row of the search list. `latest` is the publication date of its newest report."""

    provider: Provider
    name: str
    latest: date | None


@dataclass(frozen=True, slots=True)
class FetchedFile:
    """A report that was asked for: its bytes, or the reason why we don't have them."""

    entry: Observation
    body: bytes | None
    failure: str | None = None


# --- what a spider yields -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Listed:
    """The whole search list, in order. Yielded only if it passed its own gate (`differ.gate.search_list_fault`)."""

    source_id: str
    rows: tuple[SearchRow, ...]


@dataclass(frozen=True, slots=True)
class Visit:
    """A page that was fetched and parsed, and that has changed; with the reports that it called for."""

    known: Known
    page: ProviderPage
    body: bytes
    state: PageState
    files: tuple[FetchedFile, ...]
    listed: date | None


@dataclass(frozen=True, slots=True)
class Unchanged:
    """A page that has not changed: status 304, the same bytes, or the same region."""

    state: PageState
    listed: date | None


@dataclass(frozen=True, slots=True)
class Failed:
    """A page that brought nothing usable; the outcome says why."""

    source_id: str
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class OlderFile:
    """An older report, fetched to complete the history. It never makes a change."""

    file: FetchedFile


# --- what the store is asked to remember ----------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Record:
    """What one good visit established: saved as a whole or not at all.

    `observations` are all that are listed now, to be remembered as seen; `missing` and `withdrawn` replace what was
    missing and withdrawn before. `page` is None if something still has to be fetched, so that the next visit does not
    take the page for unchanged. `name` is what the page calls its provider. `fault` is the reason why the source is
    still at fault (None clears it). `taken` is what is new to us but not news. `body_sha256` is the hash of the page's
    bytes, under which they are kept.
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
    taken: tuple[TakenAsKnown, ...] = ()
    page: PageState | None = None
    marker: date | None = None
    revisit_at: datetime | None = None
    fault: str | None = None
    body_sha256: str | None = None
