"""What follows from a mail that came back: once, all of it or nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.support.builders import NOW, a_change, a_record, a_source
from watcher.model.mail import BounceKind, Delivery, Returned
from watcher.model.reader import SuppressionReason
from watcher.model.subscription import Frequency
from watcher.store import Store
from watcher.store.tables.bounces import bounce

LATER = NOW + timedelta(hours=1)
READER = "reader@example.org"
GONE = Returned(BounceKind.GONE, "550 5.1.1 user unknown", "key-1")


@pytest.fixture
def sent(store: Store) -> Delivery:
    """A mail to a reader of two topics, that the server took; a second one waits."""
    store.pages.follow([a_source()], NOW)
    wish = store.subscribers.subscribe(READER, "all", Frequency.DAILY, NOW)
    store.subscribers.subscribe(READER, "authority:80999", Frequency.WEEKLY, NOW)
    store.subscribers.subscribe("other@example.org", "all", Frequency.DAILY, NOW)
    for number in (1, 2):
        store.pages.record(a_record(changes=(a_change(id=f"c{number}", key=str(number)),)))
        moment = NOW + timedelta(minutes=number)
        run = store.digest_runs.begin(Frequency.DAILY, moment)
        reader = next(reader for reader, owed in store.digest_runs.undelivered(run) if owed[0][1][0].address == READER)
        store.digest_runs.plan(run, reader, f"<{number}@x>", READER, "News", b"...", [(wish.id, f"c{number}")], moment)
    first = store.outbox.pending(LATER, 1)[0]
    store.outbox.mark_sent(first.id, LATER)
    return first


def reasons(store: Store, address: str = READER) -> set[str | None]:
    return {wish.ended_reason for wish in store.subscribers.subscriptions(active_only=False) if wish.address == address}


def test_an_address_that_is_gone_is_stopped_with_all_that_waits_for_it(store: Store, sent: Delivery) -> None:
    assert store.bounces.record(sent.id, GONE, LATER) == 2
    assert reasons(store) == {"bounced: 550 5.1.1 user unknown"}
    assert store.outbox.pending_count() == 0
    suppressed = store.suppressions.of_address(READER)
    assert suppressed is not None and suppressed.reason is SuppressionReason.BOUNCED
    [told] = store.outbox.failures_to_tell()
    assert told.address == READER and told.error == "returned: 550 5.1.1 user unknown"


def test_nobody_else_is_stopped(store: Store, sent: Delivery) -> None:
    store.bounces.record(sent.id, GONE, LATER)
    assert reasons(store, "other@example.org") == {None}
    assert store.suppressions.of_address("other@example.org") is None


def test_the_same_message_counts_once(store: Store, sent: Delivery) -> None:
    store.bounces.record(sent.id, GONE, LATER)
    store.suppressions.lift(READER)
    store.subscribers.subscribe(READER, "all", Frequency.DAILY, LATER)
    assert store.bounces.record(sent.id, GONE, LATER) is None
    assert None in reasons(store)


def test_a_complaint_stops_the_address_for_good(store: Store, sent: Delivery) -> None:
    assert store.bounces.record(sent.id, Returned(BounceKind.COMPLAINT, "abuse", "key-2"), LATER) == 2
    assert reasons(store) == {"complaint: abuse"}
    store.bounces.record(sent.id, GONE, LATER)
    suppressed = store.suppressions.of_address(READER)
    assert suppressed is not None and suppressed.reason is SuppressionReason.COMPLAINED
    assert store.outbox_operator.find(sent.id) is not None


@pytest.mark.parametrize(("kind", "failures"), [(BounceKind.DELAYED, 0), (BounceKind.FAILED, 1)])
def test_a_delay_changes_nothing_and_a_lost_mail_only_the_mail(
    store: Store, sent: Delivery, kind: BounceKind, failures: int
) -> None:
    assert store.bounces.record(sent.id, Returned(kind, "452 4.2.2 full", "key-3"), LATER) == 0
    assert reasons(store) == {None}
    assert store.suppressions.of_address(READER) is None
    assert len(store.outbox.failures_to_tell()) == failures


def test_a_mail_is_known_by_its_number_and_its_message_id(store: Store, sent: Delivery) -> None:
    assert store.bounces.delivery_of(sent.message_id) == sent.id
    assert store.bounces.address_of(sent.id) == READER
    assert store.bounces.delivery_of("<unknown@x>") is None and store.bounces.address_of(999_999) is None


def test_an_address_that_the_server_refuses_is_stopped_with_the_mail(store: Store, sent: Delivery) -> None:
    [waiting] = store.outbox.pending(LATER, 10)
    store.outbox.mark_gone(waiting.id, "550 5.1.1 user unknown", LATER)
    assert reasons(store) == {"bounced: 550 5.1.1 user unknown"}
    [told] = store.outbox.failures_to_tell()
    assert told.id == waiting.id


def test_an_address_can_be_stopped_that_follows_nothing(store: Store) -> None:
    assert store.suppressions.stop("Nobody@Example.org", SuppressionReason.BY_OPERATOR, "asked by phone", NOW) == 0
    suppressed = store.suppressions.of_address("nobody@example.org")
    assert suppressed is not None and suppressed.reason is SuppressionReason.BY_OPERATOR


def test_what_is_kept_of_a_bounce_names_no_address(store: Store, sent: Delivery) -> None:
    store.bounces.record(sent.id, Returned(BounceKind.GONE, f"550 5.1.1 <{READER}> unknown", "key-1"), LATER)
    assert reasons(store) == {"bounced: 550 5.1.1 <…> unknown"}
    with store.reading() as conn:
        assert conn.execute(select(bounce.c.said)).scalar_one() == "550 5.1.1 <…> unknown"


def test_a_bounce_of_somebody_who_was_forgotten_is_about_nobody(store: Store, sent: Delivery) -> None:
    store.erasure.forget(READER, LATER)
    assert store.bounces.address_of(sent.id) is None
