"""What becomes of a mail whatever the server does."""

from __future__ import annotations

from datetime import datetime, timedelta
from email import message_from_bytes
from pathlib import Path

from tests.support.builders import NOW
from tests.support.outgoing import MakeWaiting, Waiting
from tests.support.smtp_sink import SmtpSink
from watcher.mail.deliver import MAIL_GIVE_UP, TRIES_AT_LEAST, Delivered, deliver, transport_of, wait
from watcher.mail.smtp import Smtp, server_of
from watcher.mail.transport import FolderTransport
from watcher.model.mail import Delivery


def send_through(sink: SmtpSink, store: Waiting, now: datetime = NOW) -> Delivered:
    with transport_of(sink.url, lambda _: "bounces@watcher.example", None, Path("unused")) as transport:
        return deliver(store.outbox, transport, now)


def test_many_mails_go_through_one_connection(waiting: MakeWaiting) -> None:
    with SmtpSink() as sink:
        store = waiting(250)
        result = send_through(sink, store)
    assert (result.sent, result.trouble, sink.connections) == (250, None, 1)
    assert [message.to for message in sink.messages] == [mail.address for mail in store.mails]
    assert sink.messages[0].sender == "bounces@watcher.example"
    assert sink.messages[0].content.rstrip() == store.mails[0].content.rstrip()


def test_an_unknown_address_is_given_up_and_the_others_get_theirs(waiting: MakeWaiting) -> None:
    with SmtpSink(answer_rcpt={"reader1@example.org": "550 5.1.1 no such user"}) as sink:
        store = waiting(3)
        result = send_through(sink, store)
    assert store.sent == [0, 2]
    assert store.failed == {1: "550 5.1.1 no such user"}
    assert (result.sent, result.refused, result.postponed) == (2, 1, 0)


def test_a_full_mailbox_is_tried_again_later(waiting: MakeWaiting) -> None:
    with SmtpSink(answer_rcpt={"reader0@example.org": "452 4.2.2 mailbox full"}) as sink:
        store = waiting(2)
        send_through(sink, store)
        assert store.sent == [1]
        assert store.retried == {0: ("452 4.2.2 mailbox full", NOW + wait(0))}
        sink.answer_rcpt.clear()
        send_through(sink, store, NOW + wait(0))
    assert store.sent == [1, 0]


def test_a_refusal_of_us_does_not_give_an_address_up(waiting: MakeWaiting) -> None:
    with SmtpSink(answer_rcpt={"reader0@example.org": "554 5.7.1 relay access denied"}) as sink:
        store = waiting(1)
        send_through(sink, store)
    assert not store.failed and 0 in store.retried


def test_a_refusal_of_all_our_mail_gives_none_up_and_ends_the_round(waiting: MakeWaiting) -> None:
    with SmtpSink(answer_data="550 5.7.26 unauthenticated sender") as sink:
        store = waiting(3)
        result = send_through(sink, store)
    assert result.trouble == "the server rejected our email: 550 5.7.26 unauthenticated sender"
    assert not store.failed and len(sink.tried) == 1


def test_a_mail_refused_as_ours_lets_the_others_go_first_next_time(waiting: MakeWaiting) -> None:
    with SmtpSink(answer_data="554 5.7.1 not from you") as sink:
        store = waiting(3)
        send_through(sink, store)
        sink.answer_data = "250 OK"
        send_through(sink, store)
        assert store.sent == [1, 2]
        send_through(sink, store, NOW + MAIL_GIVE_UP * 2)
    assert store.sent == [1, 2, 0]


def test_a_refused_mail_is_given_up(waiting: MakeWaiting) -> None:
    with SmtpSink(answer_data="554 5.6.0 malformed") as sink:
        store = waiting(1)
        send_through(sink, store)
    assert store.failed == {0: "554 5.6.0 malformed"}


def test_an_address_that_cannot_be_written_to_a_server_is_given_up_and_the_others_get_theirs(
    waiting: MakeWaiting,
) -> None:
    store = waiting(3, {1: "reader@exämple.org"})
    with SmtpSink() as sink:
        send_through(sink, store)
    assert (store.sent, list(store.failed)) == ([0, 2], [1])


def test_a_refused_sender_leaves_everything_pending(waiting: MakeWaiting) -> None:
    with SmtpSink(answer_mail="550 5.1.8 bad sender") as sink:
        store = waiting(3)
        result = send_through(sink, store)
    assert result.trouble is not None and "the server rejected our sender address: 550" in result.trouble
    assert not store.sent and not store.failed and not store.retried


