"""From a server's refusal or a bounce to the reader, the fault and the operator: with a real store and server."""

from __future__ import annotations

import sqlite3
from datetime import timedelta
from itertools import count
from pathlib import Path
from urllib.parse import unquote

import pytest

from tests.support.builders import NOW
from tests.support.mail_rules import check_mail
from tests.support.outgoing import MAIL
from tests.support.returned_mail import absence, complaint, dsn, leaving, old_bounce
from tests.support.smtp_sink import SmtpSink
from watcher.commands import send
from watcher.commands.bounces import MailboxRead, read_bounces
from watcher.mail.deliver import wait
from watcher.mail.message import message_id, note_message
from watcher.mail.sender import return_path_of, sender_of
from watcher.model.errors import StoreError
from watcher.model.mail import BounceKind
from watcher.model.subscription import Frequency
from watcher.settings import Settings, Web
from watcher.store import Store

LATER = NOW + timedelta(hours=1)
READER = "reader@example.org"


def plan(settings: Settings, store: Store, address: str = READER) -> str:
    """A mail that waits, to a reader who follows everything; its Message-ID."""
    store.subscribers.subscribe(address, "all", Frequency.DAILY, NOW)
    sender = sender_of(settings)
    id_ = message_id(sender, address)
    assert store.outbox.plan_note(id_, address, "News", note_message(MAIL, address, sender, id_, NOW), (), (), NOW)
    return id_


def sent(settings: Settings, store: Store, sink: SmtpSink) -> tuple[str, str]:
    """The return path and the Message-ID of a mail that the server took."""
    id_ = plan(settings, store)
    send.send(settings, store, NOW)
    return sink.messages[-1].sender, id_


def read(settings: Settings, store: Store, *messages: bytes) -> MailboxRead:
    return read_bounces(settings, store, messages, LATER)


def followers(store: Store) -> set[str]:
    return {wish.address for wish in store.subscribers.subscriptions()}


def faults(store: Store) -> dict[str, str]:
    return {fault.source_id: fault.reason for fault in store.faults.recorded(open_only=True)}


# --- sending --------------------------------------------------------------------------------------


def test_each_mail_has_a_return_path_of_its_own_and_comes_from_the_sender(
    settings: Settings, store: Store, sink: SmtpSink
) -> None:
    plan(settings, store, "one@example.org")
    plan(settings, store, "two@example.org")
    send.send(settings, store, NOW)
    path = return_path_of(settings)
    assert [path.delivery_id(message.sender) for message in sink.messages] == [1, 2]
    assert {check_mail(message.content)["From"].addresses[0].addr_spec for message in sink.messages} == {
        "alerts@watcher.example"
    }


def test_without_a_mailbox_for_bounces_the_sender_is_the_return_path(
    settings: Settings, store: Store, sink: SmtpSink
) -> None:
    plain = settings.model_copy(update={"mail": settings.mail.model_copy(update={"bounces": ""})})
    assert sent(plain, store, sink)[0] == "alerts@watcher.example"


def test_an_unknown_address_is_stopped_at_once(settings: Settings, store: Store, sink: SmtpSink) -> None:
    sink.answer_rcpt[READER] = "550 5.1.1 no such user"
    plan(settings, store)
    plan(settings, store, "other@example.org")
    delivered = send.send(settings, store, NOW)
    assert delivered is not None and (delivered.sent, delivered.refused) == (1, 1)
    assert followers(store) == {"other@example.org"}
    [ended] = [wish for wish in store.subscribers.subscriptions(active_only=False) if wish.ended_at]
    assert ended.ended_reason == "bounced: 550 5.1.1 no such user"
    assert not faults(store)


@pytest.mark.parametrize(
    "words", ["550 5.7.26 unauthenticated", "550 5.7.515 access denied", "550 5.7.9 refused", "554 blocked as spam"]
)
def test_a_refusal_of_us_stops_nobody_keeps_the_mail_and_is_a_fault_until_it_goes(
    settings: Settings, store: Store, sink: SmtpSink, words: str
) -> None:
    sink.answer_data = words
    plan(settings, store)
    send.send(settings, store, NOW)
    assert followers(store) == {READER} and store.outbox.pending_count() == 1
    assert words in faults(store)[send.REFUSED] and send.SERVER not in faults(store)
    sink.answer_data = "250 OK"
    send.send(settings, store, NOW + wait(0))
    assert store.outbox.pending_count() == 0 and not faults(store)


