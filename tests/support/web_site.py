"""The pages on a real uvicorn on loopback, asked as a browser would.

with running_site(tmp_path) as site:
    site.post("/sign-up", a_form(address="reader@example.org"))
    site.get(site.link_to("reader@example.org"))
"""

from __future__ import annotations

import http.client
import re
import socket
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from bs4 import BeautifulSoup
from pydantic import SecretStr
from starlette.types import ASGIApp

from tests.support.builders import NOW
from tests.support.stores import new_store
from tests.support.until import until
from watcher.commands.serve_web import listener
from watcher.mail.sender import sender_of
from watcher.settings import MailSettings, Settings, Web
from watcher.store import Store
from watcher.subscribers.tokens import Tokens
from watcher.web.app import application
from watcher.web.context import WebContext
from watcher.web.guard import Guard
from watcher.web.limits import Limits

KEY = "k" * 40
LEICESTER, RUTLAND, EAST_MIDLANDS = "80482", "80547", "E12000004"
Fields = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Page:
    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def html(self) -> BeautifulSoup:
        return BeautifulSoup(self.body, "lxml")

    @property
    def words(self) -> str:
        return " ".join(self.html.get_text(" ").split())


@dataclass
class Clock:
    """The time that the pages take for the current one."""

    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now

    def wait(self, **time: float) -> None:
        self.now += timedelta(**time)


@dataclass
class Site:
    base_url: str
    settings: Settings
    store: Store
    clock: Clock
    posted: list[datetime] = field(default_factory=list)
    context: WebContext | None = None

    @property
    def tokens(self) -> Tokens:
        return Tokens([KEY], self.clock)

    def ask(self, method: str, path: str, body: bytes = b"", /, **headers: str) -> Page:
        """The answer to one request. Header names are written with underscores."""
        connection = http.client.HTTPConnection(urlsplit(self.base_url).netloc, timeout=10)
        connection.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
        answer = connection.getresponse()
        page = Page(answer.status, answer.headers, answer.read())
        connection.close()
        self.assess()
        return page

    def assess(self) -> None:
        """Wait until what the answers so far promised is done: that happens after them."""
        until(lambda: self.context is None or not self.context.later.working)

    def get(self, path: str, /, **headers: str) -> Page:
        return self.ask("GET", path, **headers)

    def post(self, path: str, fields: Fields = (), /, **headers: str) -> Page:
        """A form as our own page sends it."""
        headers = {"Origin": self.base_url, "Content-Type": "application/x-www-form-urlencoded"} | headers
        return self.ask("POST", path, urlencode(fields).encode(), **headers)

    def mails(self, to: str) -> list[EmailMessage]:
        """The pending emails for an address, oldest first."""
        self.assess()
        far = self.clock() + timedelta(days=1000)
        return [_message(mail.content) for mail in self.store.outbox.pending(far, 1000) if mail.address == to]

    def link_to(self, address: str) -> str:
        """The path of the link in the newest mail to the address."""
        body = self.mails(address)[-1].get_body(("plain",))
        assert body is not None
        [link] = re.findall(re.escape(self.base_url) + r"(/\S+)", str(body.get_content()))
        return str(link)

    def signed_up(self, address: str, **fields: Any) -> int:
        """The id of a reader who signed up and confirmed."""
        assert self.post("/sign-up", a_form(address=address, **fields)).status == 200
        assert self.post(self.link_to(address)).status == 200
        reader = self.store.readers.of_address(address)
        assert reader is not None
        return reader.id


def a_form(
    address: str = "reader@example.org",
    authority: Sequence[str] = (LEICESTER,),
    region: Sequence[str] = (),
    interest: Sequence[str] = ("inspections", "visits", "send"),
    frequency: str = "daily",
    agreed: bool = True,
    more: Fields = (),
) -> list[tuple[str, str]]:
    """The fields of a valid sign-up; any field may be replaced."""
    return [
        *(("authority", one) for one in authority),
        *(("region", one) for one in region),
        *(("interest", one) for one in interest),
        ("frequency", frequency),
        ("address", address),
        *([("agreed", "yes")] if agreed else []),
        *more,
    ]


@contextmanager
def running_site(folder: Path, *, limits: Limits | None = None, port: int | None = None, **web: Any) -> Iterator[Site]:
    """The pages over a new store in the folder; `web` are more settings of `[web]`."""
    port = port or free_port()
    settings = Settings(
        home=folder,
        authorities="all",
        secret_keys=SecretStr(KEY),
        mail=MailSettings(
            sender="alerts@watcher.example",
            sender_name="Marlow alerts",
            reply_to="people@watcher.example",
            identity="Marlow & Partners <solicitors>",
        ),
        web=Web(**{"base_url": f"http://127.0.0.1:{port}"} | web),
    )
    settings.state.mkdir(parents=True, exist_ok=True)
    clock = Clock()
    with new_store(settings.state) as store:
        site = Site(f"http://127.0.0.1:{port}", settings, store, clock)
        app = application(
            settings,
            store,
            sender_of(settings),
            clock=clock,
            limits=limits,
            post=lambda: site.posted.append(clock()),
        )
        site.context = context_in(app)
        with _served(app, port):
            yield site


def context_in(app: ASGIApp) -> WebContext:
    """What the pages of an application share."""
    assert isinstance(app, Guard)
    inner: Any = app._app
    context: WebContext = inner.state.context
    return context


@contextmanager
def _served(app: Any, port: int) -> Iterator[None]:
    server = listener(app, "127.0.0.1", port)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive()
        threading.Event().wait(0.01)
    try:
        yield
    finally:
        server.should_exit = True
        thread.join(10)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _message(content: bytes) -> EmailMessage:
    message = message_from_bytes(content, policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message
