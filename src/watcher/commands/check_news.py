"""The news part of a check: visits the sites, decides what to record of their items, and deletes old texts."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from watcher.claims import RULES
from watcher.commands.clock import far_off
from watcher.commands.threads import in_thread
from watcher.crawl.faults import errors_become_faults_of
from watcher.crawl.followed import NEWS
from watcher.crawl.plan import PassSummary, Progress
from watcher.crawl.reading import ReadingWorkers, Shared, here
from watcher.model.errors import SourceError, TooCostlyError
from watcher.model.news import NewsSource
from watcher.model.stopping import Stopping, never
from watcher.model.text import london_day
from watcher.news.timing import JOINED_FOR
from watcher.ofsted.authorities import gazetteer
from watcher.ofsted.rules import is_council
from watcher.settings import Settings
from watcher.store import Store

if TYPE_CHECKING:
    from watcher.crawl.run import PassPart
    from watcher.model.news_item import Assessment, NewsTarget
    from watcher.news.assess import AssessContext

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class NewsVisit:
    """One visit of the news sites that are followed; `summary` gets the results.

    Texts are read, and items judged, by `workers`; without them in this process.
    """

    settings: Settings
    store: Store
    now: datetime
    sites: Callable[[], Sequence[NewsSource]]
    summary: PassSummary
    workers: ReadingWorkers | None = None

    def part(
        self, progress: Progress, ready: Callable[[], Awaitable[None]], *, only: frozenset[str], full: bool
    ) -> PassPart:
        """What visits the sites once it is `ready`."""
        from watcher.crawl.news_plan import NewsPlan
        from watcher.crawl.news_record import NewsRecording
        from watcher.crawl.run import PassPart

        settings, store, now, understand = self.settings, self.store, self.now, self.workers or here
        recording = NewsRecording(
            now,
            {},
            store.news,
            store.faults.report,
            lambda: gazetteer().by_urn,
            timedelta(days=settings.news.keep_text),
            self.summary,
            understand,
        )

        def arguments() -> dict[str, Any] | None:
            recording.sites = {site.source_id: site for site in self.sites()}
            plan = NewsPlan(
                now=now,
                today=london_day(now),
                targets=tuple(_targets(store, recording.sites, only)),
                posted=store.news.posted,
                renamed=store.renamed_items.renamed,
                to_reread=lambda source_id: store.news.to_reread(source_id, now),
                articles=settings.news.articles_a_visit,
                ofsted=(settings.ofsted.base_url,),
                full=full,
                understand=understand,
            )
            return {"plan": plan, "progress": progress} if plan.targets else None

        return PassPart(NEWS, arguments, recording, ready)

    async def assess(self) -> None:
        """Assess what the news brought, after Ofsted's pages: what is published about a report finds it then."""
        sites = {site.source_id: site for site in self.sites()}
        if sites:
            # beside the loop: once a day there is much to assess, and readers may be at the pages meanwhile
            self.summary.changes += await in_thread(
                lambda stopping: assess_all(self.settings, self.store, self.now, sites, stopping, self.workers)
            )
        # what is erased while the clock is wrong is gone
        if far_off(self.summary.clocks.values()) is None:
            self.store.news_texts.forget(self.now)


def _targets(store: Store, sites: Mapping[str, NewsSource], only: frozenset[str]) -> Iterator[NewsTarget]:
    from watcher.model.news_item import NewsTarget

    for target in store.pages.targets(NEWS, only):
        if target.source.id in sites and (not only or target.source.id in only):
            yield NewsTarget(sites[target.source.id], target)


def assess_context(settings: Settings, store: Store, sites: Mapping[str, NewsSource], now: datetime) -> AssessContext:
    """What the store knows so far, to assess items with."""
    from watcher.news.assess import AssessContext

    followed = (target.source.id for target in store.pages.targets())
    councils = frozenset(id_.rpartition("/")[2] for id_ in followed if is_council(id_))
    known = store.reports.records(), gazetteer().by_urn
    return AssessContext(sites, *known, now, settings.ofsted.base_url, councils)


def assess_all(
    settings: Settings,
    store: Store,
    now: datetime,
    sites: Mapping[str, NewsSource],
    stopping: Stopping = never,
    workers: ReadingWorkers | None = None,
) -> int:
    """Assess all open items, each in its own transaction; return how many changes were recorded.

    If the rules fail on an item, it stays unassessed and its site gets a fault. An item that takes too long, or over
    which a check was killed, is set aside, so that it cannot hold up the next one too.
    """
    store.news.set_aside_interrupted(now)
    items = [item for item in store.news.unassessed(now, young=JOINED_FOR, rules=RULES) if item.source_id in sites]
    if not items:
        return 0
    # imported here: the rules take long to load, and most checks have nothing to judge
    from watcher.news.about.copies import shingles
    from watcher.news.assess import assess

    background = assess_context(settings, store, sites, now)
    packed = Shared.of(background) if workers else None
    changes = 0
    for item in items:
        if stopping():
            break
        store.news.judging(item.source_id, item.url)
        alike = store.news.alike(shingles(item.article.text), item.source_id, item.url)
        try:
            with errors_become_faults_of(item.source_id):
                judged = workers.wait(assess, item, alike, packed) if workers else assess(item, alike, background)
        except SourceError as error:
            costly = isinstance(error.__cause__, TooCostlyError) and not error.__cause__.passing
            store.news.note_unassessed(item.source_id, item.url, f"{item.url}: {error.reason}", now, set_aside=costly)
            continue
        new = store.news.assess(judged, now)
        _say(judged, len(new))
        changes += len(new)
    return changes


def _say(judged: Assessment, new: int) -> None:
    """Log what was decided about one item."""
    about = f"about {', '.join(judged.stories)}" if judged.stories else "about no inspection on record"
    sent = f"no news: {judged.taken.value}" if judged.taken else f"{new} changes"
    log.info("%s: item %s: %s; %s", judged.item.source_id, judged.item.url, about, sent)
