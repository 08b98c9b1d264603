"""Sends emails through a mail server: many on one connection, encrypted as configured."""

from __future__ import annotations

import ipaddress
import smtplib
import ssl
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from types import TracebackType
from typing import Self
from urllib.parse import SplitResult, unquote, urlsplit

from watcher.mail.replies import Meaning, meaning
from watcher.mail.transport import (
    BlockedError,
    BusyError,
    DoubtError,
    GoneError,
    PostponedError,
    RefusedError,
    ServerError,
    UnwelcomeError,
)
from watcher.model.errors import MailError
from watcher.model.mail import Delivery

TIMEOUT = 60.0  # seconds
_PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}

_CLOSING = 421
_GO_ON = 354

_Reply = tuple[int, bytes]


@dataclass(frozen=True, slots=True)
class Server:
    """Where and how to connect. `encryption` is `smtp` (none), `smtp+starttls` or `smtps`."""

    encryption: str
    host: str
    port: int
    user: str | None
    password: str | None
    context: ssl.SSLContext


def server_of(url: str, password: str | None, context: ssl.SSLContext | None = None) -> Server:
    """The server of `smtp:

    relay:25`, `smtp+starttls:

    user@host:587` or `smtps:

    user@host`.

    A password in the address (which ends up in logs) is a `MailError`, and so is sending one unencrypted to another
    machine. Certificates are verified.
    """
    parts = urlsplit(url)
    if parts.scheme not in _PORTS or not parts.hostname:
        raise MailError("[mail] smtp: expected smtp+starttls://host, smtps://host or smtp://host")
    if parts.password is not None:
        raise MailError("[mail] smtp must not contain a password. Set WATCHER_MAIL_PASSWORD instead.")
    user = unquote(parts.username) if parts.username else None
    if user and password is None:
        raise MailError(f"[mail] smtp has the user {user}, but no password. Set WATCHER_MAIL_PASSWORD.")
    if user and parts.scheme == "smtp" and not _is_loopback(parts.hostname):
        raise MailError("[mail] smtp would send the password unencrypted. Use smtp+starttls:// or smtps://.")
    return Server(parts.scheme, parts.hostname, _port(parts), user, password, context or ssl.create_default_context())


def _port(parts: SplitResult) -> int:
    try:
        return parts.port or _PORTS[parts.scheme]
    except ValueError as error:
        raise MailError(f"[mail] smtp: {error}") from error


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


class Smtp:
    """One connection for many emails, opened for the first one and again if the server closed it.

    `return_path` gives the envelope sender of an email by its number.
    """

    def __init__(self, server: Server, return_path: Callable[[int], str], timeout: float = TIMEOUT) -> None:
        self._server, self._return_path, self._timeout = server, return_path, timeout
        self._connection: smtplib.SMTP | None = None

    def send(self, delivery: Delivery) -> None:
        connection = self._begin(self._return_path(delivery.id))
        try:
            self._expect(connection, connection.rcpt(delivery.address), _about_address)
            self._expect(connection, _data(connection, delivery.content), _about_mail)
        except UnicodeError as error:
            self._drop()
            raise RefusedError(f"{delivery.address} is not an address that mail servers accept") from error
        except (smtplib.SMTPException, OSError) as error:
            self._drop()
            raise PostponedError(f"the connection broke: {error}") from error

    def try_out(self) -> None:
        """Connect, log in and name our sender, without an email. Raises what `send` would raise."""
        self._connect(self._return_path(0))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._connection is not None:
            with suppress(smtplib.SMTPException, OSError):
                self._connection.quit()
            self._drop()

    def _begin(self, sender: str) -> smtplib.SMTP:
        """A connection that has accepted the sender. The one from the last email may be closed by now."""
        if self._connection is not None:
            with suppress(smtplib.SMTPException, OSError):
                reply = self._connection.mail(sender)
                if reply[0] != _CLOSING:
                    self._expect(self._connection, reply, _about_sender)
                    return self._connection
            self._drop()
        return self._connect(sender)

    def _connect(self, sender: str) -> smtplib.SMTP:
        where = f"{self._server.host}:{self._server.port}"
        try:
            self._connection = _opened(self._server, self._timeout)
            self._expect(self._connection, self._connection.mail(sender), _about_sender)
        except smtplib.SMTPResponseException as error:
            self._drop()
            raise ServerError(f"{where} rejected us: {_words(_reply_of(error))}") from error
        except UnicodeError as error:
            self._drop()
            # Python's own message quotes the password
            raise ServerError(f"can't log in to {where}: the user or the password has non-ASCII characters") from error
        except (smtplib.SMTPException, OSError) as error:
            self._drop()
            raise ServerError(f"can't connect to {where}: {error}") from error
        return self._connection

    def _expect(self, connection: smtplib.SMTP, reply: _Reply, meaning: Callable[[_Reply], MailError]) -> None:
        """Go on if the server agrees; otherwise leave the connection ready for the next email and raise."""
        if 200 <= reply[0] < 300:
            return
        try:
            fit = reply[0] != _CLOSING and connection.rset()[0] == 250
        except (smtplib.SMTPException, OSError):
            fit = False
        if not fit:
            self._drop()
        raise meaning(reply)

    def _drop(self) -> None:
        if self._connection is not None:
            self._connection.close()
        self._connection = None


