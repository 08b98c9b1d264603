"""When a news page was published: from its metadata, or printed between its headline and the end of its story. Pure.

Never from above the headline (today's date in a masthead), from a card or row about another page, nor the day of an
event or of an update. Where two places that should know disagree, the day is unknown: a wrong one accuses somebody.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate, islice
from typing import Any

from watcher.model.news import DateBasis
from watcher.news.articles.blocks import is_title_of_others, is_wrapped_around_headline, named
from watcher.news.articles.html import select, tidy, words_of
from watcher.news.articles.same_words import metas_of, same_headline
from watcher.news.dates import bare_date, labelled_date, machine_date, printed_date, slashed_days
from watcher.news.sites.profiles import Profile

_ISSUED = (
    "article:published_time", "og:article:published_time", "og:published_time", "datepublished", "dcterms.issued",
    "dc.date.issued", "publication_date", "publish_date", "publishdate", "pubdate", "publication-date",
    "parsely-pub-date", "sailthru.date", "dcterms.available", "dcterms.created", "dc.date.created", "dcterms.date",
    "dc.date", "date",
)  # fmt: skip
# Places with the dates of other items, or of the page itself.
_ELSEWHERE = {"nav", "aside", "footer", "form", "table", "figure", "blockquote"}
_OTHERS = {
    "related", "recommended", "comments", "comment", "sidebar", "teaser", "teasers", "footer", "pager", "promo",
    "latest", "archive", "event", "events",
}  # fmt: skip
_UPDATED = {"updated", "modified", "edited", "reviewed"}
# "date", "news-date", "newsDate", "lblDate"; not of a change, an event or a deadline
_DATE_NAME = re.compile(r"published|(?:lbl|news|post|pub|publish|article|entry|item|story|release|issue|display)?date")
_OTHER_DAYS = {"start", "end", "due", "closing", "deadline", "expiry", "meeting", "modified", "updated", "last"}
_PUBLISHED = {"published", "posted", "entry", "publication", "pubdate"}
# A link with more letters than this is a headline; with even more, a headline with a date.
_HEADLINE, _DATED_HEADLINE = 20, 60
# A card about another page is no longer than this, and a good part of it is the link.
_CARD_LIMIT, _CARD_SHARE = 250, 4
_NO_STORY = re.compile(
    r"/(?:authors?|profiles?|people|reporters?|journalists?|writers?|contributors?|staff|tags?|topics?|categor(?:y|ies)|contact)\b|^(?:mailto|tel):|^#",
    re.I,
)
_AFTER_TITLE = re.compile(r"\s[|–—·»-]\s")
# "By Cora Vint | Published 3 May 2024", "Updated 9 May 2024 (first published 3 May 2024)"
_BETWEEN = re.compile(r"\s*[|·•]\s*|\s+\(")
_BYLINE = re.compile(r"(?:by\s+)?[^\d,|]{3,60}[,|–-]\s*", re.IGNORECASE)
# Names of links to who wrote it and where it is filed.
_FILED = re.compile(r"(?<![a-z])(?:author|byline|categor(?:y|ies)|tags?|topics?)(?![a-z])", re.IGNORECASE)
# Long enough for any label with its date; longer is prose.
_LABEL_LIMIT = 120
_LINES = (
    "p", "div", "span", "li", "dt", "small", "h2", "h3", "h4", "strong", "em", "b", "td", "font", "header", "footer",
)  # fmt: skip
_HEADINGS = ("h1", "h2", "h3")
_SIBLINGS, _MOST_TIMES = 30, 500
_STORIES = {"article", "main"}
_BARE_LABEL = re.compile(r"date\s*[:|–—-]?\s*(?!published|posted|of\b|issued|released)", re.IGNORECASE)
_OF_EVENT = re.compile(r"(?:time|times|venue|location|where|place|cost|price|tickets?|doors|booking|duration)\b", re.I)


def date_of(
    page: Any,
    node: Mapping[str, Any],
    profile: Profile | None,
    bodies: Sequence[Any],
    title: str,
    today: date | None,
) -> tuple[date | None, DateBasis]:
    """When it was published, and where we found that; (None, UNKNOWN) if the page doesn't say or contradicts itself."""
    # first contact: news-date
    story = _Story.of(page, title, bodies)
    label = _label_date(page, story, profile, today)
    times = list(islice(_times(page, story, profile, bodies), 20))
    time = _first(story, (day for each in times if (day := _of_time(each, today))))
    printed = {day for day in (label.day, time) if day}
    for basis, days in (
        (DateBasis.JSON_LD, _days(node.get("datePublished"), today)),
        (DateBasis.META, _meta(page, today)),
    ):
        told = days if len(days) == 1 else days & printed
        if len(told) == 1:
            day = next(iter(told))
            return (None, DateBasis.UNKNOWN) if label.explicit and label.day != day else (day, basis)
    if any(_contradicts_itself(each, today) for each in times[:1]) or (label.explicit and time and label.day != time):
        return None, DateBasis.UNKNOWN
    if time:
        return time, DateBasis.TIME
    return (label.day, DateBasis.LABEL) if label.day else (None, DateBasis.UNKNOWN)


