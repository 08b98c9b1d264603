"""A small site on loopback. The test decides every answer."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from time import monotonic, sleep

Say = Callable[[BaseHTTPRequestHandler], None]


@dataclass(frozen=True)
class Asked:
    path: str
    headers: dict[str, str]
    at: float


@dataclass
class Site:
    """What is answered under each path, and what was asked. A path not listed answers 404."""

    answers: dict[str, Say] = field(default_factory=dict)
    log: list[Asked] = field(default_factory=list)
    base_url: str = ""

    def paths(self) -> list[str]:
        return [asked.path for asked in self.log]

    def gaps(self) -> list[float]:
        """The seconds between each two requests, one after the other."""
        return [later.at - sooner.at for sooner, later in pairwise(self.log)]

    def last(self, path: str) -> Asked:
        return next(asked for asked in reversed(self.log) if asked.path == path)


def hanging(_handler: BaseHTTPRequestHandler) -> None:
    """An answer that never comes, as far as a test can tell."""
    sleep(30)


def answer(body: bytes | str = b"", status: int = 200, **headers: str) -> Say:
    """A plain answer; `Retry_After="1"` is the header Retry-After."""
    content = body.encode() if isinstance(body, str) else body

    def say(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        handler.send_header("Content-Length", str(len(content)))
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        with suppress(ConnectionError):  # the client may have had enough
            handler.wfile.write(content)

    return say


def in_turn(*says: Say) -> Say:
    """One answer after the other; the last one stays."""
    left = list(says)
    return lambda handler: (left.pop(0) if len(left) > 1 else left[0])(handler)


def cut_off(body: bytes) -> Say:
    """A body that ends before the length that was announced."""

    def say(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", str(len(body) * 2))
        handler.end_headers()
        handler.wfile.write(body)
        handler.close_connection = True

    return say


def endless(handler: BaseHTTPRequestHandler) -> None:
    """A body without an end and without a declared length."""
    handler.send_response(200)
    handler.end_headers()
    handler.close_connection = True
    with suppress(ConnectionError):
        while True:
            handler.wfile.write(b"x" * 65536)


def reset(handler: BaseHTTPRequestHandler) -> None:
    handler.close_connection = True
    handler.connection.close()


@contextmanager
def serving(answers: dict[str, Say], tls: ssl.SSLContext | None = None) -> Iterator[Site]:
    """A running site with these answers, which may be changed while it runs; over TLS with a context."""
    site = Site(dict(answers))
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(site))
    server.daemon_threads = True
    site.base_url = f"http://127.0.0.1:{server.server_port}"
    if tls:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
        site.base_url = f"https://localhost:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _handler(site: Site) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True  # head and body are sent apart

        def do_GET(self) -> None:
            site.log.append(Asked(self.path, dict(self.headers), monotonic()))
            site.answers.get(self.path, answer("<h1>Not found</h1>", 404))(self)

        def log_message(self, *_: object) -> None:
            pass

    return Handler
