"""Serves the pages with uvicorn, and has the mails that they cause sent at once."""

from __future__ import annotations

import asyncio
import logging
import signal
from collections.abc import Iterator
from contextlib import contextmanager

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

# How long a page that is being answered may take when the program is to stop.
STOP_WITHIN_SECONDS = 5
AT_ONCE_AT_MOST = 200
# How long a connection lives. Whoever sends slowly, or nothing, would keep one of those places for ever.
CONNECTED_SECONDS = 30
# What is not sent at once is tried again so much later, unless another sender was quicker.
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
    """Serve the pages until `stopping` is set; what is being answered is finished.

    `ConfigError` where no address is configured, or the port is taken.
    """
    if not settings.web.base_url:
        raise ConfigError("[web] base_url is not set: links in mails need the address at which readers reach the pages")
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
    """A server for the pages, not yet started; it leaves the signals to whoever starts it."""
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
    """Takes no further request when its time is over, and ends after twice as long whatever goes on."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        later = self.loop.call_later
        self._ends = (later(CONNECTED_SECONDS, self.shutdown), later(2 * CONNECTED_SECONDS, transport.abort))

    def connection_lost(self, exc: Exception | None) -> None:
        for end in self._ends:
            end.cancel()
        super().connection_lost(exc)


class _Server(uvicorn.Server):
    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


async def _run(server: uvicorn.Server, settings: Settings) -> None:
    """uvicorn ends the process where it cannot listen; here that is an error as any other."""
    try:
        await server.serve()
    except SystemExit:
        where = f"{settings.web.host}:{settings.web.port}"
        raise ConfigError(
            f"{where} cannot be listened on: another program has the port, or it may not be used"
        ) from None


async def _stop(server: uvicorn.Server, stopping: asyncio.Event) -> None:
    await stopping.wait()
    server.should_exit = True


async def _send_at_once(settings: Settings, store: Store, waiting: asyncio.Event) -> None:
    """Somebody sits in front of the page that says "check your mail"."""
    while True:
        await waiting.wait()
        waiting.clear()
        try:
            sent = await in_thread(lambda stop: send.send(settings, store, wall_clock(), stop))
        except WatcherError as error:
            log.error("mail cannot be sent now: %s; it stays pending", error)
            sent = None
        if sent is None or sent.trouble:
            asyncio.get_running_loop().call_later(SEND_AGAIN_SECONDS, waiting.set)
