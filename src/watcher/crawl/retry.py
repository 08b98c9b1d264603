"""Trying again after waits that grow, or that the site asks for, and never for long."""

from __future__ import annotations

import asyncio
import random
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.retry import RetryMiddleware
from scrapy.exceptions import DownloadTimeoutError
from scrapy.http import Response

from watcher.crawl.downloads import downloader_of, host_of

# Seconds. A host that asks for more, once or in all, is left alone for this pass.
LONGEST_WAIT = 60.0
LONGEST_WAIT_IN_ALL = 300.0
_SHORTEST_WAIT = 0.05
_WAIT = "watcher_wait"


class PatientRetry(RetryMiddleware):
    """Scrapy's retries, each after a wait: what Retry-After says, else the delay, doubled each time."""

    _first_wait: float
    _left: dict[str, float]

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        retry = super().from_crawler(crawler)
        retry._first_wait = max(crawler.settings.getfloat("DOWNLOAD_DELAY"), _SHORTEST_WAIT)
        retry._left = {}
        return retry

    async def process_request(self, request: Request) -> None:
        if wait := request.meta.pop(_WAIT, 0.0):
            await asyncio.sleep(wait)

    def process_response(self, request: Request, response: Response, spider: object = None) -> Request | Response:
        result = super().process_response(request, response)
        return self._waiting(result, asked_wait(response)) or response if isinstance(result, Request) else result

    def process_exception(
        self, request: Request, exception: Exception, spider: object = None
    ) -> Request | Response | None:
        # who has kept us waiting would do so again
        if isinstance(exception, DownloadTimeoutError):
            return None
        result = super().process_exception(request, exception)
        return self._waiting(result, None) if isinstance(result, Request) else result

    def _waiting(self, again: Request, asked: float | None) -> Request | None:
        """The request with its wait, None where waiting would take too long."""
        growing = self._first_wait * 2 ** (again.meta["retry_times"] - 1) * random.uniform(1, 1.5)  # noqa: S311
        wait = asked if asked is not None else min(growing, LONGEST_WAIT)
        host = host_of(again.url)
        left = self._left.get(host, LONGEST_WAIT_IN_ALL)
        if wait > min(LONGEST_WAIT, left):
            return None
        self._left[host] = left - wait
        again.meta[_WAIT] = wait
        # whoever else wants something of this host waits as well
        downloader_of(self.crawler).pause(again.url, wait)
        return again


def asked_wait(response: Response) -> float | None:
    """The seconds that Retry-After asks for, as a number or a date; None without a usable one."""
    value = (response.headers.get("Retry-After") or b"").decode("latin-1").strip()
    if value.isdecimal():
        return float(value[:9])
    try:
        until = parsedate_to_datetime(value)
    except ValueError:
        return None
    now = datetime.now(UTC)
    return max(0.0, (until.replace(tzinfo=until.tzinfo or UTC) - now).total_seconds())
