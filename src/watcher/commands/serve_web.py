"""Serves the pages with uvicorn, and sends the mails that readers ask for there at once."""

from __future__ import annotations

import asyncio
import logging
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from socket import socket

import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol

from watcher.commands import send
from watcher.commands.start import open_store
from watcher.commands.threads import in_thread
from watcher.mail.sender import sender_of
from watcher.model.errors import ConfigError, WatcherError
from watcher.settings import Settings
from watcher.store import Store
from watcher.subscribers.tokens import wall_clock
from watcher.web.app import application

log = logging.getLogger(__name__)

# How long an open request may take when the program stops.
STOP_WITHIN_SECONDS = 5
AT_ONCE_AT_MOST = 200
# How long a connection may live. A client that sends slowly, or nothing, must not hold a place for ever.
CONNECTED_SECONDS = 30
# How long to wait before a mail that could not be sent is retried.
SEND_AGAIN_SECONDS = 60


def serve_alone(settings: Settings) -> None:
    """Serve the pages until SIGTERM or SIGINT."""
    asyncio.run(_serve_alone(settings))


async def _serve_alone(settings: Settings) -> None:
    stopping = asyncio.Event()
    for signal_ in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(signal_, stopping.set)
    await serve_web(settings, stopping)


async def serve_web(settings: Settings, stopping: asyncio.Event) -> None:
    """Serve the pages until `stopping` is set; open requests are answered first.

    `ConfigError` if no address is configured, or the port is taken.
    """
    if not settings.web.base_url:
        raise ConfigError(
            "[web] base_url is not set. Set it to the address that readers use, for example https://alerts.firm.example"
        )
    with open_store(settings) as store:
        waiting = asyncio.Event()
        app = application(settings, store, sender_of(settings), post=waiting.set)
        server = listener(app, settings.web.host, settings.web.port)
        tasks = [
            asyncio.create_task(_send_at_once(settings, store, waiting)),
            asyncio.create_task(_stop(server, stopping)),
        ]
        try:
            await _run(server, settings)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)


def listener(app: ASGIApp, host: str, port: int) -> uvicorn.Server:
    """A server for the pages, not yet started. Its caller handles the signals."""
    # The paths hold signed tokens; `Guard` writes a log without them.
    logging.getLogger("uvicorn.access").disabled = True
    config = uvicorn.Config(
        app,
        host=host,
        port=port,
        http=_Passing,
        access_log=False,
        log_config=None,
        proxy_headers=False,
        server_header=False,
        lifespan="off",
        ws="none",
        limit_concurrency=AT_ONCE_AT_MOST,
        timeout_graceful_shutdown=STOP_WITHIN_SECONDS,
    )
    return _Server(config)


class _Passing(H11Protocol):
    """A connection that takes no new requests after its time, and is cut after twice that time."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        later = self.loop.call_later
        self._ends = (later(CONNECTED_SECONDS, self.shutdown), later(2 * CONNECTED_SECONDS, transport.abort))

    def _unsupported_upgrade_warning(self) -> None:
        """Say nothing when a stranger asks for another protocol, however often: no page has one."""

    def connection_lost(self, exc: Exception | None) -> None:
        for end in self._ends:
            end.cancel()
        super().connection_lost(exc)


class _Server(uvicorn.Server):
    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    async def startup(self, sockets: list[socket] | None = None) -> None:
        await super().startup(sockets)
        for server in self.servers:
            for one in server.sockets:
                log.info("Serving the pages on %s, port %d.", *one.getsockname()[:2])


async def _run(server: uvicorn.Server, settings: Settings) -> None:
    """uvicorn exits the process if it can't listen; turn that into an ordinary error."""
    try:
        await server.serve()
    except SystemExit:
        where = f"{settings.web.host}:{settings.web.port}"
        raise ConfigError(
            f"Can't listen on {where}: the port is in use or not allowed. Set another with [web] port = 8001."
        ) from None


async def _stop(server: uvicorn.Server, stopping: asyncio.Event) -> None:
    await stopping.wait()
    server.should_exit = True


async def _send_at_once(settings: Settings, store: Store, waiting: asyncio.Event) -> None:
    """Send at once: a reader is looking at the page that says "check your email"."""
    while True:
        await waiting.wait()
        waiting.clear()
        try:
            sent = await in_thread(lambda stop: send.send(settings, store, wall_clock(), stop))
        except WatcherError as error:
            log.error("Can't send email now: %s. It stays pending.", error)
            sent = None
        if sent is None or sent.trouble:
            asyncio.get_running_loop().call_later(SEND_AGAIN_SECONDS, waiting.set)
