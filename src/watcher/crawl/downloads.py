"""The downloader that we use, and which answers it accepts."""

from __future__ import annotations

import asyncio
import logging
import os
import ssl
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from time import monotonic
from typing import Any, ClassVar, Protocol, cast
from urllib.parse import urlsplit

import scrapy.core.downloader.handlers._aiohttp as scrapy_handler
from scrapy import Request
from scrapy.core.downloader import Downloader, Slot
from scrapy.core.downloader.handlers._aiohttp import AiohttpDownloadHandler
from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadTimeoutError, IgnoreRequest
from scrapy.http import Response
from scrapy.settings import BaseSettings
from scrapy.utils.ssl import _make_ssl_context

# first contact: encodings
from watcher.model.errors import LeaseLostError, StoreError
from watcher.model.host_pause import HostPause

logger = logging.getLogger(__name__)

_ACCEPTED = (b"", b"identity", b"gzip", b"x-gzip", b"deflate")
# The setting with a function that says, before each request, whether this process may still ask.
MAY_ASK = "WATCHER_MAY_ASK"
# The setting with a function that returns the `HostMemory`; the settings themselves are copied.
HOST_MEMORY = "WATCHER_HOST_MEMORY"
# Seconds. We wait for a host at most so long in one crawl, at once and in total: for Ofsted's, and for any other one.
LONGEST_WAIT, LONGEST_WAIT_FOR_NEWS = 60.0, 10.0
# If the configured delay is long, two retries must fit in.
DELAYS_WAITED_FOR_NEWS = 5
# A site that hung is not worth waiting for as long again, until it answers or a day has passed.
SHARE_IF_IT_HUNG = 1 / 3
# A site that asks to be left alone for longer is asked again after a day.
LONGEST_PAUSE = 86_400.0
# Under this name a request carries the `Spent` of its visit.
SPENT = "watcher_spent"


@dataclass(slots=True)
class HostRecord:
    """How the hosts have answered in this check: why each failed lately, and which ones ever answered.

    `awaited` are those that we wait for: alerts depend on them.
    """

    failures: dict[str, list[str]] = field(default_factory=dict)
    answered: set[str] = field(default_factory=set)
    awaited: set[str] = field(default_factory=set)


@lru_cache(1024)
def host_of(url: str) -> str:
    """The host of an address, which is a name and, unless it is the usual one, a port."""
    parts = urlsplit(url)
    name = (parts.hostname or "").rstrip(".")
    return name if parts.port in (None, 80, 443) else f"{name}:{parts.port}"


class HostMemory(Protocol):
    """Remembers from one crawl to the next for how long each host must be left alone."""

    def begin(self, hosts: Collection[str], delay: float) -> Mapping[str, HostPause]: ...
    def save(self, pauses: Mapping[str, HostPause], *, under_way: bool) -> None: ...
    def note_hung(self, hosts: Collection[str], *, hung: bool) -> None: ...


class _NoMemory:
    """For crawls without a store: a host that was never asked may be asked at once."""

    def begin(self, hosts: Collection[str], delay: float) -> Mapping[str, HostPause]:
        return {host: HostPause(0.0, delay) for host in hosts}

    def save(self, pauses: Mapping[str, HostPause], *, under_way: bool) -> None:
        pass

    def note_hung(self, hosts: Collection[str], *, hung: bool) -> None:
        pass


@dataclass(slots=True)
class _Met:
    """What an earlier crawl left: from when a host may be asked, on the clock that never goes back; its delay; whether
    it hung then. And whether it hangs now, None before it was asked; and whose turn it is to ask it.
    """

    free_at: float
    delay: float
    hung: bool = False
    hangs: bool | None = None
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)


class _Slots(dict[str, Slot]):
    """Scrapy's slots by host. `prepare` sets up a new one."""

    def __init__(self, prepare: Callable[[str, Slot], None]) -> None:
        super().__init__()
        self._prepare = prepare

    def __setitem__(self, host: str, slot: Slot) -> None:
        self._prepare(host, slot)
        super().__setitem__(host, slot)


