"""Fetches a few pages outside a check: just as politely, and nothing is recorded."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any, TypeVar

from scrapy import Spider
from scrapy.crawler import Crawler
from scrapy.http import Response

from watcher.crawl.fetch import Fetching
from watcher.crawl.run import to_its_end
from watcher.crawl.settings import FetchSettings, run_settings
from watcher.model.errors import FetchError, WatcherError
from watcher.news.urls import canonical, joined, same_site

T = TypeVar("T")
Work = Callable[[Fetching], Awaitable[T]]

_MOST_HOPS = 3


async def asking(fetch: FetchSettings, work: Work[T]) -> T:
    """Runs `work` with a live `Fetching` and returns its result; its exceptions are raised here.

    robots.txt, delays, limits and the honest User-Agent apply as in a check. Cancel the task to stop within seconds.
    """
    crawler = Crawler(_Asking, run_settings(fetch, _Nothing))
    await to_its_end(crawler, crawler.crawl_async(work=work))
    answer: asyncio.Task[T] | None = getattr(crawler.spider, "answer", None)
    if answer is None or not answer.done():
        raise WatcherError("Nothing could be fetched. Run the command again with -vv for details.")
    return answer.result()


async def followed(site: Fetching, url: str) -> Response:
    """The answer at an address, or at the address on the same site to which it has moved; see its `url`.

    A person typed the address and may have left out `https` or `www`. Each step is as polite as the first. Raises
    FetchError.
    """
    for _ in range(_MOST_HOPS):
        try:
            return await site.get(url)
        except FetchError as error:
            target = joined(url, error.moved_to)
            if not error.moved_to or canonical(target) is None or target == url or not same_site(target, url):
                raise
            url = target
    return await site.get(url)


class _Asking(Spider):
    """Lives as long as its work. `answer` holds its result or its exception."""

    name = "asking"

    def __init__(self, work: Work[Any], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._work = work
        self.answer: asyncio.Task[Any] | None = None

    async def start(self) -> AsyncIterator[Any]:
        self.answer = asyncio.ensure_future(self._done())
        try:
            await asyncio.wait({self.answer})
        finally:
            self.answer.cancel()
        return
        yield  # makes this the generator that Scrapy expects

    async def _done(self) -> Any:
        return await self._work(Fetching(self.crawler))


class _Nothing:
    """Replaces the middleware that records: there is nothing to record."""
