"""Trying again, and giving up."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from threading import Event

import pytest
from scrapy.http import Response
from sqlalchemy import select, update

from tests.support.passes import PAGE, QUICK, letters, watching
from tests.support.small_site import Say, Site, answer, in_turn, reset, serving
from tests.support.stores import new_store
from tests.support.watched_news import listing, news_pass
from watcher.crawl.followed import site_source
from watcher.crawl.plan import PassSummary
from watcher.crawl.retry import asked_wait
from watcher.model.news import NewsSource
from watcher.settings import Fetch, Settings
from watcher.store import Store
from watcher.store.tables.runs import asked_host


def waits(value: str) -> float | None:
    return asked_wait(Response("https://example.org", headers={"Retry-After": value}))


def test_retry_after_is_a_number_of_seconds_or_a_date() -> None:
    assert waits("120") == 120
    in_an_hour = datetime.now(UTC) + timedelta(hours=1)
    assert waits(format_datetime(in_an_hour, usegmt=True)) == pytest.approx(3600, abs=5)
    assert waits("Wed, 21 Oct 2015 07:28:00 GMT") == 0


@pytest.mark.parametrize("value", ["", "soon", "-1", "1.5", "\u0662", "Wed, 99 Oct 2015 07:28:00 GMT"])
def test_a_retry_after_that_cannot_be_read_asks_for_nothing(value: str) -> None:
    assert waits(value) is None


def test_a_number_too_long_to_be_meant_is_a_long_wait() -> None:
    assert (waits("9" * 5000) or 0) > 1e8


@pytest.mark.parametrize("failure", [answer(status=503), answer(status=429), answer(status=403), reset])
async def test_a_failure_that_passes_is_no_fault(tmp_path: Path, failure: Say) -> None:
    answers = {PAGE: in_turn(failure, answer(letters()))}
    with serving(answers) as site, watching(site.base_url, tmp_path, ["44/80999"]) as watch:
        assert (await watch.go()).visited == 1
        assert watch.faults() == {}


async def test_retry_after_is_waited_for(tmp_path: Path) -> None:
    with (
        serving({PAGE: in_turn(answer(status=503, Retry_After="1"), answer(letters()))}) as site,
        watching(site.base_url, tmp_path, ["44/80999"]) as watch,
    ):
        assert (await watch.go()).visited == 1
        first, second = [asked.at for asked in site.log if asked.path == PAGE]
        assert second - first >= 1


async def test_a_site_that_wants_to_be_left_alone_for_long_is_not_asked_again(tmp_path: Path) -> None:
    busy = answer(status=429, Retry_After="3600")
    with (
        serving({PAGE: busy, "/provider/44/80998": busy}) as site,
        watching(site.base_url, tmp_path, ["44/80998", "44/80999"]) as watch,
    ):
        summary = await watch.go()
        assert site.paths() == ["/robots.txt", "/provider/44/80998"]
        assert summary.stopped is not None and "asks to be left alone until" in summary.stopped
        asked = "HTTP 429: it asks to be left alone for 3600 s, so a later check tries again"
        assert summary.faults == {"ofsted:44/80998": asked}


async def test_a_failure_that_lasts_is_given_up_after_four_requests(tmp_path: Path) -> None:
    with serving({PAGE: answer(status=500)}) as site, watching(site.base_url, tmp_path, ["44/80999"]) as watch:
        await watch.go()
        assert site.paths().count(PAGE) == 4
        assert watch.faults() == {"ofsted:44/80999": "HTTP 500"}


async def test_what_is_not_there_is_asked_for_once(tmp_path: Path) -> None:
    with serving({}) as site, watching(site.base_url, tmp_path, ["44/80999"]) as watch:
        await watch.go()
        assert site.paths().count(PAGE) == 1
        assert watch.faults() == {"ofsted:44/80999": "HTTP 404"}


NEWS = NewsSource("site", "A site", "{url}/news", "jadu")
QUIET = {"/robots.txt": answer(""), "/news": listing()}


async def news_visit(site: Site, store: Store, home: Path, delay: float = 0.1, timeout: float = 5) -> PassSummary:
    summary = PassSummary()
    source = replace(NEWS, url=NEWS.url.format(url=site.base_url))
    store.pages.follow([site_source(source)], datetime.now(UTC))
    settings = Settings(home=home, fetch=Fetch(delay=delay, timeout=timeout))
    await news_pass(settings, store, datetime.now(UTC), [source], summary)
    return summary


async def test_a_news_site_is_waited_for_if_it_asks_for_a_moment(tmp_path: Path) -> None:
    busy = in_turn(answer(status=429, Retry_After="1"), listing())
    with serving(QUIET | {"/news": busy}) as site, new_store(tmp_path) as store:
        assert "HTTP" not in str((await news_visit(site, store, tmp_path)).faults)
        assert site.paths() == ["/robots.txt", "/news", "/news"] and site.gaps()[1] >= 1


@pytest.mark.parametrize(
    ("path", "status"), [("/news", 429), ("/news", 503), ("/news", 403), ("/robots.txt", 429), ("/robots.txt", 503)]
)
async def test_a_news_site_that_asks_for_long_patience_is_left_to_a_later_check(
    tmp_path: Path, path: str, status: int
) -> None:
    with serving(QUIET | {path: answer(status=status, Retry_After="30")}) as site, new_store(tmp_path) as store:
        first = await news_visit(site, store, tmp_path)
        asked = site.paths()
        assert asked.count(path) == 1 and f"HTTP {status}" in first.faults["news:site"]
        site.answers[path] = QUIET[path]
        second = await news_visit(site, store, tmp_path)
        assert site.paths() == asked, "it is not asked again before"
        assert "asks to be left alone until" in second.faults["news:site"]
        later(store, timedelta(seconds=30))
        await news_visit(site, store, tmp_path)
        assert site.paths() == [*asked, "/robots.txt", "/news"]


async def test_an_hour_is_kept_though_the_check_is_killed_and_a_year_ends_after_a_day(tmp_path: Path) -> None:
    with serving(QUIET | {"/news": answer(status=429, Retry_After="31536000")}) as site, new_store(tmp_path) as store:
        await news_visit(site, store, tmp_path)
        with store.writing() as conn:
            conn.execute(update(asked_host).values(under_way=True))
        site.log.clear()
        later(store, timedelta(hours=23))
        await news_visit(site, store, tmp_path)
        assert site.paths() == []
        later(store, timedelta(hours=2))
        await news_visit(site, store, tmp_path)
        assert site.paths() == ["/robots.txt", "/news"]


async def test_a_news_site_in_trouble_is_given_up_after_three_requests(tmp_path: Path) -> None:
    with serving(QUIET | {"/news": answer(status=503)}) as site, new_store(tmp_path) as store:
        await news_visit(site, store, tmp_path, delay=1.5)
        assert site.paths() == ["/robots.txt", "/news", "/news", "/news"]


def hanging(handler: BaseHTTPRequestHandler) -> None:
    Event().wait(10)


async def test_a_news_site_that_hung_gets_less_time_until_it_answers_or_a_day_has_passed(tmp_path: Path) -> None:
    with serving(QUIET | {"/news": hanging}) as site, new_store(tmp_path) as store:

        async def fault() -> str:
            return (await news_visit(site, store, tmp_path, timeout=3)).faults.get("news:site", "")

        assert "longer than 3.0 seconds" in await fault()
        site.answers["/robots.txt"] = hanging
        assert ["longer than 1.0 seconds" in await fault() for _ in range(2)] == [True, True]
        later(store, timedelta(days=1))
        assert "longer than 3.0 seconds" in await fault()
        site.answers |= QUIET
        await fault()
        site.answers["/news"] = hanging
        assert "longer than 3.0 seconds" in await fault()


async def test_ofsteds_site_gets_the_whole_time_whenever_it_hung(tmp_path: Path) -> None:
    with serving({PAGE: hanging}) as site, watching(site.base_url, tmp_path, ["44/80999"]) as watch:
        watch.fetch = replace(QUICK, timeout=timedelta(seconds=2), memory=watch.store.asked_hosts)
        for _ in range(2):
            assert "longer than 2.0 seconds" in (await watch.go()).faults["ofsted:44/80999"]


def later(store: Store, by: timedelta) -> None:
    """What the next crawl reads when this time has passed."""
    with store.writing() as conn:
        row = conn.execute(select(asked_host.c.said_at, asked_host.c.hung_at)).one()
        conn.execute(update(asked_host).values(said_at=row.said_at - by, hung_at=row.hung_at and row.hung_at - by))
