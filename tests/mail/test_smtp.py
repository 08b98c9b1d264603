"""Encryption is required and verified, and a password never travels in the clear."""

from __future__ import annotations

import socketserver
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from tests.support.builders import NOW
from tests.support.certificates import self_signed
from tests.support.outgoing import MakeWaiting, mail_to
from tests.support.smtp_sink import SmtpSink
from watcher.mail.deliver import deliver, transport_of
from watcher.mail.smtp import Smtp, server_of
from watcher.mail.transport import PostponedError
from watcher.model.errors import MailError


def test_starttls_is_required_and_its_certificate_verified(tmp_path: Path, waiting: MakeWaiting) -> None:
    server_side, client_side = self_signed(tmp_path, "localhost")
    with SmtpSink(tls=server_side, logins={"post": "secret"}) as sink:
        url = f"smtp+starttls://post@localhost:{sink.port}"
        with Smtp(server_of(url, "secret", client_side), lambda _: "b@watcher.example") as transport:
            assert deliver(waiting(1).outbox, transport, NOW).sent == 1
        with Smtp(server_of(url, "secret"), lambda _: "b@watcher.example") as transport:
            trouble = deliver(waiting(1).outbox, transport, NOW).trouble
        assert trouble is not None and "certificate" in trouble.lower()


def test_a_server_without_starttls_gets_no_mail(waiting: MakeWaiting) -> None:
    with SmtpSink() as sink:
        with Smtp(
            server_of(f"smtp+starttls://localhost:{sink.port}", None), lambda _: "b@watcher.example"
        ) as transport:
            trouble = deliver(waiting(1).outbox, transport, NOW).trouble
        assert trouble is not None and "STARTTLS" in trouble
        assert not sink.messages


def test_implicit_tls_is_verified_too(tmp_path: Path, waiting: MakeWaiting) -> None:
    server_side, client_side = self_signed(tmp_path, "localhost")
    with SmtpSink(tls=server_side, implicit_tls=True) as sink:
        url = f"smtps://localhost:{sink.port}"
        with Smtp(server_of(url, None, client_side), lambda _: "b@watcher.example") as transport:
            assert deliver(waiting(1).outbox, transport, NOW).sent == 1
        with Smtp(server_of(url, None), lambda _: "b@watcher.example") as transport:
            assert deliver(waiting(1).outbox, transport, NOW).trouble is not None


def test_a_wrong_password_is_trouble_with_the_server_not_with_a_mail(waiting: MakeWaiting) -> None:
    with SmtpSink(logins={"post": "secret"}) as sink:
        url = f"smtp://post@127.0.0.1:{sink.port}"
        store = waiting(2)
        with Smtp(server_of(url, "wrong"), lambda _: "b@watcher.example") as transport:
            trouble = deliver(store.outbox, transport, NOW).trouble
        assert trouble is not None and "535" in trouble
        assert not store.failed and not store.retried


def test_a_password_that_cannot_be_sent_is_trouble_and_is_not_said(waiting: MakeWaiting) -> None:
    with SmtpSink(logins={"post": "secret"}) as sink:
        url = f"smtp://post@127.0.0.1:{sink.port}"
        with Smtp(server_of(url, "geheimß"), lambda _: "b@watcher.example") as transport:
            trouble = deliver(waiting(1).outbox, transport, NOW).trouble
    assert trouble is not None and "non-ASCII" in trouble
    assert "ß" not in trouble and "xdf" not in trouble


@pytest.mark.parametrize(
    ("url", "password", "why"),
    [
        ("smtp://post@mail.example", "secret", "unencrypted"),
        ("smtps://post:secret@mail.example", None, "must not contain a password"),
        ("smtps://post@mail.example", None, "WATCHER_MAIL_PASSWORD"),
        ("http://mail.example", None, "expected smtp"),
        ("smtp://mail.example:99999", None, "[Pp]ort"),
    ],
)
def test_an_address_that_would_be_unsafe_is_refused(url: str, password: str | None, why: str) -> None:
    with pytest.raises(MailError, match=why):
        transport_of(url, lambda _: "b@watcher.example", password, Path("unused"))


@pytest.mark.parametrize("content", [b".\r\n", b"..\r\n.a\r\n\r\n.\r\nb.\r\n", b"To: a\r\n\r\n" + b".\r\n" * 50_000])
def test_lines_that_begin_with_dots_arrive_as_they_are(content: bytes) -> None:
    with (
        SmtpSink() as sink,
        Smtp(server_of(sink.url, None), lambda _: "b@watcher.example") as transport,
    ):
        for number in range(2):
            transport.send(replace(mail_to("reader@example.org", number), content=content))
    assert [message.content for message in sink.messages] == [content, content]


class _OutOfStep(socketserver.StreamRequestHandler):
    """Says yes to everything, also to DATA."""

    def handle(self) -> None:
        self.wfile.write(b"220 well\r\n")
        while self.rfile.readline():
            self.wfile.write(b"250 well\r\n")


def test_a_server_that_agrees_before_it_has_the_mail_has_not_taken_it() -> None:
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _OutOfStep) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        url = f"smtp://127.0.0.1:{server.server_address[1]}"
        with (
            Smtp(server_of(url, None), lambda _: "b@watcher.example") as transport,
            pytest.raises(PostponedError, match="replied to DATA with 250"),
        ):
            transport.send(mail_to("reader@example.org", 1))
        server.shutdown()
