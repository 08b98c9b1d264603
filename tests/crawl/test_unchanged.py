"""An unchanged page costs nothing and is never parsed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from scrapy.http import Response

from tests.support.builders import NOW, a_page_state, a_target
from tests.support.passes import PAGE, letters, watching
from tests.support.small_site import Say, answer, serving
from watcher.crawl.unchanged import WHOLE_EVERY, conditions, remembered, state_of, unchanged
from watcher.ofsted.pages.provider import region

KEY = "44/80999"


def a_response(body: bytes, **headers: str) -> Response:
    return Response("https://reports.example", headers=headers, body=body)


def test_a_page_is_asked_for_by_its_etag_or_else_by_its_date() -> None:
    page = a_page_state(etag='"v1"', last_modified="Mon, 02 Mar 2026 09:00:00 GMT", read_at=NOW)
    assert conditions(page, NOW) == {"If-None-Match": '"v1"'}
    assert conditions(replace(page, etag=None), NOW) == {"If-Modified-Since": "Mon, 02 Mar 2026 09:00:00 GMT"}
    assert conditions(replace(page, etag=None, last_modified=None), NOW) == {}
    assert conditions(None, NOW) == {}


def test_a_page_whose_bytes_came_a_week_ago_is_asked_for_whole() -> None:
    page = a_page_state(etag='"v1"', read_at=NOW)
    assert conditions(page, NOW + WHOLE_EVERY - timedelta(seconds=1)) != {}
    assert conditions(page, NOW + WHOLE_EVERY) == {}
    assert conditions(page, NOW - timedelta(days=365)) == {}, "the clock was wrong when they came"
    assert conditions(replace(page, read_at=None), NOW) == {}


def test_what_another_address_said_is_not_remembered() -> None:
    target = a_target(page=a_page_state())
    assert remembered(target) == target.page
    assert remembered(a_target(page=a_page_state(url="https://elsewhere.example"))) is None


def test_a_page_is_recognised_by_its_bytes_then_by_its_region() -> None:
    first, noisy = letters(), letters(("c0ffee", "beef"))
    state = state_of(a_target(), a_response(first), region)
    assert unchanged(state, a_response(first), region) == state
    moved = unchanged(state, a_response(noisy, ETag='"v2"'), region)
    assert moved is not None
    assert (moved.etag, moved.region_sha256) == ('"v2"', state.region_sha256)
    assert unchanged(moved, a_response(noisy), region) is not None
    assert unchanged(state, a_response(letters(("50300003", "50300009"))), region) is None
    assert unchanged(None, a_response(first), region) is None


@pytest.mark.parametrize("etag", ["", "x" * 300, '"\x01"', '"\xff"'])
def test_a_validator_that_could_do_harm_is_not_kept(etag: str) -> None:
    assert state_of(a_target(), a_response(b"", ETag=etag), region).etag is None


def only_if_changed(body: bytes, name: str, value: str, asked: str) -> Say:
    """Answers 304 when the validator comes back."""

    def say(handler: BaseHTTPRequestHandler) -> None:
        known = handler.headers.get(asked) == value
        answer(b"" if known else body, 304 if known else 200, **{name: value})(handler)

    return say


@pytest.mark.parametrize(
    ("name", "value", "asked"),
    [
        ("ETag", 'W/"v1"', "If-None-Match"),
        ("Last_Modified", "Mon, 02 Mar 2026 09:00:00 GMT", "If-Modified-Since"),
    ],
)
async def test_our_own_validators_come_back_and_304_is_understood(
    tmp_path: Path, name: str, value: str, asked: str
) -> None:
    with (
        serving({PAGE: only_if_changed(letters(), name, value, asked)}) as site,
        watching(site.base_url, tmp_path, ["44/80999"]) as watch,
    ):
        assert (await watch.go()).visited == 1
        assert (await watch.go(full=True)).unchanged == 1
        assert site.last(PAGE).headers[asked] == value
        assert watch.store.pages.targets()[0].visited_at == datetime(2026, 3, 3, 9, tzinfo=UTC)


async def test_a_page_that_failed_is_asked_for_without_conditions(tmp_path: Path) -> None:
    with (
        serving({PAGE: answer("<html></html>", ETag='"broken"')}) as site,
        watching(site.base_url, tmp_path, ["44/80999"]) as watch,
    ):
        await watch.go()
        await watch.go()
        assert "If-None-Match" not in site.last(PAGE).headers


async def test_tokens_and_stamps_make_no_visit(tmp_path: Path) -> None:
    with serving({PAGE: answer(letters())}) as site, watching(site.base_url, tmp_path, ["44/80999"]) as watch:
        await watch.go()
        site.answers[PAGE] = answer(letters(("c0ffee", "beef"), ("1770088014.1", "1770090000.7")))
        summary = await watch.go(full=True)
        assert (summary.visited, summary.unchanged, watch.changes()) == (0, 1, [])


async def test_a_site_that_says_not_modified_for_ever_is_read_weekly_or_is_at_fault(tmp_path: Path) -> None:
    with (
        serving({PAGE: only_if_changed(letters(), "ETag", '"v1"', "If-None-Match")}) as site,
        watching(site.base_url, tmp_path, [KEY]) as watch,
    ):
        await watch.go(full=True)
        await watch.go(full=True)
        assert site.last(PAGE).headers.get("If-None-Match") == '"v1"'
        watch.now += WHOLE_EVERY
        await watch.go(full=True)
        assert "If-None-Match" not in site.last(PAGE).headers and watch.faults() == {}
        site.answers[PAGE] = answer(b"", 304, ETag='"v1"')
        assert (await watch.go(full=True)).faults == {}
        watch.now += WHOLE_EVERY
        await watch.go(full=True)
        [reason] = watch.faults().values()
        assert "although it was asked for the whole page" in reason
