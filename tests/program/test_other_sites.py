"""Sites of no family that we know are added, and their lists and articles read, without a word of configuration."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.support.inside import inside
from tests.support.other_sites import FURNITURE, ITEMS, NAMES, TODAY, OtherSite, site
from tests.support.program import configure
from tests.support.small_site import Site, answer, serving
from watcher.model.errors import PageError
from watcher.model.news import Article, DateBasis, NewsList
from watcher.news.articles.read import read_article
from watcher.news.lists.feed_links import feed_guesses
from watcher.news.lists.read import read_list
from watcher.news.sites.families import detect
from watcher.news.sites.table import own_sources

HOST = "https://www.westmere.example"


@cache
def _site(name: str) -> OtherSite:
    return site(name)


@contextmanager
def _served(made: OtherSite) -> Iterator[Site]:
    with serving({path: answer(page, Content_Type=_type(path)) for path, page in made.pages.items()}) as running:
        yield running


def _type(path: str) -> str:
    return "text/xml" if path.endswith(".xml") else "text/html; charset=utf-8"


def _article(name: str, number: int) -> Article:
    made, item = _site(name), ITEMS[number]
    path = made.paths[item]
    return read_article(made.pages[path].encode(), HOST + path, family=_family(made), today=TODAY)


def _list(made: OtherSite, family: str) -> NewsList:
    return read_list(made.pages[made.list_path].encode(), HOST + made.list_path, family, {}, TODAY)


def _family(made: OtherSite) -> str:
    """The first family with whose rules the list is read."""
    for family in detect(made.pages[made.list_path], {}):
        with suppress(PageError):
            _list(made, family)
            return family
    raise AssertionError


@pytest.mark.parametrize("name", NAMES)
def test_every_row_of_the_list_is_read_and_nothing_else(name: str) -> None:
    made = _site(name)
    listed = _list(made, _family(made))
    assert [(row.url.removeprefix(HOST), row.title) for row in listed.headlines] == [
        (path, item.title) for item, path in made.paths.items()
    ]
    days = [item.day if made.listed else None for item in ITEMS]
    assert [row.published for row in listed.headlines] == days


@pytest.mark.parametrize("number", range(len(ITEMS)))
@pytest.mark.parametrize("name", NAMES)
def test_an_article_is_its_own_text_and_day(name: str, number: int) -> None:
    read, item = _article(name, number), ITEMS[number]
    assert read.title == item.title
    assert read.text == "\n".join(item.text)
    assert not [words for words in FURNITURE if words in read.text]
    if _site(name).printed:
        assert (read.published, read.published_basis is not DateBasis.LIST) == (item.day, True)
    else:
        assert (read.published, read.published_basis) == (None, DateBasis.UNKNOWN)


@pytest.mark.parametrize("name", NAMES)
def test_what_somebody_says_is_a_quotation(name: str) -> None:
    said = [said.text for number in range(len(ITEMS)) for said in _article(name, number).quotations]
    assert said == [
        "Every family that trusted us made this possible.",
        "People asked us for a shorter way to the train, and now they have one",
        "I read to my dog first",
    ]


@pytest.mark.parametrize("name", [name for name in NAMES if any(p.endswith(".xml") for p in _site(name).pages)])
def test_a_feed_that_the_page_names_is_found_first(name: str) -> None:
    made = _site(name)
    guesses = feed_guesses(("generic",), HOST + made.list_path, made.pages[made.list_path].encode())
    assert guesses[0].removeprefix(HOST) in made.pages


@pytest.mark.parametrize("name", ["web-forms", "newsroom", "elementor", "search"])
def test_an_operator_adds_such_a_site_by_its_address_alone(name: str, tmp_path: Path) -> None:
    made, now = _site(name), ("--now", f"{TODAY}T12:00")
    configure(tmp_path, "http://127.0.0.1:9")
    with _served(made) as running:
        added = inside(tmp_path, "source", "add", running.base_url + made.list_path, "--id", "westmere", *now)
        tried = inside(tmp_path, "source", "test", "westmere", *now)
    assert (added.code, tried.code) == (0, 0), (added.err, tried.err)
    source = own_sources(tmp_path / "sources.toml")["westmere"]
    assert urlsplit(source.url).path == made.list_path and source.at_least == 5
    assert (source.feed is not None) is any(path.endswith(".xml") for path in made.pages)
    assert ITEMS[0].title in tried.out
