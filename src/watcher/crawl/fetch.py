"""Fetches one page after another, politely. Each request ends with an answer or a reason in words."""

from __future__ import annotations

import asyncio
import struct
import zlib
from collections.abc import Callable, Collection, Mapping
from copy import copy
from datetime import UTC, datetime, timedelta
from typing import ParamSpec, TypeVar
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
)
from scrapy.http import Response
from scrapy.statscollectors import StatsCollector

from watcher.crawl.budget import Budget, Spent
from watcher.crawl.downloads import SPENT, downloader_of, host_of, refuse_if_paused
from watcher.crawl.faults import in_words
from watcher.crawl.reading import CPU, Understand, here
from watcher.crawl.retry import asked_wait
from watcher.crawl.robots import FORBIDDEN, unreadable_key
from watcher.model.errors import FetchError, TooCostlyError

P = ParamSpec("P")
T = TypeVar("T")

PAGE_BYTES = 8 * 1024 * 1024
# first contact: report-file
REPORT_BYTES = 25 * 1000 * 1000
# After this many failures in a row we don't ask a host again in the same check.
PATIENCE = 3

_HOST_FAILURES = (
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    ResponseDataLossError,
)
_REFUSALS = (DownloadCancelledError, IgnoreRequest, UnsupportedURLSchemeError)
# exceptions from unpacking a damaged body
_DAMAGE = (OSError, EOFError, struct.error, zlib.error)
_HOST_STATUSES = frozenset({403, 408, 429})
# first contact: wrong-type
_GONE = frozenset({404, 410})


class Fetching:
    """Fetches through Scrapy's downloader, so that robots.txt, delays, retries and limits apply."""

    def __init__(
        self,
        crawler: Crawler,
        hosts: Collection[str] = (),
        budget: Budget | None = None,
        understand: Understand = here,
    ) -> None:
        """`hosts`, if given, are the only names that may be asked."""
        self._crawler, self._hosts = crawler, hosts
        # of the whole check: a host that failed one spider is not tried again by another
        self._record = downloader_of(crawler).hosts
        self._budget, self.spent = budget, Spent()
        self._understand = understand

    def visit(self, budget: Budget) -> Fetching:
        """The same for one visit, which has a budget of its own."""
        visit = copy(self)
        visit._budget, visit.spent = budget, Spent()
        return visit

    @property
    def used_up(self) -> str:
        """What the visit has used up of its budget, in words; empty while it may go on."""
        return self._budget.used_up(self.spent) if self._budget else ""

    @property
    def stats(self) -> StatsCollector:
        """What was counted while fetching."""
        return self._crawler.stats

    def given_up(self, url: str) -> str | None:
        """Why we no longer ask this address's host in this check."""
        downloader, host = downloader_of(self._crawler), host_of(url)
        left = downloader.left(url)
        # a delay is waited for, however long
        if left.wait > max(left.delay, downloader.longest_wait(url)):
            until = datetime.now(UTC) + timedelta(seconds=left.wait)
            return f"skipped: {host} asks to be left alone until {until:%H:%M}Z"
        failures = self._record.failures.get(host, [])
        if len(failures) < PATIENCE:
            return None
        return f"skipped: {host} failed too often in this check ({failures[-1]})"

    async def understand(self, work: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """The result of a function on a fetched text; its cost counts for the visit.

        Raises what the function raises, and TooCostlyError.
        """
        try:
            understood = await self._understand(work, *args, **kwargs)
        except TooCostlyError:
            self.spent.cpu += CPU.total_seconds()
            raise
        self.spent.cpu += understood.cpu
        return understood.value

    async def get(self, url: str, *, headers: Mapping[str, str] | None = None, limit: int = PAGE_BYTES) -> Response:
        """The answer with status 200, or 304 if `headers` asked for it. Raises FetchError.

        A body has at most `limit` bytes, before and after unpacking.
        """
        refuse_if_paused(self._crawler)
        if self._hosts and urlsplit(url).hostname not in self._hosts:
            raise FetchError(f"{host_of(url)} is not one of the sites we follow for this")
        if why := self.used_up:
            raise FetchError(f"the rest is left for the next visit: {why}")
        if self._hosts:  # only Ofsted's spider names the hosts that it may ask
            self._record.awaited.add(host_of(url))
        downloader = downloader_of(self._crawler)
        await downloader.meet(url)
        async with downloader.turn(url):
            if given_up := self.given_up(url):
                raise FetchError(given_up)
            if not (left := downloader.left(url)).delay:  # without a delay Scrapy waits for nothing
                await asyncio.sleep(left.wait)
            request = Request(url, headers=dict(headers or {}), meta={"download_maxsize": limit, SPENT: self.spent})
            response = await self._answer(request)
        self.spent.size += len(response.body)
        if response.status == 200 or (response.status == 304 and headers):
            self._record.failures.pop(host_of(url), None)
            self._record.answered.add(host_of(url))
            return response
        raise self._refused(url, response)

    async def _answer(self, request: Request) -> Response:
        try:
            return await self._crawler.engine.download_async(request)
        except DownloadTimeoutError as error:
            # a host that hangs would hang again
            raise self._host_failed(request.url, in_words(error), times=PATIENCE) from error
        except _HOST_FAILURES as error:
            raise self._host_failed(request.url, in_words(error)) from error
        except _REFUSALS as error:
            raise self._forbidden(request.url, in_words(error)) from error
        except _DAMAGE as error:
            raise FetchError(f"the answer is damaged: {error}") from error

    def _refused(self, url: str, response: Response) -> FetchError:
        status = response.status
        reason = f"HTTP {status}{_target(response)}"
        if status == 304:
            reason += ": the site says nothing has changed, although it was asked for the whole page"
        if status in _HOST_STATUSES or status >= 500:
            asked = asked_wait(response) or 0.0
            if asked <= downloader_of(self._crawler).left(url).delay:
                return self._host_failed(url, reason)
            # it asked for patience to the end
            reason += f": it asks to be left alone for {asked:.0f} s, so a later check tries again"
            return self._host_failed(url, reason, times=PATIENCE)
        self._record.failures.pop(host_of(url), None)
        return FetchError(reason, gone=status in _GONE, moved_to=_location(response) if 300 <= status < 400 else "")

    def _forbidden(self, url: str, reason: str) -> FetchError:
        # what forbids may be that robots.txt was not asked for
        refuse_if_paused(self._crawler)
        if reason != FORBIDDEN:
            return FetchError(reason)
        unreadable = self._crawler.stats.get_value(unreadable_key(url))
        if unreadable:
            return self._host_failed(url, f"can't read robots.txt: {unreadable}")
        # a site that answered before is only refusing this page
        if host_of(url) in self._record.answered:
            return FetchError("robots.txt forbids it", forbidden=True)
        return self._host_failed(url, "robots.txt forbids it")

    def _host_failed(self, url: str, reason: str, times: int = 1) -> FetchError:
        self._record.failures.setdefault(host_of(url), []).extend([reason] * times)
        return FetchError(reason)


def _target(response: Response) -> str:
    """Where a redirect leads. We never follow it, but the operator sees it."""
    location = _location(response)
    return f", a redirect to {location[:200]!r} (not followed)" if location else ""


def _location(response: Response) -> str:
    return (response.headers.get("Location") or b"").decode("latin-1")
