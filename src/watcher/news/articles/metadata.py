"""Title, publication date and paywall of a news page, from what the page says about itself. Pure.

We look for the date in the order of trust: JSON-LD, meta, `<time>`, a printed label. We never take a date among related
news, in a footer or in prose, nor the day of an update.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from watcher.model.news import DateBasis
from watcher.model.text import clean
from watcher.news.articles.blocks import is_chrome, is_wrapped_around_headline, named
from watcher.news.articles.faults import is_section_name
from watcher.news.articles.html import linked_data, select, tidy, words_of
from watcher.news.dates import bare_date, labelled_date, machine_date, printed_date
from watcher.news.sites.profiles import Profile, preferred

TITLE_LIMIT = 300

_ARTICLES = (
    "article", "newsarticle", "reportagenewsarticle", "blogposting", "analysisnewsarticle", "opinionnewsarticle",
)  # fmt: skip
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
    "latest", "archive",
}  # fmt: skip
_UPDATED = {"updated", "modified", "edited", "reviewed"}
_PUBLISHED = {"published", "posted", "entry", "publication", "pubdate"}
_SUFFIX = re.compile(r"\s+[|–—·»-]\s+(?=[^|–—·»]+$)")
# A link with more letters than this is a headline; with even more, a headline with a date.
_HEADLINE, _DATED_HEADLINE = 20, 60
# Long enough for any label with its date; longer is prose.
_LABEL_LIMIT = 120
_LINES = ("p", "div", "span", "li", "dt", "small", "h2", "h3", "h4", "strong", "em", "b", "td", "header")


def article_node(page: Any, title: str) -> Mapping[str, Any]:
    """The JSON-LD node of the article itself. Empty if there is none, or if none of several has this title."""
    nodes = [node for node in linked_data(page) if _is_article(node)]
    same = [node for node in nodes if title and _same(str(node.get("headline", "")), title)]
    return same[0] if same else nodes[0] if len(nodes) == 1 else {}


def title_of(page: Any, profile: Profile | None) -> str:
    """The headline: from the family's selector, the only heading of the page, its sharing title, or its `<title>`.

    Empty if the page has none.
    """
    shared = _metas(page).get("og:title", "")
    told = tidy(shared) or tidy(next((str(n.get("headline", "")) for n in linked_data(page) if _is_article(n)), ""))
    named_title = words_of(found[0]) if (found := select(page, "head > title")) else ""
    headings = preferred(page, profile.title if profile else "h1")
    said = [words for each in headings if (words := words_of(each))]
    return clean(_chosen(said, told, named_title), TITLE_LIMIT)


def date_of(
    page: Any, node: Mapping[str, Any], profile: Profile | None, bodies: Sequence[Any], today: date | None
) -> tuple[date | None, DateBasis]:
    """When it was published, and where we found that; (None, UNKNOWN) if the page does not say."""
    # first contact: news-date
    if day := machine_date(str(node.get("datePublished") or ""), today):
        return day, DateBasis.JSON_LD
    if day := _meta_date(page, today):
        return day, DateBasis.META
    if day := _time_date(page, profile, bodies, today):
        return day, DateBasis.TIME
    if day := _label_date(page, profile, today):
        return day, DateBasis.LABEL
    return None, DateBasis.UNKNOWN


def is_paywalled(page: Any, node: Mapping[str, Any]) -> bool:
    """Whether the publisher says or shows that only the beginning is free."""
    said = str(node.get("isAccessibleForFree", "")).casefold()
    return said == "false" or (said != "true" and bool(paywalls(page)))


def paywalls(page: Any) -> list[Any]:
    """The parts that offer a subscription. Paragraphs of the story itself are often called "paywall" too."""
    return [each for each in select(page, "[class*=paywall i], [id*=paywall i]") if _offers(each)]


def _offers(element: Any) -> bool:
    words = words_of(element)
    return len(words) < 600 and re.search(r"\b(?:subscri|sign in|log in|register to)", words, re.IGNORECASE) is not None


# --- titles ---------------------------------------------------------------------------------------


def _chosen(headings: Sequence[str], told: str, named_title: str) -> str:
    """Of several headings, the one that the page's title repeats; the site's name is on every page of it."""
    if shared := [words for words in headings if _same(words, told)]:
        return shared[0]
    if headings and not _names_the_story(told, headings, named_title):
        agreeing = [words for words in headings if _same(words, named_title)]
        proper = agreeing or [words for words in headings if not is_section_name(words)]
        if agreeing or len(proper) == 1 or (proper and not told):
            return proper[0]
    return _SUFFIX.split(told or named_title)[0]


def _names_the_story(told: str, headings: Sequence[str], named_title: str) -> bool:
    """Whether the page has a longer title that shares no word with its headings: those are the site's own."""
    words = set(_long_words(told))
    return _same(told, named_title) and all(
        len(told) > len(each) and words.isdisjoint(_long_words(each)) for each in headings
    )


