"""The downloader that we use, and which answers it accepts."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from math import inf
from time import monotonic
from typing import ClassVar, cast
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.core.downloader import Downloader, Slot
from scrapy.core.downloader.handlers._aiohttp import AiohttpDownloadHandler
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response

# first contact: encodings
from watcher.model.errors import LeaseLostError

_ACCEPTED = (b"", b"identity", b"gzip", b"x-gzip", b"deflate")
# The setting with a function that says, before each request, whether this process may still ask.
MAY_ASK = "WATCHER_MAY_ASK"
# Under this name a request carries the `Spent` of its visit.
SPENT = "watcher_spent"


@dataclass(slots=True)
class HostRecord:
    """How the hosts have answered in this check: why each failed lately, and which ones ever answered."""

    failures: dict[str, list[str]] = field(default_factory=dict)
    answered: set[str] = field(default_factory=set)


@lru_cache(1024)
def host_of(url: str) -> str:
    """The host of an address, which is a name and, unless it is the usual one, a port."""
    parts = urlsplit(url)
    name = (parts.hostname or "").rstrip(".")
    return name if parts.port in (None, 80, 443) else f"{name}:{parts.port}"


class _Slots(dict[str, Slot]):
    """A host that was never asked is asked at once.

    Scrapy takes it for asked when the machine started, which may be less than a delay ago.
    """

    def __setitem__(self, host: str, slot: Slot) -> None:
        slot.lastseen = -inf
        super().__setitem__(host, slot)


class PoliteDownloader(Downloader):
    """Scrapy's downloader with one slot for each host, even after a redirect.

    `room` limits the requests under way in total: only Scrapy's scheduler keeps its own limit, and coroutines don't use
    the scheduler.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self.slots = _Slots()
        self.room = asyncio.Semaphore(self.total_concurrency)
        self.hosts = HostRecord()

    def get_slot_key(self, request: Request) -> str:
        """The host of the request, even if a redirect carries another host's slot."""
        return host_of(request.url)

    def pause(self, url: str, seconds: float = 0.0) -> None:
        """Begin the delay of a host now, or after so many seconds more than the delay has."""
        if slot := self.slots.get(host_of(url)):
            slot.lastseen = max(slot.lastseen, monotonic() + max(seconds - slot.delay, 0.0))


def downloader_of(crawler: Crawler) -> PoliteDownloader:
    """The downloader of a running crawl."""
    return cast(PoliteDownloader, crawler.engine.downloader)


def refuse_if_paused(crawler: Crawler) -> None:
    """LeaseLostError if this process may no longer send requests."""
    may_ask: Callable[[], bool] | None = crawler.settings[MAY_ASK]
    if may_ask and not may_ask():
        raise LeaseLostError("it was paused, and another process may be asking this host by now")


class Downloads(AiohttpDownloadHandler):
    """The handler that Scrapy chooses without a reactor, set by name to avoid a warning at every crawl."""

    experimental: ClassVar[bool] = False
    # reading the system's certificates takes longer than a quiet check, and only one scheme is in use
    lazy = True

    async def download_request(self, request: Request) -> Response:
        """The answer. A host's delay begins when it has answered, so that no gap is ever shorter."""
        downloader = downloader_of(self.crawler)
        async with downloader.room:
            refuse_if_paused(self.crawler)
            began = monotonic()
            try:
                return await super().download_request(request)
            finally:
                downloader.pause(request.url)
                if spent := request.meta.get(SPENT):
                    spent.seconds += monotonic() - began
                    spent.requests += 1


_ERROR = 400


class AskedEncodings:
    """Rejects a compressed body that we did not ask for, or that is compressed twice, before unpacking it.

    We don't believe what an error page says about its compression: we don't need its text, and often it is not
    compressed.
    """

    def process_response(self, request: Request, response: Response) -> Response:
        if response.status >= _ERROR:
            response.headers.pop("Content-Encoding", None)
        named = b",".join(response.headers.getlist("Content-Encoding")).strip().lower()
        if named not in _ACCEPTED:
            raise IgnoreRequest(f"the answer is compressed as {named[:30]!r}, which we did not ask for")
        return response
