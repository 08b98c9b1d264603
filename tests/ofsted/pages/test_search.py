"""The search list."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.support.ofsted_pages import a_page
from watcher.model.errors import SourceError
from watcher.model.source import Provider
from watcher.model.visit import SearchRow
from watcher.ofsted.pages.search import search_page


def test_the_rows_are_read_by_their_labels() -> None:
    assert search_page(a_page("search")).rows == (
        SearchRow(Provider("44", "80999"), "Marlow Vale", date(2026, 1, 20)),
        SearchRow(Provider("44", "80998"), "St Eanmere's", date(2019, 4, 8)),
        SearchRow(Provider("44", "80997"), "Eastmere", None),
    )


def test_the_first_of_the_two_headings_counts() -> None:
    body = a_page("search").replace(b">3<", b">153<", 1)
    assert search_page(body).announced == 153


def test_a_thousand_is_printed_with_a_comma() -> None:
    assert search_page(a_page("search", (">3<", ">1,053<"))).announced == 1053


def test_the_next_page_is_where_the_pager_says() -> None:
    assert search_page(a_page("search")).next_href == "/search?q=&rows=100&start=100"


def test_the_last_page_has_no_next() -> None:
    assert search_page(a_page("search", ("pagination__next", "pagination__off"))).next_href is None


UNMARKED = '<li><h3 class="search-result__title heading--main"><a href="/provider/44/80998"'


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"", "empty"),
        (a_page("shell"), "the page has no list of results; it may be an error or block page$"),
        (a_page("challenge"), "bot check"),
        (a_page("search", ("js-results-count", "other-count")), "no number of results"),
        (a_page("search", (">3<", "><"), ("> results<", "> no results<")), "number of results"),
        (a_page("search", ('class="search-result"', 'class="other"')), "no list of results"),
        (a_page("search", ("</main></body></html>", "")), "cut off"),
        (a_page("search", ("/provider/44/80998", "/providers/80998")), "not a provider page"),
        (a_page("search", ("<strong>80998</strong>", "<strong>80123</strong>")), "URN"),
        (a_page("search", ("08 April 2019", "8/4/2019")), "not a date"),
        (a_page("search", ("Latest report:", "Newest:")), "without the label"),
        (a_page("search", ("<time>20 January 2026</time>", "20 January 2026"), ("Latest report:", "Newest:")), "label"),
        (
            a_page("search", (UNMARKED.replace("<li>", '<li class="search-result">'), UNMARKED)),
            "outside the results",
        ),
        (
            a_page("search", ("/provider/44/80998", "/provider/44/80999"), (">80998<", ">80999<")),
            "twice with different details",
        ),
        (a_page("search", ("Category: <strong>", "URN: <strong>1 ")), "two values for 'URN'"),
        (a_page("search", ("/provider/44/80998", "http://[x")), "not a web address"),
        (a_page("search", ("search-result__title", "title")), "no link to the provider of a result"),
    ],
)
def test_what_is_not_wholly_a_list_is_refused_in_words(body: bytes, why: str) -> None:
    with pytest.raises(SourceError, match=why) as caught:
        search_page(body)
    assert caught.value.source_id == "ofsted:search"


def test_a_list_that_is_there_twice_is_read_once() -> None:
    body = a_page("search").decode()
    rows = body[body.index('<ul class="results-list') : body.index('<div class="pagination"')]
    twice = body.replace(rows, rows + rows.replace("results-list", "results-list visible-xs"))
    assert search_page(twice.encode()) == search_page(a_page("search"))


@pytest.mark.shared
def test_a_real_list_is_read_to_its_last_row(shared: Path) -> None:
    body = (shared / "pages" / "ofsted" / "search-results-la886-primary-folkestone.html").read_bytes()
    page = search_page(body)
    assert (len(page.rows), page.announced, page.next_href) == (61, 61, None)
    assert page.rows[0] == SearchRow(
        Provider("21", "139309"), "Christ Church Cep Academy, Folkestone", date(2023, 1, 23)
    )
