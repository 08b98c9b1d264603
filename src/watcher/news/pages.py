"""The fetched pages of a news site, read by the rules of its source. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from watcher.model.news import Article, Headline, NewsList, NewsSource, Tier
from watcher.news.articles.read import read_article
from watcher.news.lists.feed import read_feed
from watcher.news.lists.read import read_list, read_posts
from watcher.news.lists.sitemap import undated_posts
from watcher.news.sites.families import FAMILIES, FEED
from watcher.news.urls import identity

_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Fetched:
    """A page as received: its address, its bytes, and what its response declares."""

    url: str
    body: bytes
    content_type: str = ""

    @property
    def encoding(self) -> str | None:
        """The encoding that the response declares."""
        found = _CHARSET.search(self.content_type)
        return found[1] if found else None

    @property
    def is_json(self) -> bool:
        """Whether the response declares JSON."""
        return "json" in self.content_type.partition(";")[0].lower()


def list_of(source: NewsSource, page: Fetched, today: date) -> NewsList:
    """The list of a source, including WordPress lists in JSON. Raises PageError."""
    if page.is_json:
        return read_posts(page.body, page.url, today)
    if is_feed_alone(source):
        return feed_of(source, page, today)
    return read_list(page.body, page.url, source.family, source.selectors, today, page.encoding)


def shown_at(source: NewsSource, page: Fetched, today: date) -> NewsList:
    """What a page of a source lists, whether it is its feed or its list. Raises PageError."""
    return feed_of(source, page, today) if page.url == source.feed else list_of(source, page, today)


def is_feed_alone(source: NewsSource) -> bool:
    """Whether a source has only a feed; its family may say more about the feed."""
    return source.family == FEED or source.feed == source.url


def feed_of(source: NewsSource, page: Fetched, today: date) -> NewsList:
    """The feed of a source, or for our own blog its sitemap. Raises PageError.

    A feed has dates only if its family dates items by publication.
    """
    if source.tier is Tier.OWN and is_sitemap(page.body):
        return undated_posts(source.url, page.body)
    if page.is_json:
        return read_posts(page.body, page.url, today)
    dated = FAMILIES[source.family].dated
    return read_feed(page.body, page.url, today, content_type=page.content_type, dated=dated)


def together(lists: Sequence[NewsList]) -> NewsList:
    """Several lists of the same site as one, each address once. The first row counts; what it lacks comes from the
    others.
    """
    rows: dict[str, Headline] = {}
    for row in (row for listed in lists for row in listed.headlines):
        key = identity(row.url)
        first = rows.setdefault(key, row)
        rows[key] = replace(first, published=first.published or row.published, summary=first.summary or row.summary)
    return NewsList(tuple(rows.values()), None, tuple(reason for listed in lists for reason in listed.refused))


def is_sitemap(body: bytes) -> bool:
    """Whether the bytes begin as a sitemap."""
    return b"<urlset" in body[:3000] or b"<sitemapindex" in body[:3000]


def article_of(source: NewsSource, page: Fetched, today: date, listed: date | None) -> Article:
    """One item of a source; `listed` is its day in the list. Raises PageError."""
    return read_article(
        page.body,
        page.url,
        family=source.family,
        selectors=source.selectors,
        listed=listed,
        encoding=page.encoding,
        today=today,
    )