def _first(story: _Story, days: Iterable[date]) -> date | None:
    """The first day. On a page without a headline, where anything may be of another item, the only day."""
    found = list(dict.fromkeys(days))
    return found[0] if found and (story.headline is not None or len(found) == 1) else None


def _days(words: object, today: date | None) -> set[date]:
    """The days that an attribute may mean: 04/03/2025 may be of March or of April."""
    said = str(words or "").strip()
    days = slashed_days(said)
    known = {machine_date(day.isoformat(), today) for day in days} if days else {machine_date(said, today)}
    return {day for day in known if day}


def _meta(page: Any, today: date | None) -> set[date]:
    metas = metas_of(page)
    return next((days for name in _ISSUED if (days := _days(metas.get(name), today))), set())


# --- where the story is ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Story:
    """The part of a page between a headline and the end of its story, by the order of elements.

    `headline` is None if no heading has the words of the title: then the whole page may be the story. `length` is that
    of all words of the page.
    """

    order: Mapping[Any, int]
    headline: Any
    container: Any
    last: int
    length: int

    @classmethod
    def of(cls, page: Any, title: str, bodies: Sequence[Any]) -> _Story:
        length = len(words_of(page))
        order = {element: number for number, element in enumerate(page.iter())}
        headings = [each for tag in _HEADINGS for each in page.iter(tag)]
        # sites add their name and a section to a title, and a badge to a heading
        names = (title, _AFTER_TITLE.split(title)[0])
        headline = next((each for name in names for each in headings if same_headline(words_of(each), name)), None)
        if headline is None:
            return cls(order, None, None, len(order), length)
        around = [above for above in headline.iterancestors() if above.tag in _STORIES or above.get("role") == "main"]
        container = around[0] if around else None
        ends = [_end(each, order) for each in (*around[:1], *bodies)]
        return cls(order, headline, container, max(ends) if container is not None else len(order), length)

    def has(self, element: Any) -> bool:
        """Whether an element is between the headline and the end of the story."""
        if self.headline is None:
            return True
        return self.order[self.headline] < self.order[element] <= self.last

    def is_over(self, element: Any) -> bool:
        """Whether an element comes after the end of the story."""
        return self.order[element] > self.last

    def is_around(self, element: Any) -> bool:
        """Whether an element is in the same article as the headline, also above it."""
        return self.has(element) or (self.container is not None and self.container in element.iterancestors())

    def is_laid_out_by(self, element: Any) -> bool:
        """Whether it is a table with most words of the page, as old pages are laid out by one."""
        return element.tag == "table" and 2 * len(words_of(element)) > self.length

    def contains_headline(self, element: Any) -> bool:
        return self.headline is not None and element in self.headline.iterancestors()


def _end(element: Any, order: Mapping[Any, int]) -> int:
    return max(order[inner] for inner in element.iter())


# --- times ----------------------------------------------------------------------------------------


def _times(page: Any, story: _Story, profile: Profile | None, bodies: Sequence[Any]) -> Iterator[Any]:
    """The `<time>`s of the story's own header: by the family, by their markup, or closest to the headline."""
    own = _profiled(page, story, profile)
    yield from (time for element in own for time in (element, *element.iter("time")) if time.tag == "time")
    times = [
        time
        for time in islice(page.iter("time"), _MOST_TIMES)
        if not (_is_elsewhere(time, story) or _is_updated(time) or _is_of_another(time, story))
    ]
    marked = (time for time in times if time.get("pubdate") is not None or time.get("itemprop") == "datePublished")
    yield from (time for time in marked if not story.is_over(time))
    yield from (time for time in times if story.has(time) and not _inside(time, bodies))


