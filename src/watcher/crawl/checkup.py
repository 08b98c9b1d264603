"""Asks the hosts of some addresses for their robots.txt, and compares our clock with theirs."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

from scrapy.robotstxt import ProtegoRobotParser

from watcher.crawl.clock import clocks_of
from watcher.crawl.fetch import Fetching
from watcher.crawl.settings import PRODUCT
from watcher.model.errors import FetchError

_LONGEST = 512 * 1024


@dataclass(frozen=True, slots=True)
class RobotsAnswer:
    """What the robots.txt of one host says. `fault` is why it can't be read; `delay` is in seconds."""

    host: str
    fault: str = ""
    forbidden: tuple[str, ...] = ()
    delay: float = 0.0


@dataclass(frozen=True, slots=True)
class HostsSeen:
    """What the hosts said, and how far our clock is ahead of each one's."""

    robots: tuple[RobotsAnswer, ...]
    clocks: Mapping[str, timedelta]


async def see_hosts(site: Fetching, addresses: Sequence[str]) -> HostsSeen:
    """Ask each host of these addresses once for its robots.txt, different hosts side by side."""
    by_root: dict[str, list[str]] = defaultdict(list)
    for address in addresses:
        parts = urlsplit(address)
        by_root[f"{parts.scheme}://{parts.netloc}"].append(address)
    robots = await asyncio.gather(*(_robots(site, root, theirs) for root, theirs in by_root.items()))
    return HostsSeen(tuple(robots), clocks_of(site.stats))


async def _robots(site: Fetching, root: str, addresses: Sequence[str]) -> RobotsAnswer:
    host = urlsplit(root).netloc
    try:
        answer = await site.get(f"{root}/robots.txt", limit=_LONGEST)
    except FetchError as error:
        # a site without one forbids nothing
        return RobotsAnswer(host) if error.gone else RobotsAnswer(host, error.reason)
    rules = ProtegoRobotParser(answer.body, None)
    forbidden = tuple(address for address in addresses if not rules.allowed(address, PRODUCT))
    return RobotsAnswer(host, "", forbidden, rules.crawl_delay(PRODUCT) or 0.0)
