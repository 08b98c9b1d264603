"""Selectors that promise a number of elements, and checks of a page before anything is selected from it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, urljoin, urlsplit

from watcher.model.errors import UnreadableError
from watcher.ofsted.pages.selecting import select

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag

# Titles of pages that a firewall sends instead of the real one, with status 200 or 403.
_CHALLENGES = ("just a moment", "attention required", "access denied", "request rejected")
_CLOSING = re.compile(rb"</(body|html)\s*>", re.IGNORECASE)
_TITLE = re.compile(rb"<title\b[^>]{0,300}>[^<]{0,1000}</title>", re.IGNORECASE)
# Limits for the time to read a page: forty times the usual size, and ten times the usual depth.
# first contact: page-size
_LONGEST = 2_000_000
_DEEPEST = 256
# Replaces bytes that are invalid in the page's encoding.
_DAMAGED = "\N{REPLACEMENT CHARACTER}"
_UNSEEN = ("script", "style", "template")
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"))


def document(body: bytes, encoding: str = "utf-8", part: bytes | None = None) -> Tag:
    """A page as a tree without comments and scripts; `encoding` is what the response declares.

    Of a `part` that holds all that matters only this part and the title become the tree: the rest costs far more.
    Raises UnreadableError if it is empty, cut off, a firewall's, or not a page that a site would send.
    """
    if not body.strip():
        raise UnreadableError("the page is empty")
    if len(body) > _LONGEST:
        raise UnreadableError(f"the page is too large ({len(body)} bytes)")
    if part is not None and part != body and (found := _TITLE.search(body)):
        part = found[0] + part
    page = _tree(body if part is None else part, encoding)
    title = text(*select(page, "title"))
    if title.casefold().startswith(_CHALLENGES):
        raise UnreadableError(f"the site sent a bot check instead of the page: {title[:60]!r}")
    if not _CLOSING.search(body):
        raise UnreadableError("the page is cut off: its closing tag is missing")
    return page


def one(page: Tag, css: str, sought: str) -> Tag:
    """The one element that must exist. Errors call it `sought`, here and below."""
    return some(page, css, sought, at_most=1)[0]


def some(page: Tag, css: str, sought: str, at_least: int = 1, at_most: int | None = None) -> Sequence[Tag]:
    """The elements, at least as many as required."""
    found = select(page, css)
    if len(found) < at_least:
        raise UnreadableError(f"the page has {f'only {len(found)}' if found else 'no'} {sought}")
    if at_most is not None and len(found) > at_most:
        raise UnreadableError(f"the page has {len(found)} of these: {sought}; expected at most {at_most}")
    return found


def maybe(row: Tag, css: str, sought: str) -> Tag | None:
    """The element that may exist, at most once."""
    found = some(row, css, sought, at_least=0, at_most=1)
    return found[0] if found else None


def attribute(tag: Tag, name: str) -> str:
    """An attribute without surrounding spaces; empty if missing."""
    return " ".join(tag.get_attribute_list(name)).strip() if tag.has_attr(name) else ""


def split_address(href: str, base: str = "") -> SplitResult:
    """The parts of an address on a page whose own address is `base`. UnreadableError for an invalid one."""
    try:
        return urlsplit(urljoin(base, href))
    except ValueError:
        raise UnreadableError(f"a link leads to {href[:80]!r}, which is not a web address") from None


def text(*found: Tag) -> str:
    """All text inside, with white space collapsed. UnreadableError if some bytes could not be decoded."""
    return whole(" ".join(tag.get_text(" ") for tag in found))


def whole(words: str) -> str:
    """The words with white space collapsed. UnreadableError for damaged words, which could be taken for others."""
    if _DAMAGED in words:
        raise UnreadableError(f"its text is damaged or in another encoding: {collapsed(words)[:60]!r}")
    return collapsed(words)


def collapsed(words: str) -> str:
    """The words with single spaces and no invisible characters; a non-breaking space is a space."""
    return " ".join((words if words.isascii() else words.translate(_INVISIBLE)).split())


def _tree(body: bytes, encoding: str) -> BeautifulSoup:
    # Imported here: an unchanged page is recognised without it.
    from bs4 import BeautifulSoup, ParserRejectedMarkup, Tag
    from bs4.element import PreformattedString

    try:
        # decoded here, because both parsers would guess at invalid bytes
        # first contact: utf-8
        page = BeautifulSoup(body.decode(encoding, errors="replace"), "lxml")
    except LookupError:
        raise UnreadableError(f"the page is in an unknown encoding: {encoding[:30]!r}") from None
    except ParserRejectedMarkup:
        raise UnreadableError("the page is not HTML") from None
    _refuse_deep(page)
    for part in list(page.descendants):
        if isinstance(part, PreformattedString) or (isinstance(part, Tag) and part.name in _UNSEEN):
            part.extract()
    page.smooth()  # a comment inside a word does not split it
    return page


def _refuse_deep(page: BeautifulSoup) -> None:
    depths = {id(page): 0}
    for tag in page.find_all(True):
        depths[id(tag)] = depth = depths[id(tag.parent)] + 1
        if depth > _DEEPEST:
            raise UnreadableError(f"the page is nested more than {_DEEPEST} deep")
