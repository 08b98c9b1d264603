"""The search list of reports.ofsted.gov.uk: which providers there are, and when each last had a report.

Its rows are read by the labels in them: the order of the labels has changed before.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from parsel import Selector

from watcher.errors import SourceError
from watcher.model import Provider
from watcher.ofsted import SEARCH_SOURCE
from watcher.parsing.dates import site_date
from watcher.parsing.selectors import UnreadableError, document, maybe, one, some, text
from watcher.visits import SearchRow

PROVIDER_PATH = re.compile(r"/provider/([0-9A-Za-z]{1,8})/([0-9A-Za-z]{1,16})")


@dataclass(frozen=True, slots=True)
class SearchPage:
    """One page of the list. `announced` is the length of the whole list, `next_href` None on the last page."""

    rows: tuple[SearchRow, ...]
    announced: int
    next_href: str | None


def search_page(body: bytes) -> SearchPage:
    """One page of the search list. Raises SourceError unless heading, rows and every row can be read."""
    try:
        page = document(body)
        rows = some(page, "ul.results-list > li.search-result")
        return SearchPage(tuple(_row(row) for row in rows), _announced(page), _next_href(page))
    except UnreadableError as why:
        raise SourceError(SEARCH_SOURCE, f"the search list cannot be read: {why}") from None


def _announced(page: Selector) -> int:
    # the heading is there twice, for narrow and for wide screens
    printed = text(some(page, ".js-results-count")[0]).replace(",", "")
    if not printed.isdecimal():
        raise UnreadableError(f"the number of results is {printed[:30]!r}")
    return int(printed)


def _next_href(page: Selector) -> str | None:
    return page.css("a.pagination__next::attr(href)").get()


def _row(row: Selector) -> SearchRow:
    link = one(row, ".search-result__title a")
    href = link.attrib.get("href", "").strip()
    path = PROVIDER_PATH.fullmatch(urlsplit(href).path)
    if path is None:
        raise UnreadableError(f"a result links to {href[:80]!r}, no provider page")
    labels = _labels(row)
    provider = Provider(path[1], path[2])
    if labels.get("URN", provider.urn) != provider.urn:
        raise UnreadableError(f"a result links to {path[0]} and is labelled URN {labels['URN'][:20]!r}")
    return SearchRow(provider, text(link), _latest(row, labels))


def _labels(row: Selector) -> dict[str, str]:
    items = row.css("ul.search-result__provider-info > li")
    pairs = (text(item).partition(":") for item in items)
    return {label.strip(): value.strip() for label, _, value in pairs}


def _latest(row: Selector, labels: dict[str, str]) -> date | None:
    if "Latest report" in labels:
        return site_date(labels["Latest report"])
    if maybe(row, "time") is not None:
        raise UnreadableError("a result shows a date without the label 'Latest report'")
    return None
