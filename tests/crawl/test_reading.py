from __future__ import annotations

import asyncio
import math
import os
import time
from collections.abc import Iterator
from datetime import timedelta

import pytest

from watcher.crawl.reading import ReadingWorkers, Shared, here
from watcher.model.errors import PageError, SourceError, TooCostlyError
from watcher.model.source import COUNCIL_TYPE, Provider
from watcher.news.lists.sitemap import read_sitemap
from watcher.ofsted.pages.provider import provider_page

ENDLESS = 10_000_000  # its factorial takes minutes
BRIEF = timedelta(seconds=0.3)
# loading what reads a page costs CPU time as well, and more of it while coverage is measured
CPU = timedelta(seconds=3)


@pytest.fixture(scope="module")
def workers() -> Iterator[ReadingWorkers]:
    with ReadingWorkers(1, cpu=CPU, limit=timedelta(seconds=20)) as workers:
        yield workers


async def test_a_text_is_read_in_another_process(workers: ReadingWorkers) -> None:
    assert (await workers(os.getpid)).value != os.getpid()
    assert (await here(os.getpid)).value == os.getpid()


async def test_what_is_wrong_with_a_page_is_said_as_if_it_was_read_here(workers: ReadingWorkers) -> None:
    page = b"<html></html>", "https://reports.ofsted.gov.uk/", Provider(COUNCIL_TYPE, "80564"), "https://example.org"
    with pytest.raises(SourceError) as elsewhere:
        await workers(provider_page, *page)
    with pytest.raises(SourceError) as at_home:
        await here(provider_page, *page)
    assert (elsewhere.value.source_id, elsewhere.value.reason) == (at_home.value.source_id, at_home.value.reason)
    with pytest.raises(PageError, match="sitemap"):
        await workers(read_sitemap, b"<html/>")


async def test_a_text_that_costs_too_much_cpu_is_at_fault_and_the_next_is_read(workers: ReadingWorkers) -> None:
    with pytest.raises(TooCostlyError, match="more than 3 seconds of CPU time"):
        await workers(math.factorial, ENDLESS)
    assert (await workers(len, "text")).value == 4


async def test_a_text_that_wants_too_much_memory_is_at_fault(workers: ReadingWorkers) -> None:
    with pytest.raises(TooCostlyError, match="memory"):
        await workers(bytes, 2 << 30)


async def test_a_text_that_only_waits_ends_at_its_deadline() -> None:
    with ReadingWorkers(1, limit=BRIEF) as hasty, pytest.raises(TooCostlyError, match=r"longer than 0\.3 seconds"):
        await hasty(time.sleep, 60)


async def test_nobody_waits_for_a_text_that_is_slow() -> None:
    with ReadingWorkers(2) as workers:
        slow = asyncio.create_task(workers(math.factorial, ENDLESS))
        for _ in range(3):
            assert (await workers(len, "text")).value == 4
        assert not slow.done()
        workers.close()
        with pytest.raises(TooCostlyError, match="interrupted") as caught:
            await slow
        assert caught.value.passing


def test_a_large_argument_travels_packed_and_is_unpacked_there(workers: ReadingWorkers) -> None:
    assert workers.wait(len, Shared.of(["a"] * 5)) == 5


def test_nothing_is_started_before_there_is_something_to_read() -> None:
    with ReadingWorkers() as workers:
        assert not workers._idle
        assert not workers._busy
