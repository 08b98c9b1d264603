"""The stand-ins of council sites, papers and a firm's blog: each is told, and listed exactly, by its address alone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest

from tests.support.news_sites import FAMILIES, NewsSites, news_sites
from tests.support.passes import QUICK
from watcher.crawl.ask import asking
from watcher.crawl.fetch import Fetching
from watcher.crawl.survey import Survey, survey
from watcher.model.errors import FetchError, PageError
from watcher.model.news import Headline, NewsList
from watcher.news.lists.feed import read_feed
from watcher.news.lists.read import read_list, read_posts
from watcher.news.sites.families import FAMILIES as KNOWN

pytestmark = pytest.mark.shared

TODAY = date(2025, 3, 31)
# What their lists do not date.
UNDATED = {"goss", "newspaper", "aggregator"}


@pytest.fixture(scope="module")
def running(shared: Path) -> Iterator[NewsSites]:
    with news_sites(shared, TODAY) as sites:
        sites.site.noise = True
        yield sites


@pytest.fixture
def sites(running: NewsSites) -> Iterator[NewsSites]:
    yield running
    running.mend()


def items(sites: NewsSites, site_id: str) -> dict[str, tuple[str, date]]:
    """The true title and date of everything that a site shows on the day, by path."""
    source = sites.content.sources[site_id]
    shown = [item for record in sites.content.records[site_id] if (item := record.at(TODAY))]
    return {f"/{site_id}{source.markup.path(item)}": (item.title, item.published) for item in shown}


def fetch(url: str) -> bytes:
    with urlopen(url) as response:
        return bytes(response.read())


def whole_list(row: dict[str, Any], family: str) -> list[Headline]:
    found: dict[str, Headline] = {}
    url: str | None = row["list"]
    while url:
        listed = read_list(fetch(url), url, family, {}, TODAY)
        assert listed.refused == ()
        if not any(each.url not in found for each in listed.headlines):
            break
        found |= {each.url: each for each in listed.headlines}
        url = listed.next_page
    return list(found.values())


async def test_every_site_is_told_with_its_feed_by_its_address(sites: NewsSites) -> None:
    async def work(web: Fetching) -> dict[str, Survey]:
        return {row["id"]: await survey(web, row["list"], TODAY) for row in sites.directory}

    found = await asking(QUICK, work)
    for row in sites.directory:
        told = found[row["id"]]
        assert (told.family, told.feed) == (FAMILIES[row["family"]], row["feed"]), row["id"]
        assert row["name"] in told.title
        assert len(told.listed.headlines) >= 6


def test_a_list_gives_exactly_the_items_with_their_dates(sites: NewsSites) -> None:
    for row in sites.directory:
        for family in {FAMILIES[row["family"]], "generic"}:
            true = items(sites, row["id"])
            found = {urlsplit(each.url).path: each for each in whole_list(row, family)}
            missing = set(true) - set(found)
            # the general reader may take articles kept for subscribers for another list
            assert all("/premium/" in path for path in missing) if family == "generic" else not missing, row["id"]
            assert set(found) <= set(true), row["id"]
            for path, each in found.items():
                title, day = true[path]
                assert each.title == title
                assert each.published == (None if row["family"] in UNDATED else day), (family, path)


def read_feed_of(row: dict[str, Any]) -> NewsList:
    dated = KNOWN[FAMILIES[row["family"]]].dated
    with urlopen(row["feed"]) as response:
        return read_feed(
            response.read(), row["feed"], TODAY, content_type=response.headers["Content-Type"], dated=dated
        )


def test_a_feed_gives_the_newest_items(sites: NewsSites) -> None:
    for row in (row for row in sites.directory if row["feed"]):
        true = items(sites, row["id"])
        listed = read_feed_of(row)
        assert len(listed.headlines) >= 10 and not listed.refused
        for each in listed.headlines:
            title, day = true[urlsplit(each.url).path]
            assert (each.title, each.published) == (title, None if row["family"] == "localgov-drupal" else day)


def test_posts_of_wordpress_are_listed_too(sites: NewsSites) -> None:
    true = items(sites, "derby")
    url = f"{sites.base_url}/derby/wp-json/wp/v2/posts?per_page=50"
    listed = read_posts(fetch(url), url, TODAY)
    assert len(listed.headlines) == 50
    assert all(true[urlsplit(each.url).path] == (each.title, each.published) for each in listed.headlines)


REFUSED = {
    "feed-html": "not a feed; it begins with",
    "feed-entities": "defines its own entities",
    "feed-external": "defines its own entities",
    "feed-cut": "cut off",
    "feed-huge": "8388608",
    "feed-script": "not a web address",
    "feed-moved": "another site",
    "empty": "empty",
    "status:404": "404",
}


@pytest.mark.parametrize("kind", REFUSED)
async def test_a_feed_with_a_fault_is_refused_with_a_reason(sites: NewsSites, kind: str) -> None:
    row = next(row for row in sites.directory if row["id"] == "york")
    path = row["feed"].removeprefix(sites.base_url)
    sites.break_next(kind, path)
    sites.site.log.clear()
    with pytest.raises((PageError, FetchError)) as raised:
        await asking(QUICK, lambda web: survey(web, row["feed"], TODAY))
    assert REFUSED[kind] in str(raised.value)
    assert not any("_replica/xxe" in entry["path"] for entry in sites.site.log)


@pytest.mark.parametrize(
    "kind", ["feed-guids", "feed-undated", "feed-future", "feed-markup", "feed-charset", "feed-thousand"]
)
@pytest.mark.parametrize("site_id", ["york", "derby", "derbyshire", "soar-mercury"])
def test_a_feed_with_a_flaw_is_read_within_bounds(sites: NewsSites, site_id: str, kind: str) -> None:
    row = next(row for row in sites.directory if row["id"] == site_id)
    sites.break_next(kind, row["feed"].removeprefix(sites.base_url))
    listed = read_feed_of(row)
    true = items(sites, site_id)
    assert 0 < len(listed.headlines) <= 200
    for each in listed.headlines:
        title, day = true[urlsplit(each.url).path]
        assert title in each.title and "<" not in each.title and "\u202e" not in each.title and "Ã" not in each.title
        shown = day + timedelta(days=730) if kind == "feed-future" else day
        assert each.published == (None if kind == "feed-undated" or shown > TODAY else shown)
    assert bool(listed.refused) is (kind in ("feed-future", "feed-thousand"))


@pytest.mark.parametrize("kind", ["shell", "soft404", "consent", "empty"])
def test_a_list_with_a_fault_is_never_a_list_without_news(sites: NewsSites, kind: str) -> None:
    for row in sites.directory:
        sites.break_next(kind, row["list"].removeprefix(sites.base_url))
        for family in {FAMILIES[row["family"]], "generic"}:
            with pytest.raises(PageError):
                read_list(fetch(row["list"]), row["list"], family, {}, TODAY)
        sites.mend()
