"""The invented site is read by the same parsers as the real one, and its state can be moved."""

from __future__ import annotations

import http.client
from collections.abc import Iterator
from datetime import date
from urllib.parse import urlsplit

import pytest

from watcher.crawl.followed import search_url
from watcher.demo.councils import COUNCILS, EASTMERE, HIDDEN_NEWS, MARLOW_VALE, NEWS, PUBLISHED
from watcher.demo.site import DemoSite
from watcher.model.errors import SourceError
from watcher.model.source import Provider
from watcher.model.visit import ProviderPage
from watcher.ofsted.pages.provider import provider_page
from watcher.ofsted.pages.search import search_page
from watcher.ofsted.reports.pdf_worker import read_pages

MARLOW = Provider("44", MARLOW_VALE.urn)


@pytest.fixture
def site() -> Iterator[DemoSite]:
    with DemoSite() as site:
        yield site


def get(site: DemoSite, target: str, **headers: str) -> tuple[http.client.HTTPResponse, bytes]:
    connection = http.client.HTTPConnection(urlsplit(site.base_url).netloc, timeout=5)
    connection.request("GET", target, headers={name.replace("_", "-"): value for name, value in headers.items()})
    response = connection.getresponse()
    body = response.read()
    connection.close()
    return response, body


def marlow_vale(site: DemoSite) -> ProviderPage:
    _, body = get(site, f"/provider/{MARLOW.key}")
    return provider_page(body, f"{site.base_url}/provider/{MARLOW.key}", MARLOW, site.base_url)


def test_the_list_names_every_council_newest_first(site: DemoSite) -> None:
    _, body = get(site, search_url(""))
    page = search_page(body)
    assert page.announced == len(page.rows) == len(COUNCILS)
    assert page.next_href is None
    dates = [row.latest for row in page.rows if row.latest]
    assert dates == sorted(dates, reverse=True)
    assert page.rows[0].name == "Kestrelby"


def test_the_list_comes_in_pages(site: DemoSite) -> None:
    target: str | None = search_url("").replace("rows=100", "rows=2")
    names = []
    while target:
        page = search_page(get(site, target)[1])
        names += [row.name for row in page.rows]
        target = page.next_href
    assert sorted(names) == sorted(council.name for council in COUNCILS)


def test_other_kinds_of_provider_are_not_listed(site: DemoSite) -> None:
    _, body = get(site, "/search?level_1_types=1")
    assert b'js-results-count">0<' in body


def test_a_council_s_page_lists_the_archive_too(site: DemoSite) -> None:
    page = marlow_vale(site)
    assert page.name == "Marlow Vale"
    own = [document.file_id for document in PUBLISHED if document.council == MARLOW_VALE]
    assert [entry.key for entry in page.entries] == sorted(own, reverse=True)
    assert [entry.facts["graded"] for entry in page.entries] == ["no", "yes", "no", "yes"]


@pytest.mark.parametrize("council", COUNCILS, ids=lambda council: council.name)
def test_every_page_and_every_file_can_be_read(site: DemoSite, council: object) -> None:
    for document in PUBLISHED:
        if document.council == council:
            response, body = get(site, f"/v1/file/{document.file_id}")
            assert response.headers["Content-Type"] == "application/pdf"
            assert document.council.name in read_pages(body)[0].replace("\u2019", "'")


def test_a_published_report_is_on_the_page_and_on_the_list(site: DemoSite) -> None:
    site.publish(NEWS)
    newest = marlow_vale(site).entries[0]
    assert (newest.key, newest.published) == (NEWS.file_id, date(2026, 10, 20))
    assert search_page(get(site, search_url(""))[1]).rows[0].name == "Marlow Vale"


def test_a_broken_page_answers_200_and_says_nothing(site: DemoSite) -> None:
    site.break_page(MARLOW_VALE)
    with pytest.raises(SourceError):
        marlow_vale(site)
    site.mend_page(MARLOW_VALE)
    assert marlow_vale(site).entries


def test_the_list_may_announce_what_a_broken_page_hides(site: DemoSite) -> None:
    site.publish(HIDDEN_NEWS)
    site.break_page(EASTMERE)
    assert search_page(get(site, search_url(""))[1]).rows[0].name == "Eastmere"
    response, body = get(site, f"/provider/{EASTMERE.key}")
    assert response.status == 200
    assert b"timeline" not in body


def test_an_unchanged_page_answers_304(site: DemoSite) -> None:
    response, _ = get(site, f"/provider/{MARLOW.key}")
    again, body = get(site, f"/provider/{MARLOW.key}", If_None_Match=response.headers["ETag"])
    assert (again.status, body) == (304, b"")
    site.publish(NEWS)
    assert get(site, f"/provider/{MARLOW.key}", If_None_Match=response.headers["ETag"])[0].status == 200


@pytest.mark.parametrize("target", ["/", "/provider/21/9000001", "/provider/44/1", "/v1/file/1", "/search/subscribe"])
def test_what_is_not_there_is_not_found(site: DemoSite, target: str) -> None:
    assert get(site, target)[0].status == 404


def test_robots_are_told_what_they_may_read(site: DemoSite) -> None:
    response, body = get(site, "/robots.txt")
    assert response.status == 200
    assert b"Disallow: /admin/" in body


def test_reports_are_the_same_bytes_each_time(site: DemoSite) -> None:
    first, second = (get(site, f"/v1/file/{NEWS.file_id}")[1] for _ in range(2))
    assert first == second
