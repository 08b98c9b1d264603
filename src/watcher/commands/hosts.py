"""A pass in parts that several machines can share: the visit of one host, judging the news, and the mail.

Each part is safe to repeat, holds a lease, and writes nothing more once another process has taken the lease over.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from watcher.commands.check import FollowedSources, PassScope
from watcher.commands.check_news import NewsVisit
from watcher.commands.run import digest_due, pass_on_record, send_and_forget
from watcher.commands.run_record import recorded
from watcher.commands.threads import in_thread
from watcher.crawl.followed import sites_of
from watcher.crawl.plan import PassSummary, no_progress
from watcher.crawl.reading import ReadingWorkers
from watcher.model.errors import WatcherError
from watcher.model.news import NewsSource, Tier
from watcher.model.run import RunKind
from watcher.settings import Settings
from watcher.store import Store
from watcher.store.leases import ONE_OF_MANY, Lease

# The host whose visit is that of Ofsted's list, pages and reports.
OFSTED_HOST = "ofsted"


class WorkTakenError(WatcherError):
    """Another process is doing this work. It may have taken over from one that was only slow."""


@dataclass(frozen=True, slots=True)
class HostVisit:
    """The news sites on one host, by their source ids; for `OFSTED_HOST` those that are visited with Ofsted's pages."""

    host: str
    sites: tuple[str, ...]


def due_visits(settings: Settings, store: Store, now: datetime) -> tuple[HostVisit, ...]:
    """Bring what is followed in step with the configuration, and return a visit for each host, Ofsted's first."""
    following = FollowedSources(settings, store, now)
    following.start()
    following.report_unusable()
    return grouped(following.sites(), settings.ofsted.base_url)


def grouped(sites: Iterable[NewsSource], ofsted: str) -> tuple[HostVisit, ...]:
    """The visits of some news sites by host, and first Ofsted's, whose site has the address `ofsted`.

    Our own articles are visited with Ofsted's pages, because their links to Ofsted are tried.
    """
    from watcher.crawl.downloads import host_of

    hosts = defaultdict[str, list[str]](list)
    for site in sites:
        host = host_of(site.feed or site.url)
        with_ofsted = site.tier is Tier.OWN or host == host_of(ofsted)
        hosts[OFSTED_HOST if with_ofsted else host].append(site.source_id)
    own = hosts.pop(OFSTED_HOST, [])
    return HostVisit(OFSTED_HOST, tuple(own)), *(HostVisit(host, tuple(ids)) for host, ids in sorted(hosts.items()))


async def visit_host(
    settings: Settings, store: Store, now: datetime, visit: HostVisit, workers: ReadingWorkers
) -> PassSummary:
    """Visit one host and record what it shows, which `workers` read. WorkTakenError if another process is at it."""
    with store.leases.hold(f"visit {visit.host}", ONE_OF_MANY) as lease:
        if not lease:
            raise WorkTakenError(f"{lease.holder} is visiting {visit.host}")
        if visit.host != OFSTED_HOST:
            return await _visit_news(settings, store, now, visit, lease, workers)
        with recorded(store, RunKind.CHECK, now, pretended=False) as note:
            note.say(lease.said)
            scope = PassScope(frozenset(visit.sites), assess=False, may_ask=lease.is_fresh, workers=workers)
            return await pass_on_record(settings, store, now, note, _unheard, full=False, scope=scope)


def _unheard(changes: int) -> None:
    """The mail about Ofsted's changes is a part of its own."""


async def _visit_news(
    settings: Settings, store: Store, now: datetime, visit: HostVisit, lease: Lease, workers: ReadingWorkers
) -> PassSummary:
    from watcher.crawl.run import at_once, crawl_parts
    from watcher.crawl.settings import FetchSettings

    summary = PassSummary()
    news = NewsVisit(settings, store, now, lambda: sites_of(settings, visit.sites), summary, workers)
    part = news.part(no_progress, at_once, only=frozenset(visit.sites), full=False)
    fetch = replace(FetchSettings.of(settings.fetch), may_ask=lease.is_fresh, memory=store.asked_hosts)
    summary.stopped = await crawl_parts([part], fetch, settings.home)
    return summary


async def assess_visits(settings: Settings, store: Store, now: datetime, workers: ReadingWorkers) -> PassSummary:
    """Judge what the visits of news sites brought. WorkTakenError if another process is at it."""
    with store.leases.hold("assess", ONE_OF_MANY) as lease:
        if not lease:
            raise WorkTakenError(f"{lease.holder} is judging news")
        summary = PassSummary()
        following = FollowedSources(settings, store, now)
        await NewsVisit(settings, store, now, following.sites, summary, workers).assess()
        return summary


async def mail_round(settings: Settings, store: Store, now: datetime) -> None:
    """Plan the mails that are due and send what waits. WorkTakenError if another process is at it."""
    with store.leases.hold("mail", ONE_OF_MANY) as lease:
        if not lease:
            raise WorkTakenError(f"{lease.holder} is planning emails")
        await in_thread(lambda stopping: digest_due(settings, store, now, stopping))
    # sending has a lease of its own, because it can take hours
    await in_thread(lambda stopping: send_and_forget(settings, store, now, stopping))
