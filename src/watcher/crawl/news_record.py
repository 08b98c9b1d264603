"""Records what the news spider finds: each item is checked for relevance and saved at once."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Protocol

from watcher.crawl.faults import errors_become_faults_of
from watcher.crawl.plan import PassSummary
from watcher.crawl.reading import Understand, here
from watcher.model.errors import SourceError
from watcher.model.news import NewsSource, Tier
from watcher.model.news_item import ItemFailed, ItemRead, NewsItem, Posted, RowsSeen, SiteVisited
from watcher.model.source import Authority
from watcher.model.text import clean
from watcher.model.visit import Failed
from watcher.news.timing import forget_at, given_up, reread_at, retry_at

logger = logging.getLogger(__name__)
_SAID_LIMIT = 300


class NewsRecorder(Protocol):
    """The part of the store that remembers news."""

    def posted(self, source_id: str, urls: list[str]) -> dict[str, Posted]: ...
    def find(self, source_id: str, url: str) -> NewsItem | None: ...
    def remember_rows(self, seen: RowsSeen, now: datetime) -> None: ...
    def record_item(
        self,
        read: ItemRead,
        facts: Mapping[str, str],
        now: datetime,
        *,
        reading: str | None,
        relevant: bool,
        own: bool,
        reread_at: datetime | None,
        forget_at: datetime | None,
    ) -> None: ...
    def record_failure(
        self, failed: ItemFailed, now: datetime, *, give_up: bool, reread_at: datetime | None
    ) -> None: ...
    def record_site(self, visit: SiteVisited, now: datetime) -> None: ...


@dataclass(slots=True)
class NewsRecording:
    """Records the news spider's items one by one, each before the next is fetched."""

    now: datetime
    sites: Mapping[str, NewsSource]
    recorder: NewsRecorder
    report_fault: Callable[[str, str, datetime], None]
    authorities: Callable[[], Mapping[str, Authority]]
    keep_text: timedelta
    summary: PassSummary
    understand: Understand = here
    unread: dict[str, str] = field(default_factory=dict)

    async def take(self, item: object) -> None:
        """Record one item. A SourceError becomes a fault, anything else ends the pass."""
        try:
            await self._take(item)
        except SourceError as error:
            self._fault(error.source_id, error.reason)

    def flush(self) -> None:
        """Nothing to do: each item is saved at once."""

    async def _take(self, item: object) -> None:
        match item:
            case RowsSeen():
                self.recorder.remember_rows(item, self.now)
            case ItemRead():
                await self._read_or_note_error(item)
            case ItemFailed():
                self._failed(item)
            case SiteVisited():
                self._visited(item)
            case Failed():
                self._fault(item.source_id, "; ".join((*item.outcome.failed_requests, *item.outcome.parse_errors)))
            case _:
                raise TypeError(f"the news spider brought a {type(item).__name__}")

    async def _read_or_note_error(self, item: ItemRead) -> None:
        """An item that the rules can't read counts as failed. Its site is at fault as long as we try again."""
        try:
            await self._read(item)
        except SourceError as error:
            known = self._known(item)
            if not given_up(known.failed_since if known else None, self.now):
                self.unread[item.source_id] = f"{item.headline.url}: {error.reason}"
            self._failed(ItemFailed(item.source_id, item.headline, error.reason))

    async def _read(self, item: ItemRead) -> None:
        # imported here: most checks find nothing new
        from watcher.news.assess import first_look

        site, article = self.sites[item.source_id], item.article
        with errors_become_faults_of(item.source_id):
            url, known = item.headline.url, self.recorder.find(item.source_id, item.headline.url)
            kept = known.reading if known else None
            understood = await self.understand(first_look, article, kept, site, self.authorities(), url)
        found, facts, reading = understood.value
        own = site.tier is Tier.OWN
        # the report that shows what an article is about may be published, or read, after it
        kept_for_report = found.relevant or found.possible
        posted = self._known(item)
        first_seen = posted.first_seen if posted and posted.first_seen else self.now
        self.recorder.record_item(
            item,
            facts,
            self.now,
            reading=reading,
            relevant=kept_for_report,
            own=own and (found.relevant or found.nameless),
            reread_at=reread_at(
                site, relevant=kept_for_report, out_since=article.published or first_seen.date(), now=self.now
            ),
            forget_at=forget_at(site, self.keep_text, first_seen),
        )
        self.summary.files += 1
        what = "may be about an inspection" if kept_for_report else "not about an inspection"
        logger.info("%s: item %s: %s", item.source_id, item.headline.url, what)

    def _failed(self, item: ItemFailed) -> None:
        logger.info(
            "%s: item %s: can't be read: %s", item.source_id, item.headline.url, clean(item.reason, _SAID_LIMIT)
        )
        known = self._known(item)
        since = known.failed_since if known else None
        again = retry_at(self.sites[item.source_id], since, self.now)
        self.recorder.record_failure(item, self.now, give_up=given_up(since, self.now), reread_at=again)

    def _known(self, item: ItemRead | ItemFailed) -> Posted | None:
        return self.recorder.posted(item.source_id, [item.headline.url]).get(item.headline.url)

    def _visited(self, visit: SiteVisited) -> None:
        visit = replace(visit, fault=visit.fault or self.unread.get(visit.source_id))
        self.recorder.record_site(visit, self.now)
        self.summary.visited += 1
        found = "not changed" if visit.found is None else f"{visit.found} items listed"
        fault = clean(visit.fault, _SAID_LIMIT) if visit.fault else ""
        logger.info("%s: %s%s", visit.source_id, found, f"; fault: {fault}" if fault else "")
        if visit.fault:
            self.summary.faults[visit.source_id] = visit.fault

    def _fault(self, source_id: str, reason: str) -> None:
        self.summary.faults[source_id] = reason
        logger.info("%s: fault: %s", source_id, clean(reason, _SAID_LIMIT))
        self.report_fault(source_id, reason, self.now)
