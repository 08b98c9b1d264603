"""Doubts, hosts that are waited for, and readmission, in either database."""

from __future__ import annotations

from datetime import timedelta

from tests.support.builders import NOW
from watcher.model.reader import SuppressionReason
from watcher.model.subscription import Frequency
from watcher.store import Store

WORDS = "550 5.1.1 <{}>: user unknown"
HOUR = timedelta(hours=1)


def a_mail(store: Store, address: str) -> int:
    store.subscribers.subscribe(address, "all", Frequency.DAILY, NOW)
    store.outbox.plan_note(f"<{address}>", address, "News", b"...", (), (), NOW)
    return next(mail.id for mail in store.outbox.pending(NOW, 100) if mail.address == address)


def followers(store: Store) -> set[str]:
    return {wish.address for wish in store.subscribers.subscriptions()}


def test_the_third_reader_whom_a_host_refuses_alike_brings_the_others_back(store: Store) -> None:
    addresses = [f"reader{n}@vale.example" for n in range(4)]
    mails = {address: a_mail(store, address) for address in addresses}
    stopped = [store.outbox.mark_gone(mails[one], WORDS.format(one), NOW) for one in addresses[:3]]
    assert stopped == [True, True, False]
    assert followers(store) == set(addresses)
    [host] = store.doubts.waiting_hosts(NOW)
    assert (host.host, host.until, host.times) == ("vale.example", NOW + 4 * HOUR, 1)
    assert store.outbox.pending(NOW + HOUR, 10) == [] and len(store.outbox.pending(host.until, 10)) == 4
    assert not store.outbox.is_pending(mails[addresses[3]], NOW + HOUR)


def test_the_wait_is_over_and_forgotten_after_a_week(store: Store) -> None:
    for n in range(3):
        address = f"reader{n}@vale.example"
        store.outbox.mark_gone(a_mail(store, address), WORDS.format(address), NOW)
    assert store.doubts.waiting_hosts(NOW + 5 * HOUR) == []
    store.outbox.begin_sending(NOW + timedelta(days=8))
    late = a_mail(store, "late@vale.example")
    assert store.outbox.mark_gone(late, WORDS.format("late@vale.example"), NOW + timedelta(days=8))


def test_a_reader_is_readmitted_as_they_were(store: Store) -> None:
    store.subscribers.subscribe("anna@vale.example", "own-posts", Frequency.WEEKLY, NOW)
    store.outbox.mark_gone(a_mail(store, "anna@vale.example"), "550 no such user", NOW + HOUR)
    assert store.readmission.stopped() == [("anna@vale.example", "550 no such user", NOW + HOUR)]
    assert store.readmission.readmit("anna@vale.example", NOW + 2 * HOUR) == 2
    assert store.readmission.readmit("anna@vale.example", NOW + 2 * HOUR) == 0
    assert [one.topic for one in store.subscribers.subscriptions()] == ["all", "own-posts"]
    assert store.suppressions.of_address("anna@vale.example") is None and store.readmission.stopped() == []


def test_whoever_complained_is_never_offered_or_readmitted(store: Store) -> None:
    a_mail(store, "anna@vale.example")
    store.suppressions.stop("anna@vale.example", SuppressionReason.COMPLAINED, "complaint: abuse", NOW)
    assert store.readmission.stopped() == [] and store.readmission.readmit("anna@vale.example", NOW) == 0
    assert not store.readmission.confirm_stop("anna@vale.example")
