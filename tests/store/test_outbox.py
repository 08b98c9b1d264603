"""The mails that wait, and what becomes of them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Row, select

from tests.builders import NOW
from watcher.model import Delivery
from watcher.store import Store
from watcher.store.tables import delivery

LATER = NOW + timedelta(minutes=5)


@pytest.fixture
def mails(store: Store) -> list[Delivery]:
    for name in ("first", "second", "third"):
        assert store.plan_note(f"<{name}@x>", "op@example.org", name, name.encode(), [], [], NOW)
    return store.pending(NOW, 10)


def row(store: Store, mail: Delivery) -> Row[tuple[object, ...]]:
    with store.reading() as conn:
        return conn.execute(select(delivery).where(delivery.c.id == mail.id)).one()


def test_mails_wait_in_the_order_in_which_they_were_planned(store: Store, mails: list[Delivery]) -> None:
    assert [mail.subject for mail in mails] == ["first", "second", "third"]
    assert [mail.content for mail in store.pending(NOW, 2)] == [b"first", b"second"]
    assert mails[0].message_id == "<first@x>"
    assert (mails[0].attempts, mails[0].created_at) == (0, NOW)


def test_a_mail_is_not_due_before_it_was_planned(store: Store, mails: list[Delivery]) -> None:
    assert store.pending(NOW - timedelta(seconds=1), 10) == []


def test_a_sent_mail_waits_no_more(store: Store, mails: list[Delivery]) -> None:
    store.mark_sent(mails[0].id, LATER)
    assert [mail.subject for mail in store.pending(LATER, 10)] == ["second", "third"]
    sent = row(store, mails[0])
    assert (sent.status, sent.attempts, sent.ended_at) == ("sent", 1, LATER)


def test_a_mail_that_could_not_be_sent_is_tried_again_with_the_same_bytes(store: Store, mails: list[Delivery]) -> None:
    store.mark_retry(mails[0].id, "451 try later", LATER)
    assert [mail.subject for mail in store.pending(NOW, 10)] == ["second", "third"]
    again = store.pending(LATER, 10)[-1]
    assert (again.message_id, again.content, again.attempts) == ("<first@x>", b"first", 1)
    assert row(store, again).last_error == "451 try later"
    assert store.pending_count() == 3


def test_a_refused_mail_is_never_tried_again(store: Store, mails: list[Delivery]) -> None:
    store.mark_failed(mails[0].id, "550 no such user", LATER)
    assert store.pending_count() == 2
    refused = row(store, mails[0])
    assert (refused.status, refused.last_error) == ("failed", "550 no such user")


def test_the_bytes_of_a_mail_are_kept_exactly(store: Store) -> None:
    content = bytes(range(256)) * 400
    store.plan_note("<bytes@x>", "op@example.org", "bytes", content, [], [], NOW)
    assert store.pending(NOW, 1)[0].content == content
