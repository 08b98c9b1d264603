"""Each assumption about Ofsted's pages fails on a page that contradicts it, and on no other."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import pytest

from watcher.demo.councils import MARLOW_VALE
from watcher.demo.site import DemoSite
from watcher.model.assumption import AssumptionVerdict, PageSeen, Sighting
from watcher.model.source import Provider
from watcher.ofsted.authorities import gazetteer
from watcher.ofsted.first_contact import ReportSeen, of_provider, of_report, of_search
from watcher.ofsted.pages.provider import provider_page
from watcher.ofsted.reports.pdf import text_of
from watcher.ofsted.reports.read import read_report
from watcher.ofsted.rules import is_graded, order

# Not served: only asked for its pages.
SITE = DemoSite()
SITE._server.server_close()
BASE = SITE.base_url
PROVIDER = Provider("44", MARLOW_VALE.urn)
HTML = {"Content-Type": "text/html; charset=UTF-8"}


def site_page(target: str, *changes: tuple[str, str], headers: dict[str, str] = HTML) -> PageSeen:
    """A page of the demonstration's site, changed."""
    page = SITE.answer(target)
    assert page is not None
    body = page.body
    for old, new in changes:
        assert old.encode() in body, old
        body = body.replace(old.encode(), new.encode("latin-1"))
    return PageSeen("page.html", f"{SITE.base_url}{target}", 200, headers, body)


def failing(sightings: Iterable[Sighting]) -> set[str]:
    return {one.assumption for one in sightings if one.verdict is AssumptionVerdict.FAILS}


def seen(sightings: Iterable[Sighting]) -> dict[str, AssumptionVerdict]:
    return {one.assumption: one.verdict for one in sightings}


def council(*changes: tuple[str, str], headers: dict[str, str] = HTML) -> list[Sighting]:
    page = site_page(f"/provider/{MARLOW_VALE.key}", *changes, headers=headers)
    latest = provider_page(site_page(f"/provider/{MARLOW_VALE.key}").body, page.url, PROVIDER, BASE)
    newest = max(entry.published for entry in latest.entries if entry.published)
    return list(of_provider(page, PROVIDER, BASE, newest))


def test_the_demonstration_fulfils_what_its_pages_show() -> None:
    found = council()
    assert failing(found) == set()
    assert seen(found)["provider-archive"] is AssumptionVerdict.HOLDS
    assert failing(of_search([site_page("/search?sort=date&order=desc&rows=100")])) == set()


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ([('class="publication-link"', 'class="report"')], "provider-timeline"),
        ([("/v1/file/", "/report/")], "provider-file-links"),
        ([("<time pubdate>", "<time pubdate>9 May 2031, was ")], "provider-published"),
        ([("URN: ", "Number: ")], "provider-urn"),
        ([("Children&#39;s services inspection", "Something new")], "provider-labels"),
        ([("<h2", '<p class="rating--selected">Good</p><h2')], "provider-no-grade"),
        ([("<main>", "<div>"), ("</main>", "</div>")], "provider-main"),
        ([("</html>", ""), ("</body>", "")], "page-size"),
        ([("Marlow Vale", "Marlow V\xe4le")], "utf-8"),
        ([("</span></a>", " and so on</span></a>")], "provider-published"),
    ],
)
def test_a_council_page_that_contradicts_an_assumption(changes: list[tuple[str, str]], expected: str) -> None:
    assert expected in failing(council(*changes))


def test_another_encoding_in_the_header_is_seen() -> None:
    assert "utf-8" in failing(council(headers={"Content-Type": "text/html; charset=windows-1252"}))


def test_a_page_that_did_not_come_shows_nothing() -> None:
    missing = PageSeen("page.html", "https://x.example/provider/44/1", reason="HTTP 503")
    assert set(seen(of_provider(missing, PROVIDER, "https://x.example", None)).values()) == {AssumptionVerdict.UNSEEN}


def test_a_date_in_the_list_that_is_not_the_newest_of_the_page_is_seen() -> None:
    page = site_page(f"/provider/{MARLOW_VALE.key}")
    assert failing(of_provider(page, PROVIDER, BASE, date(2031, 1, 1))) == {"search-marker"}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ([("js-results-count", "count")], "search-count"),
        ([('class="search-result"', 'class="result"')], "search-rows"),
        ([("Latest report:", "Last report:")], "search-date"),
        ([('href="/provider/44/9000001"', 'href="/provider/21/9000001"')], "search-councils"),
        ([('js-results-count">5', 'js-results-count">153')], "search-next"),
        ([('js-results-count">5', 'js-results-count">153')], "search-page-size"),
    ],
)
def test_a_list_that_contradicts_an_assumption(changes: list[tuple[str, str]], expected: str) -> None:
    assert expected in failing(of_search([site_page("/search?sort=date&order=desc&rows=100", *changes)]))


def test_a_list_in_another_order_is_seen() -> None:
    assert "search-order" in failing(of_search([site_page("/search?sort=az&rows=100")]))


def test_a_list_of_two_pages_shows_its_size_only_if_the_first_is_full() -> None:
    pages = [site_page("/search?sort=date&order=desc&rows=3"), site_page("/search?sort=date&order=desc&rows=3&start=3")]
    found = seen(of_search(pages))
    assert found["search-next"] is AssumptionVerdict.HOLDS
    assert found["search-page-size"] is AssumptionVerdict.FAILS


def test_a_report_is_read_and_an_answer_that_is_none_is_seen() -> None:
    page = site_page(f"/provider/{MARLOW_VALE.key}")
    read = provider_page(page.body, page.url, PROVIDER, BASE)
    entry = max(filter(is_graded, read.entries), key=order)
    file = site_page(f"/v1/file/{entry.key}", headers={"Content-Type": "application/pdf"})
    report = read_report(text_of(file.body))
    good = list(of_report(ReportSeen(entry, read.name, file, report), PROVIDER, gazetteer()))
    assert failing(good) == set() and seen(good)["provider-inspected"] is AssumptionVerdict.HOLDS
    unread = ReportSeen(entry, read.name, page, None, "it is not a PDF")
    assert failing(of_report(unread, PROVIDER, gazetteer())) == {"report-file", "report-grades"}
