"""All settings of Scrapy. Its defaults are made for speed; these are made to be polite.

The program `scrapy` uses this module as it stands (see scrapy.cfg): `scrapy crawl ofsted` prints what the spider brings
(see by_hand.py). A pass of the product records it instead, and prints nothing: see `run_settings`.

Beside what Scrapy documents, `crawl/` leans on these parts of it. If an upgrade removes one,
tests/crawl/test_scrapy_interfaces.py fails and names it.

- downloads.py: `scrapy.core.downloader.handlers._aiohttp:AiohttpDownloadHandler`; its `experimental` and `lazy`
- downloads.py: `scrapy.utils.ssl:_make_ssl_context`, which the module of that handler imports by its name
- downloads.py: `scrapy.core.downloader:Downloader` as the setting DOWNLOADER, its `get_slot_key`, `total_concurrency`,
  `close`, and `slots` (`scrapy.core.downloader:Slot`) with `delay`, `lastseen` and `transferring`; the handler's
  `download_request`, called when a request has its turn
- fetch.py: `scrapy.core.engine:ExecutionEngine.download_async`, which passes by scheduler and callbacks
- robots.py: `scrapy.downloadermiddlewares.robotstxt:RobotsTxtMiddleware.robot_parser`; the words "Forbidden by
  robots.txt"; `dont_obey_robotstxt` in the meta of its own requests; `scrapy.signals:robots_parsed`
- robots.py: `scrapy.downloadermiddlewares.redirect:RedirectMiddleware`, made from settings; `redirect_urls` in meta
- retry.py: `scrapy.downloadermiddlewares.retry:RetryMiddleware.process_response`, and
  `scrapy.downloadermiddlewares.retry:RetryMiddleware.process_exception`; `retry_times` in meta
- run.py: a function in place of a class in SPIDER_MIDDLEWARES; the statistic `finish_reason`
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Self
from urllib.request import getproxies

from scrapy.settings import Settings

from watcher import __version__
from watcher.settings import Fetch

if TYPE_CHECKING:
    from watcher.crawl.downloads import HostMemory

PRODUCT = "watcher"

BOT_NAME = PRODUCT
SPIDER_MODULES = ["watcher.spiders"]
SPIDER_LOADER_CLASS = "watcher.crawl.own.OwnSpidersFirst"
USER_AGENT = f"{PRODUCT}/{__version__}"

# No Twisted reactor: a crawl is a coroutine in the caller's event loop, and may be run again and again in it.
TWISTED_REACTOR_ENABLED = False
DOWNLOAD_HANDLERS = {
    "http": "watcher.crawl.downloads.Downloads",
    "https": "watcher.crawl.downloads.Downloads",
    # a page must never make us read local files
    "file": None,
    "data": None,
    "ftp": None,
    "s3": None,
}

# TLS is verified; Scrapy by default accepts any certificate.
DOWNLOAD_VERIFY_CERTIFICATES = True
DOWNLOAD_TLS_MIN_VERSION = "TLSv1.2"

# Politeness: obey robots.txt, one request at a time to a host, and wait the delay after its last answer.
ROBOTSTXT_OBEY = True
ROBOTSTXT_USER_AGENT = PRODUCT
DOWNLOADER = "watcher.crawl.downloads.PoliteDownloader"
CONCURRENT_REQUESTS = 32
CONCURRENT_REQUESTS_PER_DOMAIN = 1
# Without jitter: it goes both ways, so that no gap may be shorter than promised the mean would have to be longer.
DOWNLOAD_DELAY, DOWNLOAD_DELAY_JITTER = 2.0, 0.0
COOKIES_ENABLED = False
REFERER_ENABLED = False
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/pdf;q=0.9,*/*;q=0.8",
    "Accept-Language": "en-GB,en",
    # only encodings that the standard library unpacks within a limit
    "Accept-Encoding": "gzip, deflate",
}

# Limits: 8 MiB for a page, 25 MB for a report (see fetch.py), and a minute for either.
DOWNLOAD_MAXSIZE = 8 * 1024 * 1024
DOWNLOAD_WARNSIZE = 0
DOWNLOAD_TIMEOUT = 60.0
DOWNLOAD_FAIL_ON_DATALOSS = True

# Retry temporary failures after growing waits; a firewall answers 403 or 429 to requests that come too fast.
RETRY_TIMES = 3
RETRY_HTTP_CODES = [403, 408, 429, 500, 502, 503, 504, 520, 521, 522, 524]
# Without those of Twisted: naming one imports its HTTP client, which takes as long as importing the rest of Scrapy.
RETRY_EXCEPTIONS: list[str | type[Exception]] = [
    "scrapy.exceptions.CannotResolveHostError",
    "scrapy.exceptions.DownloadConnectionRefusedError",
    "scrapy.exceptions.DownloadFailedError",
    "scrapy.exceptions.DownloadTimeoutError",
    "scrapy.exceptions.ResponseDataLossError",
    OSError,  # raised for an empty answer that says it is compressed
]
RETRY_GIVE_UP_LOG_LEVEL = "DEBUG"
# Only robots.txt is ever followed elsewhere (see robots.py); any other redirect is a failure that names its target.
REDIRECT_ENABLED = True
REDIRECT_MAX_TIMES = 5
METAREFRESH_ENABLED = False

# No console, no cache, no signal handlers: the process has other work than this crawl.
REMOTE_CONTROL_ENABLED = False
TELNETCONSOLE_ENABLED = False
HTTPCACHE_ENABLED = False
MEMUSAGE_ENABLED = False
DOWNLOADER_STATS = False
STATS_DUMP = False

# Started by hand, a spider prints each item as a line of JSON; `-o FILE` writes a file as well.
ITEM_PIPELINES: dict[str, int] = {"watcher.crawl.by_hand.Printable": 0}
FEEDS: dict[str, dict[str, str]] = {"stdout:": {"format": "jsonlines"}}
LOG_LEVEL = "INFO"
LOGSTATS_INTERVAL = 0
# In a check the caller configures the logs; a line for every page would help nobody.
_IN_A_PASS = {
    "LOG_ENABLED": False,
    "LOG_INSTALL_ROOT_HANDLER": False,
    "LOG_FORMATTER": "watcher.crawl.logs.QuietLog",
    "ITEM_PIPELINES": {},
    "FEEDS": {},
}

# Instead of Scrapy's own lists: to take one out of those, Scrapy would import all of them.
DOWNLOADER_MIDDLEWARES_BASE = {
    "watcher.crawl.robots.StrictRobots": 100,
    "scrapy.downloadermiddlewares.defaultheaders.DefaultHeadersMiddleware": 400,
    "scrapy.downloadermiddlewares.useragent.UserAgentMiddleware": 500,
    "watcher.crawl.retry.PatientRetry": 550,
    "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": 590,
    "watcher.crawl.downloads.AskedEncodings": 595,
    "watcher.crawl.clock.ServerClocks": 597,
    "watcher.crawl.robots.RobotsRedirects": 600,
    "scrapy.downloadermiddlewares.httpproxy.HttpProxyMiddleware": 750,
}
# The spiders fetch from start() and have no callbacks.
SPIDER_MIDDLEWARES_BASE: dict[object, int | None] = {}
_IN_EVERY_CRAWL: dict[str, int | None] = {
    "scrapy.extensions.corestats.CoreStats": 0,
    "watcher.crawl.robots.CrawlDelay": 0,
}
# The last two are only useful by hand: `-o FILE`, `-s CLOSESPIDER_ITEMCOUNT=5`.
EXTENSIONS_BASE: dict[str, int | None] = _IN_EVERY_CRAWL | {
    "scrapy.extensions.closespider.CloseSpider": 0,
    "scrapy.extensions.feedexport.FeedExporter": 0,
}


@dataclass(frozen=True, slots=True)
class FetchSettings:
    """How we fetch pages. `contact` is the address of a page or mailbox that we send to every site.

    `may_ask`, if given, says before each request whether this process may still ask. `memory`, if given, remembers from
    one crawl to the next when a host may be asked again.
    """

    delay: timedelta = timedelta(seconds=2)
    timeout: timedelta = timedelta(seconds=60)
    contact: str = ""
    hosts_at_once: int = 32
    may_ask: Callable[[], bool] | None = None
    memory: HostMemory | None = None

    @classmethod
    def of(cls, configured: Fetch) -> FetchSettings:
        """The settings of the configuration's section `[fetch]`."""
        delay, timeout = timedelta(seconds=configured.delay), timedelta(seconds=configured.timeout)
        return cls(delay, timeout, configured.contact, configured.hosts_at_once)

    @property
    def user_agent(self) -> str:
        """Product, version and contact, as in `watcher/0.1.0 (+https://example.org/about)`."""
        # a header has one line, whatever the configuration file says
        contact = " ".join(self.contact.split())
        return f"{USER_AGENT} (+{contact})" if contact else USER_AGENT

    def for_scrapy(self) -> dict[str, object]:
        """The same settings under Scrapy's names."""
        return {
            "WATCHER_MAY_ASK": self.may_ask,
            # in a function, because Scrapy copies its settings
            "WATCHER_HOST_MEMORY": (lambda: self.memory) if self.memory else None,
            "DOWNLOAD_DELAY": self.delay.total_seconds(),
            "CONCURRENT_REQUESTS": self.hosts_at_once,
            "DOWNLOAD_TIMEOUT": self.timeout.total_seconds(),
            "USER_AGENT": self.user_agent,
        }


class _OfOneCrawl(Settings):
    """Made for one crawl, which therefore need not copy them. That would take longer than making them."""

    def copy(self) -> Self:
        return self


def run_settings(fetch: FetchSettings, recording: Callable[[], object]) -> Settings:
    """The settings of one crawl; `recording` makes the spider middleware that takes what the spider finds."""
    settings = _OfOneCrawl()
    settings.setmodule(__name__, priority="project")
    settings.setdict({**_IN_A_PASS, **fetch.for_scrapy()}, priority="cmdline")
    # most environments name no proxy, and then every request would be asked about it in vain
    settings.set("HTTPPROXY_ENABLED", bool(getproxies()), priority="cmdline")
    settings.set("EXTENSIONS_BASE", _IN_EVERY_CRAWL, priority="cmdline")
    settings.set("SPIDER_MIDDLEWARES_BASE", {recording: 0}, priority="cmdline")
    return settings
