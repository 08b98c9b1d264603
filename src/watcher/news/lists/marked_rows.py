"""One row of a news list: its link, title and date. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from watcher.news.articles.html import select, words_of
from watcher.news.dates import bare_date, labelled_date, machine_date, printed_date
from watcher.news.sites.families import ListMarkup

# Where the rows of any family may have their date.
_DATED = "time, .date, [class*='-date'], [class*='_date'], [class^='date']"
# Separators between a date and other words of its line: "3 May 2024 | Author: Ann Lee".
_BETWEEN = re.compile(r"[|•·]")
_LABELLED = re.compile(r"\s*(?:posted|published|issued|released)\b", re.IGNORECASE)
_LINE_LIMIT = 160
# Marks around a date: "(3 May 2024)", "| 3 May 2024".
_AROUND = " \t\r\n()[]|–—-•·"


@dataclass(frozen=True, slots=True)
class ListRow:
    """A row as it is on the page; `href` is not resolved yet."""

    href: str
    title: str
    published: date | None = None
    summary: str = ""


def marked_rows(page: Any, markup: ListMarkup) -> Iterator[ListRow]:
    """The rows that a family's selectors find. A row that contains others is replaced by those inside."""
    found = select(page, markup.rows)
    outer = {above for row in found for above in row.iterancestors()}
    for element in found:
        if element not in outer and (row := _marked(element, markup)):
            yield row


def row_date(row: Any, css: str, title: Any | None) -> date | None:
    """The date of a row: at its selector, or words that are a date and nothing else.

    Words of the title never count.
    """
    for element in (*select(row, css), *select(row, _DATED)):
        words = words_of(element)
        found = machine_date(element.get("datetime") or "") or labelled_date(words) or printed_date(words)
        if found and element is not title:
            return found
    return next(
        (found for words in _words_beside(row, title) if (found := bare_date(words) or labelled_date(words))),
        next((found for line in row.iter("p", "div", "span", "li") if (found := _credited(line))), None),
    )


def link_of(row: Any, title: Any | None, css: str) -> Any | None:
    """The link of a row: around its title, in it, or the first link with words that the selector finds."""
    if title is not None:
        around = [link for link in (title, *title.iterancestors("a")) if link.tag == "a" and link.get("href")]
        inside = [link for link in title.iter("a") if link.get("href")]
        if around or inside:
            return (around or inside)[0]
    links = [link for link in (*select(row, css), *row.iterancestors("a")) if link.get("href")]
    return next((link for link in links if words_of(link)), links[0] if links else None)


def first_words(found: Sequence[Any]) -> Any | None:
    """The first element that has any words."""
    return next((element for element in found if words_of(element)), None)


def _marked(row: Any, markup: ListMarkup) -> ListRow | None:
    """A row, None if it has no link: an advertisement, a heading between rows."""
    title = first_words(select(row, markup.title))
    link = link_of(row, title, markup.link)
    if link is None:
        return None
    named = title if title is not None else link
    summary = (words_of(each) for each in select(row, markup.summary) if each is not title)
    prose = (words for words in summary if words and not (bare_date(words) or labelled_date(words)))
    return ListRow(link.get("href"), words_of(named), row_date(row, markup.date, named), next(prose, ""))


def _words_beside(row: Any, title: Any | None) -> Iterator[str]:
    inside = set(title.iter()) if title is not None else set()
    for element in row.iter():
        if element.text and element not in inside:
            yield from _parts(element.text)
        if element.tail and element is not row and (element not in inside or element is title):
            yield from _parts(element.tail)


def _credited(line: Any) -> date | None:
    """The date of a line that begins with a label and names its author, who is a link, before the date."""
    if not _LABELLED.match(line.text or ""):
        return None
    words = words_of(line)
    return labelled_date(words) if len(words) < _LINE_LIMIT else None


def _parts(words: str) -> Iterator[str]:
    return (part.strip(_AROUND) for part in _BETWEEN.split(words))
