"""The work behind `watcher doctor --live`: fetches one page of each kind and tries every assumption on it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from watcher import __version__
from watcher.crawl.ask import asking
from watcher.crawl.first_contact import FirstPages, FirstVisit, NewsPages, ProviderPages
from watcher.crawl.followed import followed, search_url, usable_sites
from watcher.crawl.settings import FetchSettings
from watcher.model.assumption import (
    AssumptionResult,
    AssumptionVerdict,
    PageSeen,
    Sighting,
    sighting,
    together,
)
from watcher.model.errors import ConfigError, ReportError, SourceError
from watcher.model.news import NewsSource
from watcher.model.source import COUNCIL_TYPE, SEARCH_SOURCE, Provider
from watcher.model.text import clean, london_day
from watcher.news.first_contact import of_article, of_feed, of_list, rows_of_site
from watcher.ofsted.authorities import gazetteer
from watcher.ofsted.first_contact import ReportSeen, of_provider, of_report, of_search
from watcher.ofsted.pages.provider import FILE_HOSTS, region
from watcher.ofsted.pages.search import search_page
from watcher.ofsted.reports.pdf import text_of
from watcher.ofsted.reports.read import read_report
from watcher.ofsted.rules import is_council
from watcher.settings import OFSTED, Settings
from watcher.subscribers.topics import EVERYTHING

FOLDER = "first-contact"
_FAR = timedelta(days=1)
_EVIDENCE_LIMIT = 500


@dataclass(frozen=True, slots=True)
class FirstContact:
    """The findings, the pages that we couldn't fetch, and the folder with the others and both reports."""

    results: tuple[AssumptionResult, ...]
    missing: tuple[PageSeen, ...]
    folder: Path

    @property
    def well(self) -> bool:
        """Whether no page contradicts an assumption."""
        return all(one.verdict is not AssumptionVerdict.FAILS for one in self.results)


def first_contact(settings: Settings, now: datetime) -> FirstContact:
    """Fetch, keep, and go through every assumption. `ConfigError` if the folder can't be written."""
    visit = _visit(settings, now)
    pages: FirstPages = asyncio.run(asking(FetchSettings.of(settings.fetch), visit.fetch))
    results = together(_sightings(settings, pages, now))
    folder = settings.home / FOLDER / f"{now.astimezone(UTC):%Y-%m-%dT%H%M%SZ}"
    _keep(folder, pages.all, results, now)
    return FirstContact(results, tuple(filter(_is_missing, pages.all)), folder)


# --- what to fetch --------------------------------------------------------------------------------


def _visit(settings: Settings, now: datetime) -> FirstVisit:
    sources = followed(settings, gazetteer(), {})
    providers = [_provider(source.id) for source in sources if source.id != SEARCH_SOURCE]
    councils = [one for one in providers if one.type == COUNCIL_TYPE]
    kinds = {one.type: one for one in reversed(providers) if one.type != COUNCIL_TYPE}
    urns = frozenset(source.id.rpartition("/")[2] for source in sources if is_council(source.id))
    if settings.authorities == EVERYTHING:
        urns = frozenset(gazetteer().by_urn)
    return FirstVisit(
        base_url=settings.ofsted.base_url,
        search_url=search_url(settings.ofsted.base_url),
        hosts=tuple(f"https://{host}/v1/file/1" for host in FILE_HOSTS if settings.ofsted.base_url == OFSTED),
        council=councils[0] if councils else None,
        others=tuple(kinds.values()),
        sites=_one_of_each_family(usable_sites(settings, urns)[0]),
        rows=rows_of_site,
        today=london_day(now),
    )


def _provider(source_id: str) -> Provider:
    type_, _, urn = source_id.partition(":")[2].partition("/")
    return Provider(type_, urn)


def _one_of_each_family(sites: Sequence[NewsSource]) -> tuple[NewsSource, ...]:
    return tuple({site.family: site for site in reversed(sites)}.values())


# --- what it shows --------------------------------------------------------------------------------


def _sightings(settings: Settings, pages: FirstPages, now: datetime) -> Iterator[Sighting]:
    yield from _of_robots(pages)
    yield from _of_clocks(pages)
    yield from _of_answers(pages.all)
    yield from of_search(pages.search)
    latest = _latest(pages.search)
    for one in pages.providers:
        yield from _of_repeats(one)
        yield from of_provider(one.first, one.provider, settings.ofsted.base_url, latest.get(one.provider.key))
    if pages.wrong:
        yield _of_wrong_type(pages.wrong)
    if pages.report and pages.entry:
        yield from of_report(_reading(pages), pages.providers[0].provider, gazetteer())
    for site in pages.news:
        yield from _of_site(site, now)


def _of_robots(pages: FirstPages) -> Iterator[Sighting]:
    for one in pages.robots:
        forbidden = ", ".join(one.forbidden)
        said = one.fault or (f"it forbids {forbidden}" if forbidden else "it allows what we fetch")
        delay = f"; it asks for {one.delay:g} seconds between requests" if one.delay else ""
        # a host that does not answer shows nothing; one that answers with an error forbids everything
        silent = one.fault and not one.fault.startswith("HTTP ")
        yield sighting("robots", None if silent else not (one.fault or forbidden), f"{one.host}: {said}{delay}")


