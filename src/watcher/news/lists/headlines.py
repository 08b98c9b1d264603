"""Collects the rows of a list or a feed one by one: those that may be headlines, and the reasons against the
others. Pure.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from datetime import date

from watcher.model.news import Headline, NewsList
from watcher.news.articles.html import tidy
from watcher.news.dates import believable
from watcher.news.urls import canonical, host_of, identity, same_site

# A visit only looks at the newest; no site publishes more between two visits.
MOST = 200
_LONGEST_TITLE = 300
_LONGEST_SUMMARY = 600
_MARKUP = re.compile(r"[<&]")
_DAMAGED = "\N{REPLACEMENT CHARACTER}"
_MOST_REASONS = 10


class Headlines:
    """Collects the rows of one list in their order. Each address is taken once, in its first row."""

    def __init__(self, url: str, today: date) -> None:
        self._url, self._today = url, today
        self._own = identity(canonical(url) or url)
        self._taken: dict[str, Headline] = {}
        self._refused: Counter[str] = Counter()

    def take(self, href: str, title: str, published: date | None, summary: str = "") -> None:
        """Add one row: `href` as printed, title and summary as text or HTML."""
        address = canonical(href, self._url)
        words = plain(title, _LONGEST_TITLE)
        if why := self._fault(href, address, words):
            self._refused[why] += 1
        elif address and identity(address) != self._own:
            self._add(Headline(address, words, self._believed(published), plain(summary, _LONGEST_SUMMARY)))

    def all(self, next_page: str | None = None) -> NewsList:
        """The collected rows, the newest if there are too many, and what was left out."""
        rows = tuple(self._taken.values())
        reasons = [_counted(count, why) for why, count in self._refused.most_common(_MOST_REASONS)]
        if len(rows) > MOST:
            reasons.append(f"{len(rows) - MOST} of {len(rows)} items left out: only the newest {MOST} are read")
        return NewsList(_newest(rows), next_page, tuple(reasons))

    def _fault(self, href: str, address: str | None, title: str) -> str | None:
        if address is None:
            return f"the link is not a web address ({_shown(href)})"
        if not same_site(address, self._url):
            return f"the link leads to another site ({_shown(host_of(address))})"
        if not title:
            return "no title"
        return "a damaged title" if _DAMAGED in title else None

    def _believed(self, published: date | None) -> date | None:
        if published and not believable(published, self._today):
            self._refused["the date is impossible; the item was kept without it"] += 1
            return None
        return published

    def _add(self, row: Headline) -> None:
        key = identity(row.url)
        known = self._taken.setdefault(key, row)
        if known.published is None and row.published:
            self._taken[key] = replace(known, published=row.published)


def plain(words: str, longest: int) -> str:
    """Text or HTML as text on one line, cut to a length, without scripts and invisible characters."""
    words = words[: 20 * longest]
    if _MARKUP.search(words):
        words = _without_markup(words)
    words = tidy(words)
    return words if len(words) <= longest else words[: longest - 1].rstrip() + "…"


def _without_markup(words: str) -> str:
    # imported here: most titles have no markup
    from bs4 import BeautifulSoup

    page = BeautifulSoup(words, "html.parser")
    for part in page(["script", "style", "template"]):
        part.decompose()
    return page.get_text(" ")


def _newest(rows: tuple[Headline, ...]) -> tuple[Headline, ...]:
    """The newest rows in their order; rows without a date count as old."""
    kept = sorted(rows, key=lambda row: row.published or date.min, reverse=True)[:MOST]
    urls = {row.url for row in kept}
    return tuple(row for row in rows if row.url in urls)


def _counted(count: int, why: str) -> str:
    return f"{count} item{'' if count == 1 else 's'}: {why}"


def _shown(words: str) -> str:
    kind, mark, _ = words.partition(":")
    return tidy(f"{kind}:…" if mark and len(kind) < 20 else words)[:60]
