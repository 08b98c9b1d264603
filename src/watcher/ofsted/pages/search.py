"""The search list of reports.ofsted.gov.uk: which providers there are, and when each last had a report.

Rows are read by their labels, because the order of the labels has changed before.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from watcher.model.errors import SourceError, UnreadableError
from watcher.model.source import SEARCH_SOURCE, Provider
from watcher.model.visit import SearchRow
from watcher.ofsted.pages.dates import dates_in, is_date, site_date
from watcher.ofsted.pages.html import attribute, document, maybe, one, some, split_address, text, whole
from watcher.ofsted.pages.selecting import select

if TYPE_CHECKING:
    from bs4 import Tag

PROVIDER_PATH = re.compile(r"/provider/([0-9A-Za-z]{1,8})/([0-9A-Za-z]{1,16})")


@dataclass(frozen=True, slots=True)
class SearchPage:
    """One page of the list. `announced` is the length of the whole list, `next_href` None on the last page."""

    rows: tuple[SearchRow, ...]
    announced: int
    next_href: str | None


def search_page(body: bytes, encoding: str = "utf-8") -> SearchPage:
    """One page of the search list. Raises SourceError unless heading, rows and every row can be read.

    `encoding` is what the response declares.
    """
    try:
        page = document(body, encoding)
        return SearchPage(_rows(page), _announced(page), _next_href(page))
    except UnreadableError as why:
        raise SourceError(SEARCH_SOURCE, f"can't read the search list: {why}") from None


def _announced(page: Tag) -> int:
    # the heading appears twice, for narrow and for wide screens
    # first contact: search-count
    printed = text(some(page, ".js-results-count", "number of results")[0]).replace(",", "")
    if not printed.isdecimal():
        raise UnreadableError(f"the number of results is not a number: {printed[:30]!r}")
    return int(printed)


def _next_href(page: Tag) -> str | None:
    # first contact: search-next
    following = page.select_one("a.pagination__next[href]")
    return attribute(following, "href") if following else None


def _rows(page: Tag) -> tuple[SearchRow, ...]:
    """Every row once; a list for small screens may repeat them. UnreadableError for an unknown kind of row."""
    sought = "list of results; it may be an error or block page"
    # first contact: search-rows
    found = some(page, ".results-list .search-result", sought)
    rows = dict.fromkeys(map(_row, found))
    if len({row.provider.key for row in rows}) < len(rows):
        raise UnreadableError("it shows one provider twice with different details")
    _refuse_strays(page, {id(row) for row in found})
    return tuple(rows)


def _refuse_strays(page: Tag, rows: set[int]) -> None:
    """Raise UnreadableError if a provider or a date in the list belongs to no row."""
    dates = (words for found in select(page, ".results-list") for words in found.strings if is_date(words))
    for part in (*select(page, '.results-list a[href*="/provider/"]'), *dates):
        if not any(id(around) in rows for around in part.parents):
            raise UnreadableError(f"{whole(part.get_text())[:60]!r} is outside the results")


def _row(row: Tag) -> SearchRow:
    link = one(row, ".search-result__title a", "link to the provider of a result")
    provider, labels = _provider(link), _labels(row)
    if labels.get("URN", provider.urn) != provider.urn:
        raise UnreadableError(f"a result links to {provider.key} but shows URN {labels['URN'][:20]!r}")
    return SearchRow(provider, text(link), _latest(row, labels))


def _provider(link: Tag) -> Provider:
    href = attribute(link, "href")
    path = PROVIDER_PATH.fullmatch(split_address(href).path)
    if path is None:
        raise UnreadableError(f"a result links to {href[:80]!r}, which is not a provider page")
    return Provider(path[1], path[2])


def _labels(row: Tag) -> dict[str, str]:
    """The label and the value of each line. Raises UnreadableError for a label with two values."""
    labels: dict[str, str] = {}
    for item in select(row, ".search-result__provider-info li"):
        label, _, value = (part.strip() for part in text(item).partition(":"))
        if labels.setdefault(label, value) != value:
            raise UnreadableError(f"a result has two values for {label[:40]!r}")
    return labels


def _latest(row: Tag, labels: dict[str, str]) -> date | None:
    # first contact: search-date
    if "Latest report" in labels:
        return site_date(labels["Latest report"])
    if maybe(row, "time", "date of a result") is not None or dates_in(text(row)):
        raise UnreadableError("a result shows a date without the label 'Latest report'")
    return None