def _of_clocks(pages: FirstPages) -> Iterator[Sighting]:
    for host, ahead in pages.clocks.items():
        seconds = round(ahead.total_seconds())
        yield sighting("date-header", abs(ahead) <= _FAR, f"{host}: our clock is {seconds} seconds ahead")


def _of_answers(pages: Iterable[PageSeen]) -> Iterator[Sighting]:
    for page in pages:
        if "which we did not ask for" in page.reason:
            yield sighting("encodings", False, page.reason, page)
    came = [page for page in pages if page.status == 200]
    if came:
        yield sighting("encodings", True, f"{len(came)} pages could be unpacked")


def _of_repeats(one: ProviderPages) -> Iterator[Sighting]:
    first, again, conditional = one.first, one.again, one.conditional
    if first.status != 200:
        return
    names = [name for name in ("Etag", "Last-Modified") if first.headers.get(name)]
    said = f"it sends {' and '.join(names) or 'neither ETag nor Last-Modified'}"
    answer = f"; the answer was {conditional.status or conditional.reason}" if names else ""
    yield sighting("validators", bool(names) and conditional.status == 304, f"{said}{answer}", first)
    if again.status == 200:
        same, whole = region(first.body) == region(again.body), first.body == again.body
        said = "the whole page is the same" if whole else f"<main> {'is the same' if same else 'differs'}"
        yield sighting("same-region", same, said, first)


def _of_wrong_type(page: PageSeen) -> Sighting:
    said = page.reason or f"HTTP {page.status}, {len(page.body)} bytes"
    return sighting("wrong-type", page.status == 404 if page.status else None, said, page)


def _latest(search: Sequence[PageSeen]) -> dict[str, date | None]:
    found: dict[str, date | None] = {}
    for page in search:
        try:
            found |= {row.provider.key: row.latest for row in search_page(page.body).rows} if page.status == 200 else {}
        except SourceError:
            continue
    return found


def _reading(pages: FirstPages) -> ReportSeen:
    assert pages.entry is not None and pages.report is not None
    try:
        report = read_report(text_of(pages.report.body))
    except ReportError as error:
        return ReportSeen(pages.entry, pages.council, pages.report, None, error.reason)
    return ReportSeen(pages.entry, pages.council, pages.report, report)


def _of_site(site: NewsPages, now: datetime) -> Iterator[Sighting]:
    today = london_day(now)
    yield from of_list(site.source, site.listed, today)
    listed = rows_of_site(site.source, site.listed, today)
    if site.feed:
        yield from of_feed(site.source, site.feed, listed, today)
    if site.article and site.row:
        yield from of_article(site.source, site.article, site.row, today)


def _is_missing(page: PageSeen) -> bool:
    """Whether a page that should be there did not come."""
    return page.status is None


# --- what is kept ---------------------------------------------------------------------------------


def contact_document(result: AssumptionResult) -> dict[str, Any]:
    """One result as plain values for JSON."""
    return {
        "assumption": result.assumption,
        "sentence": result.sentence,
        "verdict": result.verdict.value,
        "evidence": [
            {"verdict": one.verdict.value, "what": clean(one.evidence, _EVIDENCE_LIMIT), "url": one.url or None}
            for one in result.evidence
        ],
    }


def contact_lines(result: AssumptionResult) -> Iterator[str]:
    """The same for a person: the assumption, then what each page shows."""
    yield f"{result.verdict.value:17}  {result.assumption}: {result.sentence}"
    for one in result.evidence:
        url = f"  {one.url}" if one.url else ""
        yield f"    {one.verdict.value}: {clean(one.evidence, _EVIDENCE_LIMIT)}{url}"
    if not result.evidence:
        yield "    no page that was fetched shows it"


def missing_line(page: PageSeen) -> str:
    """Which page we couldn't fetch, and why."""
    return f"did not come: {page.url}: {clean(page.reason, _EVIDENCE_LIMIT)}"


def _keep(folder: Path, pages: Sequence[PageSeen], results: Sequence[AssumptionResult], now: datetime) -> None:
    about = {"watcher": __version__, "at": now.astimezone(UTC).isoformat()}
    recorded = [
        {
            "file": page.name if page.body else None,
            "url": page.url,
            "status": page.status,
            "reason": page.reason or None,
            "headers": dict(page.headers),
            "sha256": sha256(page.body).hexdigest() if page.body else None,
        }
        for page in pages
    ]
    report = about | {"assumptions": [contact_document(one) for one in results]}
    lines = [f"watcher {__version__}, {about['at']}", "", *(line for one in results for line in contact_lines(one))]
    lines += ["", *map(missing_line, filter(_is_missing, pages))]
    try:
        folder.mkdir(parents=True)
        for page in pages:
            if page.body:
                (folder / page.name).write_bytes(page.body)
        (folder / "pages.json").write_text(_json(about | {"pages": recorded}), encoding="utf-8")
        (folder / "report.json").write_text(_json(report), encoding="utf-8")
        (folder / "report.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    except OSError as error:
        raise ConfigError(f"Can't write {folder}: {error.strerror}. Check the folder and its permissions.") from error


def _json(document: object) -> str:
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"
