"""The fetched pages of a news site, read as its source says. Pure."""

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
    """A page as it came: where from, its bytes, and what its answer says that they are."""

    url: str
    body: bytes
    content_type: str = ""

    @property
    def encoding(self) -> str | None:
        """The encoding that the answer declares."""
        found = _CHARSET.search(self.content_type)
        return found[1] if found else None

    @property
    def is_json(self) -> bool:
        """Whether the answer says that it is JSON."""
        return "json" in self.content_type.partition(";")[0].lower()


def list_of(source: NewsSource, page: Fetched, today: date) -> NewsList:
    """The list of a source, also where it is the JSON of WordPress. Raises PageError."""
    if page.is_json:
        return read_posts(page.body, page.url, today)
    if is_feed_alone(source):
        return feed_of(source, page, today)
    return read_list(page.body, page.url, source.family, source.selectors, today, page.encoding)


def is_feed_alone(source: NewsSource) -> bool:
    """Whether a source has nothing but its feed; its family may say more of the feed than that it is one."""
    return source.family == FEED or source.feed == source.url


def feed_of(source: NewsSource, page: Fetched, today: date) -> NewsList:
    """The feed of a source, or the sitemap that stands for it where the site is one's own. Raises PageError.

    A feed has dates only where its family dates items by publication.
    """
    if source.tier is Tier.OWN and is_sitemap(page.body):
        return undated_posts(source.url, page.body)
    if page.is_json:
        return read_posts(page.body, page.url, today)
    dated = FAMILIES[source.family].dated
    return read_feed(page.body, page.url, today, content_type=page.content_type, dated=dated)


def together(lists: Sequence[NewsList]) -> NewsList:
    """Lists of the same site as one, each address once: the first sight of it counts, and what that lacks is taken
    from the others.
    """
    rows: dict[str, Headline] = {}
    for row in (row for listed in lists for row in listed.headlines):
        key = identity(row.url)
        first = rows.setdefault(key, row)
        rows[key] = replace(first, published=first.published or row.published, summary=first.summary or row.summary)
    return NewsList(tuple(rows.values()), None, tuple(reason for listed in lists for reason in listed.refused))


def is_sitemap(body: bytes) -> bool:
    """Whether the bytes begin as a sitemap does."""
    return b"<urlset" in body[:3000] or b"<sitemapindex" in body[:3000]


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
