"""Runs one check: a crawl in the caller's event loop, with every error that happened in it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Coroutine, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any, Protocol, cast

from scrapy import Spider, signals
from scrapy.crawler import Crawler
from scrapy.settings import Settings
from scrapy.spiderloader import get_spider_loader
from twisted.python.failure import Failure

from watcher.crawl.clock import clocks_of
from watcher.crawl.own import own_spider
from watcher.crawl.plan import PassSummary, Plan, Progress, Work, no_progress
from watcher.crawl.record import Recording
from watcher.crawl.settings import SPIDER_MODULES, FetchSettings, run_settings
from watcher.crawl.side_by_side import side_by_side
from watcher.model.errors import WatcherError

logger = logging.getLogger(__name__)

# Seconds for a check to stop after being asked to. It first finishes the item that it is recording.
_TIME_TO_STOP = 8.0


class PassRecord(Protocol):
    """Takes what a spider finds, and has saved all of it after `flush`."""

    summary: PassSummary

    async def take(self, item: object) -> None: ...
    def flush(self) -> None: ...


async def at_once() -> None:
    """Does nothing: for a part that need not wait."""


@dataclass(frozen=True, slots=True)
class PassPart:
    """One spider of a check, its arguments once it is `ready`, and what records its items."""

    spider: str
    arguments: Callable[[], Mapping[str, Any] | None]
    recording: PassRecord
    ready: Callable[[], Awaitable[None]] = at_once


async def crawl(
    plan: Plan, work: Work, fetch: FetchSettings, progress: Progress = no_progress, *, spider: str = "ofsted"
) -> PassSummary:
    """Visit what is due, record it, and return a summary."""
    recording = Recording(plan, work)
    part = PassPart(spider, lambda: {"plan": plan, "progress": progress}, recording)
    recording.summary.stopped = await crawl_parts([part], fetch)
    return recording.summary


async def crawl_parts(parts: Sequence[PassPart], fetch: FetchSettings, home: Path | None = None) -> str | None:
    """Run some spiders side by side in one crawl, so that they share each host's queue, delay and robots.txt.

    Returns why one stopped before visiting everything, None if none did. Cancel the task to stop: what was fetched by
    then is recorded, and CancelledError raised. An error that does not belong to one source (the store, a bug) ends the
    check and is raised here. A spider in the folder `home` replaces the shipped one of its name.
    """
    settings = run_settings(fetch, _Recorder)
    # each spider is loaded when there is something to visit: see `_spider`
    settings.set("SPIDER_MODULES", [], priority="cmdline")
    crawler = Crawler(_Pass, settings)
    errors = _Errors(crawler)
    try:
        await to_its_end(crawler, crawler.crawl_async(parts=parts, load=partial(_spider, home)))
    finally:
        for part in parts:
            part.recording.flush()
    for part in parts:
        part.recording.summary.clocks.update(clocks_of(crawler.stats))
    errors.raise_first()
    return crawler.spider.stopped if isinstance(crawler.spider, _Pass) else None


def _spider(home: Path | None, name: str) -> type[Spider]:
    return (home and own_spider(home, name)) or _shipped(name)


@cache
def _shipped(name: str) -> type[Spider]:
    # by its own module alone: the rules for news take as long to import as all else, and may not be needed
    settings = Settings({"SPIDER_MODULES": [f"{module}.{name}" for module in SPIDER_MODULES]})
    return get_spider_loader(settings).load(name)


class _Pass(Spider):
    """Yields the items of its parts' spiders, each with its part."""

    name = "pass"

    def __init__(self, parts: Sequence[PassPart], load: Callable[[str], type[Spider]], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._parts, self._load = parts, load
        self.spiders: list[Spider] = []

    @property
    def stopped(self) -> str | None:
        """Why one of the spiders stopped before visiting everything."""
        return next((why for spider in self.spiders if (why := getattr(spider, "stopped", None))), None)

    async def start(self) -> AsyncIterator[tuple[PassPart, object]]:
        async with aclosing(side_by_side([self._brought(part) for part in self._parts])) as items:
            async for item in items:
                yield item

    async def _brought(self, part: PassPart) -> AsyncGenerator[tuple[PassPart, object], None]:
        await part.ready()
        arguments = part.arguments()
        if arguments is None:  # there is nothing to visit after all
            return
        spider = self._load(part.spider).from_crawler(self.crawler, **arguments)
        self.spiders.append(spider)
        async with aclosing(cast(AsyncGenerator[object, None], spider.start())) as items:
            async for item in items:
                yield part, item


class _Recorder:
    """The spider middleware that records each item before its spider goes on."""

    async def process_start(self, start: AsyncGenerator[tuple[PassPart, object], None]) -> AsyncIterator[object]:
        """Record everything; nothing is passed on."""
        async with aclosing(start) as items:
            async for part, item in items:
                await part.recording.take(item)
        return
        yield  # makes this the generator that Scrapy expects


async def to_its_end(crawler: Crawler, crawl: Coroutine[Any, Any, None]) -> None:
    """Run a crawl. If cancelled, stop it in an orderly way, so that no connection stays open."""
    task = asyncio.create_task(crawl)
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        await _stop(crawler, task)
        raise


async def _stop(crawler: Crawler, task: asyncio.Task[None]) -> None:
    await asyncio.wait({asyncio.ensure_future(crawler.stop_async()), task}, timeout=_TIME_TO_STOP)
    if not task.done():
        logger.warning("The crawl did not stop within %g s. It was abandoned.", _TIME_TO_STOP)
        task.cancel()


class _Errors:
    """Collects what Scrapy only logs: exceptions during the crawl, and a crawl that did not end normally."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._errors: list[BaseException] = []
        crawler.signals.connect(self._keep, signals.spider_error)

    def raise_first(self) -> None:
        """Raise the error that ended the check early, if there was one."""
        if self._errors:
            raise self._errors[0]
        reason = self._crawler.stats.get_value("finish_reason")
        if reason != "finished":
            raise WatcherError(f"The check ended early: {reason}. Run it again; it resumes from here.")

    def _keep(self, failure: Failure) -> None:
        if failure.value is not None:
            self._errors.append(failure.value)
