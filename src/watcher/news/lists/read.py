"""A site's list of news: read by the selectors of its family or, without a family, by what looks like news. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from watcher.model.errors import PageError
from watcher.model.news import NewsList
from watcher.news.articles.faults import challenge, gone
from watcher.news.articles.html import select, text_of, tree_of, words_of
from watcher.news.dates import machine_date
from watcher.news.lists.feed import read_feed
from watcher.news.lists.guessed_rows import generic_rows
from watcher.news.lists.headlines import Headlines
from watcher.news.lists.marked_rows import marked_rows
from watcher.news.sites.families import FAMILIES, FEED, ListMarkup
from watcher.news.urls import canonical, identity, same_site

_LONGEST = 2_000_000
_CLOSING = re.compile(rb"</(?:body|html)\s*>", re.IGNORECASE)
_NEXT = re.compile(r"(?:next|older)(?: (?:page|posts|entries|news|articles|stories))?\s*[»›→>]*|[»›→]", re.IGNORECASE)


def read_list(
    body: bytes, url: str, family: str, selectors: Mapping[str, str], today: date, encoding: str | None = None
) -> NewsList:
    """The items that a page lists, in its order and each once, and the address of the next page.

    `selectors` are the source's own, by the names of `ListMarkup`; if they include `rows`, they replace those of any
    family. `encoding` is what the response declares. Raises PageError without a single item: an empty list never means
    "no news", because an error page, a shell and a cookie notice look the same.
    """
    if family == FEED:
        return read_feed(body, url, today)
    page = list_page(body, encoding)
    markup = _markup(family, selectors)
    rows = marked_rows(page, markup) if markup else generic_rows(page, url)
    found = Headlines(url, today)
    for row in rows:
        found.take(row.href, row.title, row.published, row.summary)
    listed = found.all(_next_page(page, (markup or ListMarkup("")).next, url))
    if not listed.headlines:
        raise PageError(_nothing(page, family, listed))
    return listed


def read_posts(body: bytes, url: str, today: date) -> NewsList:
    """The posts that WordPress gives as JSON (`/wp-json/wp/v2/posts`). Raises PageError for anything else."""
    if len(body) > 4 * _LONGEST:
        raise PageError(f"the list of posts is too large ({len(body)} bytes)")
    try:
        posts = json.loads(body)
    except (ValueError, RecursionError):
        raise PageError("this is not a JSON list of posts") from None
    if not isinstance(posts, list) or not all(isinstance(post, dict) and "link" in post for post in posts):
        raise PageError("this is not a JSON list of posts")
    found = Headlines(url, today)
    for post in posts:
        found.take(str(post["link"]), _rendered(post, "title"), _posted(post), _rendered(post, "excerpt"))
    return found.all()


def list_page(body: bytes, encoding: str | None = None) -> Any:
    """A page that may be a list, as a tree. Raises PageError if it certainly is not one."""
    if len(body) > _LONGEST:
        raise PageError(f"the page is too large ({len(body)} bytes)")
    page = tree_of(text_of(body, encoding))
    title = " ".join(words_of(each) for each in select(page, "head title"))
    heading = " ".join(words_of(each) for each in select(page, "h1"))
    if why := challenge(title) or gone(heading, title, ""):
        raise PageError(why)
    if not _CLOSING.search(body):
        raise PageError("the page is cut off: its closing tag is missing")
    for script in list(page.iter("script")):
        script.drop_tree()
    return page


def _markup(family: str, selectors: Mapping[str, str]) -> ListMarkup | None:
    markup = FAMILIES[family].markup
    if markup is None and "rows" in selectors:
        markup = ListMarkup("")
    return markup.with_own(selectors) if markup else None


def _next_page(page: Any, css: str, url: str) -> str | None:
    """The address of the next page of the list, on the same site."""
    named = [link for link in page.iter("a") if _NEXT.fullmatch(words_of(link))]
    for link in (*select(page, css), *named):
        address = canonical(link.get("href") or "", url)
        if address and same_site(address, url) and identity(address) != identity(canonical(url) or url):
            return address
    return None


def _nothing(page: Any, family: str, listed: NewsList) -> str:
    title = " ".join(words_of(each) for each in select(page, "head title"))[:60]
    if listed.refused:
        return f"the page {title!r} lists nothing that can be fetched: {'; '.join(listed.refused)}"
    return (
        f"the page {title!r} lists no news in the place usual for the family {family}. It may be an error page or a "
        "cookie notice, or the site has changed"
    )


def _rendered(post: Mapping[str, Any], name: str) -> str:
    value = post.get(name)
    return str(value.get("rendered") or "") if isinstance(value, dict) else str(value or "")


def _posted(post: Mapping[str, Any]) -> date | None:
    """The date of a post, which WordPress gives in the site's own time."""
    return machine_date(str(post.get("date") or ""))
