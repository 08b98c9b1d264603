"""Recognises a page that has not changed, by the cheapest sign first, before anything is parsed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256

from scrapy.http import Response

from watcher.model.source import PageState
from watcher.model.visit import Target

_LONGEST_VALIDATOR = 256

# Takes the data out of a page, without the parts that differ from visit to visit.
Region = Callable[[bytes], bytes]


def whole(body: bytes) -> bytes:
    """For a page that is data as a whole."""
    return body


def remembered(target: Target) -> PageState | None:
    """The stored state of a page, unless it was fetched from a different address."""
    page = target.page
    return page if page is not None and page.url == target.source.url else None


# A site that says "not modified" for ever would never be read again, so each page is asked for whole this often.
WHOLE_EVERY = timedelta(days=7)


def conditions(page: PageState | None, now: datetime) -> dict[str, str]:
    """The headers that ask for a page only if it changed, by ETag or else by date; none when it is due as a whole."""
    if page is None or page.read_at is None or abs(now - page.read_at) >= WHOLE_EVERY:
        return {}
    # first contact: validators
    if page.etag:
        return {"If-None-Match": page.etag}
    return {"If-Modified-Since": page.last_modified} if page.last_modified else {}


def unchanged(page: PageState | None, response: Response, region: Region = whole) -> PageState | None:
    """The new state if the answer shows an unchanged page; None if it must be parsed.

    `region` takes the data out of a page: a page that differs only elsewhere has not changed.
    """
    if page is None:
        return None
    if response.status == 304:
        return page
    body_hash = sha256(response.body).hexdigest()
    if body_hash == page.body_sha256:
        return _with_validators(page, response)
    if sha256(region(response.body)).hexdigest() == page.region_sha256:
        return _with_validators(replace(page, body_sha256=body_hash), response)
    return None


def state_of(target: Target, response: Response, region: Region = whole) -> PageState:
    """The state to store for a parsed page, together with what the page said."""
    body = response.body
    hashes = sha256(body).hexdigest(), sha256(region(body)).hexdigest()
    return _with_validators(PageState(target.source.url, target.source.id, None, None, *hashes), response)


def _with_validators(page: PageState, response: Response) -> PageState:
    etag, last_modified = _header(response, "ETag"), _header(response, "Last-Modified")
    return replace(page, etag=etag, last_modified=last_modified, read_at=None)


def _header(response: Response, name: str) -> str | None:
    value = (response.headers.get(name) or b"").decode("latin-1").strip()
    return value if value.isascii() and value.isprintable() and 0 < len(value) <= _LONGEST_VALIDATOR else None
