"""Compares our clock with the servers that a check visits."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import lru_cache
from typing import Self
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.statscollectors import StatsCollector

_STAT = "watcher/clock/"


class ServerClocks:
    """Records how far our clock is ahead of the `Date` header of each host: the smallest difference counts."""

    def __init__(self, stats: StatsCollector) -> None:
        self._stats = stats

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        assert crawler.stats is not None
        return cls(crawler.stats)

    def process_response(self, request: Request, response: Response) -> Response:
        said = said_by(response)
        if said is not None:
            ahead = (datetime.now(UTC) - said).total_seconds()
            key = f"{_STAT}{urlsplit(request.url).netloc}"
            before = self._stats.get_value(key)
            self._stats.set_value(key, ahead if before is None else min(before, ahead, key=abs))
        return response


def said_by(response: Response) -> datetime | None:
    """The time by a server's clock: its Date, plus the time that the answer spent in caches."""
    date, age = (response.headers.get(name) or b"" for name in ("Date", "Age"))
    try:
        # first contact: date-header
        at = _parsed(date.decode("latin-1"))
        lay = int(age[:9]) if age.isdigit() else 0
        return at.replace(tzinfo=at.tzinfo or UTC) + timedelta(seconds=lay)
    except (ValueError, OverflowError):
        return None


# a server's answers of one second have the same date
_parsed = lru_cache(64)(parsedate_to_datetime)


def clocks_of(stats: StatsCollector) -> Mapping[str, timedelta]:
    """How far our clock is ahead of each host's clock."""
    seen = {key.removeprefix(_STAT): value for key, value in stats.get_stats().items() if key.startswith(_STAT)}
    return {host: timedelta(seconds=ahead) for host, ahead in seen.items()}
