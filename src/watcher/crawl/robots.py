"""Follows RFC 9309 for robots.txt where Scrapy is laxer, and obeys Crawl-delay, which Scrapy ignores."""

from __future__ import annotations

import asyncio
import logging
import re
from ipaddress import ip_address
from typing import Self
from urllib.parse import urlsplit

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.redirect import RedirectMiddleware
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response, TextResponse
from scrapy.robotstxt import RobotParser

from watcher.crawl.downloads import downloader_of, host_of
from watcher.crawl.faults import in_words
from watcher.crawl.settings import PRODUCT
from watcher.news.articles.html import decoded

logger = logging.getLogger(__name__)

FORBIDDEN = "Forbidden by robots.txt"
_ALL_FORBIDDEN = b"User-agent: *\nDisallow: /\n"
# RFC 9309 asks for 500 KiB. Reading more rules would hold up all other sites.
LONGEST = 512 * 1024
# Between the letters of a rule or before the first one, they would hide it.
_UNSEEN = re.compile("[\0\N{ZERO WIDTH SPACE}\N{ZERO WIDTH NO-BREAK SPACE}]")
# A longer delay counts as a mistake: with it, a check of one authority would take an hour.
LONGEST_CRAWL_DELAY = 300.0


def is_robots(request: Request) -> bool:
    """Whether this is Scrapy's own request for robots.txt, the only request that does not obey robots.txt."""
    return bool(request.meta.get("dont_obey_robotstxt"))


class StrictRobots(RobotsTxtMiddleware):
    """A robots.txt that can't be read forbids everything; a missing one allows everything.

    Scrapy takes both as permission, and reads rules from error pages.
    """

    async def robot_parser(self, request: Request) -> RobotParser | None:
        parser = await super().robot_parser(request)
        if parser is None:
            self.crawler.stats.set_value(unreadable_key(request.url), "it is damaged or redirects too often")
            raise IgnoreRequest(FORBIDDEN)
        return parser

    def process_response(self, request: Request, response: Response) -> Response:
        if not is_robots(request):
            return response
        if 200 <= response.status < 300:
            return TextResponse(request.url, body=plain_rules(response.body))
        # first contact: robots
        if 400 <= response.status < 500 and response.status != 429:
            return TextResponse(request.url, body=b"")
        return self._forbid(request, f"HTTP {response.status}")

    def process_exception(self, request: Request, exception: Exception) -> Response | None:
        return self._forbid(request, in_words(exception)) if is_robots(request) else None

    def _forbid(self, request: Request, why: str) -> Response:
        return _forbidding(self.crawler, request, why)


def plain_rules(body: bytes) -> bytes:
    """The rules of a robots.txt in UTF-8, whatever its encoding, so that no rule is missed; of a long one the first."""
    rules = _UNSEEN.sub("", decoded(body[:LONGEST], None))
    if len(body) > LONGEST:
        # half a rule could forbid more than it says
        rules = "\n".join(rules.splitlines()[:-1])
    return rules.encode("utf-8", "replace")


def _forbidding(crawler: Crawler, request: Request, why: str) -> Response:
    """What stands for a robots.txt that can't be read; the reason is kept as a statistic."""
    first = request.meta.get("redirect_urls", [request.url])[0]
    crawler.stats.set_value(unreadable_key(first), why)
    return TextResponse(request.url, body=_ALL_FORBIDDEN)


class RobotsRedirects(RedirectMiddleware):
    """Follows redirects of robots.txt, as RFC 9309 requires, and no others."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Leaves out the parent's check for the middleware that sets Referer: we never send one."""
        redirects = cls(crawler.settings)
        redirects.crawler = crawler
        return redirects

    async def process_response(  # type: ignore[override]  # Scrapy awaits what a middleware returns
        self, request: Request, response: Response, spider: object = None
    ) -> Request | Response:
        if not is_robots(request):
            return response
        answer = super().process_response(request, response)
        if isinstance(answer, Request) and await leads_inside(request.url, answer.url):
            return _forbidding(self.crawler, request, "it redirects to an address inside a private network")
        return answer


async def leads_inside(asked: str, redirected: str) -> bool:
    """Whether a redirect leads to another host that lies in a private network, where a site could have us ask."""
    host = urlsplit(redirected).hostname or ""
    if host == urlsplit(asked).hostname:
        return False
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, None)
    except (OSError, UnicodeError):
        # it can't be asked then, and the request itself will say so
        return False
    return not all(ip_address(str(place[4][0]).partition("%")[0]).is_global for place in found)


def unreadable_key(url: str) -> str:
    """The name of the statistic that says why a host's robots.txt could not be read."""
    return f"watcher/robots_unreadable/{host_of(url)}"


class CrawlDelay:
    """Waits between requests as long as robots.txt asks, if that is longer than the configured delay."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        crawler.signals.connect(self.robots_parsed, signals.robots_parsed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def robots_parsed(self, robotparser: RobotParser, request: Request) -> None:
        host = host_of(request.url)
        # one that can't be read does not take back the delay that it asked for before
        if self._crawler.stats.get_value(unreadable_key(request.url)):
            return
        asked = min(robotparser.crawl_delay(PRODUCT) or 0.0, LONGEST_CRAWL_DELAY)
        shortest = self._crawler.settings.getfloat("DOWNLOAD_DELAY")
        if asked > shortest:
            logger.info("robots.txt of %s asks for %.1f s between requests", host, asked)
        downloader_of(self._crawler).delay_is(request.url, max(asked, shortest))
