"""RSS and Atom: first we check that it is a feed, complete, and not too large; then feedparser reads it. Pure."""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any
from xml.parsers import expat

from watcher.model.errors import PageError
from watcher.model.news import NewsList
from watcher.model.text import LONDON
from watcher.news.articles.html import decoded
from watcher.news.dates import machine_date
from watcher.news.lists.headlines import Headlines

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
LONGEST = 8 * 1024 * 1024
# Feeds that are not well-formed XML are read by guessing, which takes several times as long.
_LONGEST_BROKEN = 512 * 1024
_MOST_ITEMS = 2000

_PROLOG = r"(?:\s|<\?[^>]{0,500}\?>|<!--(?:(?!-->)[\s\S]){0,5000}-->|<!DOCTYPE[^>\[]{0,500}>)*"
_ROOT = re.compile(rf"{_PROLOG}<(?P<root>rss|feed|rdf:RDF)\b")
_LIKE_FEED = re.compile(rf"{_PROLOG}<(?:!DOCTYPE\s+)?(?:rss|feed|rdf:RDF)\b")
# anchored: without an anchor, it would try each blank of a long run with all that follow
_DECLARATION = re.compile(r"\A\s*<\?xml\b[^>]{0,200}\?>")
_DECLARED = re.compile(rb"""^\s*<\?xml\b[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{1,40})""")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE)
_ENTITY = re.compile(r"<!ENTITY|<!DOCTYPE[^>]{0,500}\[", re.IGNORECASE)
# a reference with more digits is not a character, and no parser reads it as one
_REFERENCE = re.compile(r"&#([xX][0-9a-fA-F]{1,8}|[0-9]{1,8});?")
# Hours and minutes of the site's own clock: no zone, or the one of a British summer.
_OF_THE_SITE = re.compile(r"[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?\s*(?:BST)?\s*$")
_ITEM = re.compile(r"<(?:item|entry)[\s>/]")


def read_feed(body: bytes, url: str, today: date, *, content_type: str = "", dated: bool = True) -> NewsList:
    """The items of a feed that was fetched from `url`, in its order.

    `content_type` is the header. `dated` is False if the feed's dates are not publication dates (the stock feed of
    LocalGov Drupal gives the time at which an item was created). An item is identified by its link. A feed without
    items is an empty list; the caller decides whether that can be right. Raises PageError if it is not a feed, is cut
    off, defines entities, is too large, or has no acceptable item.
    """
    if len(body) > LONGEST:
        raise PageError(f"the feed is too large ({len(body)} bytes)")
    text = _feed_text(body, content_type)
    found = Headlines(url, today)
    for entry in _entries(text, url):
        published = _published(entry) if dated else None
        found.take(_words(entry, "link"), _words(entry, "title"), published, _words(entry, "summary"))
    listed = found.all()
    if listed.refused and not listed.headlines:
        raise PageError(f"no item of the feed can be used: {'; '.join(listed.refused)}")
    return listed


def is_feed(body: bytes) -> bool:
    """Whether the bytes begin as RSS or Atom, whatever the content type; the feed may still be refused."""
    return _LIKE_FEED.match(decoded(body[:8192], None)) is not None


def _feed_text(body: bytes, content_type: str) -> str:
    """The text of a feed, once it is safe to parse."""
    text = decoded(body, _declared(body, content_type))
    # search the text: in the bytes, an encoding could hide it
    if _ENTITY.search(text):
        raise PageError("the feed defines its own entities, which looks like an attack")
    root = _ROOT.match(text)
    if root is None:
        raise PageError(f"this is not a feed; it begins with {text.strip()[:40]!r}")
    if text.rfind(f"</{root['root']}") < max((item.start() for item in _ITEM.finditer(text)), default=0):
        raise PageError("the feed is cut off: its closing tag is missing")
    return _REFERENCE.sub(_sign, _DECLARATION.sub("", text, count=1).lstrip())


def _sign(reference: re.Match[str]) -> str:
    """A character reference by its number. One to an invalid character damages only its own item."""
    digits = reference[1]
    number = int(digits[1:], 16) if digits[0] in "xX" else int(digits)
    return reference[0] if number <= 0x10FFFF and not 0xD800 <= number <= 0xDFFF else REPLACEMENT


def _entries(text: str, url: str) -> list[Mapping[str, Any]]:
    # imported here: most passes read lists
    import feedparser

    body = _bounded(text).encode("utf-8", "replace")
    if len(body) > _LONGEST_BROKEN and not _well_formed(body):
        raise PageError(f"the feed is not well-formed XML, and too long to repair ({len(body)} bytes)")
    # the headers give it the base of relative links
    headers = {"content-location": url, "content-type": "application/xml; charset=utf-8"}
    # markup in titles and summaries is removed later, so it need not be made safe here
    read = feedparser.parse(body, response_headers=headers, sanitize_html=False, resolve_relative_uris=False)
    entries: list[Mapping[str, Any]] = read.entries
    return entries


def _bounded(text: str) -> str:
    """The feed with no more items than we have time to read."""
    starts = [item.start() for item in _ITEM.finditer(text)]
    if len(starts) <= _MOST_ITEMS:
        return text
    closing = "</channel></rss>" if "<channel" in text[: starts[0]] else "</feed>"
    return text[: starts[_MOST_ITEMS]] + closing


def _well_formed(body: bytes) -> bool:
    try:
        expat.ParserCreate().Parse(body, True)
    except expat.ExpatError:
        return False
    return True


def _declared(body: bytes, content_type: str) -> str | None:
    in_header, in_body = _CHARSET.search(content_type), _DECLARED.search(body[:1024])
    if in_header:
        return in_header[1]
    return in_body[1].decode("ascii") if in_body else None


def _words(entry: Mapping[str, Any], name: str) -> str:
    return str(entry.get(name) or "")


def _published(entry: Mapping[str, Any]) -> date | None:
    """The date of publication in London, or that of the last edit, which is all that some Atom feeds give."""
    # feedparser returns one for the other if the requested one is missing
    for name in (each for each in ("published", "updated") if each in entry.keys()):  # noqa: SIM118
        # feedparser takes a time without a zone, or in British Summer Time, for one in UTC
        if _OF_THE_SITE.search(_words(entry, name)) and (printed := machine_date(_local(_words(entry, name)))):
            return printed
        if parsed := _day(entry.get(f"{name}_parsed")):
            return parsed
        if printed := machine_date(_words(entry, name)):
            return printed
    return None


def _local(words: str) -> str:
    """A moment in the site's own time without its zone, so that its day is the printed one."""
    return _OF_THE_SITE.sub("", words).strip()


def _day(parsed: tuple[int, ...] | None) -> date | None:
    """The day in London of a moment that feedparser found; None for days in no calendar, such as 0000-00-00."""
    try:
        return datetime.fromtimestamp(calendar.timegm(parsed), UTC).astimezone(LONDON).date() if parsed else None
    except (ValueError, OverflowError, OSError):
        return None
