"""Through a real mail server: what is sent arrives as it was written, and what it returns stops the address."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.builders import NOW
from tests.support.mail_rules import check_list_mail
from tests.support.mta import mta
from tests.support.outgoing import MAIL
from tests.support.smtp_sink import Message, SmtpSink
from tests.support.stores import new_store
from tests.support.until import until
from watcher.commands import send
from watcher.commands.bounces import read_bounces
from watcher.mail.message import digest_message, message_id
from watcher.mail.parts import LEAVE_PLACEHOLDER
from watcher.mail.render import Rendered
from watcher.mail.sender import return_path_of, sender_of
from watcher.model.mail import BounceKind
from watcher.model.subscription import Frequency
from watcher.settings import MailSettings, Settings, Web
from watcher.store import Store

pytestmark = pytest.mark.mta

# The queue of the server outlives a run: whose mails are ours is told by the domain.
RUN = f"run{secrets.token_hex(4)}"


@pytest.fixture
def sink() -> Iterator[SmtpSink]:
    with SmtpSink() as running:
        yield running


@pytest.fixture
def settings(tmp_path: Path, sink: SmtpSink) -> Iterator[Settings]:
    """MailSettings goes to a real server, which hands it on to the sink."""
    with mta(tmp_path, sink.port) as port:
        mail = MailSettings(
            smtp=f"smtp://127.0.0.1:{port}", sender="alerts@firm.example", bounces="bounces@firm.example"
        )
        yield Settings(mail=mail, web=Web(base_url="https://alerts.firm.example"), home=tmp_path)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with new_store(tmp_path) as opened:
        yield opened


def plan(settings: Settings, store: Store, number: int) -> str:
    """A mail of the list to a reader who follows everything; their address."""
    address = f"reader{number}@{RUN}.example"
    store.subscribers.subscribe(address, "all", Frequency.DAILY, NOW)
    sender, place = sender_of(settings), LEAVE_PLACEHOLDER
    mail = Rendered(MAIL.subject, f"{MAIL.text}{place}\n", f'{MAIL.html}<a href="{place}">Unsubscribe</a>')
    id_ = message_id(sender, number)
    content = digest_message(mail, address, sender, id_, NOW, **sender.reader_links(number))
    assert store.outbox.plan_note(id_, address, mail.subject, content, (), (), NOW)
    return address


def ours(sink: SmtpSink) -> list[Message]:
    return [message for message in sink.messages if message.to.endswith(f"@{RUN}.example")]


def returned(sink: SmtpSink) -> list[bytes]:
    return [message.content for message in sink.messages if message.sender in ("", "<>")]


def test_mails_arrive_with_every_header_as_it_was_written(settings: Settings, store: Store, sink: SmtpSink) -> None:
    addresses = [plan(settings, store, number) for number in range(1, 21)]
    delivered = send.send(settings, store, NOW)
    assert delivered is not None and (delivered.sent, delivered.trouble) == (20, None)
    until(lambda: {message.to for message in ours(sink)} >= set(addresses), "all mails arrive")
    # the server may pass on what it kept in another test
    arrived = [message for message in ours(sink) if message.to in addresses]
    assert sorted(message.to for message in arrived) == sorted(addresses)
    path = return_path_of(settings)
    for message in arrived:
        headers = check_list_mail(as_written(message.content), https=True)
        number = path.delivery_id(message.sender)
        assert number is not None and store.bounces.address_of(number) == message.to == headers["To"]


def as_written(content: bytes) -> bytes:
    """Without the trace that each server puts on top, which a reader's server reads and a reader does not."""
    assert content.startswith(b"Received:")
    return content[content.index(b"\r\nFrom:") + 2 :]


def test_what_a_real_server_returns_stops_the_address_and_nobody_else(
    settings: Settings, store: Store, sink: SmtpSink
) -> None:
    gone, kept, refused = (plan(settings, store, number) for number in range(31, 34))
    sink.answer_rcpt = {gone: "550 5.1.1 no such user", refused: "550 5.7.26 unauthenticated sender"}
    send.send(settings, store, NOW)
    until(lambda: kept in {message.to for message in ours(sink)} and len(returned(sink)) >= 2, "all three are answered")
    read = read_bounces(settings, store, returned(sink), NOW)
    assert {came.address: came.kind for came in read.came} == {gone: BounceKind.GONE, refused: BounceKind.FAILED}
    assert {wish.address for wish in store.subscribers.subscriptions()} == {kept, refused}
    assert [mail.address for mail in store.outbox_operator.mails("failed", 10)] == [gone]
    assert [mail.address for mail in store.outbox_operator.mails("pending", 10)] == [refused], (
        "we were refused, not they"
    )


def test_what_a_real_server_cannot_pass_on_it_keeps(settings: Settings, store: Store, sink: SmtpSink) -> None:
    address = plan(settings, store, 100)
    sink.answer_data = "451 4.3.0 later"
    delivered = send.send(settings, store, NOW)
    assert delivered is not None and delivered.sent == 1
    until(lambda: address in sink.tried, "the relay tries")
    assert not ours(sink) and store.outbox.pending_count() == 0
