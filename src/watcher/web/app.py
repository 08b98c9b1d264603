"""The application: its routes and its error pages."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from typing import Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from watcher.mail.sender import Sender
from watcher.model.errors import StoreError
from watcher.ofsted.authorities import gazetteer
from watcher.settings import Settings
from watcher.store import Store
from watcher.subscribers.keys import keys
from watcher.subscribers.tokens import Clock, Tokens, wall_clock
from watcher.web import confirm, leave, manage, sign_up
from watcher.web.choices import Offered
from watcher.web.context import RecentChanges, WebContext, context_of
from watcher.web.guard import Guard
from watcher.web.limits import Limits
from watcher.web.templates import PageTemplates

log = logging.getLogger(__name__)

BODY_LIMIT = 64 * 1024


def application(
    settings: Settings,
    store: Store,
    sender: Sender,
    *,
    clock: Clock = wall_clock,
    limits: Limits | None = None,
    post: Callable[[], None] = lambda: None,
) -> ASGIApp:
    """The pages over an open store.

    `post` is called when a mail is pending. `ConfigError` if the keys can't be used.
    """
    app = Starlette(
        routes=_ROUTES,
        exception_handlers=_HANDLERS,
        max_body_size=BODY_LIMIT,
    )
    # such a redirect would lead to whatever host the request names
    app.router.redirect_slashes = False
    app.state.context = WebContext(
        settings=settings,
        store=store,
        tokens=Tokens(keys(settings), clock),
        clock=clock,
        limits=limits or Limits(),
        offered=Offered.of(settings, gazetteer()),
        pages=PageTemplates(settings),
        sender=sender,
        record=RecentChanges(store),
        post=post,
    )
    return Guard(app, settings.web.base_url)


async def privacy(request: Request) -> Response:
    """`GET /privacy`: what we keep, for how long, and how to complain."""
    return context_of(request).pages.page("privacy.html.j2")


async def health(request: Request) -> Response:
    """`GET /health`: whether the pages, their database and the checks work.

    It says no more, because anybody may ask.
    """
    asked = context_of(request)
    try:
        await run_in_threadpool(asked.store.outbox.pending_count)
        stale = await run_in_threadpool(asked.store.runs.stale_since, asked.clock(), asked.settings.stale_after)
    except StoreError:
        return JSONResponse({"status": "failing"}, status_code=503)
    return JSONResponse({"status": "failing" if stale else "ok"}, status_code=503 if stale else 200)


_ROUTES = [
    Route("/", sign_up.show),
    Route("/authorities", sign_up.authorities),
    Route("/preview", sign_up.show_preview, methods=["GET", "POST"]),
    Route("/sign-up", sign_up.sign_up, methods=["POST"]),
    Route("/confirm/{token}", confirm.show),
    Route("/confirm/{token}", confirm.confirm, methods=["POST"]),
    Route("/manage", manage.show_request),
    Route("/manage", manage.send_link, methods=["POST"]),
    Route("/manage/{token}", manage.show),
    Route("/manage/{token}", manage.change, methods=["POST"]),
    Route("/u/{token}", leave.show),
    Route("/u/{token}", leave.leave, methods=["POST"]),
    Route("/privacy", privacy),
    Route("/health", health),
    Mount("/static", StaticFiles(packages=[("watcher.web", "static")])),
]


def _error(request: Request, status: int) -> Response:
    return context_of(request).pages.page("error.html.j2", status, status=status)


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    page = _error(request, error.status_code)
    page.headers.update(error.headers or {})
    return page


async def _failed(request: Request, error: Exception) -> Response:
    log.error("a page failed: %s", type(error).__name__)
    return _error(request, 500)


async def _unavailable(request: Request, error: Exception) -> Response:
    log.error("a page failed: %s", error)
    page = _error(request, 503)
    page.headers["Retry-After"] = "60"
    return page


_HANDLERS: Mapping[Any, Any] = {HTTPException: _refused, StoreError: _unavailable, 500: _failed}
