"""Subscribing and leaving."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import insert

from tests.support.builders import NOW
from watcher.model.errors import StoreError
from watcher.model.interest import USUAL_INTERESTS, Interest
from watcher.model.subscription import Frequency
from watcher.store import Store
from watcher.store.tables import core

LATER = NOW + timedelta(hours=1)


def test_an_address_is_one_reader_however_it_is_written(store: Store) -> None:
    first = store.subscribers.subscribe(" Reader@Example.ORG", "all", Frequency.DAILY, NOW)
    store.subscribers.subscribe("reader@example.org", "authority:80999", Frequency.DAILY, NOW)
    assert first.address == "reader@example.org"
    assert {one.address for one in store.subscribers.subscriptions()} == {"reader@example.org"}


def test_subscribing_again_changes_the_frequency_and_nothing_else(store: Store) -> None:
    first = store.subscribers.subscribe("a@example.org", "all", Frequency.DAILY, NOW)
    again = store.subscribers.subscribe("a@example.org", "all", Frequency.WEEKLY, LATER)
    assert (again.id, again.created_at, again.frequency) == (first.id, NOW, Frequency.WEEKLY)
    assert store.subscribers.subscriptions() == [again]


def test_a_subscription_has_the_usual_interests_unless_others_are_chosen(store: Store) -> None:
    assert store.subscribers.subscribe("a@example.org", "all", Frequency.DAILY, NOW).interests == USUAL_INTERESTS
    chosen = store.subscribers.subscribe(
        "a@example.org", "all", Frequency.DAILY, NOW, [Interest.COVERAGE, Interest.SEND]
    )
    assert chosen.interests == (Interest.SEND, Interest.COVERAGE)
    assert store.subscribers.subscriptions() == [chosen]


def test_a_subscription_without_interests_is_refused(store: Store) -> None:
    with pytest.raises(ValueError, match="needs at least one kind of news"):
        store.subscribers.subscribe("a@example.org", "all", Frequency.DAILY, NOW, ())
    assert store.subscribers.subscriptions() == []


def test_options_are_kept_until_they_are_changed(store: Store) -> None:
    store.subscribers.subscribe("a@example.org", "all", Frequency.DAILY, NOW)
    assert store.subscribers.of_one_mail_an_item() == frozenset()
    store.subscribers.set_options("A@example.org", one_mail_an_item=True)
    apart = store.subscribers.of_one_mail_an_item()
    assert len(apart) == 1
    store.subscribers.set_options("a@example.org", all_quiet=True)
    store.subscribers.set_options("nobody@example.org", one_mail_an_item=True)
    assert store.subscribers.of_one_mail_an_item() == apart
    store.subscribers.set_options("a@example.org", one_mail_an_item=False)
    assert store.subscribers.of_one_mail_an_item() == frozenset()


def test_leaving_ends_one_topic_or_all_and_says_how_many(store: Store) -> None:
    for topic in ("all", "authority:1", "authority:2"):
        store.subscribers.subscribe("a@example.org", topic, Frequency.DAILY, NOW)
    assert store.subscribers.unsubscribe("A@example.org", "authority:1", LATER, "link") == 1
    assert [one.topic for one in store.subscribers.subscriptions()] == ["all", "authority:2"]
    assert store.subscribers.unsubscribe("a@example.org", None, LATER, "operator") == 2
    assert store.subscribers.unsubscribe("a@example.org", None, LATER, "operator") == 0
    assert store.subscribers.unsubscribe("nobody@example.org", None, LATER, "operator") == 0
    ended = store.subscribers.subscriptions(active_only=False)
    assert [one.ended_reason for one in ended] == ["operator", "link", "operator"]
    assert {one.ended_at for one in ended} == {LATER}


def test_one_who_leaves_takes_only_their_own_mails_along(store: Store) -> None:
    store.outbox.plan_note("<note@x>", "operator@example.org", "Faults", b"...", [], [], NOW)
    store.subscribers.subscribe("a@example.org", "all", Frequency.DAILY, NOW)
    for address in ("a@example.org", "a@example.org", "nobody@example.org"):
        store.subscribers.unsubscribe(address, None, LATER, "link")
    assert store.outbox.pending_count() == 1


def test_coming_back_is_a_new_subscription(store: Store) -> None:
    first = store.subscribers.subscribe("a@example.org", "all", Frequency.DAILY, NOW)
    store.subscribers.unsubscribe("a@example.org", "all", LATER, "link")
    back = store.subscribers.subscribe("a@example.org", "all", Frequency.DAILY, LATER)
    assert back.id != first.id
    assert back.created_at == LATER


def test_the_database_refuses_a_second_spelling_of_an_address(store: Store) -> None:
    with pytest.raises(StoreError), store.writing() as conn:
        conn.execute(insert(core.subscriber), {"address": "A@example.org", "created_at": NOW})


def test_the_database_refuses_a_second_active_subscription_to_a_topic(store: Store) -> None:
    first = store.subscribers.subscribe("a@example.org", "all", Frequency.DAILY, NOW)
    with store.reading() as conn:
        row = conn.execute(core.subscription.select()).mappings().one()
    assert row["id"] == first.id
    with pytest.raises(StoreError), store.writing() as conn:
        conn.execute(insert(core.subscription), {**row, "id": first.id + 1})