def _opened(server: Server, timeout: float) -> smtplib.SMTP:
    """A connection ready for email; closed again if anything fails."""
    if server.encryption == "smtps":
        connection: smtplib.SMTP = smtplib.SMTP_SSL(server.host, server.port, timeout=timeout, context=server.context)
    else:
        connection = smtplib.SMTP(server.host, server.port, timeout=timeout)
    try:
        if server.encryption == "smtp+starttls":
            connection.starttls(context=server.context)
        if server.user:
            connection.login(server.user, server.password or "")
        connection.ehlo_or_helo_if_needed()
    except BaseException:
        connection.close()
        raise
    return connection


def _data(connection: smtplib.SMTP, content: bytes) -> _Reply:
    """Like `smtplib`, except for the dots: finding them by a pattern is a third of the work of sending an email."""
    reply = connection.docmd("data")
    if reply[0] >= 400:
        return reply
    if reply[0] != _GO_ON:
        raise smtplib.SMTPException(f"the server replied to DATA with {_words(reply)}")
    whole = content if content.endswith(b"\r\n") else content + b"\r\n"
    connection.send((b"\n" + whole).replace(b"\n.", b"\n..")[1:] + b".\r\n")
    return connection.getreply()


def _reply_of(error: smtplib.SMTPResponseException) -> _Reply:
    words = error.smtp_error
    return error.smtp_code, words if isinstance(words, bytes) else words.encode()


# --- what a refusal means -------------------------------------------------------------------------


def _about_sender(reply: _Reply) -> MailError:
    """The sender is ours, whatever its tag, so nothing is wrong with this email."""
    said = f"the server rejected our sender address: {_words(reply)}"
    return ServerError(said) if 500 <= reply[0] < 600 else PostponedError(said)


def _about_address(reply: _Reply) -> MailError:
    return _ABOUT_ADDRESS[_meaning(reply, of_recipient=True)](_words(reply))


def _about_mail(reply: _Reply) -> MailError:
    about = _meaning(reply, of_recipient=False)
    if about is Meaning.OURS:
        return UnwelcomeError(f"the server rejected our email: {_words(reply)}")
    return _ABOUT_ADDRESS[about](_words(reply))


_ABOUT_ADDRESS: dict[Meaning, type[MailError]] = {
    Meaning.LATER: BusyError,
    Meaning.GONE: GoneError,
    Meaning.DOUBT: DoubtError,
    Meaning.OURS: BlockedError,
    Meaning.MAIL: RefusedError,
}


def _meaning(reply: _Reply, *, of_recipient: bool) -> Meaning:
    return meaning(reply[0], reply[1].decode("utf-8", "replace"), of_recipient=of_recipient)


def _words(reply: _Reply) -> str:
    return f"{reply[0]} {reply[1].decode('utf-8', 'replace')}"
