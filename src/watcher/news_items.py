"""What goes to the news spider, what it brings back, and what the store remembers of a news item. Pure values.

NewsTarget -> (fetch) -> Listing of rows, ItemRead | ItemFailed, SiteVisited -> store -> settling -> Settled -> store
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from watcher.model import Change, PageState
from watcher.news import Article, Headline, Mention, NewsSource, Stale
from watcher.visits import Target


@dataclass(frozen=True, slots=True)
class NewsTarget:
    """A news site that is read, and what recognises its list unchanged."""

    site: NewsSource
    target: Target

    @property
    def first_sight(self) -> bool:
        return self.target.visited_at is None


@dataclass(frozen=True, slots=True)
class Posted:
    """What the spider needs to know of an item it meets again: whether it is done with."""

    url: str
    read_at: datetime | None
    failed_since: datetime | None
    modified: date | None = None


# --- what the spider brings -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class RowsSeen:
    """Rows that are remembered and not read: all those of the first sight, or clearly about something else."""

    source_id: str
    headlines: tuple[Headline, ...]


@dataclass(frozen=True, slots=True)
class ItemRead:
    """An item whose page was read, for the first time or again. `dead` are its links to Ofsted that lead nowhere."""

    source_id: str
    headline: Headline
    article: Article
    baseline: bool = False
    dead: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class ItemFailed:
    """An item whose page could not be read. `gone` means that the site says it is not there any more."""

    source_id: str
    headline: Headline
    reason: str
    gone: bool = False


@dataclass(frozen=True, slots=True)
class SiteVisited:
    """The end of one site's visit. `state` is None where rows are left, so that the list is read again.

    `found` is how many rows the list showed, None where it is the one remembered.
    """

    source_id: str
    state: PageState | None
    fault: str | None = None
    found: int | None = None


# --- what is remembered ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class NewsItem:
    """An item that was read, as it is known so far.

    `settled` holds the facts as they were when it was last joined and told; None where it never was.
    `told` are the reasons (letter, report date) for which the operator's own post was reported.
    """

    source_id: str
    url: str
    listed: date | None
    first_seen: datetime
    baseline: bool
    article: Article
    facts: dict[str, str]
    settled: dict[str, str] | None = None
    stories: tuple[str, ...] = ()
    mention: Mention | None = None
    dead: frozenset[str] = frozenset()
    told: frozenset[tuple[str, str]] = frozenset()


@dataclass(frozen=True, slots=True)
class Settled:
    """What was found out about an item: its stories, how mails mention it, and the news in that.

    `stale` replaces what was known to be out of date in it; what is no longer named is cleared.
    """

    item: NewsItem
    stories: tuple[str, ...]
    mention: Mention
    shingles: tuple[int, ...] = ()
    same_as: str | None = None
    changes: tuple[Change, ...] = ()
    stale: tuple[Stale, ...] = field(default=())
