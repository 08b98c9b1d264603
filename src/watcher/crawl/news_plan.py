"""What the news spider gets: the sites to visit and what we already know about their items."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from watcher.crawl.budget import A_VISIT, Budget
from watcher.crawl.reading import Understand, here
from watcher.model.news import Headline
from watcher.model.news_item import NewsTarget, Posted


@dataclass(frozen=True, slots=True)
class NewsPlan:
    """The sites to visit.

    `posted` returns the items of a source, among some addresses, that we have seen before; `renamed` returns those
    addresses of rows that differ from a known item's only in their query; `to_reread` returns the items that are due
    for another look. `ofsted` are addresses that count as Ofsted's sites besides the real ones. At
    most `articles` items of a site are read in one visit. `understand` reads what was fetched.
    """

    now: datetime
    today: date
    targets: tuple[NewsTarget, ...]
    posted: Callable[[str, Sequence[str]], dict[str, Posted]]
    renamed: Callable[[str, Sequence[Headline]], frozenset[str]]
    to_reread: Callable[[str], list[Headline]]
    articles: int
    ofsted: tuple[str, ...] = ()
    full: bool = False
    budget: Budget = A_VISIT
    understand: Understand = here
