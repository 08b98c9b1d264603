"""For whom a week was quiet."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from tests.support.builders import NOW, a_change, a_source
from tests.support.planners import BEFORE, DAILY, EVENING, WEEKLY, due, plan, record
from watcher.model.subscription import Frequency
from watcher.store import Store
from watcher.store.planned_mails import PlannedMail

WEEK_END = NOW + timedelta(days=7)
NEXT_WEEK_END = WEEK_END + timedelta(days=7)


@pytest.fixture(autouse=True)
def _followed(store: Store) -> None:
    store.pages.follow([a_source()], BEFORE)


def quiet(store: Store, week_end: datetime = WEEK_END) -> list[tuple[str, list[str]]]:
    run = store.digest_runs.begin(WEEKLY, week_end)
    return [(one.address, list(one.topics)) for one in store.digest_runs.quiet(run, week_end - timedelta(days=7))]


def wants_quiet(store: Store, name: str = "a", frequency: Frequency = DAILY) -> None:
    store.subscribers.subscribe(f"{name}@example.org", "all", frequency, BEFORE)
    store.subscribers.set_options(f"{name}@example.org", all_quiet=True)


def test_a_week_is_quiet_for_readers_who_asked_to_hear_of_it(store: Store) -> None:
    wants_quiet(store)
    store.subscribers.subscribe("a@example.org", "authority:80999", WEEKLY, BEFORE)
    store.subscribers.subscribe("b@example.org", "all", WEEKLY, BEFORE)
    assert quiet(store) == [("a@example.org", ["all", "authority:80999"])]


def test_a_week_with_a_mail_or_an_undelivered_change_is_not_quiet(store: Store) -> None:
    wants_quiet(store)
    record(store, a_change())
    assert quiet(store) == []
    run = store.digest_runs.begin(DAILY, EVENING)
    assert plan(store, run, due(store, run)[0])
    assert quiet(store) == []
    assert quiet(store, NEXT_WEEK_END) == [("a@example.org", ["all"])]


def test_quiet_is_said_once_in_a_run_and_not_to_one_who_left_or_has_just_come(store: Store) -> None:
    for name in ("a", "b"):
        wants_quiet(store, name)
    store.subscribers.subscribe("new@example.org", "all", WEEKLY, WEEK_END)
    store.subscribers.set_options("new@example.org", all_quiet=True)
    store.subscribers.unsubscribe("b@example.org", None, EVENING, "link")
    run = store.digest_runs.begin(WEEKLY, WEEK_END)
    [one] = store.digest_runs.quiet(run, NOW)
    mail = PlannedMail(one.subscriber_id, "<quiet@x>", one.address, "All quiet", b"...")
    assert store.digest_runs.plan_mails(run, [mail], WEEK_END) == 1
    assert store.digest_runs.quiet(run, NOW) == []
    assert store.digest_runs.plan_mails(run, [mail], WEEK_END) == 0


def test_a_quiet_mail_to_one_who_left_meanwhile_is_not_planned(store: Store) -> None:
    wants_quiet(store)
    run = store.digest_runs.begin(WEEKLY, WEEK_END)
    [one] = store.digest_runs.quiet(run, NOW)
    store.subscribers.unsubscribe("a@example.org", None, EVENING, "link")
    mail = PlannedMail(one.subscriber_id, "<quiet@x>", one.address, "All quiet", b"...")
    assert store.digest_runs.plan_mails(run, [mail], WEEK_END) == 0
