"""What every page needs: security headers, and forms that only our own pages may send."""

from __future__ import annotations

import logging
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

log = logging.getLogger(__name__)

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
_ALWAYS = {
    "Content-Security-Policy": POLICY,
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
}
_TRANSPORT = "max-age=31536000"
# Their addresses hold a signed token: whoever knows it may act, and nobody else may learn it.
SIGNED = ("/confirm/", "/manage/", "/u/")
# Mail programs post here for a reader who pressed "unsubscribe"; they send no Origin, or their own.
ONE_CLICK = "/u/"
_STATIC = "/static/"
_PLAIN = frozenset({"/", "/authorities", "/health", "/manage", "/preview", "/privacy", "/sign-up"})


class Guard:
    """Wraps the application. `base_url` is where readers reach it."""

    def __init__(self, app: ASGIApp, base_url: str) -> None:
        self._app = app
        parts = urlsplit(base_url)
        self._origin = f"{parts.scheme}://{parts.netloc}".lower()
        self._headers = _ALWAYS | ({"Strict-Transport-Security": _TRANSPORT} if parts.scheme == "https" else {})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._add_headers(scope["path"], MutableHeaders(scope=message))
                log.info("%s %s %d", scope["method"], _scrubbed(scope["path"]), message["status"])
            await send(message)

        if scope["method"] in ("GET", "HEAD") or self._is_ours(scope["path"], Headers(scope=scope)):
            await self._app(scope, receive, guarded)
        else:
            refusal = "This form was not sent from our own page. Open the page again and send it from there.\n"
            await PlainTextResponse(refusal, status_code=403)(scope, receive, guarded)

    def _add_headers(self, path: str, headers: MutableHeaders) -> None:
        for name, value in self._headers.items():
            headers[name] = value
        headers["Referrer-Policy"] = "no-referrer" if path.startswith(SIGNED) else "same-origin"
        if not path.startswith(_STATIC):
            headers["Cache-Control"] = "no-store"
        if path.startswith(SIGNED):
            headers["X-Robots-Tag"] = "noindex"

    def _is_ours(self, path: str, headers: Headers) -> bool:
        """Whether a form came from our own page, by what the browser says of it.

        No page uses cookies, so a foreign page can borrow no rights; but it could sign people up through its
        visitors. Where an address is signed its token is proof enough, unless the browser says otherwise: for
        pages that send no referrer older browsers say only that the origin is "null".
        """
        if path.startswith(ONE_CLICK):
            return True
        site, origin = headers.get("sec-fetch-site"), headers.get("origin", "")
        if site is not None:
            return site in ("same-origin", "none")
        if path.startswith(SIGNED) and origin in ("", "null"):
            return True
        return origin.lower() == self._origin


def _scrubbed(path: str) -> str:
    """The path for the log: what is signed is left out, and so is one that is not ours, for it may hold anything."""
    if path in _PLAIN:
        return path
    return next((f"{start}…" for start in (*SIGNED, _STATIC) if path.startswith(start)), "/…")
