"""The timeline of a provider page: its links to reports, and which dates belong to which link.

Days are list items, with older ones folded into a list inside one. Classes come and go, so we also recognise a link by
its address. The list items around a date and a link show whether they belong together.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from watcher.model.errors import UnreadableError
from watcher.ofsted.pages.dates import is_date, without_date
from watcher.ofsted.pages.html import attribute, collapsed, some, text, whole
from watcher.ofsted.pages.labels import is_hidden_text

if TYPE_CHECKING:
    from bs4 import Tag
    from bs4.element import PageElement

# first contact: provider-timeline
_TIMELINE = ".timeline, .timeline__day"
_LINKS = 'a.publication-link, a[href*="/v1/file/"]'
# Limits for the time to read a page; no provider has a hundred reports.
_MOST, _MOST_DATES = 300, 1200
# How far before a time we look for its "Published", in elements and texts.
_NEAR = 8


class Timeline:
    """The timeline of one page. Raises UnreadableError for a page without one, or with a row that lost its link."""

    def __init__(self, page: Tag) -> None:
        self._nearest: set[int] = set()
        self._times: dict[int, list[PageElement]] = {}
        self._dates: dict[int, tuple[list[str], list[str]]] = {}
        links = _links(page)
        sought = "timeline of reports; it may be an error or block page"
        days = some(page, _TIMELINE, sought, at_least=0 if links else 1)
        self.links = self._placed(links)
        marked = some(page, "time, .filetype", "date", at_least=0, at_most=_MOST_DATES)
        self._keep([tag for tag in marked if tag.name == "time"], page)
        self._refuse_lost_links([*marked, *filter(_speaks_of_document, page.strings)], days)

    def dates(self, link: Tag) -> tuple[list[str], list[str]]:
        """The dates of publication of a link and the other dates of its day, as printed."""
        near, *around = self._items(link)
        if id(near) not in self._dates:
            self._dates[id(near)] = self._dates_around(link, near, around)
        return self._dates[id(near)]

    def _dates_around(self, link: Tag, near: Tag, around: list[Tag]) -> tuple[list[str], list[str]]:
        times = [time for item in (near, *around) for time in self._times.get(id(item), ())]
        if not _is_day((near, *around)[-1]) and len(times) > len(self._times.get(id(near), ())):
            raise UnreadableError(f"it is not clear which dates belong to {address(link)!r}")
        kinds: dict[bool, list[PageElement]] = {True: [], False: []}
        for time in times:
            kinds[_is_publication(time)].append(time)
        published, others = kinds[True], kinds[False]
        of_day = [time for time in others if time.find_parent(class_="timeline__date")]
        return _printed(published), _printed(of_day or others)

    def _keep(self, times: list[Tag], page: Tag) -> None:
        """Save every date under its list item, whether it is marked as a time or not."""
        unmarked = (words for words in page.strings if is_date(words) and words.find_parent("time") is None)
        for time in (*times, *islice(unmarked, _MOST_DATES)):
            self._times.setdefault(id(_nearest_item(time)), []).append(time)

    def _placed(self, links: list[Tag]) -> list[Tag]:
        """The links in list items. A link outside may only repeat one of them, as a copy for small screens does."""
        placed = [link for link in links if any(self._items(link))]
        self._nearest = {id(_nearest_item(link)) for link in placed}
        known = {attribute(link, "href") for link in placed}
        for link in links:
            if attribute(link, "href") not in known:
                raise UnreadableError(f"the report link {address(link)!r} is outside the timeline")
        return placed

    def _items(self, tag: PageElement) -> Iterator[Tag]:
        """The list items around a tag, up to its day; not those around a folded list, nor those of other links."""
        started = False
        for around in tag.parents:
            # first contact: provider-archive
            if around.name == "details" or (started and id(around) in self._nearest):
                return
            if _is_item(around):
                started = True
                yield around
            if _is_day(around):
                return

    def _refuse_lost_links(self, signs: Sequence[PageElement], days: Sequence[Tag]) -> None:
        """Raise UnreadableError for a row that shows a document but no longer links to it."""
        linked = {id(item) for link in self.links for item in self._items(link)}
        lists = _lists(self.links) | {id(day) for day in days}
        for sign in filter(_is_sign, signs):
            items = list(self._items(sign))
            lost = not any(id(item) in linked for item in items) and (items or _nearest_item(sign) is None)
            if lost and _lies_in(lists, sign):
                raise UnreadableError(f"a row lists a document without a link: {_row_of(sign)!r}")


def address(link: Tag) -> str:
    """Where a link leads, shortened for a message."""
    return attribute(link, "href")[:100]


def _links(page: Tag) -> list[Tag]:
    """The links to reports: those marked as such, and unmarked ones in the same lists."""
    found = some(page, _LINKS, "link to a report", at_least=0, at_most=_MOST)
    marked = [link for link in found if _is_marked(link)] or [link for link in found if link.find_parent("li")]
    ids, lists = {id(link) for link in marked}, _lists(marked)
    return [link for link in found if id(link) in ids or _lies_in(lists, link)]


def _is_marked(link: Tag) -> bool:
    return "publication-link" in link.get_attribute_list("class") or any(map(_is_day, link.parents))


def _lies_in(lists: set[int], part: PageElement) -> bool:
    return any(id(around) in lists for around in part.parents)


def _lists(links: Sequence[Tag]) -> set[int]:
    """The outermost list around each link."""
    outermost = ([around for around in link.parents if around.name in ("ol", "ul")][-1:] for link in links)
    return {id(found) for lists in outermost for found in lists}


def _is_day(tag: Tag) -> bool:
    return "timeline__day" in tag.get_attribute_list("class")


def _is_item(tag: Tag) -> bool:
    return tag.name == "li" or _is_day(tag)


def _printed(times: list[PageElement]) -> list[str]:
    return list(dict.fromkeys(whole(time.get_text(" ")) for time in times))


def _nearest_item(tag: PageElement) -> Tag | None:
    return next(filter(_is_item, tag.parents), None)


def _is_publication(time: PageElement) -> bool:
    """Whether a time is marked as the date of publication, or the words before it say so."""
    if "pubdate" in getattr(time, "attrs", ()):
        return True
    near = islice(time.previous_elements, _NEAR)
    before = next((words for words in near if isinstance(words, str) and words.strip()), None)
    if before is None or _nearest_item(before) is not _nearest_item(time):
        return False
    return _announces(before)


def _announces(words: str) -> bool:
    """Whether the words are those before a date of publication."""
    return collapsed(words).casefold().rstrip(" :").removesuffix(" on").endswith("published")


def _is_sign(part: PageElement) -> bool:
    """Whether an element indicates a document. A time does so only if it is marked as a publication date."""
    return getattr(part, "name", None) != "time" or "pubdate" in getattr(part, "attrs", ())


def _speaks_of_document(words: str) -> bool:
    return _announces(without_date(words)) or is_hidden_text(words)


def _row_of(sign: PageElement) -> str:
    item = _nearest_item(sign)
    return (text(item) if item else whole(sign.get_text(" ")))[:80]
