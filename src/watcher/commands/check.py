"""The work behind `watcher check`: gives the crawl what the store knows, and the store what the crawl finds."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from watcher.commands.check_news import NewsVisit
from watcher.crawl.followed import NEWS, OWN_FILE, choose, followed, listed_source, site_source, usable_sites
from watcher.crawl.plan import JointProgress, PassSummary, Plan, Progress, Work, no_progress
from watcher.crawl.reading import ReadingWorkers, Understand
from watcher.differ.case import Predecessor, ReadReport, read_file
from watcher.model.news import NewsSource
from watcher.model.report import ReportFile
from watcher.model.source import SEARCH_SOURCE, Provider, Source
from watcher.model.visit import FetchedFile, Record, SearchRow, Target, Visit
from watcher.ofsted.authorities import gazetteer
from watcher.ofsted.reports.pdf import PdfReader
from watcher.ofsted.rules import is_council
from watcher.settings import Settings
from watcher.store import Store

__all__ = ["PassSummary", "Progress", "Visited", "no_progress", "one_pass", "unheard"]

# How long we expect to find a provider in the search list after it was last there.
EXPECTED_FOR = timedelta(days=14)

# Gets the number of changes once the pages that Ofsted's list called for have been visited.
Visited = Callable[[int], None]


def unheard(changes: int) -> None:
    """Does nothing: for a check that nobody waits for."""


@dataclass(frozen=True, slots=True)
class PassScope:
    """Which news sites are visited beside Ofsted's pages (None: all of them).

    `assess` says whether what the news brought is judged at the end, `may_ask` before each request whether this process
    may still ask. `workers`, if given, read what was fetched, and go on reading for others afterwards.
    """

    sites: frozenset[str] | None = None
    assess: bool = True
    may_ask: Callable[[], bool] | None = None
    workers: ReadingWorkers | None = None

    def includes(self, site: NewsSource) -> bool:
        return self.sites is None or site.source_id in self.sites


EVERYWHERE = PassScope()


async def one_pass(
    settings: Settings,
    store: Store,
    now: datetime,
    *,
    full: bool = False,
    only: Sequence[str] = (),
    progress: Progress = no_progress,
    visited: Visited = unheard,
    scope: PassScope = EVERYWHERE,
) -> PassSummary:
    """Visit the pages that are due, and record them. `only` names sources; `ConfigError` if one is not followed.

    `visited` gets the number of changes once the pages that Ofsted's list called for have been visited.
    """
    # imported here: Scrapy loads slowly, and `status` and `send` do not need it
    from watcher.crawl.record import Recording
    from watcher.crawl.run import PassPart, crawl_parts
    from watcher.crawl.settings import FetchSettings

    following = FollowedSources(settings, store, now)
    targets, unusable = following.start(), following.report_unusable()
    named = choose(only, [target.source for target in targets], gazetteer(), following.sites())
    summary, list_read, joint = PassSummary(), asyncio.Event(), JointProgress(progress)
    workers = scope.workers or ReadingWorkers()
    plan = Plan(
        base_url=settings.ofsted.base_url,
        now=now,
        targets=tuple(target for target in targets if target.source.spider != NEWS),
        recall=store.pages.known,
        follow_listed=following.listed if settings.authorities == "all" else None,
        expected_keys=store.search_list.keys(now - EXPECTED_FOR),
        backfill=lambda limit: store.reports.unread(limit, named),
        only=named,
        full=full,
        understand=workers,
        list_read=list_read.set,
        visited=lambda: visited(summary.changes),
    )

    async def councils_known() -> None:
        # which news sites are followed may depend on who is on Ofsted's list
        if plan.follow_listed:
            await list_read.wait()

    with nullcontext() if scope.workers else workers, PdfReader() as reader:
        recording = Recording(plan, _work(settings, store, now, reader, workers), summary)
        visit = NewsVisit(settings, store, now, lambda: [*filter(scope.includes, following.sites())], summary, workers)
        parts = [PassPart("ofsted", lambda: {"plan": plan, "progress": joint.of("ofsted")}, recording)]
        if following.may_read_news():
            parts.append(visit.part(joint.of(NEWS), councils_known, only=named, full=full))
        fetch = replace(FetchSettings.of(settings.fetch), may_ask=scope.may_ask, memory=store.asked_hosts)
        summary.stopped = await crawl_parts(parts, fetch, settings.home)
        summary.faults |= unusable
        if scope.assess:
            await visit.assess()
    return summary


def _work(settings: Settings, store: Store, now: datetime, reader: PdfReader, understand: Understand) -> Work:
    return Work(
        record=store.pages.record,
        touch=store.pages.touch,
        report_fault=store.faults.report,
        save_list=store.search_list.save,
        save_file=lambda file: store.reports.save(file),
        keep=store.kept(settings.state / "kept").keep,
        read=reader.text_of_async,
        decide=Deciders(store, now).visit,
        decide_older=Deciders(store, now).older,
        understand=understand,
    )


@dataclass(slots=True)
class FollowedSources:
    """Keeps the followed sources in step with the configuration and, for "all", with the search list.

    What is followed is read from the store once, and again after it was changed: it may be very long.
    """

    settings: Settings
    store: Store
    now: datetime
    _targets: tuple[Target, ...] | None = None
    _usable: tuple[tuple[NewsSource, ...], dict[str, str]] | None = None

    def start(self) -> tuple[Target, ...]:
        """Follow what the configuration asks for, including the councils listed before."""
        return self._follow({target.source.id: target.source for target in self._followed()}, since=self.now)

    def listed(self, rows: Sequence[SearchRow]) -> tuple[Target, ...]:
        """Follow the councils of a whole search list as well. New ones count from when the list itself was followed."""
        targets = {target.source.id: target for target in self._followed()}
        listed = [listed_source(row, self.settings, gazetteer()) for row in rows]
        remembered = {id_: target.source for id_, target in targets.items()} | {s.id: s for s in listed}
        pages = self._follow(remembered, since=targets[SEARCH_SOURCE].followed_since)
        return tuple(target for target in pages if target.source.spider != NEWS)

    def _followed(self) -> tuple[Target, ...]:
        if self._targets is None:
            self._targets = tuple(self.store.pages.targets())
        return self._targets

    def _follow(self, remembered: Mapping[str, Source], since: datetime) -> tuple[Target, ...]:
        sources = followed(self.settings, gazetteer(), remembered)
        sites, faults = self._sites_of(sources)
        usable = {one.id: one for one in (*sources, *map(site_source, sites))}
        # what cannot be used for a mistake in the configuration is not left: it goes on when that is mended
        kept = {id_: one for id_, one in remembered.items() if id_ in faults or self._is_own(one, faults)}
        wanted = kept | usable
        if wanted != {target.source.id: target.source for target in self._followed()}:
            self.store.pages.follow(tuple(wanted.values()), since)
            self._targets = self._usable = None
        return self._followed()

    def _is_own(self, source: Source, faults: Mapping[str, str]) -> bool:
        """Whether a source may stand in the file that cannot be read."""
        return OWN_FILE in faults and source.spider == NEWS

    def sites(self) -> tuple[NewsSource, ...]:
        """The news sites that are followed and can be used."""
        return self._usable_sites()[0]

    def may_read_news(self) -> bool:
        """Whether a news site is followed, or may be once Ofsted's list of councils has been read."""
        return bool(self.sites()) or self.settings.news.follow == "authorities"

    def report_unusable(self) -> dict[str, str]:
        """Open a fault for each news source that cannot be used, and end those of what was mended or taken out."""
        _, faults = self._usable_sites()
        for name, why in faults.items():
            self.store.faults.report(name, why, self.now)
        followed_ids = {target.source.id for target in self._followed()}
        for fault in self.store.faults.recorded(open_only=True):
            of_config = fault.source_id == OWN_FILE or fault.source_id.startswith(f"{NEWS}:")
            if of_config and fault.source_id not in followed_ids | faults.keys():
                self.store.faults.clear(fault.source_id, self.now)
        return faults

    def _usable_sites(self) -> tuple[tuple[NewsSource, ...], dict[str, str]]:
        """The news sites that are followed and can be used, and why others can't."""
        if self._usable is None:
            self._usable = self._sites_of([target.source for target in self._followed()])
        return self._usable

    def _sites_of(self, sources: Sequence[Source]) -> tuple[tuple[NewsSource, ...], dict[str, str]]:
        councils = frozenset(source.id.rpartition("/")[2] for source in sources if is_council(source.id))
        return usable_sites(self.settings, councils)


@dataclass(frozen=True, slots=True)
class Deciders:
    """Calls the pure deciders with what they need to know besides the visit."""

    store: Store
    now: datetime

    def visit(self, visit: Visit, readings: Mapping[str, ReadReport]) -> Record:
        # imported here: most checks find every page unchanged
        from watcher.differ.decide import decide

        provider = visit.page.provider
        former = self.predecessor(provider) if is_council(visit.known.target.source.id) else None
        return decide(visit, readings, self.now, gazetteer(), former)

    def older(self, file: FetchedFile, reading: ReadReport) -> ReportFile:
        name = self.store.pages.known(file.entry.source_id).target.source.name
        return read_file(file, reading, self.now, gazetteer(), source_name=name)

    def predecessor(self, provider: Provider) -> Predecessor | None:
        """The newest readable report of a predecessor authority, if we ever watched one."""
        authority = gazetteer().by_urn.get(provider.urn)
        for urn in authority.predecessors if authority else ():
            file = self.store.reports.newest_graded(urn)
            if file and file.report and not file.held:
                return Predecessor(gazetteer().by_urn[urn].name, file.report)
        return None
