"""Where the feed of a news list may be: first what the page itself names, then the usual places of its family."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import urljoin, urlsplit

from watcher.news.articles.html import select, text_of, tree_of, words_of
from watcher.news.sites.families import FAMILIES
from watcher.news.urls import canonical, same_site

# We ask a site for no more than this many.
MOST_GUESSES = 6

_TYPES = re.compile(r"application/(?:rss|atom)\+xml", re.IGNORECASE)
_CALLED_FEED = re.compile(r"(?:news\s+)?(?:rss|atom)(?:\s+(?:news\s+)?feed)?|(?:news\s+)?feed", re.IGNORECASE)
_FEED_PATH = re.compile(
    r"(?:\.rss|\.atom|/rss(?:\.xml)?|/feed(?:\.xml)?|-rss)/?$|[?&](?:service=|type=)?rss\b", re.IGNORECASE
)
_OTHER = re.compile(r"comments?|events?|jobs?|vacanc|planning|podcast", re.IGNORECASE)
# Drupal names the current page in its settings, or in a short link.
_NODE = re.compile(r'"currentPath":"node\\?/(\d+)"|rel="shortlink" href="[^"]*/node/(\d+)"|/node/(\d+)["?]')
_LISTING = re.compile(r"[?&]([\w$]{1,60}?)(?:_List)?_(?:GoToPage|SyndicationType)=|id=[\"']([\w$]{1,60}?)_List[\"']")


def feed_guesses(families: Sequence[str], url: str, body: bytes, encoding: str | None = None) -> tuple[str, ...]:
    """Addresses on the list's own site where its feed may be, the most likely first, at most six.

    `families` are the possible families of the site, the most likely first. Raises PageError for a page that can't be
    read.
    """
    html = text_of(body, encoding)
    page = tree_of(html)
    return _on_site(
        url, (*_named(page), *_linked(page), *(each for family in families for each in _usual(family, url, html)))
    )


def named_feeds(url: str, body: bytes, encoding: str | None = None) -> tuple[str, ...]:
    """The feeds that a page, such as a site's home page, declares. Raises PageError."""
    return _on_site(url, tuple(_named(tree_of(text_of(body, encoding)))))


def _on_site(url: str, addresses: tuple[str, ...]) -> tuple[str, ...]:
    guesses = (canonical(each, url) for each in addresses)
    return tuple(dict.fromkeys(each for each in guesses if each and same_site(each, url)))[:MOST_GUESSES]


def _named(page: Any) -> Iterator[str]:
    """The feeds that the page declares; those of comments and events come last."""
    links = [link for link in select(page, "link[rel~=alternate]") if _TYPES.search(link.get("type") or "")]
    yield from (link.get("href") or "" for link in sorted(links, key=_is_other))


def _linked(page: Any) -> Iterator[str]:
    for link in page.iter("a"):
        href = link.get("href") or ""
        if (_CALLED_FEED.fullmatch(words_of(link)) or _FEED_PATH.search(href)) and not _is_other(link):
            yield href


def _is_other(link: Any) -> bool:
    return _OTHER.search(f"{link.get('title') or ''} {link.get('href') or ''}") is not None


def _usual(family: str, url: str, html: str) -> Iterator[str]:
    """The usual places in the family. A form without a place is tried below the list, beside it and at the root."""
    plain = urlsplit(url)._replace(query="", fragment="").geturl()
    here = plain.rstrip("/")
    if family == "localgov-drupal":
        yield from (f"{here}/{node}/feed.rss" for node in _nodes(html))
    for form in FAMILIES[family].feeds:
        if form.startswith("?"):
            yield from (plain + form.format(listing=listing) for listing in _listings(html))
        elif form.startswith("/"):
            yield from (urljoin(folder, form[1:]) for folder in folders(plain))
        else:
            yield from (f"{here}/{form}", urljoin(here, form), urljoin(plain, f"/{form}"))


def folders(url: str) -> list[str]:
    """The addresses of the folders above a page, from the root down."""
    steps = urlsplit(url).path.split("/")[1:-1]
    return [urljoin(url, "/".join(("", *steps[:n], ""))) for n in range(len(steps) + 1)]


def _nodes(html: str) -> list[str]:
    return list(dict.fromkeys(number for found in _NODE.findall(html) for number in found if number))[:2]


def _listings(html: str) -> list[str]:
    """The names of the Contensis lists on this page; each site chooses its own."""
    named = (name for found in _LISTING.findall(html) for name in found if name)
    return list(dict.fromkeys((*named, "Archive_Listing")))[:2]