def _of_time(time: Any, today: date | None) -> date | None:
    if _contradicts_itself(time, today):
        return None
    return machine_date(time.get("datetime") or "", today) or printed_date(words_of(time), today)


def _contradicts_itself(time: Any, today: date | None) -> bool:
    """Whether the attribute of a `<time>` says another day than its words."""
    machine, printed = machine_date(time.get("datetime") or "", today), printed_date(words_of(time), today)
    return machine is not None and printed is not None and machine != printed


# --- labels ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Label:
    """A printed day. `explicit` if its label says that it is the day of publication."""

    day: date | None = None
    explicit: bool = False


def _label_date(page: Any, story: _Story, profile: Profile | None, today: date | None) -> _Label:
    for element in _profiled(page, story, profile):
        words = words_of(element)
        if day := labelled_date(words, today) or bare_date(words, today):
            return _Label(day)
    found = list(_labels(page, story, today))
    return found[0] if _first(story, (label.day for label in found if label.day)) else _Label()


def _labels(page: Any, story: _Story, today: date | None) -> Iterator[_Label]:
    for element, line in _short_lines(page, story):
        labelled = ((part, day) for part in _BETWEEN.split(line) if (day := labelled_date(part, today)))
        words, day = next(labelled, (line, None))
        if day:
            bare = _BARE_LABEL.match(words) is not None
            if not (bare and _is_of_event(element)):
                yield _Label(day, explicit=not bare)
        elif day := _unlabelled(element, words, story, today):
            yield _Label(day)


def _short_lines(page: Any, story: _Story) -> Iterator[tuple[Any, str]]:
    """Lines of the story that may contain a label. A term of a list is read together with its explanation."""
    for element in page.iter(*_LINES):
        if not story.has(element):
            continue
        words = element.text_content()[: _LABEL_LIMIT * 2]
        if element.tag == "dt" and (explained := element.getnext()) is not None and explained.tag == "dd":
            words = f"{words.strip().rstrip(':')}: {explained.text_content()}"
        words = tidy(words)
        fits = len(words) <= _LABEL_LIMIT and any(map(str.isdigit, words))
        if fits and not (_is_elsewhere(element, story) or _is_updated(element) or _is_of_another(element, story)):
            yield element, words


def _is_of_event(element: Any) -> bool:
    """Whether lines beside it say when and where something takes place."""
    lines = [element, *([element.getparent()] if element.tag == "td" else [])]
    beside = (
        other for line in lines for back in (False, True) for other in islice(line.itersiblings(preceding=back), 3)
    )
    return any(_OF_EVENT.match(tidy(other.text_content()[:_LABEL_LIMIT])) for other in beside)


def _unlabelled(element: Any, words: str, story: _Story, today: date | None) -> date | None:
    """The date of an element that needs no label, or behind the name of the author."""
    if any("byline" in parts or "author" in parts for parts in named(element)):
        return bare_date(_BYLINE.sub("", words, count=1), today)
    return bare_date(words, today) if _is_called_date(element, story) else None


def _is_called_date(element: Any, story: _Story) -> bool:
    """Whether a date needs no label: by its name, or right below the headline."""
    names = (parts for parts in named(element) if _OTHER_DAYS.isdisjoint(parts))
    if any(_DATE_NAME.fullmatch(part) for parts in names for part in parts):
        return True
    return story.headline is not None and _is_right_below(element, story.headline)


def _is_right_below(element: Any, headline: Any) -> bool:
    """Whether no words stand between a headline and an element, whatever else does."""
    while element is not None and element is not headline:
        above = element.getprevious()
        while above is not None and not words_of(above) and not (above.tail or "").strip():
            above = above.getprevious()
        if above is not None:
            ends = headline in above.iter() and words_of(above).endswith(words_of(headline))
            return ends and not (above.tail or "").strip()
        element = element.getparent()
        if element is not None and (element.text or "").strip():
            return False
    return False


