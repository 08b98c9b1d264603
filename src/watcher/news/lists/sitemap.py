"""The sitemap of a blog, which lists all its articles. Hostile input: no document types, no entities, limited size."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from urllib.parse import urlsplit

from lxml import etree

from watcher.model.errors import PageError, UnreadableError
from watcher.model.news import Headline, NewsList

#: the protocol allows 50 MB and 50,000 addresses; no law firm has written that much
_LONGEST = 10_000_000
_MOST = 20_000
_ENTRIES = {"urlset": "url", "sitemapindex": "sitemap"}


def read_sitemap(body: bytes) -> tuple[tuple[str, date | None], ...]:
    """The addresses that a sitemap lists, each once, with the day of its last change if there is one.

    The addresses of an index (see `is_index`) are further sitemaps. Invalid web addresses are left out. Raises
    UnreadableError if it is not a sitemap, declares a document type, or is too large.
    """
    root = _root(body)
    entries = root.findall(f"{{*}}{_ENTRIES[_name(root)]}")
    if len(entries) > _MOST:
        raise UnreadableError(f"the sitemap lists {len(entries)} addresses; the limit is {_MOST}")
    found: dict[str, date | None] = {}
    for entry in entries:
        url = _text(entry, "loc")
        if _is_address(url):
            found.setdefault(url, _day(_text(entry, "lastmod")))
    return tuple(found.items())


def is_index(body: bytes) -> bool:
    """Whether a sitemap lists other sitemaps instead of pages. Raises UnreadableError as `read_sitemap` does."""
    return _name(_root(body)) == "sitemapindex"


def posts_below(url: str, listed: Iterable[tuple[str, date | None]]) -> NewsList:
    """The articles of a blog among the entries of its sitemaps: those below the address of the blog, without titles.

    Each has the day in the sitemap, which is that of its last edit. Raises PageError if there are none.
    """
    below = url.rstrip("/") + "/"
    posts = tuple(Headline(post, "", edited) for post, edited in listed if post.startswith(below) and post != below)
    if not posts:
        raise PageError(f"its sitemap lists nothing under {below}")
    return NewsList(posts)


def undated_posts(url: str, sitemap: bytes) -> NewsList:
    """The same from the bytes of one sitemap, for callers that would take each day for the publication day."""
    return posts_below(url, ((post, None) for post, _ in read_sitemap(sitemap)))


def _root(body: bytes) -> etree._Element:
    if len(body) > _LONGEST:
        raise UnreadableError(f"the sitemap is too large ({len(body)} bytes)")
    # entities stay unread: we refuse a document type before anything in it could be used
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(body.strip(), parser)
    except (etree.XMLSyntaxError, ValueError):
        raise UnreadableError("the sitemap is not XML") from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise UnreadableError("the sitemap declares a document type")
    if _name(root) not in _ENTRIES:
        raise UnreadableError(f"this is not a sitemap but a {_name(root)[:30]!r}")
    return root


def _name(element: etree._Element) -> str:
    return str(etree.QName(element).localname)


def _text(entry: etree._Element, name: str) -> str:
    return (entry.findtext(f"{{*}}{name}") or "").strip()


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and len(url) <= 2000


def _day(words: str) -> date | None:
    """The day of a W3C date or moment; unknown if it is only a month or invalid."""
    try:
        return date.fromisoformat(words[:10])
    except ValueError:
        return None
