"""Examines one news site: its family, its feed, and what its items say. Nothing is recorded."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urljoin

from scrapy.http import Response

from watcher.crawl.ask import followed
from watcher.crawl.faults import MISTAKES
from watcher.crawl.fetch import Fetching
from watcher.model.errors import FetchError, PageError
from watcher.model.news import Headline, NewsList, NewsSource
from watcher.news.articles.html import decoded
from watcher.news.lists.feed import is_feed
from watcher.news.lists.feed_links import feed_guesses, folders, named_feeds
from watcher.news.lists.headlines import plain
from watcher.news.lists.sitemap import undated_posts
from watcher.news.pages import Fetched, feed_of, list_of
from watcher.news.sites.families import FEED, GENERIC, detect
from watcher.news.urls import identity

logger = logging.getLogger(__name__)

# A list with this many rows is understood for certain; with fewer we try other families too.
_SURELY = 3
WORDPRESS = "wordpress"
_LOCALGOV_FEED = re.compile(r"/\d+/feed\.rss$")
_TITLE = re.compile(r"<title[^>]*>([^<]{1,300})</title", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Survey:
    """What we found out about a site.

    `url` is the real address of its list, `title` the title of its page, `feed` its feed if it shows the same items.
    `tried` says what else we asked for and why we did not use it.
    """

    url: str
    family: str
    title: str
    listed: NewsList
    feed: str | None = None
    tried: tuple[str, ...] = ()

    @property
    def doubtful(self) -> bool:
        """Whether its rows may be arbitrary links of a page: few, of no known family, and matching no feed."""
        return self.family == GENERIC and self.feed is None and len(self.listed.headlines) < _SURELY


async def survey(site: Fetching, url: str, today: date, *, own: bool = False) -> Survey:
    """Identify a site by reading its list and trying a few addresses for its feed.

    For our `own` blog we first try its sitemap, which lists the oldest articles too. Raises FetchError if the list
    can't be fetched, PageError if neither the list nor a feed is understood.
    """
    response = await followed(site, url)
    page = fetched(response)
    if is_feed(page.body):
        return _feed_alone(page, today)
    if page.is_json:
        return Survey(page.url, WORDPRESS, "", list_of(_as_if(page.url, WORDPRESS), page, today))
    html = decoded(page.body, page.encoding)
    families = detect(html, _headers(response))
    found, faults = _best_list(page, families, today)
    # a site with the mark of a family may have its feed even if its list looks different
    likely = families if found is None or found.family == GENERIC else (found.family, *families)
    rows = found.listed.headlines if found else None
    feed = await _sitemap(site, page) if own and found else None
    feed, tried = (feed, ()) if feed else await _feed(site, page, likely, rows, today)
    title = plain(" ".join(each[1] for each in _TITLE.finditer(html[:20_000])), 200)
    if found:
        return replace(found, title=title, feed=feed.url if feed else None, tried=tried)
    if feed:
        return replace(feed, title=title, tried=(*faults, *tried))
    raise PageError("; ".join((*faults, *tried)))


async def page_at(site: Fetching, url: str) -> Fetched:
    """One page. Raises FetchError."""
    return fetched(await site.get(url))


def fetched(response: Response) -> Fetched:
    """The parts of an answer that are needed to read it."""
    return Fetched(response.url, response.body, _headers(response).get("Content-Type", ""))


def _feed_alone(page: Fetched, today: date) -> Survey:
    """A site known only by its feed. A LocalGov Drupal feed shows in its address. Its first title is the feed's own."""
    family = "localgov-drupal" if _LOCALGOV_FEED.search(page.url) else FEED
    listed = feed_of(_as_if(page.url, family), page, today)
    called = _TITLE.search(decoded(page.body[:20_000], page.encoding))
    title = plain(called[1], 200) if called else ""
    return Survey(page.url, family, title, listed, page.url if family != FEED else None)


def _headers(response: Response) -> Mapping[str, str]:
    return {name.decode("latin-1"): (response.headers[name] or b"").decode("latin-1") for name in response.headers}


def _as_if(url: str, family: str) -> NewsSource:
    """A source of that family, to try reading a page with it."""
    return NewsSource(id="", name="", url=url, family=family)


def _best_list(page: Fetched, families: Sequence[str], today: date) -> tuple[Survey | None, tuple[str, ...]]:
    """The list as read by the first family that reads it for certain, or the one that finds most; and what failed."""
    read: list[Survey] = []
    faults: list[str] = []
    for family in families:
        try:
            read.append(Survey(page.url, family, "", list_of(_as_if(page.url, family), page, today)))
        except PageError as error:
            faults.append(error.reason)
            continue
        except MISTAKES as mistake:
            # a family whose rules such a page breaks is not this site's; the others may read it
            logger.exception("reading %s as %s failed", page.url, family)
            faults.append(f"reading it as {family} failed: {type(mistake).__name__}")
            continue
        if len(read[-1].listed.headlines) >= _SURELY:
            return read[-1], ()
    most = max(read, key=lambda each: len(each.listed.headlines), default=None)
    return most, tuple(dict.fromkeys(faults))


async def _feed(
    site: Fetching, page: Fetched, families: Sequence[str], rows: Sequence[Headline] | None, today: date
) -> tuple[Survey | None, tuple[str, ...]]:
    """The first feed that shows the rows of the list (any feed if there is no list); and what failed."""
    tried: list[str] = []
    for address in await _guesses(site, page, families):
        try:
            listed = feed_of(_as_if(address, families[0]), await page_at(site, address), today)
        except (FetchError, PageError) as error:
            tried.append(f"no feed at {address}: {error.reason}")
            continue
        except MISTAKES as mistake:
            logger.exception("reading %s as a feed failed", address)
            tried.append(f"no feed at {address}: reading it failed: {type(mistake).__name__}")
            continue
        if listed.headlines and (rows is None or _share_items(listed.headlines, rows)):
            return Survey(address, FEED, "", listed), tuple(tried)
        tried.append(f"the feed at {address} does not match the list")
    return None, tuple(tried)


async def _sitemap(site: Fetching, page: Fetched) -> Survey | None:
    """The sitemap that lists a blog's articles, at the root or in a folder above the blog."""
    for address in folders(page.url):
        address = urljoin(address, "sitemap.xml")
        try:
            answer = await page_at(site, address)
            return Survey(address, FEED, "", undated_posts(page.url, answer.body))
        except (FetchError, PageError):
            continue
    return None


async def _guesses(site: Fetching, page: Fetched, families: Sequence[str]) -> tuple[str, ...]:
    """Possible addresses of the feed: from the page, from the home page of an unknown site, and from likely
    families.
    """
    named = named_feeds(page.url, page.body, page.encoding)
    home = urljoin(page.url, "/")
    if not named and families[0] == GENERIC and home != page.url:
        try:
            first = await page_at(site, home)
            named = named_feeds(first.url, first.body, first.encoding)
        except (FetchError, PageError):
            named = ()
    return tuple(dict.fromkeys((*named, *feed_guesses(families, page.url, page.body, page.encoding))))


def _share_items(some: Sequence[Headline], others: Sequence[Headline]) -> bool:
    return not {identity(row.url) for row in some}.isdisjoint(identity(row.url) for row in others)