class PoliteDownloader(Downloader):
    """Scrapy's downloader with one slot for each host, even after a redirect.

    `room` limits the requests under way in total: only Scrapy's scheduler keeps its own limit, and coroutines don't use
    the scheduler. A host's delay is kept between two crawls as well, if there is a `HostMemory`.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self.slots = _Slots(self._prepare)
        self.room = asyncio.Semaphore(self.total_concurrency)
        self.hosts = HostRecord()
        self._shortest = crawler.settings.getfloat("DOWNLOAD_DELAY")
        self._timeout = crawler.settings.getfloat("DOWNLOAD_TIMEOUT")
        memory: Callable[[], HostMemory] | None = crawler.settings[HOST_MEMORY]
        self._memory = memory() if memory else _NoMemory()
        self._met: dict[str, _Met] = {}
        self._new: set[str] = set()

    def get_slot_key(self, request: Request) -> str:
        """The host of the request, even if a redirect carries another host's slot."""
        return host_of(request.url)

    async def meet(self, url: str) -> None:
        """Learn for how long the host must be left alone, and save that it is asked from now on. StoreError."""
        if (host := host_of(url)) in self._met:
            return
        self._new.add(host)
        # hosts that are met at the same time are saved together
        await asyncio.sleep(0)
        new, self._new = self._new, set()
        self._begin(new)

    def turn(self, url: str) -> asyncio.Lock:
        """To be held while a host is asked: what its answer says about the host counts for whoever waits."""
        return self._met[host_of(url)].turn

    def _begin(self, hosts: Collection[str]) -> None:
        found = self._memory.begin(hosts, self._shortest) if hosts else {}
        self._met |= {host: _Met(monotonic() + pause.wait, pause.delay, pause.hung) for host, pause in found.items()}

    def _prepare(self, host: str, slot: Slot) -> None:
        # Scrapy drops a slot that is idle for a minute. Only robots.txt redirects to a host that was not met.
        if host not in self._met:
            self._begin({host})
        slot.delay = self._met[host].delay
        slot.lastseen = self._met[host].free_at - slot.delay

    def pause(self, url: str, seconds: float = 0.0) -> None:
        """Begin the delay of a host now, or after so many seconds more than the delay has."""
        if slot := self.slots.get(host_of(url)):
            slot.lastseen = max(slot.lastseen, monotonic() + max(seconds - slot.delay, 0.0))

    def leave_alone(self, url: str, seconds: float) -> None:
        """Don't ask a host for so long, in the next crawls either: it asked for that."""
        self.pause(url, min(seconds, LONGEST_PAUSE))
        left = self.left(url)
        if left.wait > left.delay:
            self._save({host_of(url): left}, under_way=True)

    def longest_wait(self, url: str) -> float:
        """For how long we wait for a host in one crawl; the next crawl asks it otherwise."""
        if host_of(url) in self.hosts.awaited:
            return LONGEST_WAIT
        return max(LONGEST_WAIT_FOR_NEWS, DELAYS_WAITED_FOR_NEWS * self._shortest)

    def delay_is(self, url: str, seconds: float) -> None:
        """Keep this delay of a host from now on."""
        host = host_of(url)
        met, slot = self._met[host], self.slots.get(host)
        known, met.delay = met.delay, seconds
        if slot:
            slot.delay = seconds
        # after a kill the next crawl asks for robots.txt before it could read the delay there
        if seconds > known:
            self._save({host: self.left(url)}, under_way=True)

    def left(self, url: str) -> HostPause:
        """For how long a host must be left alone from now on, as far as this crawl knows."""
        host = host_of(url)
        return self._left(host) if host in self._met else HostPause()

    def _left(self, host: str) -> HostPause:
        met, slot = self._met[host], self.slots.get(host)
        free_at = met.free_at
        if slot:
            # what is still under way may reach the host only now
            free_at = max(slot.lastseen, monotonic() if slot.transferring else 0.0) + slot.delay
        return HostPause(max(free_at - monotonic(), 0.0), met.delay)

    def timeout(self, url: str) -> float:
        """For how many seconds we wait for an answer: less if the host hung lately and no alert depends on it."""
        host = host_of(url)
        if not self._met[host].hung or host in self.hosts.awaited:
            return self._timeout
        return min(max(float(round(self._timeout * SHARE_IF_IT_HUNG)), 1.0), self._timeout)

    def note(self, url: str, *, hangs: bool) -> None:
        """Keep in mind whether the host has answered. One that hung before and hangs again hung when it first did."""
        self._met[host_of(url)].hangs = hangs

    def close(self) -> None:
        super().close()
        if not self._met:
            return
        self._save({host: self._left(host) for host in self._met}, under_way=False)
        for hangs in (True, False):
            if changed := [host for host, met in self._met.items() if met.hangs is hangs is not met.hung]:
                with _unsaved_is_harmless():
                    self._memory.note_hung(changed, hung=hangs)

    def _save(self, pauses: Mapping[str, HostPause], *, under_way: bool) -> None:
        with _unsaved_is_harmless():
            self._memory.save(pauses, under_way=under_way)


