"""Telling families apart, and where their feeds may be."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.support.news_lists import EVERY, LISTS, SITE, contensis, jadu, localgov, page, unknown
from watcher.model.errors import PageError
from watcher.news.lists.feed_links import MOST_GUESSES, feed_guesses, named_feeds
from watcher.news.sites.families import FAMILIES, FEED, LIST_SELECTORS, detect

NEWS = f"{SITE}/news"


@pytest.mark.parametrize(("family", "make"), EVERY, ids=lambda value: getattr(value, "__name__", value))
def test_a_family_is_told_by_its_marks(family: str, make: Callable[[], bytes]) -> None:
    assert detect(make().decode(), {})[0] == family
    assert detect(make().decode(), {})[-1] == "generic"


def test_a_family_is_told_by_what_the_server_says_of_itself() -> None:
    bare = unknown().decode()
    assert detect(bare, {"X-Generator": "LocalGov Drupal 10"})[0] == "localgov-drupal"
    assert detect(bare, {"X-Generator": "Drupal 7 (http://drupal.org)"})[0] == "drupal7"
    assert detect(bare, {"Server": "nginx"}) == ("generic",)


def test_every_family_has_a_list_that_is_tried() -> None:
    assert {*LISTS, FEED} == set(FAMILIES)
    assert "rows" in LIST_SELECTORS


def alternate(*hrefs: str) -> str:
    return "".join(f'<link rel="alternate" type="application/rss+xml" href="{href}">' for href in hrefs)


def test_what_the_page_names_comes_first_and_comments_last() -> None:
    body = page("", alternate("/comments/feed/", "/news.rss"))
    assert feed_guesses(["wordpress"], NEWS, body)[:2] == (f"{SITE}/news.rss", f"{SITE}/comments/feed/")
    assert named_feeds(NEWS, body) == (f"{SITE}/news.rss", f"{SITE}/comments/feed/")


def test_a_feed_on_another_site_or_of_no_site_is_no_guess() -> None:
    body = page(
        '<a href="https://elsewhere.example/feed">RSS</a>', alternate("javascript:alert(1)", "//evil.example/rss")
    )
    assert feed_guesses(["umbraco"], NEWS, body) == ()


@pytest.mark.parametrize(
    ("family", "url", "body", "feed"),
    [
        ("jadu", NEWS, jadu(), f"{SITE}/rss/news"),
        ("jadu", f"{SITE}/homepage/47/news_centre", jadu(), f"{SITE}/rss/news"),
        ("localgov-drupal", NEWS, localgov(), f"{NEWS}/31/feed.rss"),
        ("localgov-drupal", NEWS, page('{"path":{"currentPath":"node\\/14"}}'), f"{NEWS}/14/feed.rss"),
        ("drupal", NEWS, unknown(), f"{SITE}/rss.xml"),
        ("contensis", f"{SITE}/News/News.aspx", contensis(), f"{SITE}/News/News.aspx?Mill_Listing_SyndicationType=1"),
        ("goss", f"{SITE}/article/9/News", unknown(), f"{SITE}/article/9/News?rss=true"),
        (
            "goss",
            f"{SITE}/article/9/News",
            page('<a href="/article/10/News-RSS">RSS</a>'),
            f"{SITE}/article/10/News-RSS",
        ),
        ("wordpress", f"{SITE}/", unknown(), f"{SITE}/feed/"),
        ("newspaper", f"{SITE}/news/local-news/", unknown(), f"{SITE}/?service=rss"),
    ],
)
def test_a_feed_is_looked_for_where_its_family_has_it(family: str, url: str, body: bytes, feed: str) -> None:
    guesses = feed_guesses([family], url, body)
    assert feed in guesses
    assert len(guesses) <= MOST_GUESSES


def test_a_site_is_never_asked_for_many_feeds() -> None:
    body = page("", alternate(*(f"/{n}.rss" for n in range(50))))
    assert len(feed_guesses(["generic"], NEWS, body)) == MOST_GUESSES


def test_a_page_that_cannot_be_read_names_no_feed() -> None:
    with pytest.raises(PageError):
        feed_guesses(["jadu"], NEWS, b"")
