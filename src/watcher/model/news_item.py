"""What goes to the news spider, what it brings back, and what the store keeps of a news item. Pure values.

NewsTarget -> (fetch) -> RowsSeen, ItemRead | ItemFailed, SiteVisited -> store -> (assess) -> Assessment -> store
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from watcher.model.change import Change
from watcher.model.news import Article, Headline, Mention, NewsSource, Stale
from watcher.model.source import PageState
from watcher.model.taken import WhyTaken
from watcher.model.visit import Target


@dataclass(frozen=True, slots=True)
class NewsTarget:
    """A news site to read, and what shows that its list has not changed."""

    site: NewsSource
    target: Target

    @property
    def first_sight(self) -> bool:
        return self.target.visited_at is None


@dataclass(frozen=True, slots=True)
class Posted:
    """What the spider must know about an item that it sees again: is it done with?

    `failed_since` is when its page first could not be read, after the last time it could. `damaged` is when we last
    found that the page was not written as it declares, None if never.
    """

    url: str
    read_at: datetime | None
    failed_since: datetime | None
    modified: date | None = None
    first_seen: datetime | None = None
    damaged: bool | None = None


# --- what the spider brings -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class RowsSeen:
    """Rows to remember without reading: old rows of a first check, or rows clearly about something else.

    `wanted` rows are to be read, now or in a later visit. They are remembered before the first one is fetched, so that
    none is lost if the visit ends early. `first_sight` means that they were there before we followed the site.
    `taken` are rows that were worth reading and are not read, with the reason.
    """

    source_id: str
    headlines: tuple[Headline, ...]
    wanted: tuple[Headline, ...] = ()
    first_sight: bool = False
    taken: tuple[tuple[Headline, WhyTaken], ...] = ()


@dataclass(frozen=True, slots=True)
class ItemRead:
    """An item whose page was read, for the first time or again.

    `dead` are its links to Ofsted that lead nowhere; `untried` are those that could not be checked. `damaged` means
    that its page is not written as it declares.
    """

    source_id: str
    headline: Headline
    article: Article
    dead: frozenset[str] = frozenset()
    untried: frozenset[str] = frozenset()
    damaged: bool = False


@dataclass(frozen=True, slots=True)
class ItemFailed:
    """An item whose page could not be read. `gone` means that the site says it no longer exists."""

    source_id: str
    headline: Headline
    reason: str
    gone: bool = False


@dataclass(frozen=True, slots=True)
class SiteVisited:
    """The end of one site's visit. `state` is None if rows are left, so that the list is read again.

    `found` is how many rows the list showed, None if the list had not changed.
    """

    source_id: str
    state: PageState | None
    fault: str | None = None
    found: int | None = None


# --- what is remembered ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class NewsItem:
    """An item that was read, as we know it so far.

    `assessed` holds the facts as they were when it was last assessed, None if never. `told` are the reasons (letter,
    report date) for which we reported our own article as out of date. `judged_otherwise` is when it was assessed by
    rules that have changed since, None if they have not. `wordings` are the shingles of all texts that it ever had,
    given only where it is looked up as what another item may be a copy of. `reading` is what was kept of the reading of
    its article (`news/about/reading.py`), None if it is to be made anew.
    """

    source_id: str
    url: str
    listed: date | None
    first_seen: datetime
    baseline: bool
    article: Article
    facts: dict[str, str]
    assessed: dict[str, str] | None = None
    stories: tuple[str, ...] = ()
    mention: Mention | None = None
    dead: frozenset[str] = frozenset()
    told: frozenset[tuple[str, str]] = frozenset()
    judged_otherwise: datetime | None = None
    wordings: frozenset[int] = frozenset()
    reading: str | None = None


@dataclass(frozen=True, slots=True)
class Assessment:
    """The result of assessing an item: its stories, how emails mention it, and the news in that.

    `stale` replaces what we knew to be out of date in it: what is no longer named is cleared. `rules` is the version
    of the rules it was judged by. `taken` is why nobody is told, although it is about an inspection. `reading` is what
    to keep of the reading of its article.
    """

    item: NewsItem
    stories: tuple[str, ...]
    mention: Mention
    shingles: tuple[int, ...] = ()
    same_as: str | None = None
    changes: tuple[Change, ...] = ()
    stale: tuple[Stale, ...] = field(default=())
    taken: WhyTaken | None = None
    rules: int = 0
    reading: str | None = None
