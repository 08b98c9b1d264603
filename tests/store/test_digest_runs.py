"""Planning: who gets what, and that each change is planned once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.support.builders import NOW, a_change, a_source
from tests.support.planners import (
    BEFORE,
    DAILY,
    EVENING,
    IMMEDIATELY,
    NEXT_DAY,
    WEEKLY,
    due,
    plan,
    receipts,
    record,
    undelivered,
)
from watcher.model.errors import StoreError
from watcher.store import Store, changes, digest_runs
from watcher.store.tables.core import digest_run


@pytest.fixture(autouse=True)
def _followed(store: Store) -> None:
    store.pages.follow([a_source()], BEFORE)


def test_a_run_is_begun_once_for_each_frequency_and_moment(store: Store) -> None:
    run = store.digest_runs.begin(DAILY, EVENING)
    assert store.digest_runs.begin(DAILY, EVENING) == run
    assert store.digest_runs.begin(WEEKLY, EVENING) != run
    assert store.digest_runs.begin(DAILY, NEXT_DAY) != run


def test_the_last_run_is_the_newest_that_was_finished(store: Store) -> None:
    first, second = store.digest_runs.begin(DAILY, EVENING), store.digest_runs.begin(DAILY, NEXT_DAY)
    assert store.digest_runs.newest_end(DAILY, NEXT_DAY + timedelta(days=9)) is None
    store.digest_runs.finish(first, NEXT_DAY)
    assert store.digest_runs.newest_end(DAILY, NEXT_DAY + timedelta(days=9)) == EVENING
    store.digest_runs.finish(second, NEXT_DAY)
    assert store.digest_runs.newest_end(DAILY, NEXT_DAY + timedelta(days=9)) == NEXT_DAY
    assert store.digest_runs.newest_end(WEEKLY, NEXT_DAY + timedelta(days=9)) is None


def test_of_runs_that_told_nobody_only_the_newest_is_kept(store: Store) -> None:
    store.subscribers.subscribe("a@example.org", "all", DAILY, BEFORE)
    record(store, a_change())
    run = store.digest_runs.begin(DAILY, EVENING)
    (reader,) = due(store, run)
    assert plan(store, run, reader)
    store.digest_runs.finish(run, EVENING)
    going = store.digest_runs.begin(DAILY, EVENING + timedelta(minutes=1))
    weekly = store.digest_runs.begin(WEEKLY, EVENING)
    store.digest_runs.finish(weekly, EVENING)
    for minutes in range(10, 200, 10):
        ends_at = EVENING + timedelta(minutes=minutes)
        store.digest_runs.finish(store.digest_runs.begin(DAILY, ends_at), ends_at)
    with store.reading() as conn:
        kept = conn.execute(select(digest_run.c.id).order_by(digest_run.c.id)).scalars().all()
    assert kept[:3] == [run, going, weekly] and len(kept) == 4
    assert store.digest_runs.newest_end(DAILY, NEXT_DAY + timedelta(days=9)) == EVENING + timedelta(minutes=190)


def test_a_reader_gets_what_was_recorded_since_the_subscription_and_before_the_end(store: Store) -> None:
    store.subscribers.subscribe("a@example.org", "all", DAILY, NOW)
    earlier, at_once, later = (
        a_change(id="earlier", recorded_at=NOW - timedelta(seconds=1)),
        a_change(id="at once", recorded_at=NOW),
        a_change(id="later", recorded_at=EVENING + timedelta(seconds=1)),
    )
    record(store, earlier, at_once, later)
    [items] = undelivered(store, store.digest_runs.begin(DAILY, EVENING)).values()
    assert items == [("at once", ["all"])]
    [items] = undelivered(store, store.digest_runs.begin(DAILY, NEXT_DAY)).values()
    assert items == [("at once", ["all"]), ("later", ["all"])]


def test_only_readers_of_the_topic_and_the_frequency_are_due(store: Store) -> None:
    for address, topic, frequency in (
        ("here@example.org", "authority:80999", DAILY),
        ("elsewhere@example.org", "authority:1", DAILY),
        ("weekly@example.org", "authority:80999", WEEKLY),
    ):
        store.subscribers.subscribe(address, topic, frequency, BEFORE)
    record(store, a_change())
    run = store.digest_runs.begin(DAILY, EVENING)
    [(_, [(change, [subscription])])] = store.digest_runs.undelivered(run)
    assert change == a_change()
    assert subscription.address == "here@example.org"


def test_a_person_gets_each_thing_once_whatever_overlaps(store: Store) -> None:
    store.subscribers.subscribe("a@example.org", "authority:80999", DAILY, BEFORE)
    store.subscribers.subscribe("a@example.org", "region:E12000004", DAILY, BEFORE)
    store.subscribers.subscribe("a@example.org", "all", WEEKLY, BEFORE)
    record(store, a_change())
    daily = store.digest_runs.begin(DAILY, EVENING)
    [reader] = due(store, daily)
    assert undelivered(store, daily) == {reader: [("c1", ["authority:80999", "region:E12000004", "all"])]}
    assert plan(store, daily, reader)
    assert due(store, store.digest_runs.begin(WEEKLY, NEXT_DAY)) == []


def test_a_weekly_topic_waits_for_its_week_where_no_daily_one_wants_it(store: Store) -> None:
    store.subscribers.subscribe("a@example.org", "authority:80999", DAILY, BEFORE)
    store.subscribers.subscribe("a@example.org", "all", WEEKLY, BEFORE)
    record(store, a_change(id="here"), a_change(id="there", topics=("all", "authority:1")))
    [daily] = undelivered(store, store.digest_runs.begin(DAILY, EVENING)).values()
    assert daily == [("here", ["authority:80999", "all"])]
    [weekly] = undelivered(store, store.digest_runs.begin(WEEKLY, EVENING)).values()
    assert weekly == [("here", ["authority:80999", "all"]), ("there", ["all"])]


def test_what_was_planned_is_pending_and_not_planned_again(store: Store) -> None:
    store.subscribers.subscribe("a@example.org", "all", DAILY, BEFORE)
    record(store, a_change())
    run = store.digest_runs.begin(DAILY, EVENING)
    [reader] = due(store, run)
    assert plan(store, run, reader)
    assert due(store, run) == []
    assert store.outbox.pending_count() == 1


def test_a_run_plans_one_mail_for_a_reader_and_leaves_the_rest_to_the_next(store: Store) -> None:
    store.subscribers.subscribe("a@example.org", "all", DAILY, BEFORE)
    record(store, a_change(id="c1"))
    run = store.digest_runs.begin(DAILY, EVENING)
    [reader] = due(store, run)
    assert plan(store, run, reader)
    record(store, a_change(id="c2"))
    assert due(store, run) == []
    assert not plan(store, run, reader)
    assert undelivered(store, store.digest_runs.begin(DAILY, NEXT_DAY)) == {reader: [("c2", ["all"])]}


def test_a_plan_made_from_what_another_run_has_told_meanwhile_is_refused(store: Store) -> None:
    store.subscribers.subscribe("a@example.org", "authority:80999", IMMEDIATELY, BEFORE)
    store.subscribers.subscribe("a@example.org", "all", DAILY, BEFORE)
    record(store, a_change())
    daily, at_once = store.digest_runs.begin(DAILY, EVENING), store.digest_runs.begin(IMMEDIATELY, EVENING)
    [reader] = due(store, daily)
    stale = receipts(store, daily, reader)
    assert plan(store, at_once, reader)
    assert not store.digest_runs.plan(daily, reader, "<stale@x>", "a@example.org", "News", b"...", stale, EVENING)
    assert store.outbox.pending_count() == 1


def test_no_mail_is_planned_to_one_who_has_left_and_none_of_theirs_is_sent(store: Store) -> None:
    store.subscribers.subscribe("a@example.org", "all", DAILY, BEFORE)
    store.subscribers.subscribe("a@example.org", "authority:80999", WEEKLY, BEFORE)
    record(store, a_change(id="c1", topics=("all",)), a_change(id="c2", topics=("authority:80999",)))
    daily, weekly = store.digest_runs.begin(DAILY, EVENING), store.digest_runs.begin(WEEKLY, EVENING)
    [reader] = due(store, daily)
    assert plan(store, daily, reader)
    stale = receipts(store, weekly, reader)
    store.subscribers.unsubscribe("a@example.org", "authority:80999", EVENING, "link")
    assert store.outbox.pending_count() == 1
    assert not store.digest_runs.plan(weekly, reader, "<stale@x>", "a@example.org", "News", b"...", stale, EVENING)
    store.subscribers.unsubscribe("a@example.org", None, EVENING, "link")
    assert store.outbox.pending_count() == 0


def test_a_reader_who_comes_back_gets_nothing_from_the_time_away(store: Store) -> None:
    store.subscribers.subscribe("a@example.org", "all", DAILY, BEFORE)
    store.subscribers.unsubscribe("a@example.org", "all", BEFORE, "link")
    record(store, a_change())
    store.subscribers.subscribe("a@example.org", "all", DAILY, EVENING)
    assert due(store, store.digest_runs.begin(DAILY, NEXT_DAY)) == []


def test_a_message_id_used_before_is_an_error_and_settles_nothing(store: Store) -> None:
    store.subscribers.subscribe("a@example.org", "all", DAILY, BEFORE)
    record(store, a_change())
    run = store.digest_runs.begin(DAILY, EVENING)
    [reader] = due(store, run)
    store.outbox.plan_note(f"<{run}.{reader}@x>", "operator@example.org", "Note", b"...", [], [], NOW)
    with pytest.raises(StoreError):
        plan(store, run, reader)
    assert due(store, run) == [reader]


def test_a_mail_without_receipts_may_be_planned(store: Store) -> None:
    store.subscribers.subscribe("a@example.org", "all", WEEKLY, BEFORE)
    record(store, a_change())
    run = store.digest_runs.begin(WEEKLY, EVENING)
    [reader] = due(store, run)
    assert store.digest_runs.plan(run, reader, "<quiet@x>", "a@example.org", "All quiet", b"...", [], EVENING)


def test_more_changes_than_are_held_at_once_come_whole(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(changes.Documents, "LIMIT", 3)
    for address, topic in (("a@example.org", "all"), ("b@example.org", "even"), ("c@example.org", "all")):
        store.subscribers.subscribe(address, topic, DAILY, BEFORE)
    ids = [str(number) for number in range(8)]
    record(store, *(a_change(id=one, topics=("all", "even") if int(one) % 2 == 0 else ("all",)) for one in ids))
    run = store.digest_runs.begin(DAILY, EVENING)
    told = [[change for change, _ in items] for items in undelivered(store, run).values()]
    assert told == [ids, ids[::2], ids]


def test_many_readers_are_read_a_part_at_a_time(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(digest_runs, "READ_AT_ONCE", 3)
    addresses = [f"r{number}@example.org" for number in range(8)]
    for address in addresses:
        store.subscribers.subscribe(address, "all", DAILY, BEFORE)
    record(store, a_change())
    run = store.digest_runs.begin(DAILY, EVENING)
    read = list(store.digest_runs.undelivered(run))
    assert [items[0][1][0].address for _, items in read] == addresses
    assert all([change for change, _ in items] == [a_change()] for _, items in read)


def test_readers_can_be_planned_while_the_rest_are_read(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(digest_runs, "READ_AT_ONCE", 2)
    for number in range(5):
        store.subscribers.subscribe(f"r{number}@example.org", "all", DAILY, BEFORE)
    record(store, a_change())
    run = store.digest_runs.begin(DAILY, EVENING)
    assert [plan(store, run, reader) for reader, _ in store.digest_runs.undelivered(run)] == [True] * 5
    assert undelivered(store, run) == {}
