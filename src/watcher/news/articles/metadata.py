"""Title and paywall of a news page, from what the page says about itself. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from watcher.model.text import clean
from watcher.news.articles.blocks import is_chrome
from watcher.news.articles.faults import is_section_name
from watcher.news.articles.html import linked_data, select, tidy, words_of
from watcher.news.articles.same_words import metas_of, plain_words, same_headline
from watcher.news.sites.profiles import Profile, preferred

TITLE_LIMIT = 300

_ARTICLES = (
    "article", "newsarticle", "reportagenewsarticle", "blogposting", "analysisnewsarticle", "opinionnewsarticle",
)  # fmt: skip
_SUFFIX = re.compile(r"\s+[|–—·»-]\s+(?=[^|–—·»]+$)")


def article_node(page: Any, title: str) -> Mapping[str, Any]:
    """The JSON-LD node of the article itself. Empty if there is none, or if none of several has this title."""
    nodes = [node for node in linked_data(page) if _is_article(node)]
    same = [node for node in nodes if title and same_headline(str(node.get("headline", "")), title)]
    return same[0] if same else nodes[0] if len(nodes) == 1 else {}


def title_of(page: Any, profile: Profile | None) -> str:
    """The headline: from the family's selector, the only heading of the page, its sharing title, or its `<title>`.

    Empty if the page has none.
    """
    shared = metas_of(page).get("og:title", "")
    told = tidy(shared) or tidy(next((str(n.get("headline", "")) for n in linked_data(page) if _is_article(n)), ""))
    named_title = words_of(found[0]) if (found := select(page, "head > title")) else ""
    headings = preferred(page, profile.title if profile else "h1")
    said = [words for each in headings if (words := words_of(each))]
    if len(said) == 1 and told and not same_headline(said[0], told) and _is_of_section(said[0], told, page):
        return clean(_SUFFIX.split(told)[0], TITLE_LIMIT)
    return clean(_chosen(said, told, named_title), TITLE_LIMIT)


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
    if shared := [words for words in headings if same_headline(words, told)]:
        return shared[0]
    if headings and not _names_the_story(told, headings, named_title):
        agreeing = [words for words in headings if same_headline(words, named_title)]
        proper = agreeing or [words for words in headings if not is_section_name(words)]
        if agreeing or len(proper) == 1 or (proper and not told):
            return proper[0]
    return _SUFFIX.split(told or named_title)[0]


def _is_of_section(heading: str, told: str, page: Any) -> bool:
    """Whether a lone heading names a section of the site: the page has a lesser heading that its sharing title says."""
    lesser = (words_of(each) for each in page.iter("h2", "h3"))
    return len(told) > len(heading) and any(same_headline(words, told) for words in lesser)


def _names_the_story(told: str, headings: Sequence[str], named_title: str) -> bool:
    """Whether the page has a longer title that shares no word with its headings: those are the site's own."""
    words = set(_long_words(told))
    return same_headline(told, named_title) and all(
        len(told) > len(each) and words.isdisjoint(_long_words(each)) for each in headings
    )


def _long_words(words: str) -> list[str]:
    return [word for word in plain_words(words).split() if len(word) > 3]


def _is_article(node: Mapping[str, Any]) -> bool:
    kinds = node.get("@type")
    return any(str(kind).casefold() in _ARTICLES for kind in (kinds if isinstance(kinds, list) else [kinds]))


def is_visible(element: Any) -> bool:
    """Whether neither the element nor its parents are page furniture."""
    around = (element, *element.iterancestors())
    return not any(is_chrome(each) for each in around if each.tag not in ("body", "html"))
