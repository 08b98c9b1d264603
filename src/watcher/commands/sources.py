"""The work behind `watcher source` and `record`: lists, adds, tests and records news sites. Wiring only."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

from rapidfuzz import process

from watcher.crawl.ask import asking
from watcher.crawl.fetch import Fetching
from watcher.crawl.settings import FetchSettings
from watcher.crawl.survey import Survey, page_at, survey
from watcher.differ.gate import expected_at_least
from watcher.model.errors import ConfigError, FetchError, PageError, WatcherError
from watcher.model.news import Article, Headline, NewsSource, Tier
from watcher.news.pages import article_of, feed_of, list_of, together
from watcher.news.sites import own_file, recorded
from watcher.news.sites.table import own_sources, read_sources
from watcher.news.urls import canonical
from watcher.ofsted.authorities import gazetteer
from watcher.settings import Settings

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the operator says about a new source. Empty values are worked out from its page."""

    url: str
    name: str = ""
    id: str = ""
    authorities: tuple[str, ...] = ()
    tier: Tier = Tier.COUNCIL


@dataclass(frozen=True, slots=True)
class Added:
    """A new source, and the lines written to the file at `path`."""

    found: Survey
    lines: str
    path: Path
    id: str


@dataclass(frozen=True, slots=True)
class Tried:
    """What a source showed: the rows of its list and feed, and its newest articles, or why each can't be read.

    `faults` say what is wrong with the list and the feed.
    """

    source: NewsSource
    path: Path
    own: bool
    rows: tuple[Headline, ...] = ()
    refused: tuple[str, ...] = ()
    items: tuple[tuple[Headline, Article | str], ...] = ()
    faults: tuple[str, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether we could read the list, the feed and every requested item."""
        return bool(self.items) and not self.faults and all(isinstance(read, Article) for _, read in self.items)


def sources(settings: Settings) -> tuple[Mapping[str, NewsSource], frozenset[str]]:
    """All news sites by id, and the ids of those in the user's own file."""
    path = own_file_of(settings)
    return read_sources(path), frozenset(own_sources(path))


def own_file_of(settings: Settings) -> Path:
    """The file of the user's own sources, beside the configuration unless it says otherwise."""
    return settings.home / settings.news.sources


def add(settings: Settings, wanted: Wanted, today: date) -> Added:
    """Work out how to read a site, and write its lines. If that fails, raise WatcherError and write nothing."""
    _refuse_unusable(wanted)
    known, _ = sources(settings)
    own = wanted.tier is Tier.OWN
    found = _asked(settings, wanted.url, lambda site: survey(site, wanted.url, today, own=own))
    if not found.listed.headlines:
        raise WatcherError(_not_understood(wanted.url, "; ".join(found.listed.refused) or "it lists no news"))
    if found.doubtful:
        raise WatcherError(_not_understood(wanted.url, "only one or two of its links look like news"))
    source, authorities = _described(wanted, found)
    if source.id in known:
        raise ConfigError(f"A source with the id {source.id!r} already exists. Choose another one with --id.")
    lines, path = own_file.lines_of(source, authorities), own_file_of(settings)
    own_file.add(path, source.id, lines)
    return Added(found, lines, path, source.id)


def try_out(settings: Settings, name: str, today: date, items: int) -> Tried:
    """Fetch a source's list, feed and newest articles. Nothing is stored."""
    source, own = _named(settings, name)

    async def work(site: Fetching) -> Tried:
        tried = Tried(source, own_file_of(settings), own)
        tried = await _with_lists(site, tried, today)
        return replace(tried, items=tuple([(row, await _read(site, source, row, today)) for row in tried.rows[:items]]))

    return asyncio.run(asking(_fetch(settings), work))


def record(settings: Settings, name: str, into: Path, today: date) -> tuple[Path, list[str]]:
    """Save the list and the newest article of a source as a test, or run that test; return its faults.

    Pages that are already saved are not fetched again.
    """
    source, _ = _named(settings, name)
    folder = into / source.id
    if not folder.exists():
        kept = _asked(settings, source.url, lambda site: _recorded(site, source, today))
        recorded.keep(folder, kept)
    return folder, recorded.faults(folder)


# --- asking ---------------------------------------------------------------------------------------


def _fetch(settings: Settings) -> FetchSettings:
    return FetchSettings.of(settings.fetch)


def _asked(settings: Settings, url: str, work: Callable[[Fetching], Awaitable[T]]) -> T:
    """Run `work` against a site; an error says what to do next."""
    try:
        return asyncio.run(asking(_fetch(settings), work))
    except FetchError as error:
        raise WatcherError(f"Can't fetch {url}: {error.reason}. Open it in a browser to check the address.") from None
    except PageError as error:
        raise WatcherError(_not_understood(url, error.reason)) from None


def _not_understood(url: str, why: str) -> str:
    return (
        f"Can't work out how to read {url}: {why}. Nothing was written. Give the address of the news page or its "
        "feed, or describe the site with selectors (see docs/adding-a-source.md)."
    )


async def _with_lists(site: Fetching, tried: Tried, today: date) -> Tried:
    """Add the rows of the list and the feed, list first, and what is wrong with either."""
    source, lists, faults = tried.source, [], []
    try:
        lists.append(list_of(source, await page_at(site, source.url), today))
        if len(lists[0].headlines) < source.at_least:
            faults.append(f"the list shows {len(lists[0].headlines)} items; expected at least {source.at_least}")
    except (FetchError, PageError) as error:
        faults.append(f"the list: {error.reason}")
    try:
        if source.feed and source.feed != source.url:
            lists.append(feed_of(source, await page_at(site, source.feed), today))
    except (FetchError, PageError) as error:
        faults.append(f"the feed: {error.reason}")
    found = together(lists)
    return replace(tried, rows=found.headlines, refused=found.refused, faults=tuple(faults))


async def _read(site: Fetching, source: NewsSource, row: Headline, today: date) -> Article | str:
    try:
        return article_of(source, await page_at(site, row.url), today, row.published)
    except (FetchError, PageError) as error:
        return error.reason


async def _recorded(site: Fetching, source: NewsSource, today: date) -> recorded.Recorded:
    page = await page_at(site, source.url)
    rows = list_of(source, page, today).headlines
    if not rows:
        raise PageError("it lists no news")
    article = await page_at(site, rows[0].url)
    return recorded.Recorded(source, today, page, article, rows[0].published)


# --- describing -----------------------------------------------------------------------------------


def _refuse_unusable(wanted: Wanted) -> None:
    """Raise ConfigError for mistakes in the options, before anything is fetched."""
    if canonical(wanted.url) is None:
        raise ConfigError(
            f"{wanted.url[:200]!r} is not a valid web address. Expected something like https://www.example.gov.uk/news"
        )
    if wanted.id and own_file.id_from(wanted.id) != wanted.id:
        raise ConfigError(
            f"--id {wanted.id[:80]!r}: use lower-case letters, digits and single hyphens, for example leeds-council"
        )
    for authority in wanted.authorities:
        gazetteer().chosen(authority)


def _described(wanted: Wanted, found: Survey) -> tuple[NewsSource, tuple[str, ...]]:
    """The source as it will be written, and the names of the councils that publish there."""
    name = wanted.name or _name_in(found.title) or urlsplit(found.url).hostname or found.url
    authorities = wanted.authorities or _authority_called(name, wanted.tier)
    source = NewsSource(
        id=wanted.id or own_file.id_from(name) or "source",
        name=name,
        url=found.url,
        family=found.family,
        tier=wanted.tier,
        feed=found.feed,
        at_least=expected_at_least(len(found.listed.headlines)),
    )
    return source, authorities


def _name_in(title: str) -> str:
    """The site's name in its page title: `News | Eastmere Council`, `Latest news - Eastmere Council`."""
    for mark in (" | ", " – ", " — ", " - ", " :: "):
        parts = [part.strip() for part in title.split(mark)]
        if len(parts) > 1:
            return max(parts[0], parts[-1], key=lambda part: ("council" in part.casefold(), part is parts[-1]))
    return title


def _authority_called(name: str, tier: Tier) -> tuple[str, ...]:
    found = gazetteer().named(name) if tier is Tier.COUNCIL else None
    return (found.name,) if found else ()


def _named(settings: Settings, name: str) -> tuple[NewsSource, bool]:
    """A source by its id or its full name, and whether it is one of the user's own."""
    known, own = sources(settings)
    by_name = {source.name.casefold(): source for source in known.values()}
    found = known.get(name) or by_name.get(name.casefold())
    if found:
        return found, found.id in own
    near = process.extractOne(name.casefold(), list(known), score_cutoff=60)
    hint = f"Did you mean {near[0]}?" if near else "`watcher source list` shows all sources."
    raise ConfigError(f"No source is called {name[:80]!r}. {hint}")
