"""Asking a few addresses outside of a pass: as politely as in one, and with nothing recorded."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any, TypeVar
from urllib.parse import urljoin

from scrapy import Spider
from scrapy.crawler import AsyncCrawlerRunner
from scrapy.http import Response

from watcher.crawl.fetch import Fetching
from watcher.crawl.run import to_its_end
from watcher.crawl.settings import FetchSettings, run_settings
from watcher.model.errors import FetchError, WatcherError
from watcher.news.urls import canonical, same_site

T = TypeVar("T")
Work = Callable[[Fetching], Awaitable[T]]

_MOST_HOPS = 3


async def asking(fetch: FetchSettings, work: Work[T]) -> T:
    """What `work` returns when it is given a live `Fetching`; what it raises is raised here.

    robots.txt, delays, bounds and the honest User-Agent hold as in a pass. Cancel the task to stop, within seconds.
    """
    runner = AsyncCrawlerRunner(run_settings(fetch, _Nothing))
    crawler = runner.create_crawler(_Asking)
    await to_its_end(crawler, runner.crawl(crawler, work=work))
    answer: asyncio.Task[T] | None = getattr(crawler.spider, "answer", None)
    if answer is None or not answer.done():
        raise WatcherError("Nothing could be fetched. Run the command again with -vv for details.")
    return answer.result()


async def followed(site: Fetching, url: str) -> Response:
    """The answer at an address or at the one it was moved to on the same site; `url` of it is where it came from.

    A person typed the address, who may have left out `https` or `www`; each step is asked as politely as the first.
    Raises FetchError.
    """
    for _ in range(_MOST_HOPS):
        try:
            return await site.get(url)
        except FetchError as error:
            target = urljoin(url, error.moved_to)
            if not error.moved_to or canonical(target) is None or target == url or not same_site(target, url):
                raise
            url = target
    return await site.get(url)


class _Asking(Spider):
    """Lives as long as its work; `answer` holds what came of it, also what it raised."""

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
        yield  # makes it the generator that Scrapy asks for

    async def _done(self) -> Any:
        return await self._work(Fetching(self.crawler))


class _Nothing:
    """Takes the place of the middleware that records: there is nothing to record."""
