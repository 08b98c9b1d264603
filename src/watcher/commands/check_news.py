"""The news part of a check: visits the sites, decides what to record of their items, and deletes old texts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from watcher.commands.threads import in_thread
from watcher.crawl.faults import errors_become_faults_of
from watcher.crawl.followed import NEWS
from watcher.crawl.plan import PassSummary, Progress
from watcher.model.errors import SourceError
from watcher.model.news import NewsSource
from watcher.model.news_item import NewsTarget
from watcher.model.stopping import Stopping, never
from watcher.model.text import london_day
from watcher.news.about.copies import shingles
from watcher.news.settle import SettleContext, settle
from watcher.news.timing import JOINED_FOR
from watcher.ofsted.authorities import gazetteer
from watcher.settings import Settings
from watcher.store import Store


async def news_pass(
    settings: Settings,
    store: Store,
    now: datetime,
    sites: Mapping[str, NewsSource],
    summary: PassSummary,
    progress: Progress,
    *,
    only: frozenset[str],
    full: bool,
) -> None:
    """Visit the news sites and settle their items; the counts are added to `summary`."""
    from watcher.crawl.news_plan import NewsPlan
    from watcher.crawl.news_record import NewsRecording
    from watcher.crawl.run import crawl_with
    from watcher.crawl.settings import FetchSettings

    targets = [
        NewsTarget(sites[target.source.id], target)
        for target in store.pages.targets()
        if target.source.id in sites and (not only or target.source.id in only)
    ]
    keep_text = timedelta(days=settings.news.keep_text)
    plan = NewsPlan(
        now,
        london_day(now),
        tuple(targets),
        store.news.posted,
        lambda source_id: store.news.to_reread(source_id, now),
        settings.news.articles_a_visit,
        (settings.ofsted.base_url,),
        full,
    )
    recording = NewsRecording(
        now, sites, store.news, store.faults.report, lambda: gazetteer().by_urn, keep_text, summary
    )
    fetch = FetchSettings.of(settings.fetch)
    if targets:
        await crawl_with(NEWS, recording, fetch, plan=plan, progress=progress)
    # in a thread: once a day this takes long, and the loop may be serving readers' pages meanwhile
    summary.changes += await in_thread(lambda stopping: settle_all(settings, store, now, sites, stopping))
    store.news.forget_texts(now)


def settle_all(
    settings: Settings, store: Store, now: datetime, sites: Mapping[str, NewsSource], stopping: Stopping = never
) -> int:
    """Settle all open items, each in its own transaction; return how many changes were recorded.

    If the rules fail on an item, it stays unsettled and its site gets a fault.
    """
    items = [item for item in store.news.unsettled(now, young=JOINED_FOR) if item.source_id in sites]
    if not items:
        return 0
    background = SettleContext(sites, store.reports.records(), gazetteer().by_urn, now, settings.ofsted.base_url)
    changes = 0
    for item in items:
        if stopping():
            break
        alike = store.news.alike(shingles(item.article.text), item.source_id, item.url)
        try:
            with errors_become_faults_of(item.source_id):
                settled = settle(item, alike, background)
        except SourceError as error:
            store.news.note_unsettled(item.source_id, item.url, f"{item.url}: {error.reason}", now)
            continue
        changes += len(store.news.settle(settled, now))
    return changes
