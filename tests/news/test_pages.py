"""No exception but PageError leaves a parser of lists, feeds, sitemaps or robots.txt, whatever a site answers."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support.article_pages import FAMILY_PAGES
from tests.support.broken_pages import BROKEN
from watcher.model.errors import PageError
from watcher.model.news import NewsSource
from watcher.news.articles.read import read_article
from watcher.news.lists.feed import read_feed
from watcher.news.lists.feed_links import feed_guesses, named_feeds
from watcher.news.lists.read import read_list, read_posts
from watcher.news.lists.sitemap import read_sitemap, undated_posts
from watcher.news.pages import Fetched, list_of
from watcher.news.sites.families import FAMILIES, detect

TODAY = date(2025, 6, 30)
URL = "https://www.marlow.example/news"
ROOT_LINKS = (
    "<html><head><title>News</title></head><body><main>{}"
    + "".join(
        f"<h2><a href='/news/{n}/a-headline-of-item-{n}'>The council opens playground number {n}</a></h2>"
        for n in range(5)
    )
    + "</main></body></html>"
)


@pytest.mark.parametrize("content", BROKEN, ids=range(len(BROKEN)))
@pytest.mark.parametrize("family", sorted(FAMILIES))
def test_a_list_is_read_or_refused(content: bytes, family: str) -> None:
    for url in (URL, "https://www.marlow.example/", "https://192.0.2.1:8080/x?y"):
        for kind in ("text/html", "application/json; charset=no-such", ""):
            try:
                source = NewsSource("x", "X", url, family)
                list_of(source, Fetched(url, content, kind), TODAY)
            except PageError as error:
                assert error.reason


@pytest.mark.parametrize("content", BROKEN, ids=range(len(BROKEN)))
def test_a_feed_or_a_sitemap_is_read_or_refused(content: bytes) -> None:
    for reading in (
        lambda: read_feed(content, URL, TODAY),
        lambda: read_posts(content, URL, TODAY),
        lambda: read_sitemap(content),
        lambda: undated_posts(URL, content),
    ):
        try:
            reading()
        except PageError as error:
            assert error.reason


@pytest.mark.parametrize("content", BROKEN, ids=range(len(BROKEN)))
def test_a_survey_guesses_or_does_not(content: bytes) -> None:
    try:
        families = detect(content.decode("utf-8", "replace"), {})
        assert families
        named_feeds(URL, content, None)
        feed_guesses(families, URL, content, None)
    except PageError as error:
        assert error.reason


@pytest.mark.parametrize(
    "link",
    [
        "<a href='/'>Skip to the main content of this page</a>",
        "<a href='/'>Marlow Vale District Council home page</a>",
        "<a href='https://www.marlow.example'>Marlow Vale District Council home page</a>",
        "<a href='?page=2'>The next page of this long list</a>",
        "<a href='http://['>A link that leads to nowhere at all</a>",
        "<a href='//'>A link that leads to nowhere at all</a>",
        "<a>A link that has no address of its own</a>",
    ],
)
def test_a_link_to_the_root_of_a_site_is_an_ordinary_thing(link: str) -> None:
    listed = read_list(ROOT_LINKS.format(link).encode(), URL, "generic", {}, TODAY)
    assert [row.title for row in listed.headlines] == [f"The council opens playground number {n}" for n in range(5)]


@pytest.mark.parametrize(
    ("told", "day"),
    [
        ("Tue, 01 Jul 2025 23:30:00 BST", date(2025, 7, 1)),
        ("Tue, 01 Jul 2025 23:30:00", date(2025, 7, 1)),
        ("Tue, 01 Jul 2025 23:30:00 GMT", date(2025, 7, 2)),
        ("Tue, 01 Jul 2025 23:30:00 +0100", date(2025, 7, 1)),
        ("Tue, 01 Jul 2025 00:30:00 +0100", date(2025, 7, 1)),
        ("2025-07-01T23:30:00", date(2025, 7, 1)),
        ("2025-07-01T23:30:00Z", date(2025, 7, 2)),
        ("2025-07-01", date(2025, 7, 1)),
        ("Wed, 01 Jan 2025 23:30:00 GMT", date(2025, 1, 1)),
    ],
)
def test_the_day_of_an_item_near_midnight_in_summer_is_that_of_its_site(told: str, day: date) -> None:
    item = f"<item><title>Council opens</title><link>{URL}/1</link><pubDate>{told}</pubDate></item>"
    feed = f"<rss version='2.0'><channel><title>News</title>{item}</channel></rss>"
    assert read_feed(feed.encode(), URL, date(2025, 7, 9)).headlines[0].published == day


@given(st.sampled_from(sorted(FAMILY_PAGES)), st.binary(max_size=60), st.integers(0, 4_000), st.integers(0, 300))
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=60)
def test_a_page_with_a_piece_torn_out_is_read_or_refused(family: str, junk: bytes, start: int, length: int) -> None:
    whole = FAMILY_PAGES[family].encode()
    torn = whole[:start] + junk + whole[start + length :]
    for reading in (
        lambda: read_article(torn, URL, family=family if family in FAMILIES else None, today=TODAY),
        lambda: read_list(torn, URL, "generic", {}, TODAY),
    ):
        try:
            reading()
        except PageError as error:
            assert error.reason
