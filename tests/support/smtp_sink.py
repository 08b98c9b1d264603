"""A mail server on loopback for tests: it records what it accepts, and refuses, drops or delays on demand.

with SmtpSink() as sink:
    sink.answer_rcpt["gone@example.org"] = "550 5.1.1 no such user"
    ...
    sink.messages[0].to, sink.messages[0].content
"""

from __future__ import annotations

import asyncio
import ssl
import threading
import time
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

OK = "250 OK"


@dataclass(frozen=True)
class Message:
    sender: str
    to: str
    content: bytes


@dataclass
class SmtpSink:
    """`answer_*` are full reply lines. `drop_before` and `drop_after` end the connection instead of replying to
    that many of the next DATA commands, before or after the message was recorded. `delay` is in seconds.
    `hang_up_after` closes each connection, between mails, after that many messages. `times` says when each
    message came, in seconds by a clock that never goes back."""

    answer_mail: str = OK
    answer_rcpt: dict[str, str] = field(default_factory=dict)
    answer_data: str = OK
    drop_before: int = 0
    drop_after: int = 0
    delay: float = 0.0
    hang_up_after: int = 0
    tls: ssl.SSLContext | None = None
    implicit_tls: bool = False
    logins: dict[str, str] = field(default_factory=dict)
    port: int = 0

    messages: list[Message] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    connections: int = 0
    tried: list[str] = field(default_factory=list)

    def __enter__(self) -> Self:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self.port = asyncio.run_coroutine_threadsafe(self._listen(), self._loop).result(10)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        asyncio.run_coroutine_threadsafe(self._shut(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    def wait_until_idle(self) -> None:
        """Return when the loop has done what it was to do next, such as hanging up."""
        asyncio.run_coroutine_threadsafe(asyncio.sleep(0.05), self._loop).result(10)

    async def _listen(self) -> int:
        implicit = self.tls if self.implicit_tls else None
        self._server = await self._loop.create_server(self._smtp, "127.0.0.1", self.port, ssl=implicit)
        port: int = self._server.sockets[0].getsockname()[1]
        return port

    async def _shut(self) -> None:
        """Stop listening and end what is still connected."""
        self._server.close()
        tasks = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _smtp(self) -> SMTP:
        self.connections += 1
        starttls = None if self.implicit_tls else self.tls
        return SMTP(
            self,
            hostname="sink.example",
            tls_context=starttls,
            loop=self._loop,
            authenticator=self._authenticate if self.logins else None,
            auth_require_tls=False,
        )

    # what aiosmtpd calls; a handler that has no answer for a command leaves it to the server

    async def handle_MAIL(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.answer_mail == OK:
            envelope.mail_from = address
        return self.answer_mail

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        self.tried.append(address)
        answer = self.answer_rcpt.get(address, OK)
        if answer == OK:
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        await asyncio.sleep(self.delay)
        if self.drop_before:
            self.drop_before -= 1
            return _hang_up(server)
        if self.answer_data == OK:
            self._keep(envelope)
        if self.drop_after:
            self.drop_after -= 1
            return _hang_up(server)
        if self.hang_up_after and len(self.messages) % self.hang_up_after == 0:
            asyncio.get_running_loop().call_later(0.01, _hang_up, server)
        return self.answer_data

    def _keep(self, envelope: Envelope) -> None:
        content = envelope.content
        assert isinstance(content, bytes) and envelope.mail_from is not None
        self.times.append(time.monotonic())
        self.messages.extend(Message(envelope.mail_from, to, content) for to in envelope.rcpt_tos)

    def _authenticate(
        self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any
    ) -> AuthResult:
        good = self.logins.get(data.login.decode()) == data.password.decode()
        return AuthResult(success=good, handled=False)


def _hang_up(server: SMTP) -> str:
    assert isinstance(server.transport, asyncio.Transport)
    server.transport.abort()
    return OK