def test_a_refusal_of_us_for_one_address_lasts_as_long_as_it_takes(
    settings: Settings, store: Store, sink: SmtpSink
) -> None:
    sink.answer_rcpt[READER] = "550 5.7.1 your network is blocked"
    plan(settings, store)
    for days in range(0, 30, 3):
        send.send(settings, store, NOW + timedelta(days=days))
    assert store.outbox.pending_count() == 1 and followers(store) == {READER}
    assert send.REFUSED in faults(store)


def test_a_dead_server_is_a_fault_until_mail_leaves_again(settings: Settings, store: Store, sink: SmtpSink) -> None:
    dead = settings.model_copy(update={"mail": settings.mail.model_copy(update={"smtp": "smtp://127.0.0.1:9"})})
    plan(settings, store)
    delivered = send.send(dead, store, NOW)
    assert delivered is not None and delivered.trouble and store.outbox.pending_count() == 1
    assert "127.0.0.1:9" in faults(store)[send.SERVER]
    send.send(settings, store, LATER)
    assert not faults(store) and len(sink.messages) == 1


def test_no_mail_leaves_of_which_it_could_not_be_recorded(
    settings: Settings, store: Store, sink: SmtpSink, tmp_path: Path
) -> None:
    plan(settings, store)
    refuse = "CREATE TRIGGER full BEFORE UPDATE ON delivery BEGIN SELECT RAISE(FAIL, 'database or disk is full'); END"
    with sqlite3.connect(tmp_path / "watcher.db") as database:
        database.execute(refuse)
    for _ in range(2):
        with pytest.raises(StoreError, match="disk is full"):
            send.send(settings, store, LATER)
    assert sink.messages == []
    with sqlite3.connect(tmp_path / "watcher.db") as database:
        database.execute("DROP TRIGGER full")
    send.send(settings, store, LATER)
    assert len(sink.messages) == 1


def test_a_round_that_was_asked_to_stop_is_no_fault(settings: Settings, store: Store) -> None:
    plan(settings, store)
    delivered = send.send(settings, store, NOW, lambda: True)
    assert delivered is not None and delivered.stopped and not faults(store)


def test_the_configured_pace_is_kept(settings: Settings, store: Store, sink: SmtpSink) -> None:
    slow = settings.model_copy(update={"mail": settings.mail.model_copy(update={"a_minute": 6})})
    for number in range(2):
        plan(settings, store, f"reader{number}@example.org")
    asked = count()
    # without a pace both are gone before it asks that often
    delivered = send.send(slow, store, NOW, lambda: next(asked) >= 3)
    assert delivered is not None and (delivered.sent, delivered.stopped) == (1, True)


# --- bounces --------------------------------------------------------------------------------------


def test_a_bounce_to_the_return_path_stops_the_address_it_was_sent_to(
    settings: Settings, store: Store, sink: SmtpSink
) -> None:
    path, _ = sent(settings, store, sink)
    done = read(settings, store, dsn(path, to="forwarded@elsewhere.example"))
    assert [(came.address, came.kind, came.ended) for came in done.came] == [(READER, BounceKind.GONE, 1)]
    assert followers(store) == set()


def test_it_may_come_back_in_capitals(settings: Settings, store: Store, sink: SmtpSink) -> None:
    path, _ = sent(settings, store, sink)
    assert len(read(settings, store, old_bounce(path.upper(), READER, "550 5.1.1 no such user")).came) == 1
    assert followers(store) == set()


def test_a_mailbox_that_is_read_twice_counts_once(settings: Settings, store: Store, sink: SmtpSink) -> None:
    path, _ = sent(settings, store, sink)
    read(settings, store, dsn(path))
    store.suppressions.lift(READER)
    plan_again = store.subscribers.subscribe(READER, "all", Frequency.DAILY, LATER)
    done = read(settings, store, dsn(path), dsn(path))
    assert (done.known, done.came) == (2, []) and followers(store) == {plan_again.address}


