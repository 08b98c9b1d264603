"""A pass as its caller sees it: what it raises, how it stops, and that it can be run again."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import replace
from datetime import timedelta
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest

from tests.support.passes import PAGE, QUICK, Watch, council, letters, watching
from tests.support.small_site import answer, serving
from tests.support.until import until_async
from watcher.crawl.run import crawl
from watcher.model.errors import SourceError, StoreError

KEYS = [f"44/8099{n}" for n in range(4)]
PAGES = {f"/provider/{key}": answer(letters(("80999", key[3:]))) for key in KEYS}


def never(handler: BaseHTTPRequestHandler) -> None:
    """No answer for as long as anybody waits for it."""
    handler.connection.recv(1)


async def run_with(watch: Watch, **work: Any) -> Any:
    return await crawl(watch.plan(), replace(watch.work(), **work), watch.fetch)


async def test_passes_follow_each_other_in_one_event_loop(tmp_path: Path) -> None:
    with serving(PAGES) as site, watching(site.base_url, tmp_path, KEYS) as watch:
        assert (await watch.go()).visited == 4
        for _ in range(5):
            assert (await watch.go(full=True)).unchanged == 4


async def test_a_mistake_over_one_source_is_that_sources_fault(tmp_path: Path) -> None:
    with serving(PAGES) as site, watching(site.base_url, tmp_path, KEYS) as watch:
        decide = watch.work().decide

        def fails(visit: Any, readings: Any) -> Any:
            return watch.heard[99] if visit.page.provider.urn == "80991" else decide(visit, readings)

        summary = await run_with(watch, decide=fails)
        assert (summary.visited, summary.faults) == (
            3,
            {"ofsted:44/80991": "processing it failed: IndexError('list index out of range')"},
        )


async def test_a_source_that_cannot_be_decided_is_at_fault(tmp_path: Path) -> None:
    def refuses(visit: Any, readings: Any) -> Any:
        raise SourceError(visit.known.target.source.id, "makes no sense")

    with serving(PAGES) as site, watching(site.base_url, tmp_path, KEYS) as watch:
        summary = await run_with(watch, decide=refuses)
        assert set(summary.faults.values()) == {"makes no sense"}
        assert watch.faults() == summary.faults


async def test_a_store_that_refuses_ends_the_pass_loudly(tmp_path: Path) -> None:
    with serving(PAGES) as site, watching(site.base_url, tmp_path, KEYS) as watch:

        def full(record: Any) -> Any:
            raise StoreError("the disk is full")

        with pytest.raises(StoreError, match="disk is full"):
            await run_with(watch, record=full)
        # robots.txt, a page, and the one that was asked for while it was read
        assert len(site.paths()) == 3


async def test_a_store_that_refuses_at_the_end_is_heard_too(tmp_path: Path) -> None:
    with serving(PAGES) as site, watching(site.base_url, tmp_path, KEYS) as watch:
        await watch.go()

        def full(unchanged: Any, now: Any) -> None:
            raise StoreError("the disk is full")

        with pytest.raises(StoreError, match="disk is full"):
            await crawl(watch.plan(full=True), replace(watch.work(), touch=full), watch.fetch)


async def test_an_error_in_the_spider_ends_the_pass_loudly(tmp_path: Path) -> None:
    def breaks(source_id: str) -> Any:
        raise StoreError("the connection was lost")

    with (
        serving(PAGES) as site,
        watching(site.base_url, tmp_path, KEYS) as watch,
        pytest.raises(StoreError, match="connection was lost"),
    ):
        await watch.go(recall=breaks)


async def stopped(going: Coroutine[Any, Any, object], when: Callable[[], object]) -> None:
    """Stop a pass as soon as something is so. It must end although what it waits for never comes."""
    task = asyncio.ensure_future(going)
    await until_async(when)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        async with asyncio.timeout(60):
            await task


async def test_a_pass_stops_in_the_middle_of_a_slow_answer(tmp_path: Path) -> None:
    with serving({PAGE: never}) as site, watching(site.base_url, tmp_path, ["44/80999"]) as watch:
        await stopped(watch.go(full=True), lambda: PAGE in site.paths())
        assert watch.faults() == {}


async def test_a_pass_stops_between_two_requests(tmp_path: Path) -> None:
    with serving(PAGES) as site, watching(site.base_url, tmp_path, KEYS) as watch:
        longer_than_any_machine_runs = timedelta(days=36_500)
        watch.fetch = replace(QUICK, delay=longer_than_any_machine_runs)
        await stopped(watch.go(full=True), lambda: "/robots.txt" in site.paths())
        assert len(site.paths()) < len(KEYS)


async def test_a_pass_stops_while_a_report_is_read(tmp_path: Path) -> None:
    reading = asyncio.Event()

    async def reads_for_ever(body: bytes) -> tuple[str, ...]:
        reading.set()
        await asyncio.Event().wait()
        return ()

    page = {PAGE: answer(council()), "/v1/file/50300003": answer(b"%PDF-1.7")}
    with serving(page) as site, watching(site.base_url, tmp_path, ["44/80999"]) as watch:
        await stopped(run_with(watch, read=reads_for_ever), reading.is_set)
        assert watch.keys("44/80999") == set()


async def test_what_was_seen_unchanged_before_a_stop_is_recorded(tmp_path: Path) -> None:
    with serving(PAGES) as site, watching(site.base_url, tmp_path, KEYS) as watch:
        await watch.go()
        last = f"/provider/{KEYS[3]}"
        site.answers[last] = never
        site.log.clear()
        await stopped(watch.go(full=True), lambda: last in site.paths())
        visited = {target.source.id: target.visited_at for target in watch.store.pages.targets()}
        assert [visited[f"ofsted:{key}"] == watch.now for key in KEYS] == [True, True, True, False]


async def test_a_pass_goes_on_where_it_was_stopped(tmp_path: Path) -> None:
    with serving(PAGES | {"/provider/44/80993": never}) as site, watching(site.base_url, tmp_path, KEYS) as watch:
        await stopped(watch.go(full=True), lambda: "/provider/44/80993" in site.paths())
        site.answers["/provider/44/80993"] = PAGES["/provider/44/80993"]
        site.log.clear()
        watch.now += timedelta(minutes=5)
        await crawl(watch.plan(), watch.work(), watch.fetch)
        assert "/provider/44/80993" in site.paths()
        assert all(watch.keys(key) for key in KEYS)