def _profiled(page: Any, story: _Story, profile: Profile | None) -> list[Any]:
    if not profile or not profile.date:
        return []
    found = select(page, profile.date)
    return [each for each in found if story.is_around(each) and not _is_elsewhere(each, story)]


# --- what is not the story's own ------------------------------------------------------------------


def _is_elsewhere(element: Any, story: _Story) -> bool:
    around = (element, *element.iterancestors())
    return any(_is_beside(above, story) for above in around if above.tag not in ("body", "html"))


def _is_beside(element: Any, story: _Story) -> bool:
    names = [_OTHERS.intersection(parts) for parts in named(element)]
    called = element.tag in _ELSEWHERE or any(names)
    if not called or is_wrapped_around_headline(element) or story.is_laid_out_by(element):
        return False
    return not (_is_footer(element, names) and _is_of_article(element, story))


def _is_footer(element: Any, names: Iterable[set[str]]) -> bool:
    return element.tag == "footer" or {"footer"} in list(names)


def _is_of_article(element: Any, story: _Story) -> bool:
    """Whether a footer is that of the article with the headline, and not of the whole page."""
    return (
        story.container is not None and story.container.tag == "article" and story.container in element.iterancestors()
    )


def _is_of_another(element: Any, story: _Story) -> bool:
    """Whether it is in a row, a card or a link together with the headline of another page."""
    around = [element, *element.iterancestors()]
    if any(above.tag == "a" and len(words_of(above)) > _DATED_HEADLINE for above in around):
        return True
    row = next((above for above in around if above.tag == "li"), None)
    if row is not None and any(_is_headline(link) for link in row.iter("a")):
        return True
    others = [above for above in around if not story.contains_headline(above)]
    if any(map(_is_another_story, others)) or any(map(_is_card, others[:4])):
        return True
    return any(map(_is_below_title_of_others, others[:6]))


def _is_below_title_of_others(element: Any) -> bool:
    """Whether the last heading before an element, beside it, is "You may also like" or the like."""
    near = islice(element.itersiblings(preceding=True), _SIBLINGS)
    heading = next((each for each in near if each.tag in (*_HEADINGS, "h4")), None)
    return heading is not None and is_title_of_others(words_of(heading))


def _is_another_story(element: Any) -> bool:
    """Whether it is an article whose heading links to its page, in an element without the headline."""
    heading = next(element.iter("h2", "h3", "h4"), None) if element.tag == "article" else None
    return heading is not None and any(map(_is_headline, (*heading.iter("a"), *heading.iterancestors("a"))))


def _is_card(element: Any) -> bool:
    if not isinstance(element.tag, str) or element.tag in ("body", "html", "main") or _is_long(element):
        return False
    whole = len(words_of(element))
    return whole < _CARD_LIMIT and any(
        _is_headline(link) and len(words_of(link)) * _CARD_SHARE > whole for link in element.iter("a")
    )


def _is_long(element: Any) -> bool:
    """Whether it is surely too long for a card; of a whole page, we look at no more than its beginning."""
    lengths = accumulate(len("".join(words.split())) for words in element.itertext())
    return any(length > _CARD_LIMIT for length in lengths)


def _is_headline(link: Any) -> bool:
    if "author" in (link.get("rel") or "") or _NO_STORY.search(link.get("href") or "#"):
        return False
    if any(_FILED.search(each.get("class") or "") for each in (link, link.getparent()) if each is not None):
        return False
    return len(words_of(link)) > _HEADLINE


def _is_updated(element: Any) -> bool:
    """Whether it is the date of a change of the page, by its name or by the words right before it."""
    above = element.getparent()
    near = [element] if above is None else [element, above]
    parts = {part for each in near for words in named(each) for part in words}
    if not _UPDATED.isdisjoint(parts) and _PUBLISHED.isdisjoint(parts):
        return True
    said = tidy((above.text or "") if above is not None else "")[-40:]
    return re.search(r"\b(?:updated|modified|reviewed)\b[^.]*$", said, re.IGNORECASE) is not None


def _inside(element: Any, bodies: Sequence[Any]) -> bool:
    return any(above in bodies for above in element.iterancestors())