def test_a_forged_bounce_stops_nobody(settings: Settings, store: Store, sink: SmtpSink) -> None:
    path, _ = sent(settings, store, sink)
    plan(settings, store, "victim@example.org")
    forged = path.replace("+1-", "+2-")
    done = read(settings, store, dsn(forged, to="victim@example.org"), dsn(to="victim@example.org"))
    assert (done.unknown, done.came) == (2, [])
    assert followers(store) == {READER, "victim@example.org"}


def test_a_bounce_that_quotes_the_mail_counts_for_the_address_of_that_mail_alone(
    settings: Settings, store: Store, sink: SmtpSink
) -> None:
    _, id_ = sent(settings, store, sink)
    plan(settings, store, "victim@example.org")
    wrong = read(settings, store, dsn(to="victim@example.org", message_id=id_, key="wrong"))
    assert wrong.unknown == 1 and len(followers(store)) == 2
    right = read(settings, store, dsn(to=READER.upper(), message_id=id_, key="right"))
    assert [came.address for came in right.came] == [READER]
    assert followers(store) == {"victim@example.org"}


def test_a_message_id_cannot_be_guessed(settings: Settings, tmp_path: Path) -> None:
    other = settings.model_copy(update={"home": tmp_path / "other"})
    assert message_id(sender_of(settings), 1, 1) != message_id(sender_of(other), 1, 1)


@pytest.mark.parametrize("known_by", ["mail_from", "message_id"])
def test_a_complaint_stops_the_reader_although_it_hides_who_complains(
    settings: Settings, store: Store, sink: SmtpSink, known_by: str
) -> None:
    path, id_ = sent(settings, store, sink)
    done = read(settings, store, complaint(**{known_by: path if known_by == "mail_from" else id_}))
    assert [came.kind for came in done.came] == [BounceKind.COMPLAINT]
    assert followers(store) == set()
    suppressed = store.suppressions.of_address(READER)
    assert suppressed is not None and suppressed.reason == "complained"


def test_a_reader_leaves_by_the_address_that_the_mail_gives(settings: Settings, store: Store, sink: SmtpSink) -> None:
    _, id_ = sent(settings, store, sink)
    subject = unquote(sender_of(settings).unsubscribe_mailto(id_).partition("?subject=")[2])
    done = read(settings, store, leaving(subject, sender="other-name@elsewhere.example"), leaving(subject))
    assert [(came.address, came.kind, came.ended) for came in done.came] == [(READER, BounceKind.LEFT, 1)]
    assert (done.known, followers(store)) == (1, set())
    suppressed = store.suppressions.of_address(READER)
    assert suppressed is not None and suppressed.reason == "left"


@pytest.mark.parametrize(
    "subject",
    [
        "unsubscribe",
        f"unsubscribe {'0' * 32}@watcher.example",
        "Re: unsubscribe {id}",
        "unsubscribe {id} victim@x.example",
    ],
)
def test_who_does_not_name_the_mail_and_nothing_else_is_left_to_a_person(
    settings: Settings, store: Store, sink: SmtpSink, subject: str
) -> None:
    _, id_ = sent(settings, store, sink)
    done = read(settings, store, leaving(subject.replace("{id}", id_.strip("<>"))))
    assert done.came == [] and done.other + done.unknown == 1 and followers(store) == {READER}


def test_delays_full_mailboxes_and_absent_readers_stop_nobody(settings: Settings, store: Store, sink: SmtpSink) -> None:
    path, _ = sent(settings, store, sink)
    full = dsn(path, said="552 5.2.2 mailbox full", status="5.2.2", key="full")
    late = dsn(path, said="451 4.4.1 no answer", status="4.4.1", action="delayed", key="late")
    done = read(settings, store, late, full, absence(path), b"From: x\n\nhello\n")
    assert [came.kind for came in done.came] == [BounceKind.DELAYED, BounceKind.FAILED]
    assert (done.other, followers(store)) == (2, {READER})


# --- the configuration ----------------------------------------------------------------------------


def test_the_sender_is_as_configured(settings: Settings) -> None:
    web = settings.model_copy(update={"web": Web(base_url="https://alerts.firm.example")})
    links = sender_of(web).reader_links(3)
    assert links["unsubscribe_url"].startswith("https://alerts.firm.example/u/")
    assert links["manage_url"].startswith("https://alerts.firm.example/manage/")
    assert sender_of(settings).reader_links(3) == {} and sender_of(settings).letterhead("").manage_url == ""
