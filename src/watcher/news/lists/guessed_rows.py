"""The rows of a list of no known family: links that look alike, are not navigation, and have titles like news.

Links are grouped by the form of their addresses and by whether they are headings. The group that looks most like news
is the list. If none looks enough like one, the page has no list. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

from watcher.model.months import MONTH
from watcher.news.articles.blocks import is_wrapped_around_headline
from watcher.news.articles.html import words_of
from watcher.news.lists.marked_rows import ListRow, first_words, row_date
from watcher.news.urls import canonical, identity, same_site

_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_CHROME_TAGS = {"nav", "footer", "aside", "form", "dialog", "menu"}
_CHROME = re.compile(
    r"(?:^|[\s_-])(?:nav|navigation|navbar|menu|breadcrumbs?|pager|pagination|cookies?|footer|masthead|skip|social|"
    r"share|sharing|related|filters?|facets?|sidebar|banner)(?:$|[\s_-])",
    re.IGNORECASE,
)
_CHROME_ROLES = {"navigation", "banner", "contentinfo", "search", "dialog"}
_MORE = re.compile(
    r"(?:read|find out|see|view|learn)?\s*(?:more|full story|article|all|continue reading)\b.{0,20}", re.I
)
# Words before the headline in a link, often only for screen readers.
_ABOUT = re.compile(r"(?:read|find out|see|view|learn) (?:more|the full story)(?: about|:| on)\s+", re.IGNORECASE)
# A headline has at least this many words; "Council tax" and "Sign up" have fewer.
_HEADLINE_WORDS = 4
# A link to the news of a month or a year: "May 2025 (12)", "News archive 2024".
_ARCHIVE = re.compile(
    r"(?:(?:all|archived?|older) )?(?:(?:news|archive|(?:press |media )?releases|stories|articles|posts) ){0,2}"
    rf"(?:(?:from|of|in|for) )?(?:{MONTH}[a-z]* )?(?:19|20)\d\d(?: ?\(\d+\))?",
    re.IGNORECASE,
)
# This many links without dates or headings may be a list; fewer could be anything.
_FEWEST_BARE = 3
# On a page with more links we look at the first ones; no list has so many rows.
_MOST_LINKS = 3000


@dataclass(frozen=True, slots=True)
class _Link:
    """`title` is the element with the headline: the link, or the heading in it."""

    element: Any
    address: str
    title: Any
    heading: bool
    form: tuple[object, ...]

    @property
    def words(self) -> str:
        return _ABOUT.sub("", words_of(self.title), count=1)


def generic_rows(page: Any, url: str) -> tuple[ListRow, ...]:
    """The rows of the list, in order; empty if no group of links looks like one."""
    links = list(islice(_links(page, canonical(url) or url), _MOST_LINKS))
    groups: dict[tuple[object, ...], list[_Link]] = {}
    for link in links:
        groups.setdefault((link.heading, *link.form), []).append(link)
    read = [(group[0], _rows(group)) for group in groups.values()]
    likely = [(_score(link, rows), rows) for link, rows in read if _is_list(link, rows)]
    return max(likely, key=lambda scored: scored[0])[1] if likely else ()


def _links(page: Any, url: str) -> Iterator[_Link]:
    most = sum(1 for _ in page.iter("a")) // 2
    chrome = {element for element in page.iter() if _is_chrome(element) and not _is_frame(element, most)}
    for element in page.iter("a"):
        address, words = canonical(element.get("href") or "", url), words_of(element)
        if (
            not address
            or not words
            or _MORE.fullmatch(words)
            or _ARCHIVE.fullmatch(words)
            or any(above in chrome for above in element.iterancestors())
        ):
            continue
        if same_site(address, url) and urlsplit(address).path != urlsplit(url).path:
            inside = first_words([each for each in element.iter() if each.tag in _HEADINGS])
            heading = inside is not None or any(above.tag in _HEADINGS for above in islice(element.iterancestors(), 3))
            yield _Link(element, address, element if inside is None else inside, heading, _form(address, url))


def _is_chrome(element: Any) -> bool:
    if not isinstance(element.tag, str) or element.tag in ("html", "body", "main"):
        return False
    if element.tag in _CHROME_TAGS or element.get("role") in _CHROME_ROLES:
        return True
    if element.tag == "header":
        return not any(above.tag in ("main", "article", "li", "section") for above in element.iterancestors())
    return _CHROME.search(f"{element.get('class') or ''} {element.get('id') or ''}") is not None


def _is_frame(element: Any, most: int) -> bool:
    """Whether it is around the headline or most links of the page, as the one form of old systems is."""
    if is_wrapped_around_headline(element):
        return True
    return element.tag == "form" and sum(1 for _ in islice(element.iter("a"), most + 1)) > most


def _form(address: str, url: str) -> tuple[object, ...]:
    """How deep an address is, and how much of its path it shares with the list's."""
    steps, home = _steps(address), _steps(url)
    along = next((n for n, (one, other) in enumerate(zip(steps, home, strict=False)) if one != other), None)
    along = min(len(steps), len(home)) if along is None else along
    # the root of the site has no steps at all
    first = "" if along or len(steps) <= 1 else re.sub(r"\d+", "0", steps[0])
    return len(steps), along, first


