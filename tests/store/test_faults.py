"""Faults: opened, renewed, cleared, told."""

from __future__ import annotations

from datetime import datetime, timedelta

from tests.support.builders import NOW, SOURCE_ID, a_list, a_record, a_source, an_unchanged
from watcher.store import Store

LATER = NOW + timedelta(hours=1)
LAST = NOW + timedelta(hours=2)


def test_a_fault_is_opened_once_and_then_renewed(store: Store) -> None:
    store.pages.follow([a_source()], NOW)
    store.faults.report(SOURCE_ID, "the page answered 503", NOW)
    store.faults.report(SOURCE_ID, "the page answered 500", LATER)
    [fault] = store.faults.recorded(open_only=True)
    assert (fault.first_seen, fault.last_seen, fault.reason) == (NOW, LATER, "the page answered 500")


def test_a_source_at_fault_is_visited_again_and_keeps_what_was_known(store: Store) -> None:
    store.pages.follow([a_source()], NOW)
    store.pages.record(a_record())
    before = store.pages.known(SOURCE_ID)
    store.faults.report(SOURCE_ID, "the page answered 503", LATER)
    after = store.pages.known(SOURCE_ID)
    assert after.target.revisit_at == LATER
    assert (after.observations, after.target.page) == (before.observations, before.target.page)
    assert after.target.visited_at == NOW


def test_a_good_visit_clears_the_fault_and_a_return_is_a_new_one(store: Store) -> None:
    store.pages.follow([a_source()], NOW)
    store.faults.report(SOURCE_ID, "the page answered 503", NOW)
    store.pages.record(a_record(taken_at=LATER))
    assert store.faults.recorded(open_only=True) == []
    store.faults.report(SOURCE_ID, "the page answered 503", LAST)
    first, second = store.faults.recorded(open_only=False)
    assert (first.cleared_at, second.cleared_at) == (LATER, None)
    assert second.first_seen == LAST


def test_a_visit_may_leave_the_source_at_fault(store: Store) -> None:
    store.pages.follow([a_source()], NOW)
    store.faults.report(SOURCE_ID, "the page answered 503", NOW)
    store.pages.record(a_record(taken_at=LATER, fault="one report cannot be fetched"))
    [fault] = store.faults.recorded(open_only=True)
    assert (fault.first_seen, fault.reason) == (NOW, "one report cannot be fetched")


def test_an_unchanged_page_clears_only_its_own_fault(store: Store) -> None:
    store.pages.follow([a_source(), a_source(id="ofsted:44/2")], NOW)
    store.faults.report(SOURCE_ID, "503", NOW)
    store.faults.report("ofsted:44/2", "503", NOW)
    store.pages.touch([an_unchanged()], LATER)
    assert [fault.source_id for fault in store.faults.recorded(open_only=True)] == ["ofsted:44/2"]


def test_a_fault_may_be_about_something_that_is_not_followed(store: Store) -> None:
    store.faults.report("ofsted:search", "the list was cut short", NOW)
    assert [fault.source_id for fault in store.faults.recorded(open_only=True)] == ["ofsted:search"]


def test_a_good_list_clears_the_fault_of_the_list(store: Store) -> None:
    store.faults.report("ofsted:search", "the list was cut short", NOW)
    store.search_list.save(a_list(), LATER)
    assert store.faults.recorded(open_only=True) == []


def test_the_operator_hears_of_a_fault_and_how_often_is_remembered(store: Store) -> None:
    store.faults.report(SOURCE_ID, "503", NOW)
    assert _tell(store, "<1@x>", LATER)
    assert _tell(store, "<2@x>", LAST)
    [fault] = store.faults.to_tell()
    assert (fault.told_at, fault.told_times) == (LAST, 2)


def test_the_operator_hears_once_that_a_fault_they_know_of_is_over(store: Store) -> None:
    store.pages.follow([a_source()], NOW)
    store.faults.report(SOURCE_ID, "503", NOW)
    _tell(store, "<1@x>", NOW)
    store.pages.record(a_record(taken_at=LATER))
    [over] = store.faults.to_tell()
    assert over.cleared_at == LATER
    _tell(store, "<2@x>", LAST)
    assert store.faults.to_tell() == []


def test_nobody_hears_of_a_fault_that_was_over_before_it_was_told(store: Store) -> None:
    store.pages.follow([a_source()], NOW)
    store.faults.report(SOURCE_ID, "503", NOW)
    store.pages.record(a_record(taken_at=LATER))
    assert store.faults.to_tell() == []


def test_a_note_planned_twice_counts_once(store: Store) -> None:
    store.faults.report(SOURCE_ID, "503", NOW)
    assert _tell(store, "<1@x>", LATER)
    assert not _tell(store, "<1@x>", LAST)
    [fault] = store.faults.to_tell()
    assert (fault.told_at, fault.told_times) == (LATER, 1)
    assert store.outbox.pending_count() == 1


def _tell(store: Store, message_id: str, now: datetime) -> bool:
    told = store.faults.to_tell()
    return store.outbox.plan_note(message_id, "operator@example.org", "Faults", b"...", told, [], now)
