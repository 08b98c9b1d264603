"""The headers every mail must carry, and what becomes of a mail whatever the server does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import cast

import pytest

from tests.builders import NOW, a_delivery
from tests.certificates import self_signed
from tests.smtp_sink import SmtpSink
from watcher.delivering import GIVE_UP_AFTER, Delivered, deliver, transport_of, wait
from watcher.errors import MailError
from watcher.mail import Sender, digest_message, html_part, message_id, note_message
from watcher.mail_transport import OutboxFolder
from watcher.model import Delivery
from watcher.render import Rendered
from watcher.smtp_transport import Smtp, server_of

SENDER = Sender("alerts@watcher.example", reply_to="team@watcher.example")
MAIL = Rendered("Marlow Vale: Good to Requires improvement", "Grüße\n", "<p>Grüße</p>")
WHEN = datetime(2025, 1, 29, 8, 30, tzinfo=UTC)


def parsed(content: bytes) -> EmailMessage:
    return message_from_bytes(content, policy=default)


def a_digest(sender: Sender = SENDER, mail: Rendered = MAIL, to: str = "reader@example.org") -> EmailMessage:
    return parsed(digest_message(mail, to, sender, message_id(sender, 7, 3), WHEN))


# --- headers --------------------------------------------------------------------------------------


def test_a_digest_carries_the_headers_of_bulk_mail() -> None:
    message = a_digest()
    assert message["From"] == "Inspection watcher <alerts@watcher.example>"
    assert message["To"] == "reader@example.org"
    assert message["Reply-To"] == "team@watcher.example"
    assert message["Subject"] == MAIL.subject
    assert message["Date"] == "Wed, 29 Jan 2025 08:30:00 +0000"
    assert message["List-Id"] == "Inspection digests <digests.watcher.example>"
    assert message["List-Unsubscribe"] == "<mailto:team@watcher.example?subject=unsubscribe>"
    assert message["List-Unsubscribe-Post"] is None
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Precedence"] == "bulk"
    assert message["Content-Language"] == "en-GB"


def test_one_click_is_promised_only_with_an_https_address() -> None:
    url = "https://watcher.example/u/" + "t" * 150
    message = a_digest(replace(SENDER, unsubscribe_url=url))
    assert message["List-Unsubscribe"] == f"<{url}>, <mailto:team@watcher.example?subject=unsubscribe>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    raw = digest_message(MAIL, "r@example.org", replace(SENDER, unsubscribe_url=url), "<a@b>", WHEN)
    assert url.encode() in raw, "an address broken up by folding is no longer one"


def test_the_text_part_comes_before_the_html() -> None:
    text, html = a_digest().iter_parts()
    assert (text.get_content_type(), html.get_content_type()) == ("text/plain", "text/html")
    assert cast(EmailMessage, text).get_content().splitlines() == MAIL.text.splitlines()
    assert cast(EmailMessage, html).get_content().strip() == MAIL.html


def test_every_line_is_plain_ascii_and_short_enough_for_any_server() -> None:
    long = replace(MAIL, text="x" * 5_000 + "é\n", html="<p>" + "é" * 5_000 + "</p>")
    content = digest_message(long, "r@example.org", SENDER, "<a@b>", WHEN)
    assert content.isascii()
    assert all(len(line) <= 998 for line in content.split(b"\r\n"))
    assert b"\n" not in content.replace(b"\r\n", b"")


def test_the_same_mail_is_the_same_bytes() -> None:
    def once() -> bytes:
        return digest_message(MAIL, "r@example.org", SENDER, "<a@b>", WHEN)

    assert once() == once()


def test_the_message_id_is_the_same_for_the_same_run_and_reader() -> None:
    assert message_id(SENDER, 7, 3) == message_id(SENDER, 7, 3)
    assert len({message_id(SENDER, 7, 3), message_id(SENDER, 73), message_id(SENDER, 3, 7)}) == 3
    assert a_digest()["Message-ID"].endswith("@watcher.example>")


def test_a_note_to_the_operator_is_no_list_mail() -> None:
    message = parsed(note_message(MAIL, "operator@example.org", SENDER, "<n@watcher.example>", WHEN))
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["List-Id"] is None and message["List-Unsubscribe"] is None


def test_a_hostile_subject_stays_one_header() -> None:
    message = a_digest(mail=replace(MAIL, subject="Vale\r\nBcc: all@example.org" + "x" * 10_000))
    assert message["Bcc"] is None
    assert len(message["Subject"]) <= 250


@pytest.mark.parametrize(
    "address",
    ["", "nobody", "a@b\r\nBcc: c@d", "a@example.org, b@example.org", "Ann <a@example.org>", "ä@example.org"],
)
def test_what_is_not_one_address_is_refused(address: str) -> None:
    with pytest.raises(MailError):
        a_digest(to=address)


def test_the_html_of_a_finished_mail_can_be_shown() -> None:
    content = digest_message(MAIL, "reader@example.org", SENDER, "<a@b>", WHEN)
    assert html_part(content).strip() == MAIL.html


# --- delivery -------------------------------------------------------------------------------------


@dataclass
class Waiting:
    """The outbox table in a list."""

    mails: list[Delivery]
    sent: list[int] = field(default_factory=list)
    retried: dict[int, tuple[str, datetime]] = field(default_factory=dict)
    failed: dict[int, str] = field(default_factory=dict)

    def pending(self, now: datetime, limit: int) -> Sequence[Delivery]:
        done = {*self.sent, *self.failed, *(i for i, (_, at) in self.retried.items() if at > now)}
        return [mail for mail in self.mails if mail.id not in done][:limit]

    def mark_sent(self, delivery_id: int, now: datetime) -> None:
        self.sent.append(delivery_id)

    def mark_retry(self, delivery_id: int, error: str, next_attempt_at: datetime) -> None:
        self.retried[delivery_id] = (error, next_attempt_at)

    def mark_failed(self, delivery_id: int, error: str, now: datetime) -> None:
        self.failed[delivery_id] = error


def waiting(n: int) -> Waiting:
    return Waiting([mail_to(f"reader{i}@example.org", i) for i in range(n)])


def mail_to(address: str, number: int) -> Delivery:
    id_ = message_id(SENDER, number)
    return a_delivery(
        id=number, message_id=id_, address=address, content=digest_message(MAIL, address, SENDER, id_, WHEN)
    )


def send_through(sink: SmtpSink, store: Waiting, now: datetime = NOW) -> Delivered:
    with transport_of(sink.url, "bounces@watcher.example", None, Path("unused")) as transport:
        return deliver(store, transport, now)


def test_many_mails_go_through_one_connection() -> None:
    with SmtpSink() as sink:
        store = waiting(250)
        result = send_through(sink, store)
    assert (result.sent, result.trouble, sink.connections) == (250, None, 1)
    assert [message.to for message in sink.messages] == [mail.address for mail in store.mails]
    assert sink.messages[0].sender == "bounces@watcher.example"
    assert sink.messages[0].content.rstrip() == store.mails[0].content.rstrip()


def test_an_unknown_address_is_given_up_and_the_others_get_theirs() -> None:
    with SmtpSink(answer_rcpt={"reader1@example.org": "550 5.1.1 no such user"}) as sink:
        store = waiting(3)
        result = send_through(sink, store)
    assert store.sent == [0, 2]
    assert store.failed == {1: "550 5.1.1 no such user"}
    assert (result.sent, result.refused, result.postponed) == (2, 1, 0)


def test_a_full_mailbox_is_tried_again_later() -> None:
    with SmtpSink(answer_rcpt={"reader0@example.org": "452 4.2.2 mailbox full"}) as sink:
        store = waiting(2)
        send_through(sink, store)
        assert store.sent == [1]
        assert store.retried == {0: ("452 4.2.2 mailbox full", NOW + wait(0))}
        sink.answer_rcpt.clear()
        send_through(sink, store, NOW + wait(0))
    assert store.sent == [1, 0]


def test_a_refusal_of_us_does_not_give_an_address_up() -> None:
    with SmtpSink(answer_rcpt={"reader0@example.org": "554 5.7.1 relay access denied"}) as sink:
        store = waiting(1)
        send_through(sink, store)
    assert not store.failed and 0 in store.retried


def test_a_refused_sender_leaves_everything_pending() -> None:
    with SmtpSink(answer_mail="550 5.1.8 bad sender") as sink:
        store = waiting(3)
        result = send_through(sink, store)
    assert result.trouble is not None and "sender is refused: 550" in result.trouble
    assert not store.sent and not store.failed and not store.retried


def test_a_dead_server_leaves_everything_pending_and_says_so() -> None:
    with SmtpSink() as sink:
        port = sink.port
    store = waiting(3)
    with transport_of(f"smtp://127.0.0.1:{port}", "b@watcher.example", None, Path("unused")) as transport:
        result = deliver(store, transport, NOW)
    assert result.trouble is not None and f"127.0.0.1:{port}" in result.trouble
    assert not store.sent and not store.failed and not store.retried


def test_a_dropped_mail_is_tried_later_and_the_next_goes_out_on_a_new_connection() -> None:
    with SmtpSink(drop_before=1) as sink:
        store = waiting(3)
        send_through(sink, store)
        assert store.sent == [1, 2]
        assert list(store.retried) == [0]
        send_through(sink, store, NOW + wait(0))
    assert sorted(store.sent) == [0, 1, 2]
    assert len(sink.messages) == 3


def test_a_mail_accepted_but_not_acknowledged_is_repeated_once_under_its_message_id() -> None:
    with SmtpSink(drop_after=1) as sink:
        store = waiting(1)
        send_through(sink, store)
        send_through(sink, store, NOW + wait(0))
    assert store.sent == [0]
    assert len(sink.messages) == 2
    assert len({parsed(message.content)["Message-ID"] for message in sink.messages}) == 1


def test_a_server_that_hangs_up_between_mails_costs_nothing() -> None:
    with SmtpSink(hang_up_after=1, delay=0.0) as sink:
        store = waiting(3)
        with Smtp(server_of(sink.url, None), "b@watcher.example") as transport:
            for mail in store.mails:
                transport.send(mail)
                sink.wait_until_idle()
    assert len(sink.messages) == 3
    assert sink.connections == 3


def test_a_server_that_puts_off_everything_is_left_in_peace() -> None:
    with SmtpSink(answer_data="451 4.3.0 later") as sink:
        store = waiting(100)
        result = send_through(sink, store)
    assert result.trouble == "the server put off 20 mails in a row"
    assert len(store.retried) == 20 and not store.failed


def test_a_server_that_answers_too_slowly_is_a_broken_connection() -> None:
    with SmtpSink(delay=5.0) as sink:
        store = waiting(1)
        with Smtp(server_of(sink.url, None), "b@watcher.example", timeout=0.2) as transport:
            deliver(store, transport, NOW)
    assert list(store.retried) == [0]


def test_a_mail_that_nobody_takes_is_given_up_after_days() -> None:
    late = NOW + GIVE_UP_AFTER + timedelta(hours=1)
    with SmtpSink(answer_data="451 4.3.0 later") as sink:
        store = waiting(1)
        send_through(sink, store, late)
    assert store.failed == {0: "given up after 5 days: 451 4.3.0 later"}


def test_waits_grow_to_half_a_day() -> None:
    waits = [wait(attempts) for attempts in range(10)]
    assert waits == sorted(waits)
    assert (waits[0], waits[-1]) == (timedelta(minutes=5), timedelta(hours=12))


def test_a_result_is_recorded_before_the_next_mail_goes_out() -> None:
    """A process killed at any moment repeats at most the one mail in hand."""
    order: list[str] = []

    class Watched(Waiting):
        def mark_sent(self, delivery_id: int, now: datetime) -> None:
            order.append(f"recorded {delivery_id}")
            super().mark_sent(delivery_id, now)

    class Telling(OutboxFolder):
        def send(self, delivery: Delivery) -> None:
            order.append(f"sent {delivery.id}")

    with Telling(Path("unused")) as transport:
        deliver(Watched(waiting(2).mails), transport, NOW)
    assert order == ["sent 0", "recorded 0", "sent 1", "recorded 1"]


# --- encryption and passwords ---------------------------------------------------------------------


def test_starttls_is_required_and_its_certificate_verified(tmp_path: Path) -> None:
    server_side, client_side = self_signed(tmp_path, "localhost")
    with SmtpSink(tls=server_side, logins={"post": "secret"}) as sink:
        url = f"smtp+starttls://post@localhost:{sink.port}"
        with Smtp(server_of(url, "secret", client_side), "b@watcher.example") as transport:
            assert deliver(waiting(1), transport, NOW).sent == 1
        with Smtp(server_of(url, "secret"), "b@watcher.example") as transport:
            trouble = deliver(waiting(1), transport, NOW).trouble
        assert trouble is not None and "certificate" in trouble.lower()


def test_a_server_without_starttls_gets_no_mail() -> None:
    with SmtpSink() as sink:
        with Smtp(server_of(f"smtp+starttls://localhost:{sink.port}", None), "b@watcher.example") as transport:
            trouble = deliver(waiting(1), transport, NOW).trouble
        assert trouble is not None and "STARTTLS" in trouble
        assert not sink.messages


def test_implicit_tls_is_verified_too(tmp_path: Path) -> None:
    server_side, client_side = self_signed(tmp_path, "localhost")
    with SmtpSink(tls=server_side, implicit_tls=True) as sink:
        url = f"smtps://localhost:{sink.port}"
        with Smtp(server_of(url, None, client_side), "b@watcher.example") as transport:
            assert deliver(waiting(1), transport, NOW).sent == 1
        with Smtp(server_of(url, None), "b@watcher.example") as transport:
            assert deliver(waiting(1), transport, NOW).trouble is not None


def test_a_wrong_password_is_trouble_with_the_server_not_with_a_mail() -> None:
    with SmtpSink(logins={"post": "secret"}) as sink:
        url = f"smtp://post@127.0.0.1:{sink.port}"
        store = waiting(2)
        with Smtp(server_of(url, "wrong"), "b@watcher.example") as transport:
            trouble = deliver(store, transport, NOW).trouble
        assert trouble is not None and "535" in trouble
        assert not store.failed and not store.retried


@pytest.mark.parametrize(
    ("url", "password", "why"),
    [
        ("smtp://post@mail.example", "secret", "unencrypted"),
        ("smtps://post:secret@mail.example", None, "must not hold a password"),
        ("smtps://post@mail.example", None, "WATCHER_MAIL_PASSWORD"),
        ("http://mail.example", None, "must be"),
        ("smtp://mail.example:99999", None, "[Pp]ort"),
    ],
)
def test_an_address_that_would_be_unsafe_is_refused(url: str, password: str | None, why: str) -> None:
    with pytest.raises(MailError, match=why):
        transport_of(url, "b@watcher.example", password, Path("unused"))


# --- the outbox folder ----------------------------------------------------------------------------


def test_without_a_server_mails_lie_in_a_folder_under_their_message_id(tmp_path: Path) -> None:
    store = waiting(2)
    with transport_of("", "b@watcher.example", None, tmp_path / "outbox") as transport:
        assert deliver(store, transport, NOW).sent == 2
        transport.send(store.mails[0])
    files = sorted((tmp_path / "outbox").iterdir())
    assert len(files) == 2
    assert all(path.suffix == ".eml" for path in files)
    assert {path.read_bytes() for path in files} == {mail.content for mail in store.mails}


def test_a_hostile_message_id_cannot_leave_the_folder(tmp_path: Path) -> None:
    OutboxFolder(tmp_path / "outbox").send(a_delivery(message_id="<../../evil>"))
    assert [path.parent for path in tmp_path.rglob("*.eml")] == [tmp_path / "outbox"]


def test_a_folder_that_cannot_be_written_leaves_everything_pending(tmp_path: Path) -> None:
    (tmp_path / "outbox").write_text("a file where the folder should be")
    store = waiting(2)
    result = deliver(store, OutboxFolder(tmp_path / "outbox"), NOW)
    assert result.trouble is not None and not store.sent
