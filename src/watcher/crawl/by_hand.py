"""What `scrapy crawl NAME` needs: a plan from `watcher.toml`, and items that can be printed. Nothing is recorded."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import UTC, date, datetime
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from scrapy import Spider
from scrapy.crawler import Crawler

from watcher.crawl.followed import choose, followed, followed_sites, listed_source, site_source
from watcher.crawl.own import nearest_config
from watcher.crawl.plan import Plan
from watcher.crawl.settings import FetchSettings
from watcher.model.errors import ConfigError
from watcher.model.source import SEARCH_SOURCE
from watcher.model.text import london_day
from watcher.model.visit import Known, SearchRow, Target
from watcher.ofsted.authorities import gazetteer
from watcher.settings import NewsSettings, Settings, read
from watcher.subscribers.topics import EVERYTHING

if TYPE_CHECKING:
    from watcher.crawl.news_plan import NewsPlan

logger = logging.getLogger(__name__)

# What the store knew before. A first check has nothing to compare with.
_KNOWN = "known"


class PlannedSpider(Spider):
    """A spider that gets its plan from a check. Started by hand, it makes one from the nearest `watcher.toml`.

    `-a config=FILE` names another configuration, `-a only=NAME` one authority, page or site to visit.
    """

    @staticmethod
    def plan_by_hand(settings: Settings, only: str, now: datetime) -> Any:
        """The plan for a first visit to everything that is followed, or to what `only` names."""
        raise NotImplementedError

    @classmethod
    def from_crawler(
        cls, crawler: Crawler, *args: Any, plan: Any = None, config: str = "", only: str = "", **kwargs: Any
    ) -> Self:
        """The spider with the plan of a check, or with a plan made here and the configured delays."""
        if plan is None:
            settings = settings_by_hand(config)
            crawler.settings.setdict(FetchSettings.of(settings.fetch).for_scrapy(), priority="spider")
            plan = cls.plan_by_hand(settings, only, datetime.now(UTC))
        return super().from_crawler(crawler, *args, plan=plan, **kwargs)


class Printable:
    """Item pipeline: plain values that every feed format of Scrapy can print, without what is empty."""

    def process_item(self, item: object) -> dict[str, Any]:
        """The name of what the spider found, and its content."""
        return {"item": type(item).__name__, **printable(item)}


def printable(value: Any) -> Any:
    """A value of the model as plain JSON values. Bytes become their length: they may be a whole PDF."""
    if is_dataclass(value):
        named = {field.name: printable(getattr(value, field.name)) for field in fields(value) if field.name != _KNOWN}
        return {name: inner for name, inner in named.items() if inner not in (None, "", [], {})}
    match value:
        case bytes():
            return f"{len(value)} bytes"
        case Enum():
            return value.value
        case date():
            return value.isoformat()
        case Mapping():
            return {str(printable(key)): printable(inner) for key, inner in value.items()}
        case tuple() | list():
            return [printable(inner) for inner in value]
        case set() | frozenset():
            return sorted(map(printable, value))
    return value


def settings_by_hand(config: str) -> Settings:
    """The named configuration, or the nearest one. Without either, it follows all councils and all built-in sites."""
    path = Path(config) if config else nearest_config(Path.cwd())
    logger.info("configuration: %s", path or "none here or above; following every council and every site that ships")
    return read(path) if path else Settings(authorities="all", news=NewsSettings(follow="all"))


@dataclass(frozen=True, slots=True)
class FirstSight:
    """Stands in for the store on a first visit: the pages are followed, and nothing else is known."""

    settings: Settings
    now: datetime
    targets: dict[str, Target]

    def known(self, source_id: str) -> Known:
        """What we remember about a page: nothing."""
        return Known(self.targets[source_id])

    def listed(self, rows: Sequence[SearchRow]) -> tuple[Target, ...]:
        """Also follow the councils of a complete list."""
        for row in rows:
            source = listed_source(row, self.settings, gazetteer())
            self.targets.setdefault(source.id, Target(source, self.now))
        return tuple(self.targets.values())


def ofsted_plan(settings: Settings, only: str, now: datetime) -> Plan:
    """Ofsted's list and the pages that are followed, or only those of one authority, region or address."""
    if only:
        named = {"providers": (only,), "authorities": ()} if "/" in only else {"authorities": (only,), "providers": ()}
        settings = settings.model_copy(update=named)
    first = FirstSight(settings, now, {s.id: Target(s, now) for s in followed(settings, gazetteer(), {})})
    return Plan(
        base_url=settings.ofsted.base_url,
        now=now,
        targets=tuple(first.targets.values()),
        recall=first.known,
        follow_listed=first.listed if settings.authorities == EVERYTHING else None,
        only=frozenset(first.targets) - {SEARCH_SOURCE} if only else frozenset(),
    )


def news_plan(settings: Settings, only: str, now: datetime) -> NewsPlan:
    """The news sites that are followed, or the one that is named, or those of one authority."""
    from watcher.crawl.news_plan import NewsPlan
    from watcher.model.news_item import NewsTarget

    if only:
        settings = settings.model_copy(update={"news": settings.news.model_copy(update={"follow": "all"})})
    sites = {site.source_id: site for site in followed_sites(settings, _councils(settings))}
    sources = [site_source(site) for site in sites.values()]
    ids = {site.id: site.source_id for site in sites.values()}
    named = choose([ids.get(only, only)], sources, gazetteer(), tuple(sites.values())) if only else frozenset(sites)
    targets = tuple(NewsTarget(sites[source.id], Target(source, now)) for source in sources if source.id in named)
    if not targets:
        raise ConfigError("No news site is followed. Name some in [news] follow, or one with -a only=ID.")
    return NewsPlan(
        now=now,
        today=london_day(now),
        targets=targets,
        posted=lambda _source_id, _urls: {},
        renamed=lambda _source_id, _rows: frozenset(),
        to_reread=lambda _source_id: [],
        articles=settings.news.articles_a_visit,
        ofsted=(settings.ofsted.base_url,),
    )


def _councils(settings: Settings) -> frozenset[str]:
    """The URNs of the authorities that are followed."""
    if settings.authorities == EVERYTHING:
        return frozenset(gazetteer().by_urn)
    return frozenset(one.urn for entry in settings.authorities for one in gazetteer().chosen(entry))
