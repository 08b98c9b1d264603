"""Selectors that promise a count, and what must be true of a page before anything is selected from it."""

from __future__ import annotations

import re

from parsel import Selector, SelectorList

# Titles of pages that a firewall sends instead of the one asked for, with status 200 as well as 403.
_CHALLENGES = ("just a moment", "attention required", "access denied", "request rejected")
_CLOSING = re.compile(rb"</(body|html)\s*>", re.IGNORECASE)


class UnreadableError(ValueError):
    """A page lacks what was promised of it; the message says what, for the operator."""


def document(body: bytes) -> Selector:
    """A page as a tree. Raises UnreadableError when it is empty, cut off or a firewall's."""
    if not body.strip():
        raise UnreadableError("the page is empty")
    # without "huge trees" the depth of a page, and so the time to read it, is bounded
    page = Selector(text=body.decode("utf-8", errors="replace"), type="html", huge_tree=False)
    title = text(page.css("title"))
    if title.casefold().startswith(_CHALLENGES):
        raise UnreadableError(f"a challenge page came instead of the page: {title!r}")
    if not _CLOSING.search(body):
        raise UnreadableError("the page is cut off: its closing tag is missing")
    return page


def one(page: Selector, css: str) -> Selector:
    """The single element there must be."""
    return some(page, css, at_most=1)[0]


def some(page: Selector, css: str, at_least: int = 1, at_most: int | None = None) -> SelectorList[Selector]:
    """The elements of which there must be so many."""
    found = page.css(css)
    if len(found) < at_least:
        raise UnreadableError(f"the page has {len(found)} of {css!r}, at least {at_least} expected")
    if at_most is not None and len(found) > at_most:
        raise UnreadableError(f"the page has {len(found)} of {css!r}, at most {at_most} expected")
    return found


def maybe(row: Selector, css: str) -> Selector | None:
    """The element there may be, and no more than one of it."""
    found = some(row, css, at_least=0, at_most=1)
    return found[0] if found else None


def text(found: Selector | SelectorList[Selector]) -> str:
    """All text inside, white space collapsed."""
    return collapsed(" ".join(found.xpath(".//text()").getall()))


def collapsed(words: str) -> str:
    """The words with single spaces; a non-breaking space is a space."""
    return " ".join(words.split())
