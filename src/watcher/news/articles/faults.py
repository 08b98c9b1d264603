"""Recognises pages that are not articles: a reason in words, or None. Pure.

Sites answer 200 for a page that is gone, for a cookie wall, or for a check of the browser. Such a page must never count
as news, nor as the new text of an article that we read before.
"""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import islice
from typing import Any

from watcher.model.news import Article, DateBasis
from watcher.news.articles.blocks import is_chrome
from watcher.news.articles.html import select, words_of

_SHORT = 1200
# Chinese and Thai set no spaces between words.
_FEWEST_WORDS, _FEWEST_SIGNS = 5, 100
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
_TROUBLE = re.compile(
    r"(?:(?:sorry|oops|whoops|error)\W+)*(?:(?:5\d\d|429)\b\W*)?(?:"
    r"(?:an? )?(?:(?:unexpected|unknown|internal|application|system|fatal) )?(?:server )?error(?: has)?(?: occurr?ed)?"
    r"|something(?: has)? (?:went|gone) wrong"
    r"|(?:this |the |our )?(?:web)?(?:site|page|service)s? (?:is |are )?(?:currently |temporarily )?"
    r"(?:unavailable|down|offline|(?:(?:down|closed) for|under(?:going)?)? ?(?:\w+ )?maintenance)"
    r"|(?:scheduled|system|under|down for) maintenance|maintenance (?:mode|page)"
    r"|(?:we(?:[’']ll| will) )?be (?:right )?back (?:soon|shortly|later)?|temporarily unavailable"
    r"|(?:we are )?(?:experiencing |having )?technical (?:difficult(?:y|ies)|problems?|issues?|errors?)"
    r"|bad gateway|gateway time-?out|too many requests|session (?:has )?(?:expired|timed out)"
    r"|(?:please )?(?:sign|log) ?in)(?=\W*$|\s*[|:.,(–—-])",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]{4,}")
_NOT_OF_THE_PAGE = {DateBasis.LIST, DateBasis.INFERRED, DateBasis.UNKNOWN}
_CONSENT = re.compile(
    r"\bcookies?\b|\bconsent\b|before you continue|privacy (?:choices|settings)|your privacy", re.IGNORECASE
)
_WALL = 500
_COOKIES = re.compile(
    r"before you continue|\b(?:choose|manage|accept|reject)\b.{0,40}\bcookies\b|\bwe use\b.{0,40}\bcookies\b",
    re.IGNORECASE,
)
_SCRIPTS_NEEDED = re.compile(r"(?:enable|requires?|turn on) javascript|loading\s*(?:…|\.\.\.)", re.IGNORECASE)
# Titles of pages that only link to others.
_SECTIONS = re.compile(
    r"(?:latest |all |local |recent |archived? |council |our )*(?:news|newsroom|(?:press|media|news) releases|stories"
    r"|updates|latest|articles|blog|press office|news and events|news archive|news and media|media centre)"
    r"|welcome|home(?:page)?|search(?: results)?|sign in|log in|contact us|site ?map",
    re.IGNORECASE,
)
_MANY_LINKS = 8
_SHELLS = "#app, #root, #__next, #__nuxt, app-root, [data-reactroot]"


def challenge(title: str, text: str = "") -> str | None:
    """A check of the browser instead of the page. A long text is an article, even with the same title."""
    if len(text) > _SHORT or not _CHALLENGE.match(title):
        return None
    return f"the site sent a bot check instead of the page: {title[:60]!r}"


def gone(headline: str, page_title: str, text: str) -> str | None:
    """A page with status 200 that says it does not exist. A long text is an article about something missing."""
    if len(text) > _SHORT:
        return None
    said = next((title for title in (headline, page_title) if _GONE.match(title)), None)
    return f"the page says it does not exist: {said[:60]!r}" if said else None


def trouble(headline: str, page_title: str, text: str) -> str | None:
    """A page with status 200 that says that something went wrong, or that you must sign in."""
    if len(text) > _SHORT:
        return None
    said = next((title for title in (headline, page_title) if _TROUBLE.match(title)), None)
    return f"the page shows an error message: {said[:60]!r}" if said else None


def another(listed: str, article: Article) -> str | None:
    """A short page without any word of its title in the list. Without a title in the list it could be any page.

    A page with a date, a quotation or a link to Ofsted is an article: headlines change.
    """
    # first contact: news-article
    words, said = (
        {word.casefold() for word in _WORD.findall(each)} for each in (listed, f"{article.title} {article.text}")
    )
    if len(article.text) > _SHORT or not words or not words.isdisjoint(said):
        return None
    if article.published_basis not in _NOT_OF_THE_PAGE or article.quotations or article.links:
        return None
    return f"the list says {listed[:60]!r}, but the page is about {article.title[:60]!r}"


def nothing(page: Any, text: str) -> str | None:
    """A page without the text of an article: a cookie wall, a shell that scripts would fill, or nothing."""
    told = len(text.split()) >= _FEWEST_WORDS or len(text) >= _FEWEST_SIGNS
    if told and not _is_wall(text):
        return None
    seen = " ".join(words_of(body) for body in select(page, "body"))
    if len(seen) < _SHORT and _CONSENT.search(seen) and len(select(page, "a[href]")) < _MANY_LINKS:
        return "the site sent only a cookie notice"
    if select(page, _SHELLS) or _SCRIPTS_NEEDED.search(seen):
        return "the page needs JavaScript to show its text"
    return "the page has no article text"


def is_section_name(headline: str) -> bool:
    """Whether it is a site's name for its list of news, or for its home page."""
    return _SECTIONS.fullmatch(headline.strip(" .:!")) is not None


def section(headline: str) -> str | None:
    """A page whose title is only the name of a section of the site."""
    return (
        f"the page is a section of the site, not an article: {headline[:60]!r}" if is_section_name(headline) else None
    )


def listing(page: Any, text: str) -> str | None:
    """A page whose text is rows that each link to another page. Rows beside the text don't count."""
    shapes: dict[tuple[Any, ...], list[Any]] = defaultdict(list)
    for row in select(page, "article, li, div, tr"):
        if (headline := _row_headline(row)) and headline in text:
            shapes[row.getparent(), row.tag, row.get("class")].append(row)
    rows = max(shapes.values(), key=len, default=[])
    told = sum(len(words_of(row)) for row in rows)
    if len(rows) < _ROWS or told * 2 <= len(text):
        return None
    return f"the page is a list of {len(rows)} items, not an article"


def _is_wall(text: str) -> bool:
    return len(text) < _WALL and _COOKIES.search(text) is not None


def _row_headline(element: Any) -> str | None:
    """The beginning of the headline that an element begins with and that links elsewhere, if there is one."""
    # an element that contains a whole list is not a row of one
    if sum(1 for _ in islice(element.iter(), _LARGE_ROW)) == _LARGE_ROW:
        return None
    links = [link for link in element.iter("a") if len(words_of(link)) > 15]
    if not 1 <= len({link.get("href") for link in links}) <= 2:
        return None
    words, headline = words_of(element), words_of(links[0])[:40].strip()
    return headline if words.startswith(headline) and len(words) < 600 and not _in_chrome(element) else None


def _in_chrome(element: Any) -> bool:
    return any(is_chrome(above) for above in element.iterancestors() if above.tag not in ("body", "html"))
