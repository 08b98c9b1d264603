"""The page behind the link of a confirmation mail. Opening it changes nothing, because mail scanners open it too."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from watcher.digests.letters import choices
from watcher.model.errors import ExpiredTokenError, TokenError
from watcher.model.reader import SignUp
from watcher.model.text import moment
from watcher.subscribers.tokens import CONFIRM_WITHIN
from watcher.web.context import WebContext, context_of
from watcher.web.limits import RequestKind


async def show(request: Request) -> Response:
    """`GET /confirm/TOKEN`: what the reader chose, and a button."""
    context = context_of(request)
    asked = await _asked(context, request)
    if isinstance(asked, Response):
        return asked
    if asked.confirmed_at:
        return _already_confirmed(context, asked)
    wanted = choices(asked.wishes, await context.topic_names())
    return context.pages.page("confirm.html.j2", choices=wanted, consent=asked.consent.text)


async def confirm(request: Request) -> Response:
    """`POST /confirm/TOKEN`: subscribe. A second time changes nothing and says so."""
    context = context_of(request)
    context.admit(request, RequestKind.CHANGE)
    asked = await _asked(context, request)
    if isinstance(asked, Response):
        return asked
    done = await run_in_threadpool(context.store.readers.confirm, asked.id, context.clock())
    reader = await run_in_threadpool(context.store.readers.of_address, asked.address)
    if done is None or reader is None:
        return _expired(context)
    if done.confirmed_at:
        return _already_confirmed(context, done)
    wanted = choices(asked.wishes, await context.topic_names())
    return context.pages.page(
        "confirmed.html.j2", choices=wanted, manage=context.tokens.manage(reader.id, reader.links)
    )


async def _asked(context: WebContext, request: Request) -> SignUp | Response:
    """The sign-up that the token names, or the page that says why there is none."""
    try:
        asked = await run_in_threadpool(
            context.store.readers.sign_up, context.tokens.read_confirm(request.path_params["token"])
        )
    except ExpiredTokenError:
        return _expired(context)
    except TokenError:
        return context.pages.page("incomplete_confirm_link.html.j2", 400)
    return asked or _expired(context)


def _expired(context: WebContext) -> Response:
    return context.pages.page("expired_confirm_link.html.j2", 410, days=CONFIRM_WITHIN.days)


def _already_confirmed(context: WebContext, asked: SignUp) -> Response:
    when = moment(asked.confirmed_at) if asked.confirmed_at else ""
    return context.pages.page("already_confirmed.html.j2", confirmed_at=when)
