"""Signing up, leaving, being left alone and being forgotten, on both engines."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Table, select

from tests.support.builders import NOW
from watcher.model.interest import USUAL_INTERESTS, Interest
from watcher.model.mail import BounceKind, Returned
from watcher.model.reader import Consent, RequestedMail, SignUp, SuppressionReason, Wishes, fingerprint, satisfied
from watcher.model.subscription import Frequency
from watcher.store import Store
from watcher.store.tables import core, readers

READER = "reader@example.org"
ONE = Wishes(("authority:80999",), USUAL_INTERESTS, Frequency.DAILY)
TWO = Wishes(("authority:80999", "region:E12000004"), (Interest.SEND, Interest.COVERAGE), Frequency.WEEKLY)
AGREED = Consent("1", "I agree to mails.", "https://watcher.example/", "192.0.2.0/24")


def a_sign_up(**fields: Any) -> SignUp:
    return replace(SignUp("s1", READER, ONE, AGREED, NOW), **fields)


def a_mail(number: int, address: str = READER) -> RequestedMail:
    return RequestedMail(f"<{number}@example.org>", address, "Confirm", b"...")


def rows(store: Store, table: Table) -> list[Any]:
    with store.reading() as conn:
        return list(conn.execute(select(table).order_by(*table.primary_key)))


def signed_up(store: Store, asked: SignUp, now: datetime = NOW) -> int:
    """The id of the reader who confirmed."""
    assert store.readers.request_mail(RequestedMail(f"<{asked.id}@x>", asked.address, "Confirm", b"..."), now, asked)
    assert store.readers.confirm(asked.id, now)
    reader = store.readers.of_address(asked.address)
    assert reader
    return reader.id


def test_nobody_is_subscribed_before_they_confirm(store: Store) -> None:
    assert store.readers.request_mail(a_mail(1), NOW, a_sign_up())
    assert [mail.address for mail in store.outbox.pending(NOW, 10)] == [READER]
    assert store.readers.sign_up("s1") == a_sign_up()
    assert store.subscribers.subscriptions() == []
    assert store.readers.of_address(READER) is None


def test_confirming_subscribes_and_keeps_what_was_agreed_to(store: Store) -> None:
    reader = signed_up(store, a_sign_up(wishes=TWO), NOW + timedelta(minutes=5))
    assert satisfied(TWO, store.readers.find(reader) or pytest.fail())
    [consent] = store.readers.consents(reader)
    assert (consent["text"], consent["network"], consent["wishes"]) == (AGREED.text, AGREED.network, TWO)
    assert (consent["given_at"], consent["confirmed_at"]) == (NOW, NOW + timedelta(minutes=5))


def test_confirming_again_changes_nothing_not_even_after_leaving(store: Store) -> None:
    reader = signed_up(store, a_sign_up())
    store.readers.leave(reader, NOW)
    again = store.readers.confirm("s1", NOW + timedelta(hours=1))
    assert again is not None and again.confirmed_at == NOW
    assert store.subscribers.subscriptions() == []
    assert len(store.readers.consents(reader)) == 1
    assert store.readers.confirm("unknown", NOW) is None


def test_a_confirmation_that_fails_half_way_leaves_nothing_behind(store: Store) -> None:
    assert store.readers.request_mail(a_mail(1), NOW, a_sign_up(wishes=replace(ONE, interests=())))
    with pytest.raises(ValueError, match="needs at least one kind of news"):
        store.readers.confirm("s1", NOW)
    assert store.readers.of_address(READER) is None and rows(store, readers.consent) == []
    asked = store.readers.sign_up("s1")
    assert asked is not None and asked.confirmed_at is None


def test_a_choice_that_fails_half_way_changes_nothing(store: Store) -> None:
    reader = signed_up(store, a_sign_up())
    before = store.readers.find(reader)
    with pytest.raises(ValueError, match="needs at least one kind of news"):
        store.readers.choose(reader, replace(TWO, interests=()), NOW)
    assert store.readers.find(reader) == before


def test_a_choice_that_is_sent_twice_at_the_same_moment_is_saved_for_both(store: Store) -> None:
    reader = signed_up(store, a_sign_up())
    elsewhere = replace(TWO, topics=("region:E12000004",))
    with ThreadPoolExecutor(8) as pool:
        chosen = list(pool.map(lambda _: store.readers.choose(reader, elsewhere, NOW), range(24)))
    assert all(one is not None and satisfied(elsewhere, one) for one in chosen)


def test_a_mailbox_gets_one_mail_an_hour_and_three_a_day_however_it_is_written(store: Store) -> None:
    spellings = [READER, "reader+a@example.org", "READER+b@EXAMPLE.org"]
    sent = [
        minutes
        for minutes in range(0, 24 * 60, 20)
        if store.readers.request_mail(a_mail(minutes, spellings[minutes // 20 % 3]), NOW + timedelta(minutes=minutes))
    ]
    assert sent == [0, 60, 120]
    assert store.readers.request_mail(a_mail(-1, "other@example.org"), NOW)
    assert store.readers.request_mail(a_mail(-2), NOW + timedelta(hours=24))


def test_a_mailbox_gets_one_mail_however_many_ask_at_the_same_moment(store: Store) -> None:
    with ThreadPoolExecutor(8) as pool:
        saved = list(pool.map(lambda number: store.readers.request_mail(a_mail(number), NOW), range(24)))
    assert saved.count(True) == 1


def test_only_what_came_since_the_owner_confirmed_or_left_bounds_the_next(store: Store) -> None:
    minute = timedelta(minutes=1)
    assert store.readers.request_mail(a_mail(1), NOW, a_sign_up())
    assert not store.readers.request_mail(a_mail(2), NOW + minute)
    assert store.readers.confirm("s1", NOW + minute)
    assert store.readers.request_mail(a_mail(3), NOW + 2 * minute)
    assert not store.readers.request_mail(a_mail(4), NOW + 3 * minute)
    store.readers.leave(1, NOW + 3 * minute)
    assert store.readers.request_mail(a_mail(5), NOW + 4 * minute, a_sign_up(id="s2"))
    assert not store.readers.request_mail(a_mail(6), NOW + 5 * minute)
    assert not store.readers.request_mail(a_mail(7, "reader+other@example.org"), NOW + 5 * minute)


def test_one_who_complained_gets_nothing_until_the_operator_readmits_them(store: Store) -> None:
    assert store.readers.request_mail(a_mail(1), NOW, a_sign_up())
    store.suppressions.stop(READER.upper(), SuppressionReason.COMPLAINED, "complaint", NOW)
    store.suppressions.stop(READER, SuppressionReason.LEFT, "by link", NOW)
    found = store.suppressions.of_address(READER)
    assert found is not None and found.reason is SuppressionReason.COMPLAINED
    assert store.readers.confirm("s1", NOW) is None
    assert not store.readers.request_mail(a_mail(2), NOW + timedelta(days=2), a_sign_up(id="s2"))
    assert store.subscribers.subscriptions() == [] and store.readers.sign_up("s2") is None
    store.readers.readmit(READER, "wrote to us on 4 March", ONE, NOW)
    [consent] = store.readers.consents(1)
    assert (consent["version"], consent["text"]) == ("operator", "wrote to us on 4 March")
    assert store.readers.request_mail(a_mail(3), NOW + timedelta(days=2), a_sign_up(id="s3"))


def test_leaving_all_is_remembered_and_coming_back_by_confirming_lifts_it(store: Store) -> None:
    reader = signed_up(store, a_sign_up(wishes=TWO))
    assert store.readers.leave(reader, NOW, "authority:80999") == 1
    assert store.suppressions.of_address(READER) is None
    assert store.readers.leave(reader, NOW) == 1
    found = store.suppressions.of_address(READER)
    assert found is not None and found.reason is SuppressionReason.LEFT
    assert store.readers.consents(reader)[0]["ended_at"] == NOW
    signed_up(store, a_sign_up(id="s2"), NOW + timedelta(days=1))
    assert store.suppressions.of_address(READER) is None
    assert store.readers.leave(99, NOW) == 0


def test_choosing_makes_it_exactly_so(store: Store) -> None:
    reader = signed_up(store, a_sign_up())
    chosen = store.readers.choose(reader, replace(TWO, topics=("region:E12000004",)), NOW)
    assert chosen is not None
    [follows] = chosen.follows
    assert (follows.topic, follows.frequency, follows.interests) == ("region:E12000004", TWO.frequency, TWO.interests)
    assert store.readers.choose(99, ONE, NOW) is None


def test_addresses_are_erased_28_days_after_the_last_subscription_ended(store: Store) -> None:
    reader = signed_up(store, a_sign_up(wishes=TWO))
    store.subscribers.subscribe("stays@example.org", "all", Frequency.DAILY, NOW)
    store.faults.report(f"mail:daily:{READER}", "cannot be written", NOW)
    store.readers.leave(reader, NOW + timedelta(days=1), "authority:80999")
    [mail] = store.outbox.pending(NOW, 9)
    returned = Returned(BounceKind.GONE, f"no mailbox {READER} here", "b1")
    assert store.bounces.record(mail.id, returned, NOW + timedelta(days=2)) == 1
    assert store.erasure.erase_due(NOW + timedelta(days=29)) == 0
    assert store.erasure.erase_due(NOW + timedelta(days=30)) == 1
    assert store.erasure.erase_due(NOW + timedelta(days=31)) == 0
    assert READER not in repr([rows(store, table) for table in core.metadata.sorted_tables if len(table.primary_key)])
    assert "stays@example.org" in repr(rows(store, core.subscriber))
    assert store.readers.find(reader) is None and store.readers.leave(reader, NOW) == 0
    assert rows(store, readers.consent)[0].network is None
    [left_alone] = rows(store, readers.suppression)
    assert (left_alone.fingerprint, left_alone.reason) == (fingerprint(READER), "bounced")


def test_one_who_comes_back_after_erasure_is_a_new_reader(store: Store) -> None:
    first = signed_up(store, a_sign_up())
    store.readers.leave(first, NOW)
    store.erasure.erase_due(NOW + timedelta(days=28))
    second = signed_up(store, a_sign_up(id="s2"), NOW + timedelta(days=30))
    assert second != first


def test_sign_ups_that_nobody_confirmed_are_gone_after_a_week_with_their_mails(store: Store) -> None:
    store.readers.request_mail(a_mail(1), NOW, a_sign_up())
    store.erasure.erase_due(NOW + timedelta(days=6))
    assert store.readers.sign_up("s1")
    store.erasure.erase_due(NOW + timedelta(days=7))
    assert store.readers.sign_up("s1") is None
    assert rows(store, readers.requested_mail) == []
    assert store.outbox.pending_count() == 0
    [mail] = rows(store, core.delivery)
    assert (mail.address, mail.subject) == ("erased:1", "")
    assert rows(store, core.delivery_content) == []


def test_what_sent_mails_said_is_forgotten_after_a_week_what_failed_ones_said_after_four(store: Store) -> None:
    for number in (1, 2, 3):
        store.outbox.plan_note(f"<{number}@x>", "operator@example.org", "Faults", b"...", [], [], NOW)
    sent, failed, _ = store.outbox.pending(NOW, 3)
    store.outbox.mark_sent(sent.id, NOW)
    store.outbox.mark_failed(failed.id, "no", NOW)
    for days, left in ((6, [1, 2, 3]), (7, [2, 3]), (28, [3])):
        store.erasure.erase_due(NOW + timedelta(days=days))
        assert [row.delivery_id for row in rows(store, core.delivery_content)] == left


def test_one_person_is_forgotten_at_once(store: Store) -> None:
    reader = signed_up(store, a_sign_up())
    store.readers.request_mail(a_mail(9, "reader2@example.org"), NOW, a_sign_up(id="s9", address="reader2@example.org"))
    assert store.erasure.forget("Reader@Example.org", NOW)
    assert not store.erasure.forget(READER, NOW)
    assert store.readers.find(reader) is None
    assert store.subscribers.subscriptions() == []
    assert READER not in repr([rows(store, table) for table in (core.subscriber, core.delivery)])
    assert store.readers.sign_up("s9")
    assert [mail.address for mail in store.outbox.pending(NOW, 9)] == ["reader2@example.org"]
    found = store.suppressions.of_address(READER)
    assert found is not None and found.reason is SuppressionReason.LEFT
