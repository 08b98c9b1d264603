"""What Ofsted's pages show of our assumptions: the list, provider pages, and a report. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from watcher.model.assumption import PageSeen, Sighting, sighting
from watcher.model.errors import SourceError, UnreadableError
from watcher.model.event_kind import EventKind
from watcher.model.report import Report
from watcher.model.source import COUNCIL_TYPE, Observation, Provider
from watcher.model.visit import ProviderPage, SearchRow
from watcher.ofsted.authorities import Gazetteer, plain
from watcher.ofsted.pages.dates import date_at_end, site_date
from watcher.ofsted.pages.html import attribute, document, text
from watcher.ofsted.pages.labels import event_of
from watcher.ofsted.pages.provider import FILE_HOSTS, provider_page, region
from watcher.ofsted.pages.search import SearchPage, search_page
from watcher.ofsted.rules import looks_like_pdf

if TYPE_CHECKING:
    from bs4 import Tag

ROWS = 100
_NAMED = 3
_URN = re.compile(r"URN:\s*(\S+)")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)
_RATINGS = ".latest-rating__title, .rating--selected, .subjudgements__overall"
_LARGEST = 2_000_000


@dataclass(frozen=True, slots=True)
class ReportSeen:
    """A document of a council's page: how the page lists it, its answer, and its reading or why there is none.

    `council` is what the page calls its provider.
    """

    entry: Observation
    council: str
    page: PageSeen
    report: Report | None
    problem: str = ""


# --- any page -------------------------------------------------------------------------------------


def of_page(page: PageSeen) -> Iterator[Sighting]:
    """What any page of the site shows of its bytes."""
    if page.status != 200:
        return
    declared = _CHARSET.search(page.headers.get("Content-Type", ""))
    named = declared[1].lower() if declared else "none"
    try:
        page.body.decode("utf-8")
        good = named in ("none", "utf-8", "utf8")
    except UnicodeDecodeError:
        good = False
    yield sighting("utf-8", good, f"declared: {named}", page)
    closed = re.search(rb"</(body|html)\s*>", page.body, re.IGNORECASE) is not None
    said = f"{len(page.body)} bytes, {'with' if closed else 'without'} a closing tag"
    yield sighting("page-size", closed and len(page.body) <= _LARGEST, said, page)


def _parsed(page: PageSeen) -> Tag | None:
    try:
        return document(page.body) if page.status == 200 else None
    except UnreadableError:
        return None


# --- the search list ------------------------------------------------------------------------------


def of_search(pages: Sequence[PageSeen]) -> Iterator[Sighting]:
    """What the pages of the search list show, in order; the first is the one with the newest reports."""
    read: list[SearchPage] = []
    for page in pages:
        yield from of_page(page)
        yield from _of_list(page)
        try:
            if page.status == 200:
                read.append(search_page(page.body))
        except SourceError as error:
            yield sighting("search-rows", False, error.reason, page)
    if read:
        yield from _of_rows(pages[0], [row for one in read for row in one.rows], read)


def _of_list(page: PageSeen) -> Iterator[Sighting]:
    tree = _parsed(page)
    if tree is None:
        return
    counts = tree.select(".js-results-count")
    printed = text(counts[0]) if counts else ""
    yield sighting("search-count", printed.replace(",", "").isdecimal(), f"it prints {printed[:30]!r}", page)
    rows = tree.select(".results-list .search-result")
    linked = [row for row in rows if len(row.select('.search-result__title a[href*="/provider/"]')) == 1]
    yield sighting("search-rows", bool(rows) and len(linked) == len(rows), f"{len(linked)} of {len(rows)} rows", page)
    dates = [text(item).partition(":")[2].strip() for item in tree.select(".search-result li") if _is_latest(item)]
    odd = [words for words in dates if not _is_site_date(words)]
    said = f"{len(dates)} of {len(rows)} rows show one, such as {(odd or dates or [''])[0][:30]!r}"
    yield sighting("search-date", bool(dates) and not odd, said, page)


def _is_latest(item: Tag) -> bool:
    return text(item).startswith("Latest report:")


def _is_site_date(words: str) -> bool:
    try:
        return bool(site_date(words))
    except UnreadableError:
        return False


def _of_rows(first: PageSeen, rows: Sequence[SearchRow], read: Sequence[SearchPage]) -> Iterator[Sighting]:
    announced, shown = read[0].announced, len(read[0].rows)
    dates = [row.latest for row in rows if row.latest]
    turned = [f"{later} before {earlier}" for later, earlier in pairwise(dates) if later < earlier]
    said = turned[0] if turned else f"{len(dates)} dates, the newest {dates[0] if dates else 'unknown'}"
    yield sighting("search-order", not turned if len(dates) > 1 else None, said, first)
    full = None if announced <= ROWS and shown == announced else shown == min(ROWS, announced)
    yield sighting("search-page-size", full, f"{shown} of {announced} results on the first page", first)
    several = None if shown >= announced else len({row.provider.key for row in rows}) == announced
    yield sighting("search-next", several, f"{len(rows)} results on {len(read)} pages; announced: {announced}", first)
    others = [row.provider.key for row in rows if row.provider.type != COUNCIL_TYPE]
    said = f"others: {', '.join(others[:_NAMED])}" if others else f"{len(rows)} results, all of type {COUNCIL_TYPE}"
    yield sighting("search-councils", not others, said, first)


# --- provider pages -------------------------------------------------------------------------------


def of_provider(page: PageSeen, provider: Provider, base_url: str, latest: date | None) -> Iterator[Sighting]:
    """What a provider page shows. `latest` is the date that the search list gives for it, None without one."""
    yield from of_page(page)
    tree = _parsed(page)
    if tree is None:
        yield sighting("provider-rows", None, page.reason or "the page can't be parsed", page)
        return
    links = tree.select("a.publication-link")
    inside = [link for link in links if link.find_parent(class_="timeline")]
    yield sighting("provider-timeline", bool(links) and len(inside) == len(links), f"{len(inside)} links", page)
    yield from _of_links(page, tree, base_url)
    yield from _of_dates(page, links)
    printed = _URN.search(text(*tree.select(".title-block__subheading")))
    said = f"it prints {printed[0]!r}" if printed else "none is printed"
    yield sighting("provider-urn", bool(printed) and printed[1] == provider.urn, said, page)  # type: ignore[index]
    folded = [link for link in links if link.find_parent("details")]
    yield sighting("provider-archive", True if folded else None, f"{len(folded)} links lie in one", page)
    try:
        read = provider_page(page.body, page.url, provider, base_url)
    except SourceError as error:
        yield sighting("provider-rows", False, error.reason, page)
        return
    yield from _of_reading(page, tree, read, latest)


def _of_links(page: PageSeen, tree: Tag, base_url: str) -> Iterator[Sighting]:
    links = tree.select('a.publication-link, a[href*="/v1/file/"]')
    hosts = {urlsplit(attribute(link, "href")).hostname or "" for link in links}
    allowed = {*FILE_HOSTS, urlsplit(base_url).hostname or "", ""}
    numbered = [link for link in links if re.search(r"/v1/file/\d+$", urlsplit(attribute(link, "href")).path)]
    said = f"{len(numbered)} of {len(links)} links, on {', '.join(sorted(hosts - {''})) or 'the same host'}"
    good = len(numbered) == len(links) and hosts <= allowed
    yield sighting("provider-file-links", good if links else None, said, page)
    parts = len(tree.select("main"))
    whole = region(page.body) != page.body
    yield sighting("provider-main", whole and parts == 1, f"{parts} <main>", page)


def _of_dates(page: PageSeen, links: Sequence[Tag]) -> Iterator[Sighting]:
    """Compare the date in the hidden text with the one that is marked as the publication date."""
    hidden, agreeing, odd = 0, 0, ""
    for link in links:
        try:
            at_end = date_at_end(text(*link.select(".nonvisual")))
            row = link.find_parent("li")
            marked = {site_date(text(time)) for time in row.select("time[pubdate]")} if row else set()
        except UnreadableError as error:
            odd = str(error)
            continue
        hidden += at_end is not None
        if at_end and marked:
            agreeing += marked == {at_end}
            odd = odd if marked == {at_end} else f"{at_end} and {', '.join(map(str, marked))}"
    said = odd or f"{hidden} of {len(links)} links have one, {agreeing} beside the same <time pubdate>"
    yield sighting("provider-published", (hidden == len(links) and not odd) if links else None, said, page)


def _of_reading(page: PageSeen, tree: Tag, read: ProviderPage, latest: date | None) -> Iterator[Sighting]:
    yield sighting("provider-rows", True, f"{len(read.entries)} documents", page)
    yield sighting("provider-name", True, f"{read.name[:80]!r}", page)
    published = [entry.published for entry in read.entries if entry.published]
    if latest is not None and published:
        said = f"the list: {latest}, the page: {max(published)}"
        yield sighting("search-marker", latest == max(published), said, page)
    if read.provider.type != COUNCIL_TYPE:
        return
    unknown = [entry.title for entry in read.entries if event_of(entry.title).kind is EventKind.OTHER]
    named = "; ".join(f"{title[:60]!r}" for title in unknown[:_NAMED])
    said = f"{len(unknown)} unknown: {named}" if unknown else f"{len(read.entries)} labels"
    yield sighting("provider-labels", not unknown, said, page)
    ratings = tree.select(_RATINGS)
    shown = f"it shows {text(ratings[0])[:40]!r}" if ratings else "it shows none"
    yield sighting("provider-no-grade", not ratings, shown, page)


# --- a report -------------------------------------------------------------------------------------


def of_report(seen: ReportSeen, provider: Provider, gazetteer: Gazetteer) -> Iterator[Sighting]:
    """What the newest graded report of a council shows."""
    page, report = seen.page, seen.report
    if page.status != 200:
        yield sighting("report-file", False, page.reason, page)
        return
    said = f"{len(page.body)} bytes, {page.headers.get('Content-Type', 'no type')}"
    yield sighting("report-file", looks_like_pdf(page.body), said, page)
    if report is None:
        yield sighting("report-grades", False, seen.problem, page)
        return
    grades = ", ".join(f"{row.id.value} {row.grade.value}" for row in report.judgements)
    problems = "; ".join(report.problems)
    yield sighting("report-grades", not problems, problems or f"{report.kind.value}: {grades}", page)
    yield sighting(
        "report-authority", _names(report, seen, provider, gazetteer), f"it names {report.authority!r}", page
    )
    yield from _of_inspection(seen, report)


def _names(report: Report, seen: ReportSeen, provider: Provider, gazetteer: Gazetteer) -> bool | None:
    """Whether a report names the council of its page, or the trust that serves it; None for names we don't know."""
    named = gazetteer.named(report.authority)
    candidates = (named,) if named else gazetteer.served_by(report.authority)
    if candidates:
        return provider.urn in {one.urn for one in candidates}
    return True if plain(report.authority) == plain(seen.council) else None


def _of_inspection(seen: ReportSeen, report: Report) -> Iterator[Sighting]:
    day, periods = seen.entry.facts.get("inspected"), report.inspection_periods
    if day is None or not periods:
        return
    ends = ", ".join(str(end) for _, end in periods)
    good = any(start <= date.fromisoformat(day) <= end for start, end in periods)
    yield sighting("provider-inspected", good, f"the page: {day}, the report ends on {ends}", seen.page)
