"""Checks of a site with real parts: the store, the stored files, the PDF reader."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from tests.support.ofsted_pages import a_page
from tests.support.small_site import Say, answer
from tests.support.stores import new_store
from watcher.crawl.plan import PassSummary, Plan, Work
from watcher.crawl.run import crawl
from watcher.crawl.settings import FetchSettings
from watcher.differ import case, decide
from watcher.model.change import Change
from watcher.model.source import SEARCH_SOURCE, Source
from watcher.model.visit import FetchedFile, SearchRow, Target
from watcher.ofsted.authorities import gazetteer
from watcher.ofsted.reports.pdf import PdfReader
from watcher.ofsted.rules import source_id
from watcher.store import Kept, Store

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
PAGE = "/provider/44/80999"
LIST = "/search?q=&level_1_types=3&level_2_types%5B%5D=12&sort=date&order=desc&rows=100"
QUICK = FetchSettings(delay=timedelta(0), timeout=timedelta(seconds=5), contact="https://watcher.example")


@dataclass
class Watch:
    """One watcher of one site. `now` moves on by a day with each pass."""

    base_url: str
    store: Store
    kept: Kept
    reader: PdfReader
    now: datetime = NOW
    fetch: FetchSettings = QUICK
    heard: list[tuple[int, int, str]] = field(default_factory=list)

    def follow(self, *keys: str, search: bool = False) -> None:
        """Follow these providers (`44/80999`), and the search list too if asked."""
        sources = [self.source(key) for key in keys]
        self.store.pages.follow([*([self._search()] if search else []), *sources], self.now)

    def source(self, key: str, name: str | None = None) -> Source:
        council = gazetteer().by_urn.get(key.removeprefix("44/"))
        known = council.name if council else name or f"provider {key}"
        return Source(source_id(key), known, f"{self.base_url}/provider/{key}", "ofsted", topics=("all",))

    async def go(self, **asked: Any) -> PassSummary:
        """One check; further arguments are fields of the plan."""
        summary = await crawl(self.plan(**asked), self.work(), self.fetch, self._hear)
        self.now += timedelta(days=1)
        return summary

    def plan(self, **asked: Any) -> Plan:
        return replace(
            Plan(self.base_url, self.now, tuple(self.store.pages.targets()), self.store.pages.known), **asked
        )

    def work(self) -> Work:
        return Work(
            record=self.store.pages.record,
            touch=self.store.pages.touch,
            report_fault=self.store.faults.report,
            save_list=self.store.search_list.save,
            save_file=self.store.reports.save,
            keep=self.kept.keep,
            read=self.reader.text_of_async,
            decide=partial(decide.decide, now=self.now, gazetteer=gazetteer()),
            decide_older=self._older,
        )

    def follow_listed(self, rows: Sequence[SearchRow]) -> Sequence[Target]:
        """Follow every provider of the list, as a watcher of all authorities does."""
        sources = [self.source(row.provider.key, row.name) for row in rows]
        self.store.pages.follow([self._search(), *sources], self.now)
        return self.store.pages.targets()

    def changes(self) -> list[Change]:
        return list(self.store.changes.recorded())

    def faults(self) -> dict[str, str]:
        return {fault.source_id: fault.reason for fault in self.store.faults.recorded(open_only=True)}

    def keys(self, key: str) -> set[str]:
        return set(self.store.pages.known(source_id(key)).observations)

    def _search(self) -> Source:
        return Source(SEARCH_SOURCE, "search list", self.base_url + LIST, "ofsted")

    def _older(self, file: FetchedFile, reading: case.ReadReport) -> Any:
        return case.read_file(file, reading, self.now, gazetteer(), source_name="")

    def _hear(self, done: int, total: int, name: str) -> None:
        self.heard.append((done, total, name))


def council(*changes: tuple[str, str]) -> bytes:
    """The page of a council whose reports are on the same site; the newest graded one is 50300003."""
    here = ("https://files.ofsted.gov.uk/v1", "/v1"), ("https://files.api.ofsted.gov.uk/v1", "/v1")
    return a_page("council", *here, *changes)


def letters(*changes: tuple[str, str]) -> bytes:
    """The page of a council without a graded report, so that only the page is fetched."""
    inspection = "Children&#039;s services inspection", "Children&#039;s services monitoring visit"
    return council(inspection, ("Single inspection of LA children&#039;s services as", "Monitoring visit"), *changes)


def search_list(*rows: tuple[str, str], announced: int | None = None, following: str = "") -> Say:
    """A page of the search list with these providers and dates."""
    items = "".join(
        f'<li class="search-result"><h3 class="search-result__title"><a href="/provider/{key}">{key}</a></h3>'
        f'<ul class="search-result__provider-info"><li>Latest report: <strong>{latest}</strong></li></ul></li>'
        for key, latest in rows
    )
    pager = f'<a class="pagination__next" href="{following}">Next</a>' if following else ""
    count = f'<strong class="js-results-count">{len(rows) if announced is None else announced}</strong>'
    return answer(f'<html><body>{count}<ul class="results-list">{items}</ul>{pager}</body></html>')


@contextmanager
def watching(base_url: str, home: Path, keys: Iterable[str] = (), *, search: bool = False) -> Iterator[Watch]:
    """A watcher that remembers nothing yet and follows these providers."""
    with new_store(home) as store, PdfReader() as reader:
        watch = Watch(base_url, store, Kept(home / "kept"), reader)
        watch.follow(*keys, search=search)
        yield watch