def _long_words(words: str) -> list[str]:
    return [word for word in _plain(words).split() if len(word) > 3]


def _same(heading: str, name: str) -> bool:
    """Whether a name is the heading, cut or with the site's own name added."""
    one, other = _plain(heading), _plain(name)
    if not one or not other:
        return False
    return one == other or (len(one) > 12 and one in other) or (len(other) > 20 and other in one)


def _plain(words: str) -> str:
    return re.sub(r"\W+", " ", words.casefold()).strip()


# --- dates ----------------------------------------------------------------------------------------


def _meta_date(page: Any, today: date | None) -> date | None:
    metas = _metas(page)
    return next((day for name in _ISSUED if (day := machine_date(metas.get(name, ""), today))), None)


def _metas(page: Any) -> Mapping[str, str]:
    """The content of each meta element by its name in lower case; the first of a name counts."""
    found: dict[str, str] = {}
    for meta in page.iter("meta"):
        name = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").strip().casefold()
        if name and meta.get("content"):
            found.setdefault(name, meta.get("content"))
    return found


def _time_date(page: Any, profile: Profile | None, bodies: Sequence[Any], today: date | None) -> date | None:
    own = _profiled(page, profile)
    times = [*own, *(each for element in own for each in element.iter("time")), *_own_times(page, bodies)]
    dates = (_of_time(time, today) for time in times if time.tag == "time")
    return next((day for day in dates if day), None)


def _own_times(page: Any, bodies: Sequence[Any]) -> Iterator[Any]:
    """The `<time>`s of the article's own header: by their name, or those closest above the text."""
    times = [time for time in page.iter("time") if not _is_elsewhere(time) and not _is_updated(time)]
    yield from (time for time in times if time.get("pubdate") is not None or time.get("itemprop") == "datePublished")
    yield from (time for time in times if not _inside(time, bodies) and not _in_row(time))


def _of_time(time: Any, today: date | None) -> date | None:
    return machine_date(time.get("datetime") or "", today) or printed_date(words_of(time), today)


def _label_date(page: Any, profile: Profile | None, today: date | None) -> date | None:
    for element in _profiled(page, profile):
        words = words_of(element)
        if day := labelled_date(words, today) or bare_date(words, today):
            return day
    for element, words in _short_lines(page):
        day = labelled_date(words, today) or (bare_date(words, today) if _is_called_date(element) else None)
        if day:
            return day
    return None


def _short_lines(page: Any) -> Iterator[tuple[Any, str]]:
    """Lines that may contain a label, outside other items. A term of a list is read together with its explanation."""
    for element in page.iter(*_LINES):
        words = element.text_content()[: _LABEL_LIMIT * 2]
        if element.tag == "dt" and (explained := element.getnext()) is not None and explained.tag == "dd":
            words = f"{words.strip().rstrip(':')}: {explained.text_content()}"
        words = tidy(words)
        fits = len(words) <= _LABEL_LIMIT and any(map(str.isdigit, words))
        if fits and not (_is_elsewhere(element) or _is_updated(element) or _in_row(element)):
            yield element, words


def _is_called_date(element: Any) -> bool:
    """Whether a date needs no label: by its name, or right below the headline."""
    if any("date" in parts or "published" in parts for parts in named(element)):
        return True
    above = element.getprevious()
    return above is not None and above.tag == "h1"


def _profiled(page: Any, profile: Profile | None) -> list[Any]:
    if not profile or not profile.date:
        return []
    return [each for each in select(page, profile.date) if not _is_elsewhere(each)]


def _is_elsewhere(element: Any) -> bool:
    around = (element, *element.iterancestors())
    return any(_is_beside(above) for above in around if above.tag not in ("body", "html"))


def _is_beside(element: Any) -> bool:
    called = element.tag in _ELSEWHERE or any(not _OTHERS.isdisjoint(parts) for parts in named(element))
    return called and not is_wrapped_around_headline(element)


def _in_row(element: Any) -> bool:
    """Whether it is in a row of a list, or in a link, together with a headline: the date of another page."""
    around = (element, *element.iterancestors())
    if any(above.tag == "a" and len(words_of(above)) > _DATED_HEADLINE for above in around):
        return True
    row = next((above for above in around if above.tag == "li"), None)
    return row is not None and any(len(words_of(link)) > _HEADLINE for link in row.iter("a"))


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


def _is_article(node: Mapping[str, Any]) -> bool:
    kinds = node.get("@type")
    return any(str(kind).casefold() in _ARTICLES for kind in (kinds if isinstance(kinds, list) else [kinds]))


def is_visible(element: Any) -> bool:
    """Whether neither the element nor its parents are page furniture."""
    around = (element, *element.iterancestors())
    return not any(is_chrome(each) for each in around if each.tag not in ("body", "html"))
