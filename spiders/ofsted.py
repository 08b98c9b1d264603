"""Reads reports.ofsted.gov.uk: the search list shows which councils have something new, their pages show what.

One request after another: the list, the pages that are due, after each page the reports that it needs, and at the end
some older documents. While one page is read, the next is already asked for.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from contextlib import aclosing
from dataclasses import replace
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from scrapy.http import Response

from watcher.crawl.by_hand import PlannedSpider, ofsted_plan
from watcher.crawl.faults import errors_become_faults_of
from watcher.crawl.fetch import REPORT_BYTES, Fetching
from watcher.crawl.plan import Plan, Progress, no_progress
from watcher.crawl.unchanged import conditions, remembered, state_of, unchanged
from watcher.differ import gate
from watcher.model.errors import FetchError, SourceError
from watcher.model.source import SEARCH_SOURCE, Observation, Outcome, Provider
from watcher.model.visit import (
    Failed,
    FetchedFile,
    Known,
    Listed,
    OlderFile,
    ProviderPage,
    SearchRow,
    Target,
    Unchanged,
    Visit,
)
from watcher.news.urls import joined
from watcher.ofsted import rules
from watcher.ofsted.pages.provider import FILE_HOSTS, provider_page, region
from watcher.ofsted.pages.search import search_page
from watcher.ofsted.rules import looks_like_pdf

logger = logging.getLogger(__name__)

Item = Listed | Visit | Unchanged | Failed | OlderFile


class OfstedSpider(PlannedSpider):
    """Visits what a `Plan` asks for. `stopped` says why it ended before visiting everything."""

    name = "ofsted"
    plan_by_hand = staticmethod(ofsted_plan)

    def __init__(self, plan: Plan, progress: Progress = no_progress, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._plan, self._progress = plan, progress
        self.allowed_domains = [urlsplit(plan.base_url).hostname or "", *FILE_HOSTS]
        self.stopped: str | None = None
        self._fetched: set[str] = set()

    async def start(self) -> AsyncIterator[Item]:
        self._site = Fetching(self.crawler, self.allowed_domains, understand=self._plan.understand)
        self._pages_asked = 0
        targets: Sequence[Target] = self._plan.targets
        rows: tuple[SearchRow, ...] = ()
        if search_list := self._plan.search_list:
            rows, failed = await self._search(search_list)
            yield failed or Listed(search_list.source.id, rows)
            if self._plan.follow_listed and not failed:
                targets = self._plan.follow_listed(rows)
        self._plan.list_read()
        due = self._due(targets, rows)
        async with aclosing(self._pages(due, rows)) as items:
            async for item in items:
                yield item
        self._plan.visited()
        if not self.stopped:
            async for older in self._older(rules.older_at_once(sum(rules.is_council(t.source.id) for t in due))):
                yield older

    # --- the list ---------------------------------------------------------------------------------

    async def _search(self, target: Target) -> tuple[tuple[SearchRow, ...], Failed | None]:
        """The rows of all pages of the list, and what is wrong with them: an incomplete list is still useful."""
        rows: dict[str, SearchRow] = {}
        try:
            announced = await self._read_list(target.source.url, rows)
        except (FetchError, SourceError) as error:
            return tuple(rows.values()), _failed(target, error)
        found = tuple(rows.values())
        why = gate.search_list_fault(found, announced, self._plan.expected_keys)
        return found, _failed(target, SourceError(target.source.id, why)) if why else None

    async def _read_list(self, url: str, rows: dict[str, SearchRow]) -> int:
        """Add the rows of each page until there are as many as the first page announces. Returns that number."""
        announced, following = 0, url
        while following:
            response = await self._site.get(following)
            with errors_become_faults_of(SEARCH_SOURCE):
                page = await self._site.understand(search_page, response.body)
            before, announced = len(rows), announced or page.announced
            rows |= {row.provider.key: row for row in page.rows if row.provider.key not in rows}
            more = len(rows) < announced and len(rows) > before
            following = self._next(url, page.next_href) if more and page.next_href else ""
        return announced

    def _next(self, url: str, href: str) -> str:
        following = joined(url, href)
        if urlsplit(following)[:3] != urlsplit(url)[:3]:
            raise SourceError(
                SEARCH_SOURCE, f"the link to the next page of the search list leads elsewhere: {href[:100]!r}"
            )
        return following

    def _used_up(self) -> str | None:
        # asked before each page: a page and its reports belong together. The budget is for what a page calls for, and
        # not for the page: of very many pages that have not changed, a check would never see the last ones.
        spent = self._site.spent
        why = self._plan.budget.used_up(replace(spent, requests=spent.requests - self._pages_asked))
        return f"the rest is left for the next check: {why}" if why else None

    # --- pages ------------------------------------------------------------------------------------

    def _due(self, targets: Sequence[Target], rows: Sequence[SearchRow]) -> list[Target]:
        pages = {t.source.id: t for t in targets if t.source.id != SEARCH_SOURCE and self._plan.includes(t)}
        full = self._plan.full or bool(self._plan.only)
        due = [pages[id_] for id_ in rules.due(rows, tuple(pages.values()), self._plan.now, full=full)]
        for id_ in sorted(pages.keys() - {target.source.id for target in due}):
            logger.info("%s: not due", id_)
        return due

    async def _pages(self, due: Sequence[Target], rows: Sequence[SearchRow]) -> AsyncGenerator[Item, None]:
        latest = {rules.source_id(row.provider.key): row.latest for row in rows if row.latest}
        reading: asyncio.Task[Item] | None = None
        try:
            for done, target in enumerate(due):
                self.stopped = self._site.given_up(target.source.url) or self._used_up()
                if self.stopped:
                    break
                self._progress(done, len(due), target.source.name)
                self._pages_asked += 1
                listed = latest.get(target.source.id, target.marker)
                answer = await self._page(target, listed)
                before, reading = reading, None
                if isinstance(answer, Response):  # read while the one before is recorded and the next is fetched
                    reading = asyncio.create_task(self._read(target, answer, listed))
                if before:
                    yield await before
                if not isinstance(answer, Response):
                    yield answer
            if reading:
                yield await reading
        finally:
            if reading and not reading.done():
                reading.cancel()
                await asyncio.gather(reading, return_exceptions=True)
        if not self.stopped:
            self._progress(len(due), len(due), "")

    async def _page(self, target: Target, listed: date | None) -> Unchanged | Failed | Response:
        """The answer, if it must be read."""
        # the list says that there is something new, so read the page even if it looks the same
        page = None if rules.list_moved(target, listed) else remembered(target)
        try:
            response = await self._site.get(target.source.url, headers=conditions(page, self._plan.now))
        except FetchError as error:
            return _failed(target, error)
        state = unchanged(page, response, region)
        return Unchanged(state, listed) if state else response

    async def _read(self, target: Target, response: Response, listed: date | None) -> Item:
        try:
            return await self._visit(target, response, listed)
        except (FetchError, SourceError) as error:
            return _failed(target, error)

    async def _visit(self, target: Target, response: Response, listed: date | None) -> Visit:
        known = self._plan.recall(target.source.id)
        with errors_become_faults_of(target.source.id):
            page = await self._believed(known, response, listed)
            wanted = rules.wanted(page, known, self._plan.now)
        files = [await self._file(entry) for entry in wanted]
        self._fetched |= {file.entry.key for file in files}
        return Visit(known, page, response.body, state_of(target, response, region), tuple(files), listed)

    async def _believed(self, known: Known, response: Response, listed: date | None) -> ProviderPage:
        """The page as parsed, if it passes the gate."""
        source = known.target.source
        provider = Provider(*source.id.removeprefix(rules.source_id("")).split("/"))
        base = self._plan.base_url
        page = await self._site.understand(provider_page, response.body, source.url, provider, base)
        if why := gate.fault(page, known, listed):
            raise SourceError(source.id, why)
        return page

    # --- reports ----------------------------------------------------------------------------------

    async def _file(self, entry: Observation) -> FetchedFile:
        try:
            return FetchedFile(entry, (await self._site.get(entry.url, limit=REPORT_BYTES)).body)
        except FetchError as error:
            return FetchedFile(entry, None, error.reason)

    async def _older(self, limit: int) -> AsyncIterator[OlderFile]:
        """Older documents one by one, including those that no longer exist. A failure that may be temporary is left
        for later.
        """
        for entry in self._plan.backfill(limit) if limit else ():
            if self._used_up():
                return
            if entry.key in self._fetched or self._site.given_up(entry.url):
                continue
            try:
                body = (await self._site.get(entry.url, limit=REPORT_BYTES)).body
            except FetchError as error:
                if error.gone:
                    yield OlderFile(FetchedFile(entry, None, error.reason))
                continue
            # old addresses answer with a web page; without this we would ask for them for ever
            yield OlderFile(
                FetchedFile(entry, body) if looks_like_pdf(body) else FetchedFile(entry, None, "it is not a PDF")
            )


def _failed(target: Target, error: FetchError | SourceError) -> Failed:
    fetching = isinstance(error, FetchError)
    outcome = Outcome(failed_requests=(error.reason,)) if fetching else Outcome(parse_errors=(error.reason,))
    return Failed(target.source.id, outcome)
