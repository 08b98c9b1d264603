"""What a pass is given, and what it says of itself at its end."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from watcher.differ.case import Reading
from watcher.model.change import Change
from watcher.model.report import ReportFile
from watcher.model.source import SEARCH_SOURCE, Observation
from watcher.model.visit import FetchedFile, Known, Listed, Record, SearchRow, Target, Unchanged, Visit


class Progress(Protocol):
    """Told before each page and once at the end: pages done, pages in all, and what comes next."""

    def __call__(self, done: int, total: int, name: str) -> None: ...


def no_progress(done: int, total: int, name: str) -> None:
    """For passes that nobody watches."""


class JointProgress:
    """What the spiders of one pass say of their progress, added up for who watches."""

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
    """For events that nobody waits for."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What the spider is to visit, and what it may ask about it.

    `targets` are all that is followed; among them the search list, if it is to be asked. `only`, when not
    empty, are the source ids to visit whatever is due. `expected_keys` are the provider keys that the
    list has given lately. `follow_listed` is called once with a whole list and gives all targets followed
    from then on. `backfill` are older reports, fetched when a page had something new or the pass is `full`.
    `list_read` is called when the list is dealt with, `visited` when the visits that it called for have ended.
    """

    base_url: str
    now: datetime
    targets: tuple[Target, ...]
    recall: Callable[[str], Known]
    follow_listed: Callable[[Sequence[SearchRow]], Sequence[Target]] | None = None
    expected_keys: frozenset[str] = frozenset()
    backfill: tuple[Observation, ...] = ()
    only: frozenset[str] = frozenset()
    full: bool = False
    list_read: Callable[[], None] = nothing
    visited: Callable[[], None] = nothing

    @property
    def search_list(self) -> Target | None:
        """The search list, if this pass asks for it."""
        asked = (t for t in self.targets if t.source.id == SEARCH_SOURCE and self.includes(t))
        return next(asked, None)

    def includes(self, target: Target) -> bool:
        return not self.only or target.source.id in self.only


@dataclass(frozen=True, slots=True)
class Work:
    """What is done with that which the spider brings.

    `record` returns the changes that were not known before. `keep` gives the hash under which bytes are kept.

    `read` gives the text of each page of a PDF, or raises ReportError. `decide` and `decide_older` are the
    pure deciders with all that they need to know beside the visit.
    """

    record: Callable[[Record], tuple[Change, ...]]
    touch: Callable[[Sequence[Unchanged], datetime], None]
    report_fault: Callable[[str, str, datetime], None]
    save_list: Callable[[Listed, datetime], None]
    save_file: Callable[[ReportFile], None]
    keep: Callable[[bytes], str]
    read: Callable[[bytes], Awaitable[tuple[str, ...]]]
    decide: Callable[[Visit, Mapping[str, Reading]], Record]
    decide_older: Callable[[FetchedFile, Reading], ReportFile]


@dataclass(slots=True)
class PassSummary:
    """What one pass did. `faults` are reasons by source id; `stopped` says why it ended before all was visited.

    `clocks` says for each host asked how far our clock is ahead of its.
    """

    visited: int = 0
    unchanged: int = 0
    changes: int = 0
    files: int = 0
    faults: dict[str, str] = field(default_factory=dict)
    stopped: str | None = None
    clocks: dict[str, timedelta] = field(default_factory=dict)
