"""The work behind `watcher digest`: plans mails to readers about recorded changes."""

from __future__ import annotations

import logging
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from watcher.commands.digest_background import StoryContexts
from watcher.commands.digest_run import DigestRun, fault_of
from watcher.commands.digest_writer import Writer
from watcher.commands.quotable_findings import QuotableFindings
from watcher.commands.restored import put_aside_after_restore
from watcher.desk.posts import open_posts
from watcher.digests.due import week_before
from watcher.digests.frame import SourcesChecked, Trouble
from watcher.digests.views import OpenPosts
from watcher.mail.sender import sender_of
from watcher.model.source import SEARCH_SOURCE, Fault, SourceStatus
from watcher.model.stopping import Stopping, never
from watcher.model.subscription import Frequency
from watcher.ofsted.authorities import Gazetteer
from watcher.ofsted.rules import FULL_CHECK_EVERY
from watcher.settings import Settings
from watcher.store import Store
from watcher.subscribers.topics import OWN_POSTS, topic_names

log = logging.getLogger(__name__)

# Every page is due after FULL_CHECK_EVERY; over a weekend the next check may be days later.
REACHED_WITHIN = FULL_CHECK_EVERY + timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Planned:
    """How many mails were planned, and how many could not be written."""

    mails: int = 0
    unwritten: int = 0

    def __add__(self, other: Planned) -> Planned:
        return Planned(self.mails + other.mails, self.unwritten + other.unwritten)


@dataclass(frozen=True, slots=True)
class DigestPlan:
    """Plans the mails of one frequency about all changes up to one moment."""

    store: Store
    settings: Settings
    gazetteer: Gazetteer
    frequency: Frequency
    ends_at: datetime

    def plan(self, now: datetime, stopping: Stopping = never) -> Planned:
        """Plan mails to every reader with undelivered changes, and weekly to those who want "no news" mails.

        If a mail can't be written, its changes stay undelivered, the operator gets a fault, and the other mails
        are still planned. Safe to repeat after a crash, or when stopped.
        """
        faults = self.store.faults.recorded(open_only=True)
        run = self._begin(faults, now)
        done = self._write_all(run, stopping)
        run.save()
        put_aside_after_restore(self.settings, self.store, now)
        if done:
            self._clear(faults, run.unwritten, now)
            self.store.digest_runs.finish(run.id, now)
        log.info("%s digest: %d emails planned, %d not written", self.frequency.value, run.saved, len(run.unwritten))
        return Planned(run.saved, len(run.unwritten))

    def _write_all(self, run: DigestRun, stopping: Stopping) -> bool:
        """Write the mails; return whether all readers were reached before `stopping`."""
        for reader, undelivered in self.store.digest_runs.undelivered(run.id):
            if stopping():
                return False
            run.write_mail(reader, undelivered)
        run.save()
        since = week_before(self.ends_at)
        for quiet in self.store.digest_runs.quiet(run.id, since) if self.frequency is Frequency.WEEKLY else ():
            if stopping():
                return False
            run.write_quiet_mail(quiet, since)
        run.save()
        for owner in self.store.digest_runs.without_mail(run.id, OWN_POSTS) if run.writer.open_posts else ():
            if stopping():
                return False
            run.write_reminder(owner)
        return True

    def _begin(self, faults: Sequence[Fault], now: datetime) -> DigestRun:
        id_ = self.store.digest_runs.begin(self.frequency, self.ends_at)
        sender, sources, by_urn = sender_of(self.settings), self.store.pages.statuses(), self.gazetteer.by_urn
        writer = Writer(
            StoryContexts(self.store, by_urn, self.settings.news, self.ends_at),
            by_urn,
            sender.letterhead(self.settings.mail.identity),
            partial(checked_by, self.ends_at, sources, faults),
            topic_names(sources, self.gazetteer),
            self.frequency,
            self.ends_at,
            self._open_posts(),
            QuotableFindings(self.settings, self.store).of,
        )
        apart, with_posts = self.store.subscribers.of_one_mail_an_item(), self.store.subscribers.following(OWN_POSTS)
        return DigestRun(
            self.store, id_, self.frequency, now, sender, writer, apart, with_posts, self.store.readers.links()
        )

    def _open_posts(self) -> OpenPosts | None:
        """What a weekly mail says of articles of our own that need work; None if there are none."""
        if self.frequency is not Frequency.WEEKLY:
            return None
        count, days = open_posts(self.store.own_posts.on_record(), self.ends_at)
        return OpenPosts(count, days) if count else None

    def _clear(self, faults: Sequence[Fault], unwritten: set[str], now: datetime) -> None:
        """Clear the faults of earlier runs of this frequency whose mails are now written or no longer needed."""
        for fault in faults:
            if fault.source_id.startswith(fault_of(self.frequency, "")) and fault.source_id not in unwritten:
                self.store.faults.clear(fault.source_id, now)


def checked_by(
    ends_at: datetime, sources: Sequence[SourceStatus], faults: Sequence[Fault], topics: Collection[str] | None = None
) -> SourcesChecked:
    """What was checked and what is not working: of all pages, or of those that belong to one of these `topics`.

    News sites are left out: without them readers still get every report. A page counts as checked only if a check
    reached it recently. Readers who follow no page hear about all pages: reports on them decide what is out of date.
    """
    ofsted = [source for source in sources if source.followed and source.id.startswith("ofsted:")]
    own = [source for source in ofsted if topics is not None and not set(source.topics).isdisjoint(topics)]
    if own:
        ofsted = [*own, *(source for source in ofsted if source.id == SEARCH_SOURCE)]
    pages = [source for source in ofsted if source.id != SEARCH_SOURCE]
    since = {fault.source_id: fault.first_seen for fault in faults}
    well = [page for page in pages if _is_fresh(page, ends_at) and page.id not in since]
    last = max((source.visited_at for source in ofsted if source.visited_at), default=None)
    troubles = tuple(Trouble(source.name, since[source.id]) for source in ofsted if source.id in since)
    council = all(page.id.startswith("ofsted:44/") for page in pages)
    what = "councils" if council else "providers"
    return SourcesChecked(len(well), len(pages), last, troubles, f"{what} you follow" if own else what)


def _is_fresh(page: SourceStatus, ends_at: datetime) -> bool:
    return page.visited_at is not None and ends_at - page.visited_at <= REACHED_WITHIN
