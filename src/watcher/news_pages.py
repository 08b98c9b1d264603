"""The fetched pages of a news site, read as its source says. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from watcher.families import FAMILIES, FEED
from watcher.news import Article, NewsList, NewsSource
from watcher.parsing.article import read_article
from watcher.parsing.feed import read_feed
from watcher.parsing.news_list import read_list

_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Fetched:
    """A page as it came: where from, its bytes, and what its answer says that they are."""

    url: str
    body: bytes
    content_type: str = ""

    @property
    def encoding(self) -> str | None:
        """The encoding that the answer declares."""
        found = _CHARSET.search(self.content_type)
        return found[1] if found else None


def list_of(source: NewsSource, page: Fetched, today: date) -> NewsList:
    """The list of a source. Raises PageError."""
    if source.family == FEED:
        return feed_of(source, page, today)
    return read_list(page.body, page.url, source.family, source.selectors, today, page.encoding)


def feed_of(source: NewsSource, page: Fetched, today: date) -> NewsList:
    """The feed of a source, which has dates only where its family is known to date items by publication."""
    dated = FAMILIES[source.family].dated
    return read_feed(page.body, page.url, today, content_type=page.content_type, dated=dated)


def article_of(source: NewsSource, page: Fetched, today: date, listed: date | None) -> Article:
    """One item of a source; `listed` is the day that the list gives for it. Raises PageError."""
    return read_article(
        page.body,
        page.url,
        family=source.family,
        selectors=source.selectors,
        listed=listed,
        encoding=page.encoding,
        today=today,
    )
