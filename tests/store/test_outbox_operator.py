"""What the operator may do to the outbox, and what is refused with a reason."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.support.builders import NOW, a_change, a_record, a_source
from watcher.model.mail import Delivery
from watcher.model.reader import SuppressionReason
from watcher.model.subscription import Frequency
from watcher.store import Store

LATER = NOW + timedelta(days=20)


@pytest.fixture
def mails(store: Store) -> list[Delivery]:
    for name in ("first", "second", "third"):
        assert store.outbox.plan_note(f"<{name}@x>", "op@example.org", name, name.encode(), [], [], NOW)
    return store.outbox.pending(NOW, 10)


@pytest.fixture
def failed(store: Store) -> Delivery:
    store.pages.follow([a_source()], NOW)
    wish = store.subscribers.subscribe("reader@example.org", "all", Frequency.DAILY, NOW)
    store.pages.record(a_record(changes=(a_change(),)))
    run = store.digest_runs.begin(Frequency.DAILY, NOW)
    [(reader, _)] = store.digest_runs.undelivered(run)
    store.digest_runs.plan(run, reader, "<reader@x>", wish.address, "News", b"...", [(wish.id, "c1")], NOW)
    mail = store.outbox.pending(NOW, 10)[-1]
    store.outbox.mark_failed(mail.id, "554 5.6.0 malformed", NOW)
    return mail


def status(store: Store, mail: Delivery) -> str:
    found = store.outbox_operator.find(mail.id)
    assert found is not None
    return found[0].status


def test_mails_are_listed_by_status_the_newest_first(store: Store, mails: list[Delivery]) -> None:
    store.outbox.mark_sent(mails[0].id, NOW)
    store.outbox.mark_failed(mails[1].id, "550 no", NOW)
    assert [mail.subject for mail in store.outbox_operator.mails("pending", 10)] == ["third"]
    assert [(mail.subject, mail.error) for mail in store.outbox_operator.mails("failed", 10)] == [("second", "550 no")]
    assert [mail.subject for mail in store.outbox_operator.mails(None, 2)] == ["third", "second"]


def test_one_mail_is_shown_with_its_bytes(store: Store, mails: list[Delivery]) -> None:
    found = store.outbox_operator.find(mails[1].id)
    assert found is not None
    assert (found[0].subject, found[0].status, found[1]) == ("second", "pending", b"second")
    assert store.outbox_operator.find(999_999) is None


def test_a_mail_that_was_given_up_is_tried_again_with_all_its_days(store: Store, failed: Delivery) -> None:
    assert store.outbox_operator.retry(failed.id, LATER) is None
    [again] = store.outbox.pending(LATER, 10)
    assert (again.id, again.content, again.created_at) == (failed.id, b"...", LATER)
    assert store.outbox.failures_to_tell() == []


def test_a_mail_that_waits_is_tried_at_once(store: Store, mails: list[Delivery]) -> None:
    store.outbox.mark_retry(mails[0].id, "451 later", LATER)
    assert len(store.outbox.pending(NOW, 10)) == 2
    assert store.outbox_operator.retry(mails[0].id, NOW) is None
    assert len(store.outbox.pending(NOW, 10)) == 3


def test_what_is_over_is_not_tried_again(store: Store, mails: list[Delivery]) -> None:
    store.outbox.mark_sent(mails[0].id, NOW)
    store.outbox_operator.cancel(mails[1].id, NOW)
    assert store.outbox_operator.retry(mails[0].id, NOW) == "it was sent"
    assert store.outbox_operator.retry(mails[1].id, NOW) == "it was cancelled"
    assert store.outbox_operator.retry(999_999, NOW) == "it does not exist"


def test_nothing_is_sent_to_a_reader_who_left(store: Store, failed: Delivery) -> None:
    store.subscribers.unsubscribe("reader@example.org", None, NOW, "by link")
    assert store.outbox_operator.retry(failed.id, NOW) == "its reader no longer follows anything"
    assert status(store, failed) == "failed"


def test_nothing_is_sent_to_an_address_that_was_stopped(store: Store, failed: Delivery) -> None:
    store.suppressions.stop("reader@example.org", SuppressionReason.COMPLAINED, "complaint: abuse", NOW)
    why_not = store.outbox_operator.retry(failed.id, NOW)
    assert why_not is not None and "stopped (complained)" in why_not


def test_a_mail_whose_text_was_erased_is_not_sent_empty(store: Store, failed: Delivery) -> None:
    store.erasure.erase_due(NOW + timedelta(days=29))
    assert store.outbox_operator.retry(failed.id, LATER) == "its text has been erased"


def test_only_what_waits_can_be_cancelled(store: Store, mails: list[Delivery], failed: Delivery) -> None:
    assert store.outbox_operator.cancel(mails[0].id, NOW) is None
    assert status(store, mails[0]) == "cancelled"
    assert store.outbox_operator.cancel(mails[0].id, NOW) == "it was cancelled"
    assert store.outbox_operator.cancel(failed.id, NOW) == "it was undeliverable"
    assert {mail.id for mail in store.outbox.pending(NOW, 10)} == {mails[1].id, mails[2].id}


def test_mails_that_wait_because_we_are_refused_are_counted_by_the_reason(store: Store, mails: list[Delivery]) -> None:
    store.outbox.mark_blocked(mails[0].id, "550 5.7.26 unauthenticated", NOW, NOW)
    store.outbox.mark_blocked(mails[1].id, "550 5.7.26 unauthenticated", NOW, NOW)
    store.outbox.mark_blocked(mails[0].id, "550 5.7.26 unauthenticated", LATER, LATER)
    assert store.outbox.blocked() == {"550 5.7.26 unauthenticated": 2}
    first = store.outbox_operator.find(mails[0].id)
    assert first is not None and first[0].blocked_since == NOW
    store.outbox.mark_retry(mails[0].id, "451 later", LATER)
    store.outbox.mark_sent(mails[1].id, NOW)
    assert store.outbox.blocked() == {}
