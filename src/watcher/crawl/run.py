"""One pass: a crawl in the caller's event loop, judged by all that went wrong in it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from typing import Protocol

from scrapy import signals
from scrapy.crawler import AsyncCrawlerRunner, Crawler
from twisted.python.failure import Failure

from watcher.crawl.clock import clocks_of
from watcher.crawl.plan import PassSummary, Plan, Progress, Work, no_progress
from watcher.crawl.record import Recording
from watcher.crawl.settings import FetchSettings, run_settings
from watcher.model.errors import WatcherError

logger = logging.getLogger(__name__)

# Seconds that a pass has to end after it was told to; what is being recorded by then is finished first.
_TIME_TO_STOP = 8.0


class PassRecord(Protocol):
    """Takes what a spider brings, and has written all of it after `flush`."""

    summary: PassSummary

    def process_start(self, start: AsyncIterator[object]) -> AsyncIterator[object]: ...
    def flush(self) -> None: ...


async def crawl(
    plan: Plan, work: Work, fetch: FetchSettings, progress: Progress = no_progress, *, spider: str = "ofsted"
) -> PassSummary:
    """Visit what is due, record it, and say what came of it."""
    recording = Recording(plan, work)
    recording.summary.stopped = await crawl_with(spider, recording, fetch, plan=plan, progress=progress)
    return recording.summary


async def crawl_with(spider: str, recording: PassRecord, fetch: FetchSettings, **arguments: object) -> str | None:
    """Run one spider, made with these arguments; why it stopped before all was visited, None where it did not.

    Cancel the task to stop: what was fetched by then is recorded, and CancelledError raised. An error that
    is not one source's own (the store, a mistake of ours) ends the pass and is raised here.
    """
    runner = AsyncCrawlerRunner(run_settings(fetch, lambda: recording))
    crawler = runner.create_crawler(spider)
    errors = _Errors(crawler)
    try:
        await to_its_end(crawler, runner.crawl(crawler, **arguments))
    finally:
        recording.flush()
    recording.summary.clocks.update(clocks_of(crawler.stats))
    errors.raise_first()
    stopped: str | None = getattr(crawler.spider, "stopped", None)
    return stopped


async def to_its_end(crawler: Crawler, task: asyncio.Task[None]) -> None:
    """Wait for a crawl. Who is cancelled meanwhile stops it in order, so that no connection stays open."""
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
    """What Scrapy only logs: exceptions in the course of the crawl, and an end that is none."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._errors: list[BaseException] = []
        crawler.signals.connect(self._keep, signals.spider_error)

    def raise_first(self) -> None:
        """Raise what ended the pass early, if anything did."""
        if self._errors:
            raise self._errors[0]
        reason = self._crawler.stats.get_value("finish_reason")
        if reason != "finished":
            raise WatcherError(f"The check ended early: {reason}. Run it again; it resumes from here.")

    def _keep(self, failure: Failure) -> None:
        if failure.value is not None:
            self._errors.append(failure.value)
