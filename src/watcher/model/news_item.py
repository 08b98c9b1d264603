"""What goes to the news spider, what it brings back, and what the store remembers of a news item. Pure values.

NewsTarget -> (fetch) -> Listing of rows, ItemRead | ItemFailed, SiteVisited -> store -> settling -> Settled -> store
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from watcher.model.change import Change
from watcher.model.news import Article, Headline, Mention, NewsSource, Stale
from watcher.model.source import PageState
from watcher.model.visit import Target


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
    """What the spider needs to know of an item it meets again: whether it is done with.

    `failed_since` is when its page could not be read for the first time since it last could. `damaged` says that its
    page was not written as it declares when it was last read, None where it never was.
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
    """Rows that are remembered and not read: old ones of the first sight, or clearly about something else.

    `wanted` are to be read, in this visit or a later one: they are remembered before the first of them is asked for,
    so that none is lost when the visit ends early. `first_sight` says that they were there before the site was
    followed.
    """

    source_id: str
    headlines: tuple[Headline, ...]
    wanted: tuple[Headline, ...] = ()
    first_sight: bool = False


@dataclass(frozen=True, slots=True)
class ItemRead:
    """An item whose page was read, for the first time or again.

    `dead` are its links to Ofsted that lead nowhere, `untried` those of which nothing was learnt. `damaged` says that
    its page is not written as it declares.
    """

    source_id: str
    headline: Headline
    article: Article
    dead: frozenset[str] = frozenset()
    untried: frozenset[str] = frozenset()
    damaged: bool = False


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
