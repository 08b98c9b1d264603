"""What a page is when it is no article: a reason in words, or None. Pure.

Sites answer 200 for a page that is gone, for a wall of cookies, for a check of the browser; a page like that must
never pass for news, nor for the new text of an article that was read before.
"""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import islice
from typing import Any

from watcher.parsing.article_blocks import is_chrome
from watcher.parsing.article_html import select, words_of

_SHORT = 1200
_FEWEST_WORDS = 5
_ROWS = 4
_LARGE_ROW = 40

_CHALLENGE = re.compile(
    r"just a moment|attention required|access denied|request rejected|checking your browser|are you (?:a )?robot"
    r"|are you human|verify(?:ing)? you are|pardon our interruption|security check|you have been blocked"
    r"|ddos protection",
    re.IGNORECASE,
)
_ABSENT = (
    r"(?:not found|no longer (?:available|exists|here)|do(?:es)?(?: not|n[’']t) exist|removed|deleted|unavailable"
    r"|(?:cannot|can[’']t|could not|couldn[’']t) be found)"
)
_GONE = re.compile(
    r"(?:(?:sorry|oops|whoops|error)\W+)*(?:(?:40[34]|410)\b(?:\W*(?:error|gone|forbidden|(?:page )?not found))?"
    rf"|(?:(?:the|this|your)\s+)?(?:page|article|story|content|item|document)\s+(?:(?:you .{{0,40}}?)?"
    rf"(?:is|was|has been)\s+)?(?:currently )?{_ABSENT}\b|not found\b"
    r"|we (?:can[’']?t|cannot|could(?:n[’']t| not)) find (?:the|that|this|your) page)(?=\W*$|\s*[|:.,(–—-])",
    re.IGNORECASE,
)
_CONSENT = re.compile(
    r"\bcookies?\b|\bconsent\b|before you continue|privacy (?:choices|settings)|your privacy", re.IGNORECASE
)
_SCRIPTS_NEEDED = re.compile(r"(?:enable|requires?|turn on) javascript|loading\s*(?:…|\.\.\.)", re.IGNORECASE)
# What a page is called that only leads to others.
_SECTIONS = re.compile(
    r"(?:latest |all |local |recent |archived? |council |our )*(?:news|newsroom|(?:press|media|news) releases|stories"
    r"|updates|latest|articles|blog|press office|news and events|news archive|news and media|media centre)"
    r"|welcome|home(?:page)?|search(?: results)?|sign in|log in|contact us|site ?map",
    re.IGNORECASE,
)
_MANY_LINKS = 8
_SHELLS = "#app, #root, #__next, #__nuxt, app-root, [data-reactroot]"


def challenge(title: str) -> str | None:
    """A check of the browser in the place of the page."""
    return f"a challenge page came instead of the page: {title[:60]!r}" if _CHALLENGE.match(title) else None


def gone(headline: str, page_title: str, text: str) -> str | None:
    """A page that says with status 200 that it is not there. A long text is an article about something missing."""
    if len(text) > _SHORT:
        return None
    for said in (headline, page_title):
        if _GONE.match(said):
            return f"the page says that it is not there: {said[:60]!r}"
    return None


def nothing(page: Any, text: str) -> str | None:
    """A page without the text of an article: a wall of cookies, a shell that scripts would fill, or nothing."""
    if len(text.split()) >= _FEWEST_WORDS and not _is_wall(text):
        return None
    seen = " ".join(words_of(body) for body in select(page, "body"))
    if len(seen) < _SHORT and _CONSENT.search(seen) and len(select(page, "a[href]")) < _MANY_LINKS:
        return "only a notice about cookies came, not the page"
    if select(page, _SHELLS) or _SCRIPTS_NEEDED.search(seen):
        return "the page is an empty shell: its text is filled in by scripts"
    return "the page holds no text of an article"


def section(headline: str) -> str | None:
    """A page that is called what a site calls its list of news, or its home."""
    if not _SECTIONS.fullmatch(headline.strip(" .:!")):
        return None
    return f"the page is a section of the site, no article: {headline[:60]!r}"


def listing(page: Any, text: str) -> str | None:
    """A page whose main part is rows that each lead to another page."""
    shapes: dict[tuple[Any, ...], list[Any]] = defaultdict(list)
    for row in select(page, "article, li, div, tr"):
        if _is_row(row):
            shapes[row.getparent(), row.tag, row.get("class")].append(row)
    rows = max(shapes.values(), key=len, default=[])
    told = sum(len(words_of(row)) for row in rows)
    if len(rows) < _ROWS or told * 2 <= len(text):
        return None
    return f"the page is a list of {len(rows)} items, no article"


def _is_wall(text: str) -> bool:
    return len(text) < 500 and len(_CONSENT.findall(text)) >= 2


def _is_row(element: Any) -> bool:
    """Whether an element is about one link: a headline at its beginning that leads elsewhere."""
    # whatever holds a whole list is no row of one
    if sum(1 for _ in islice(element.iter(), _LARGE_ROW)) == _LARGE_ROW:
        return False
    links = [link for link in element.iter("a") if len(words_of(link)) > 15]
    if not 1 <= len({link.get("href") for link in links}) <= 2:
        return False
    words, headline = words_of(element), words_of(links[0])
    return words.startswith(headline[:40]) and len(words) < 600 and not _in_chrome(element)


def _in_chrome(element: Any) -> bool:
    return any(is_chrome(above) for above in element.iterancestors() if above.tag not in ("body", "html"))
