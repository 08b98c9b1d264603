"""The mails that wait, and what becomes of them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Row, select

from tests.support.builders import NOW, a_change, a_record, a_source
from watcher.model.mail import Delivery
from watcher.model.subscription import Frequency
from watcher.store import Store
from watcher.store.tables.core import delivery

LATER = NOW + timedelta(minutes=5)


@pytest.fixture
def mails(store: Store) -> list[Delivery]:
    for name in ("first", "second", "third"):
        assert store.outbox.plan_note(f"<{name}@x>", "op@example.org", name, name.encode(), [], [], NOW)
    return store.outbox.pending(NOW, 10)


def row(store: Store, mail: Delivery) -> Row[tuple[object, ...]]:
    with store.reading() as conn:
        return conn.execute(select(delivery).where(delivery.c.id == mail.id)).one()


def a_reader_s_mail(store: Store) -> Delivery:
    store.pages.follow([a_source()], NOW)
    wish = store.subscribers.subscribe("reader@example.org", "all", Frequency.DAILY, NOW)
    store.pages.record(a_record(changes=(a_change(),)))
    run = store.digest_runs.begin(Frequency.DAILY, NOW)
    [(reader, _)] = store.digest_runs.undelivered(run)
    assert store.digest_runs.plan(run, reader, "<reader@x>", wish.address, "News", b"...", [(wish.id, "c1")], NOW)
    return store.outbox.pending(NOW, 1)[0]


def test_mails_wait_in_the_order_in_which_they_were_planned(store: Store, mails: list[Delivery]) -> None:
    assert [mail.subject for mail in mails] == ["first", "second", "third"]
    assert [mail.content for mail in store.outbox.pending(NOW, 2)] == [b"first", b"second"]
    assert mails[0].message_id == "<first@x>"
    assert (mails[0].attempts, mails[0].created_at) == (0, NOW)


def test_the_first_mail_which_a_killed_sender_may_have_had_in_hand_goes_behind_its_like(
    store: Store, mails: list[Delivery]
) -> None:
    assert store.outbox.plan_note("<later@x>", "op@example.org", "later", b"later", [], [], LATER)
    store.outbox.begin_sending(LATER)
    assert [mail.subject for mail in store.outbox.pending(LATER, 10)] == ["second", "third", "first", "later"]


def test_a_mail_that_was_planned_this_moment_is_due_when_sending_begins(store: Store, mails: list[Delivery]) -> None:
    store.outbox.begin_sending(NOW)
    assert [mail.subject for mail in store.outbox.pending(NOW, 10)] == ["first", "second", "third"]
    store.outbox.begin_sending(NOW - timedelta(seconds=1))


def test_a_mail_is_not_due_before_it_was_planned(store: Store, mails: list[Delivery]) -> None:
    assert store.outbox.pending(NOW - timedelta(seconds=1), 10) == []


def test_a_sent_mail_waits_no_more(store: Store, mails: list[Delivery]) -> None:
    store.outbox.mark_sent(mails[0].id, LATER)
    assert [mail.subject for mail in store.outbox.pending(LATER, 10)] == ["second", "third"]
    sent = row(store, mails[0])
    assert (sent.status, sent.attempts, sent.ended_at) == ("sent", 1, LATER)


def test_a_mail_that_could_not_be_sent_is_tried_again_with_the_same_bytes(store: Store, mails: list[Delivery]) -> None:
    store.outbox.mark_retry(mails[0].id, "451 try later", LATER)
    assert [mail.subject for mail in store.outbox.pending(NOW, 10)] == ["second", "third"]
    again = store.outbox.pending(LATER, 10)[-1]
    assert (again.message_id, again.content, again.attempts) == ("<first@x>", b"first", 1)
    assert row(store, again).last_error == "451 try later"
    assert store.outbox.pending_count() == 3


def test_a_refused_mail_is_never_tried_again(store: Store, mails: list[Delivery]) -> None:
    store.outbox.mark_failed(mails[0].id, "550 no such user", LATER)
    assert store.outbox.pending_count() == 2
    refused = row(store, mails[0])
    assert (refused.status, refused.last_error) == ("failed", "550 no such user")


def test_mails_that_were_given_up_are_counted_and_listed_newest_first(store: Store, mails: list[Delivery]) -> None:
    assert (store.outbox.failed_count(), store.outbox.newest_failed(10)) == (0, [])
    store.outbox.mark_failed(mails[1].id, "550 no such user", NOW)
    store.outbox.mark_failed(mails[0].id, "given up", LATER)
    assert store.outbox.failed_count() == 2
    assert [(mail.subject, mail.error) for mail in store.outbox.newest_failed(10)] == [
        ("first", "given up"),
        ("second", "550 no such user"),
    ]
    assert [mail.failed_at for mail in store.outbox.newest_failed(1)] == [LATER]


def test_the_operator_is_told_once_of_a_reader_s_mail_that_was_given_up(store: Store) -> None:
    mail = a_reader_s_mail(store)
    store.outbox.mark_failed(mail.id, "550 no such user", LATER)
    (failure,) = store.outbox.failures_to_tell()
    assert (failure.address, failure.error, failure.told_at) == ("reader@example.org", "550 no such user", None)
    assert store.outbox.plan_note("<n@x>", "op@example.org", "Note", b"...", [], [], LATER, told_failures=[failure.id])
    assert store.outbox.failures_to_tell() == []
    assert store.outbox.newest_failed(1)[0].told_at == LATER


def test_a_note_planned_before_marks_nothing_as_told(store: Store) -> None:
    mail = a_reader_s_mail(store)
    store.outbox.mark_failed(mail.id, "550 no such user", LATER)
    store.outbox.plan_note("<n@x>", "op@example.org", "Note", b"...", [], [], NOW)
    assert not store.outbox.plan_note("<n@x>", "op@example.org", "Note", b"...", [], [], LATER, told_failures=[mail.id])
    assert [failure.id for failure in store.outbox.failures_to_tell()] == [mail.id]


def test_a_mail_to_the_operator_that_was_given_up_is_not_told_to_the_operator(
    store: Store, mails: list[Delivery]
) -> None:
    store.outbox.mark_failed(mails[0].id, "550 no such user", LATER)
    assert store.outbox.failures_to_tell() == [] and store.outbox.failed_count() == 1


def test_the_bytes_of_a_mail_are_kept_exactly(store: Store) -> None:
    content = bytes(range(256)) * 400
    store.outbox.plan_note("<bytes@x>", "op@example.org", "bytes", content, [], [], NOW)
    assert store.outbox.pending(NOW, 1)[0].content == content


def test_only_what_still_waits_is_pending(store: Store, mails: list[Delivery]) -> None:
    store.outbox.mark_sent(mails[0].id, NOW)
    store.outbox.mark_retry(mails[1].id, "451 try later", LATER)
    store.outbox_operator.cancel(mails[2].id, NOW)
    assert [store.outbox.is_pending(mail.id, LATER) for mail in mails] == [False, True, False]
    assert not store.outbox.is_pending(99, LATER)


def test_nothing_is_told_of_a_mail_given_up_whose_reader_was_forgotten(store: Store) -> None:
    mail = a_reader_s_mail(store)
    store.outbox.mark_failed(mail.id, "550 no", NOW)
    assert [one.error for one in store.outbox.failures_to_tell()] == ["550 no"]
    store.erasure.forget(mail.address, NOW)
    assert (store.outbox.failures_to_tell(), store.outbox.newest_failed(9), store.outbox.failed_count()) == ([], [], 1)


def test_what_a_server_says_of_a_reader_who_was_forgotten_meanwhile_is_not_kept(store: Store) -> None:
    mail = a_reader_s_mail(store)
    store.erasure.forget(mail.address, NOW)
    store.outbox.mark_retry(mail.id, "451 reader@example.org is busy", LATER)
    store.outbox.mark_failed(mail.id, "550 reader@example.org is unknown", NOW)
    assert row(store, mail).last_error is None
    assert store.outbox.failed_count() == 0
