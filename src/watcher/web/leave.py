"""Unsubscribing: a page that changes nothing when opened, and one POST that ends it at once (RFC 8058)."""

from __future__ import annotations

import asyncio
import logging
import re
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from watcher.model.errors import StoreError, TokenError
from watcher.model.reader import Reader
from watcher.subscribers.topics import topic_title
from watcher.web.context import WebContext, context_of, fields_of

log = logging.getLogger(__name__)

# A mail program waits no longer for the answer than a person would.
ANSWERED_WITHIN_SECONDS = 3.0
_TOPIC = re.compile(r"[\w:/. -]{1,200}")
# What the page posts for all emails: the id of no topic, and "all" is one.
WHOLE = "whole"


async def show(request: Request) -> Response:
    """`GET /u/TOKEN`: a button, and a choice for readers who follow several topics."""
    context = context_of(request)
    reader = await _reader(context, request)
    if isinstance(reader, Response):
        return reader
    if not reader.follows:
        return context.pages.page("left.html.j2", everything=True)
    names = await context.topic_names()
    follows = [(one.topic, topic_title(one.topic, names)) for one in reader.follows]
    return context.pages.page("leave.html.j2", follows=follows, whole=WHOLE)


async def leave(request: Request) -> Response:
    """`POST /u/TOKEN`: end all subscriptions, or the one chosen on the page. Never limited, never redirected.

    The request is kept as a file first, so that it holds whatever the database does.
    """
    context = context_of(request)
    try:
        reader = context.tokens.read_unsubscribe(request.path_params["token"])
    except TokenError:
        return context.pages.page("incomplete_unsubscribe_link.html.j2", 400)
    chosen = await _chosen(request)
    if chosen is None or _TOPIC.fullmatch(chosen):
        kept = await run_in_threadpool(context.leaving.add, reader, chosen, context.clock())
        try:
            left = await asyncio.wait_for(asyncio.to_thread(_leave, context, kept, reader), ANSWERED_WITHIN_SECONDS)
        except (StoreError, TimeoutError) as error:
            log.warning("somebody left while the database was busy; it is done soon: %s", error or "no answer in time")
            context.post()
            return context.pages.page("left.html.j2", everything=chosen is None)
    else:
        left = await context.reader(reader)
    if left is None:
        return context.pages.page("address_deleted.html.j2")
    return context.pages.page("left.html.j2", everything=not left.follows)


def _leave(context: WebContext, kept: Path, reader: int) -> Reader | None:
    context.leaving.apply_one(kept, context.store.readers)
    return context.store.readers.find(reader)


async def _chosen(request: Request) -> str | None:
    """The topic that was chosen on the page, None for all: whatever else a mail program posts means that."""
    try:
        fields = dict(await fields_of(request))
    except HTTPException:
        return None
    what = fields.get("what", WHOLE)
    return None if what == WHOLE else what


async def _reader(context: WebContext, request: Request) -> Reader | Response:
    """The reader whom the token names. A reader who was erased has left already, which is not an error."""
    try:
        reader = await context.reader(context.tokens.read_unsubscribe(request.path_params["token"]))
    except TokenError:
        return context.pages.page("incomplete_unsubscribe_link.html.j2", 400)
    return reader or context.pages.page("address_deleted.html.j2")
