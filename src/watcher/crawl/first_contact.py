"""Fetches one page of each kind, as politely as a check does, and hands on the answers."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlsplit

from scrapy.http import Response

from watcher.crawl.checkup import RobotsAnswer, see_hosts
from watcher.crawl.clock import clocks_of
from watcher.crawl.fetch import REPORT_BYTES, Fetching
from watcher.model.assumption import PageSeen
from watcher.model.errors import FetchError, SourceError
from watcher.model.news import Headline, NewsSource
from watcher.model.source import Observation, Provider
from watcher.model.visit import ProviderPage
from watcher.news.urls import joined
from watcher.ofsted.pages.provider import provider_page
from watcher.ofsted.pages.search import search_page
from watcher.ofsted.rules import is_graded, order

# No provider of this type has the number of a council.
_WRONG_TYPE = "21"

Rows = Callable[[NewsSource, PageSeen, date], Sequence[Headline]]


@dataclass(frozen=True, slots=True)
class ProviderPages:
    """One provider page: whole, whole again, and requested with the validators of the first answer."""

    provider: Provider
    first: PageSeen
    again: PageSeen
    conditional: PageSeen


@dataclass(frozen=True, slots=True)
class NewsPages:
    """One news site: its list, its feed if it has one, and its newest item."""

    source: NewsSource
    listed: PageSeen
    feed: PageSeen | None
    row: Headline | None
    article: PageSeen | None


@dataclass(frozen=True, slots=True)
class FirstPages:
    """All that was fetched. `entry` is how the council's page lists the report, `council` what it calls its
    provider.
    """

    robots: tuple[RobotsAnswer, ...]
    clocks: Mapping[str, timedelta]
    search: tuple[PageSeen, ...]
    providers: tuple[ProviderPages, ...]
    wrong: PageSeen | None
    entry: Observation | None
    council: str
    report: PageSeen | None
    news: tuple[NewsPages, ...]

    @property
    def all(self) -> tuple[PageSeen, ...]:
        """Every answer, in the order in which it was asked for."""
        providers = [page for one in self.providers for page in (one.first, one.again, one.conditional)]
        news = [page for one in self.news for page in (one.listed, one.feed, one.article)]
        several = (*self.search, *providers, self.wrong, self.report, *news)
        return tuple(page for page in several if page is not None)


@dataclass(frozen=True, slots=True)
class FirstVisit:
    """What to fetch. Without a followed council, the first one of the search list is taken.

    `hosts` are addresses on other hosts whose robots.txt counts too.
    """

    base_url: str
    search_url: str
    hosts: tuple[str, ...]
    council: Provider | None
    others: tuple[Provider, ...]
    sites: tuple[NewsSource, ...]
    rows: Rows
    today: date

    async def fetch(self, site: Fetching) -> FirstPages:
        """Every page, one after the other on each host."""
        own = (self.search_url, f"{self.base_url}/provider/44/1", f"{self.base_url}/v1/file/1")
        addresses = [*own, *self.hosts, *(one.feed or one.url for one in self.sites)]
        seen = await see_hosts(site, addresses)
        news = asyncio.gather(*(self._news(site, one) for one in self.sites))
        search = await self._search(site)
        council = self.council or _first_council(search[0])
        providers = [await self._provider(site, one) for one in ((council,) if council else ()) + self.others]
        wrong, entry, report, named = None, None, None, ""
        if council:
            wrong = await _seen(site, "wrong-type.html", f"{self.base_url}/provider/{_WRONG_TYPE}/{council.urn}")
            entry, named = _newest_graded(providers[0].first, council, self.base_url)
        if entry:
            report = await _seen(site, f"report-{entry.key}.pdf", entry.url, limit=REPORT_BYTES)
        pages = tuple(await news)
        return FirstPages(
            seen.robots, clocks_of(site.stats), search, tuple(providers), wrong, entry, named, report, pages
        )

    async def _search(self, site: Fetching) -> tuple[PageSeen, ...]:
        first = await _seen(site, "search-1.html", self.search_url)
        following = _next(first)
        return (first, await _seen(site, "search-2.html", following)) if following else (first,)

    async def _provider(self, site: Fetching, provider: Provider) -> ProviderPages:
        url, name = f"{self.base_url}/provider/{provider.key}", f"provider-{provider.type}-{provider.urn}"
        first = await _seen(site, f"{name}.html", url)
        again = await _seen(site, f"{name}-again.html", url)
        return ProviderPages(provider, first, again, await _seen(site, f"{name}-304.html", url, headers=_known(first)))

    async def _news(self, site: Fetching, source: NewsSource) -> NewsPages:
        listed = await _seen(site, f"news-{source.id}-list.html", source.url)
        separate = source.feed if source.feed != source.url else None
        feed = await _seen(site, f"news-{source.id}-feed.xml", separate) if separate else None
        row = next(iter(self.rows(source, listed, self.today)), None)
        article = await _seen(site, f"news-{source.id}-article.html", row.url) if row else None
        return NewsPages(source, listed, feed, row, article)


async def _seen(
    site: Fetching, name: str, url: str, *, headers: Mapping[str, str] | None = None, limit: int | None = None
) -> PageSeen:
    try:
        response = await (site.get(url, headers=headers, limit=limit) if limit else site.get(url, headers=headers))
    except FetchError as error:
        gone = " (the page does not exist)" if error.gone else ""
        return PageSeen(name, url, 404 if error.gone else None, reason=f"{error.reason}{gone}")
    return PageSeen(name, url, response.status, _headers(response), response.body)


def _headers(response: Response) -> dict[str, str]:
    names = (name.decode("latin-1") for name in response.headers)
    return {name: (response.headers[name] or b"").decode("latin-1") for name in names}


def _known(page: PageSeen) -> dict[str, str]:
    """The headers that ask for a page only if it changed."""
    if etag := page.headers.get("Etag"):
        return {"If-None-Match": etag}
    modified = page.headers.get("Last-Modified")
    return {"If-Modified-Since": modified} if modified else {}


def _next(page: PageSeen) -> str:
    try:
        href = search_page(page.body).next_href if page.status == 200 else None
    except SourceError:
        return ""
    following = joined(page.url, href) if href else ""
    return following if urlsplit(following)[:3] == urlsplit(page.url)[:3] else ""


def _first_council(page: PageSeen) -> Provider | None:
    try:
        rows = search_page(page.body).rows if page.status == 200 else ()
    except SourceError:
        return None
    return rows[0].provider if rows else None


def _newest_graded(page: PageSeen, provider: Provider, base_url: str) -> tuple[Observation | None, str]:
    """The newest graded document of a page, and what the page calls its provider."""
    try:
        read: ProviderPage = provider_page(page.body, page.url, provider, base_url)
    except SourceError:
        return None, ""
    return max(filter(is_graded, read.entries), key=order, default=None), read.name
