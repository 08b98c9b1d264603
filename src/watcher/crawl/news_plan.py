"""What the news spider is given: the sites to visit and what it may ask about them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from watcher.crawl.fetch import A_VISIT, Budget
from watcher.model.news import Headline
from watcher.model.news_item import NewsTarget, Posted


@dataclass(frozen=True, slots=True)
class NewsPlan:
    """`posted` gives those of some addresses of a source that were met before, `to_reread` the items to look at
    again. `ofsted` are the addresses that stand for Ofsted's sites beside the real ones. At most `articles`
    items of a site are read in one visit, and no more than its `budget` allows.
    """

    now: datetime
    today: date
    targets: tuple[NewsTarget, ...]
    posted: Callable[[str, Sequence[str]], dict[str, Posted]]
    to_reread: Callable[[str], list[Headline]]
    articles: int
    ofsted: tuple[str, ...] = ()
    full: bool = False
    budget: Budget = A_VISIT
