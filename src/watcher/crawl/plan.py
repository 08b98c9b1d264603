"""The plan that a check follows, and its summary at the end."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from watcher.crawl.budget import OFSTEDS, Budget
from watcher.crawl.reading import Understand, here
from watcher.differ.case import ReadReport
from watcher.model.change import Change
from watcher.model.report import ReportFile
from watcher.model.source import SEARCH_SOURCE, Observation
from watcher.model.visit import FetchedFile, Known, Listed, Record, SearchRow, Target, Unchanged, Visit


class Progress(Protocol):
    """Called before each page and once at the end: pages done, pages in all, and what comes next."""

    def __call__(self, done: int, total: int, name: str) -> None: ...


def no_progress(done: int, total: int, name: str) -> None:
    """Does nothing: for checks that nobody watches."""


class JointProgress:
    """Adds up the progress of all spiders of one check."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._parts: dict[str, tuple[int, int]] = {}

    def of(self, part: str) -> Progress:
        """What one of the spiders is to tell."""

        def say(done: int, total: int, name: str) -> None:
            self._parts[part] = done, total
            self._progress(
                sum(one[0] for one in self._parts.values()), sum(one[1] for one in self._parts.values()), name
            )

        return say


def nothing() -> None:
    """Does nothing: for events that nobody waits for."""


def nothing_older(_limit: int) -> Sequence[Observation]:
    """For checks that complete no history."""
    return ()


@dataclass(frozen=True, slots=True)
class Plan:
    """The pages for the spider to visit, and what is known about them.

    `targets` are all that is followed, including the search list if it should be read. `only`, if not empty, are the
    source ids to visit whatever is due. `expected_keys` are the provider keys that the list has shown lately.
    `follow_listed` is called once with a complete list and returns all targets followed from then on. `backfill` gives
    at most this many older documents; it is called at the end of a check that had pages to visit. `understand` reads
    what was fetched.
    """

    base_url: str
    now: datetime
    targets: tuple[Target, ...]
    recall: Callable[[str], Known]
    follow_listed: Callable[[Sequence[SearchRow]], Sequence[Target]] | None = None
    expected_keys: frozenset[str] = frozenset()
    backfill: Callable[[int], Sequence[Observation]] = nothing_older
    only: frozenset[str] = frozenset()
    full: bool = False
    budget: Budget = OFSTEDS
    understand: Understand = here
    list_read: Callable[[], None] = nothing
    visited: Callable[[], None] = nothing

    @property
    def search_list(self) -> Target | None:
        """The search list, if this check reads it."""
        asked = (t for t in self.targets if t.source.id == SEARCH_SOURCE and self.includes(t))
        return next(asked, None)

    def includes(self, target: Target) -> bool:
        return not self.only or target.source.id in self.only


@dataclass(frozen=True, slots=True)
class Work:
    """The functions that handle what the spider finds.

    `record` returns the changes that are new. `keep` stores bytes and returns their hash. `read` returns the text of
    each page of a PDF, or raises ReportError; `understand` reads that text. `decide` and `decide_older` are the pure
    deciders, with all that they need besides the visit.
    """

    record: Callable[[Record], tuple[Change, ...]]
    touch: Callable[[Sequence[Unchanged], datetime], None]
    report_fault: Callable[[str, str, datetime], None]
    save_list: Callable[[Listed, datetime], None]
    save_file: Callable[[ReportFile], None]
    keep: Callable[[bytes], str]
    read: Callable[[bytes], Awaitable[tuple[str, ...]]]
    decide: Callable[[Visit, Mapping[str, ReadReport]], Record]
    decide_older: Callable[[FetchedFile, ReadReport], ReportFile]
    understand: Understand = here


@dataclass(slots=True)
class PassSummary:
    """What one check did.

    `faults` are reasons by source id; `stopped` says why it ended before visiting everything, `reached` whether it
    could look at what is followed, but for sources at fault. `clocks` says how far our clock is ahead of each host's.
    """

    visited: int = 0
    unchanged: int = 0
    changes: int = 0
    files: int = 0
    faults: dict[str, str] = field(default_factory=dict)
    stopped: str | None = None
    reached: bool = True
    clocks: dict[str, timedelta] = field(default_factory=dict)
