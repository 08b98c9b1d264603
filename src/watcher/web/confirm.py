"""The page behind the link of a confirmation mail. Looking changes nothing: mail scanners look, too."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from watcher.digests.letters import facts
from watcher.digests.views import Link
from watcher.model.errors import ExpiredTokenError, TokenError
from watcher.model.reader import SignUp
from watcher.model.text import moment
from watcher.web.context import WebContext, context_of
from watcher.web.limits import Asked


async def show(request: Request) -> Response:
    """`GET /confirm/TOKEN`: what was asked for, and a button."""
    context = context_of(request)
    asked = await _asked(context, request)
    if isinstance(asked, Response):
        return asked
    if asked.confirmed_at:
        return _again(context, asked)
    told = facts(asked.wishes, await context.topic_names())
    return context.pages.page("confirm.html.j2", facts=told, consent=asked.consent.text)


async def confirm(request: Request) -> Response:
    """`POST /confirm/TOKEN`: subscribe. A second time changes nothing and says so."""
    context = context_of(request)
    context.admit(request, Asked.CHANGE)
    asked = await _asked(context, request)
    if isinstance(asked, Response):
        return asked
    done = await run_in_threadpool(context.store.readers.confirm, asked.id, context.clock())
    reader = await run_in_threadpool(context.store.readers.of_address, asked.address)
    if done is None or reader is None:
        return _too_late(context)
    if done.confirmed_at:
        return _again(context, done)
    told = facts(asked.wishes, await context.topic_names())
    return context.pages.page("confirmed.html.j2", facts=told, manage=context.tokens.manage(reader.id))


async def _asked(context: WebContext, request: Request) -> SignUp | Response:
    """The sign-up that the token names, or the page that says why there is none."""
    try:
        asked = await run_in_threadpool(
            context.store.readers.sign_up, context.tokens.read_confirm(request.path_params["token"])
        )
    except ExpiredTokenError:
        return _too_late(context)
    except TokenError:
        return context.pages.say(
            "This link is not complete",
            "Part of the address is missing or was changed on its way. Open the link from the email once more, or "
            "copy all of it.",
            "If that does not help, sign up again and we will send a new one.",
            links=(Link("Sign up again", "/"),),
            status=400,
        )
    return asked or _too_late(context)


def _too_late(context: WebContext) -> Response:
    return context.pages.say(
        "This link no longer works",
        "A link to confirm works for seven days. Nothing was changed and you get no emails because of it.",
        "Sign up again and we will send you a new link.",
        links=(Link("Sign up again", "/"),),
        status=410,
    )


def _again(context: WebContext, asked: SignUp) -> Response:
    when = f" on {moment(asked.confirmed_at)}" if asked.confirmed_at else ""
    return context.pages.say(
        "You have confirmed already",
        f"This link was used{when}. Nothing was changed now.",
        "If you left since then, you stay away: to come back, sign up again.",
        links=(Link("Change what you follow", "/manage"), Link("Sign up again", "/")),
    )
