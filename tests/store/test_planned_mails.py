"""Many mails in one transaction: each reader's all or none, and none that is out of date."""

from __future__ import annotations

import pytest

from tests.support.builders import a_change, a_source
from tests.support.planners import (
    BEFORE,
    DAILY,
    EVENING,
    IMMEDIATELY,
    NEXT_DAY,
    address_of,
    due,
    plan,
    receipts,
    record,
    undelivered,
)
from watcher.store import Store
from watcher.store.planned_mails import PlannedMail


@pytest.fixture(autouse=True)
def _followed(store: Store) -> None:
    store.pages.follow([a_source()], BEFORE)


def a_mail(store: Store, run: int, reader: int, part: int = 0, **fields: object) -> PlannedMail:
    mine = receipts(store, run, reader)
    given = {"receipts": mine, "part": part, **fields}
    to = address_of(store, reader)
    return PlannedMail(reader, f"<{run}.{reader}.{part}@x>", to, "News", b"...", **given)  # type: ignore[arg-type]


def test_mails_are_saved_together_but_for_readers_for_whom_they_are_out_of_date(store: Store) -> None:
    for name in ("a", "b", "c", "d"):
        store.subscribers.subscribe(f"{name}@example.org", "all", DAILY, BEFORE)
        store.subscribers.subscribe(f"{name}@example.org", "authority:80999", IMMEDIATELY, BEFORE)
    record(store, a_change())
    run, at_once = store.digest_runs.begin(DAILY, EVENING), store.digest_runs.begin(IMMEDIATELY, EVENING)
    a, b, c, d = due(store, run)
    mails = [a_mail(store, run, reader) for reader in (a, b, c, d)]
    assert plan(store, run, a) and plan(store, at_once, b)
    store.subscribers.unsubscribe("c@example.org", None, EVENING, "link")
    assert store.digest_runs.plan_mails(run, mails, EVENING) == 1
    assert due(store, run) == []
    assert store.outbox.pending_count() == 3
    assert store.digest_runs.plan_mails(run, mails, EVENING) == 0
    assert store.digest_runs.plan_mails(run, [], EVENING) == 0


def test_the_parts_for_one_reader_are_saved_all_or_none(store: Store) -> None:
    store.subscribers.subscribe("a@example.org", "all", DAILY, BEFORE)
    record(store, a_change(id="c1"), a_change(id="c2"))
    run = store.digest_runs.begin(DAILY, EVENING)
    [reader] = due(store, run)
    first, second = receipts(store, run, reader)
    parts = [a_mail(store, run, reader, part, receipts=[one]) for part, one in enumerate((first, second))]
    assert store.digest_runs.plan_mails(run, parts, EVENING) == 2
    assert undelivered(store, run) == {} and store.outbox.pending_count() == 2
    assert store.digest_runs.plan_mails(run, [a_mail(store, run, reader, 2, receipts=[])], EVENING) == 0


def test_the_parts_for_a_reader_who_was_told_one_of_them_meanwhile_wait(store: Store) -> None:
    store.subscribers.subscribe("a@example.org", "all", DAILY, BEFORE)
    record(store, a_change(id="c1"), a_change(id="c2"))
    run, other = store.digest_runs.begin(DAILY, EVENING), store.digest_runs.begin(DAILY, NEXT_DAY)
    [reader] = due(store, run)
    first, second = receipts(store, run, reader)
    parts = [a_mail(store, run, reader, part, receipts=[one]) for part, one in enumerate((first, second))]
    assert store.digest_runs.plan(other, reader, "<other@x>", "a@example.org", "News", b"...", [first], EVENING)
    assert store.digest_runs.plan_mails(run, parts, EVENING) == 0
    assert undelivered(store, run) == {reader: [("c2", ["all"])]}
