"""Retries failed requests: each wait is longer, or as long as the site asks, within a limit."""

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

_SHORTEST_WAIT = 0.05
_WAIT = "watcher_wait"


class PatientRetry(RetryMiddleware):
    """Scrapy's retries, but with a wait: as Retry-After says, or the delay, doubled each time."""

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
        if response.status not in self.retry_http_codes:
            return response
        result, asked = super().process_response(request, response), asked_wait(response)
        if asked is not None:
            downloader_of(self.crawler).leave_alone(request.url, asked)
        return self._waiting(result, asked) or response if isinstance(result, Request) else result

    def process_exception(
        self, request: Request, exception: Exception, spider: object = None
    ) -> Request | Response | None:
        # who has kept us waiting would do so again
        if isinstance(exception, DownloadTimeoutError):
            return None
        result = super().process_exception(request, exception)
        return self._waiting(result, None) if isinstance(result, Request) else result

    def _waiting(self, again: Request, asked: float | None) -> Request | None:
        """The request with its wait, None if the wait would be too long."""
        downloader, host = downloader_of(self.crawler), host_of(again.url)
        growing = self._first_wait * 2 ** (again.meta["retry_times"] - 1) * random.uniform(1, 1.5)  # noqa: S311
        longest = downloader.longest_wait(again.url)
        left = self._left.get(host, longest)
        wait = asked if asked is not None else growing
        if wait > left:
            return None
        self._left[host] = left - wait
        again.meta[_WAIT] = wait
        # whoever else wants something of this host waits as well
        downloader.pause(again.url, wait)
        return again


def asked_wait(response: Response) -> float | None:
    """The seconds in Retry-After, given as a number or a date. None if it is missing or unusable."""
    value = (response.headers.get("Retry-After") or b"").decode("latin-1").strip()
    if value.isdecimal():
        return float(value[:9])
    try:
        until = parsedate_to_datetime(value)
    except ValueError:
        return None
    now = datetime.now(UTC)
    return max(0.0, (until.replace(tzinfo=until.tzinfo or UTC) - now).total_seconds())
