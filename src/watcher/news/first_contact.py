"""What the pages of a news site show of our assumptions. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise

from watcher.model.assumption import PageSeen, Sighting, sighting
from watcher.model.errors import PageError
from watcher.model.news import DateBasis, Headline, NewsList, NewsSource
from watcher.news.articles.faults import another
from watcher.news.articles.html import decoded
from watcher.news.pages import Fetched, article_of, feed_of, list_of
from watcher.news.sites.families import FAMILIES, detect
from watcher.news.urls import identity

# One in so many items may be out of order: sites pin some to the top.
_PINNED = 5
_PRINTED = (DateBasis.JSON_LD, DateBasis.META, DateBasis.TIME, DateBasis.LABEL, DateBasis.LIST)


def rows_of_site(source: NewsSource, page: PageSeen, today: date) -> tuple[Headline, ...]:
    """The items of a list, none if it can't be read."""
    read = _read(source, page, today)
    return read.headlines if isinstance(read, NewsList) else ()


def of_list(source: NewsSource, page: PageSeen, today: date) -> Iterator[Sighting]:
    """What the list of a site shows."""
    if page.status != 200:
        yield sighting("news-list", None, page.reason, page)
        return
    family, fetched = FAMILIES[source.family], _fetched(page)
    if family.mark is not None:
        marks = detect(decoded(page.body, fetched.encoding), page.headers)
        said = f"the table says {source.family}; it has the marks of {', '.join(marks)}"
        yield sighting("news-markup", source.family in marks, said, page)
    read = _read(source, page, today)
    if isinstance(read, str):
        yield sighting("news-list", False, read, page)
        return
    shown = len(read.headlines)
    said = f"{shown} items, at least {source.at_least} expected; {len(read.refused)} could not be used"
    yield sighting("news-list", shown >= source.at_least and len(read.refused) <= shown, said, page)
    dates = [row.published for row in read.headlines if row.published]
    turned = [f"{later} before {earlier}" for later, earlier in pairwise(dates) if later < earlier]
    said = f"{len(dates)} of {shown} items are dated{f'; out of order: {turned[0]}' if turned else ''}"
    few = len(turned) <= max(1, len(dates) // _PINNED)
    yield sighting("news-order", few if len(dates) > 1 else None, said, page)


def of_feed(source: NewsSource, page: PageSeen, listed: Sequence[Headline], today: date) -> Iterator[Sighting]:
    """What the feed of a site shows, beside the items of its list."""
    if page.status != 200:
        yield sighting("news-feed", None, page.reason, page)
        return
    try:
        shown = feed_of(source, _fetched(page), today).headlines
    except PageError as error:
        yield sighting("news-feed", False, error.reason, page)
        return
    both = {identity(row.url) for row in shown} & {identity(row.url) for row in listed}
    yield sighting("news-feed", bool(both), f"{len(shown)} items, {len(both)} of them in the list", page)


def of_article(source: NewsSource, page: PageSeen, row: Headline, today: date) -> Iterator[Sighting]:
    """What the newest item of a list shows."""
    if page.status != 200:
        yield sighting("news-article", None, page.reason, page)
        return
    try:
        article = article_of(source, _fetched(page), today, row.published)
    except PageError as error:
        yield sighting("news-article", False, error.reason, page)
        return
    wrong = another(row.title, article)
    said = wrong or f"{len(article.text.split())} words under {article.title[:60]!r}"
    yield sighting("news-article", wrong is None and bool(article.text), said, page)
    basis = article.published_basis
    yield sighting("news-date", basis in _PRINTED, f"{article.published or 'none'}, from {basis.value}", page)


def _read(source: NewsSource, page: PageSeen, today: date) -> NewsList | str:
    try:
        return list_of(source, _fetched(page), today)
    except PageError as error:
        return error.reason


def _fetched(page: PageSeen) -> Fetched:
    return Fetched(page.url, page.body, page.headers.get("Content-Type", ""))