def test_a_dead_server_leaves_everything_pending_and_says_so(waiting: MakeWaiting) -> None:
    with SmtpSink() as sink:
        port = sink.port
    store = waiting(3)
    with transport_of(f"smtp://127.0.0.1:{port}", lambda _: "b@watcher.example", None, Path("unused")) as transport:
        result = deliver(store.outbox, transport, NOW)
    assert result.trouble is not None and f"127.0.0.1:{port}" in result.trouble
    assert not store.sent and not store.failed and not store.retried


def test_a_dropped_mail_is_tried_later_and_the_next_goes_out_on_a_new_connection(waiting: MakeWaiting) -> None:
    with SmtpSink(drop_before=1) as sink:
        store = waiting(3)
        send_through(sink, store)
        assert store.sent == [1, 2]
        assert list(store.retried) == [0]
        send_through(sink, store, NOW + wait(0))
    assert sorted(store.sent) == [0, 1, 2]
    assert len(sink.messages) == 3


def test_a_mail_accepted_but_not_acknowledged_is_repeated_once_under_its_message_id(waiting: MakeWaiting) -> None:
    with SmtpSink(drop_after=1) as sink:
        store = waiting(1)
        send_through(sink, store)
        send_through(sink, store, NOW + wait(0))
    assert store.sent == [0]
    assert len(sink.messages) == 2
    assert len({message_from_bytes(message.content)["Message-ID"] for message in sink.messages}) == 1


def test_a_server_that_hangs_up_between_mails_costs_nothing(waiting: MakeWaiting) -> None:
    with SmtpSink(hang_up_after=1, delay=0.0) as sink:
        store = waiting(3)
        with Smtp(server_of(sink.url, None), lambda _: "b@watcher.example") as transport:
            for mail in store.mails:
                transport.send(mail)
                sink.wait_until_idle()
    assert len(sink.messages) == 3
    assert sink.connections == 3


def test_a_server_that_puts_off_everything_is_left_in_peace(waiting: MakeWaiting) -> None:
    with SmtpSink(answer_data="451 4.3.0 later") as sink:
        store = waiting(100)
        result = send_through(sink, store)
    assert result.trouble == "the server deferred 20 emails in a row"
    assert len(store.retried) == 20 and not store.failed


def test_a_server_that_answers_too_slowly_is_a_broken_connection(waiting: MakeWaiting) -> None:
    with SmtpSink(delay=5.0) as sink:
        store = waiting(1)
        with Smtp(server_of(sink.url, None), lambda _: "b@watcher.example", timeout=0.2) as transport:
            deliver(store.outbox, transport, NOW)
    assert list(store.retried) == [0]


def test_a_mail_that_nobody_takes_is_given_up_after_days(waiting: MakeWaiting) -> None:
    late = NOW + MAIL_GIVE_UP + timedelta(hours=1)
    with SmtpSink(answer_data="451 4.3.0 later") as sink:
        store = waiting(1)
        for day in range(TRIES_AT_LEAST - 1):
            send_through(sink, store, NOW + timedelta(days=day))
        assert not store.failed
        send_through(sink, store, late)
    assert store.failed == {0: "undeliverable for 5 days: 451 4.3.0 later"}


def test_a_mail_that_was_hardly_tried_is_not_given_up_however_old_the_clock_says_it_is(
    waiting: MakeWaiting,
) -> None:
    with SmtpSink(answer_data="451 4.3.0 later") as sink:
        store = waiting(1)
        send_through(sink, store, NOW)
        send_through(sink, store, NOW + timedelta(days=3650))
    assert not store.failed and list(store.retried) == [0]


def test_waits_grow_to_half_a_day() -> None:
    waits = [wait(attempts) for attempts in range(10)]
    assert waits == sorted(waits)
    assert (waits[0], waits[-1]) == (timedelta(minutes=5), timedelta(hours=12))


def test_a_result_is_recorded_before_the_next_mail_goes_out(waiting: MakeWaiting) -> None:
    """A process killed at any moment repeats at most the one mail in hand."""
    store, recorded = waiting(2), []

    class Recording(FolderTransport):
        def send(self, delivery: Delivery) -> None:
            recorded.append(store.sent)

    with Recording(Path("unused")) as transport:
        deliver(store.outbox, transport, NOW)
    assert (recorded, store.sent) == ([[], [0]], [0, 1])


def test_a_mail_that_is_cancelled_while_others_are_sent_is_not_sent(waiting: MakeWaiting) -> None:
    store = waiting(2)

    class Cancelling(FolderTransport):
        def send(self, delivery: Delivery) -> None:
            assert store.store.outbox_operator.cancel(store.mails[1].id, NOW) is None

    with Cancelling(Path("unused")) as transport:
        assert deliver(store.outbox, transport, NOW) == Delivered(sent=1)
    assert store.sent == [0]