def _steps(address: str) -> list[str]:
    return [step for step in urlsplit(address).path.split("/") if step]


def _rows(group: Sequence[_Link]) -> tuple[ListRow, ...]:
    """A row for each address, from the first link to it, with the date closest to it."""
    firsts: dict[str, _Link] = {}
    for link in group:
        firsts.setdefault(identity(link.address), link)
    links = {link.element: identity(link.address) for link in group}
    shared = _shared(links)
    places = [(link, _place(link.element, shared)) for link in firsts.values()]
    inside: Sequence[date | None] = [row_date(place, "time", link.title) for link, place in places]
    beside = [None] * len(places) if any(inside) else _beside([place for _, place in places], links)
    found = [
        (_around(link.element), ListRow(link.address, link.words, dated or near))
        for (link, _), dated, near in zip(places, inside, beside, strict=True)
    ]
    dated = {around for around, row in found if row.published}
    most = 2 * sum(row.published is not None for _, row in found) > len(found)
    # where most rows have dates, a link in other markup than theirs is not a row
    return tuple(row for around, row in found if not most or around in dated)


def _around(link: Any) -> tuple[str, ...]:
    """The markup right around a link."""
    return tuple(above.tag for above in islice(link.iterancestors(), 3))


def _shared(links: Mapping[Any, str]) -> set[Any]:
    """The elements that are about more than one address."""
    about: dict[Any, str] = {}
    shared: set[Any] = set()
    for link, address in links.items():
        for above in link.iterancestors():
            if about.setdefault(above, address) != address:
                shared.add(above)
    return shared


def _place(element: Any, shared: set[Any]) -> Any:
    """The largest element around a link that is about nothing else."""
    place = element
    for above in element.iterancestors():
        if above in shared or above.tag in ("main", "body", "html"):
            return place
        place = above
    return place


def _beside(places: Sequence[Any], links: Mapping[Any, str]) -> Sequence[date | None]:
    """The dates after each row or before each row, if rows are not elements of their own.

    The direction that gives more rows a date is the right one. If both give as many, or neither gives most rows one,
    the dates are unknown: the day of an event may stand after the last row.
    """
    after, before = ([_date_beside(place, links, back) for place in places] for back in (False, True))
    some, others = sum(map(bool, after)), sum(map(bool, before))
    if some == others or 2 * max(some, others) <= len(places):
        return [None] * len(places)
    return after if some > others else before


def _date_beside(place: Any, links: Mapping[Any, str], back: bool) -> date | None:
    for other in place.itersiblings(preceding=back):
        if other in links or any(link in links for link in other.iter("a")):
            return None
        if found := row_date(other, "time", None):
            return found
    return None


def _is_list(link: _Link, rows: Sequence[ListRow]) -> bool:
    """Whether rows have dates, or have titles like news and are either headings or many."""
    if any(row.published for row in rows):
        return True
    worded = [row for row in rows if len(row.title.split()) >= _HEADLINE_WORDS]
    return len(worded) * 2 > len(rows) and (link.heading or len(worded) >= _FEWEST_BARE)


def _score(link: _Link, rows: Sequence[ListRow]) -> float:
    dated = sum(row.published is not None for row in rows) / len(rows)
    words = sum(min(len(row.title.split()), 8) for row in rows) / len(rows) / _HEADLINE_WORDS
    _, along, _ = link.form
    return len(rows) * (1 + 2 * dated + words + link.heading + bool(along))
