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
from scrapy.http import Response

# Seconds. A site that asks for more is left alone for this pass.
LONGEST_WAIT = 60.0
LONGEST_WAIT_IN_ALL = 300.0
_SHORTEST_WAIT = 0.05
_WAIT = "watcher_wait"


class PatientRetry(RetryMiddleware):
    """Scrapy's retries, each after a wait: what Retry-After says, else the delay, doubled each time."""

    _first_wait: float
    _left: float

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        retry = super().from_crawler(crawler)
        retry._first_wait = max(crawler.settings.getfloat("DOWNLOAD_DELAY"), _SHORTEST_WAIT)
        retry._left = LONGEST_WAIT_IN_ALL
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
        result = super().process_exception(request, exception)
        return self._waiting(result, None) if isinstance(result, Request) else result

    def _waiting(self, again: Request, asked: float | None) -> Request | None:
        """The request with its wait, None where waiting would take too long."""
        growing = self._first_wait * 2 ** (again.meta["retry_times"] - 1) * random.uniform(1, 1.5)  # noqa: S311
        wait = asked if asked is not None else min(growing, LONGEST_WAIT)
        if wait > min(LONGEST_WAIT, self._left):
            return None
        self._left -= wait
        again.meta[_WAIT] = wait
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