@contextmanager
def _unsaved_is_harmless() -> Iterator[None]:
    """If the database fails, or another process took over, the host counts as asked when the next crawl begins."""
    try:
        yield
    except StoreError as error:
        logger.debug("nothing could be saved about a host: %s", error)


def downloader_of(crawler: Crawler) -> PoliteDownloader:
    """The downloader of a running crawl."""
    return cast(PoliteDownloader, crawler.engine.downloader)


def refuse_if_paused(crawler: Crawler) -> None:
    """LeaseLostError if this process may no longer send requests."""
    may_ask: Callable[[], bool] | None = crawler.settings[MAY_ASK]
    if may_ask and not may_ask():
        raise LeaseLostError("it was paused, and another process may be asking this host by now")


# What a context depends on; and for how many seconds one is used, because the system's certificates change.
_TLS = ("VERIFY_CERTIFICATES", "TLS_MIN_VERSION", "TLS_MAX_VERSION")
_TRUSTED = ("SSL_CERT_FILE", "SSL_CERT_DIR", "SSLKEYLOGFILE")
_TRUSTED_FOR = 3600
_contexts: dict[tuple[object, ...], ssl.SSLContext] = {}


class _SharedContext(ssl.SSLContext):
    """Stands for the context of all crawls, which the first connection with TLS makes: reading the system's
    certificates takes longer than all else of a quiet visit.
    """

    _settings: BaseSettings

    def wrap_bio(self, *args: Any, **kwargs: Any) -> ssl.SSLObject:
        """The beginning of one connection."""
        return _context(self._settings).wrap_bio(*args, **kwargs)


def _shared_ssl_context(settings: BaseSettings) -> ssl.SSLContext:
    shared = _SharedContext(ssl.PROTOCOL_TLS_CLIENT)
    shared._settings = settings
    return shared


def _context(settings: BaseSettings) -> ssl.SSLContext:
    chosen = (*(settings[f"DOWNLOAD_{name}"] for name in _TLS), settings["DOWNLOADER_CLIENT_TLS_CIPHERS"])
    key = (*chosen, *map(os.environ.get, _TRUSTED), monotonic() // _TRUSTED_FOR)
    if key not in _contexts:
        _contexts.clear()
        _contexts[key] = _make_ssl_context(settings)
    return _contexts[key]


scrapy_handler._make_ssl_context = _shared_ssl_context  # type: ignore[attr-defined]


class Downloads(AiohttpDownloadHandler):
    """The handler that Scrapy chooses without a reactor, set by name to avoid a warning at every crawl."""

    experimental: ClassVar[bool] = False
    # most checks use one scheme
    lazy = True

    async def download_request(self, request: Request) -> Response:
        """The answer. A host's delay begins when it has answered, so that no gap is ever shorter."""
        downloader = downloader_of(self.crawler)
        async with downloader.room:
            refuse_if_paused(self.crawler)
            began = monotonic()
            request.meta["download_timeout"] = downloader.timeout(request.url)
            try:
                response = await super().download_request(request)
                downloader.note(request.url, hangs=False)
                return response
            except DownloadTimeoutError:
                downloader.note(request.url, hangs=True)
                raise
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
