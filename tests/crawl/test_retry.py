"""Trying again, and giving up."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from scrapy.http import Response

from tests.support.passes import PAGE, letters, watching
from tests.support.small_site import Say, answer, in_turn, reset, serving
from watcher.crawl.retry import asked_wait


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
        assert summary.stopped is not None and "HTTP 429" in summary.stopped
        assert set(summary.faults) == {"ofsted:44/80998"}


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
