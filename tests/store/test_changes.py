"""The recorded changes, and those held back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.support.builders import NOW, a_change, a_record, a_source
from watcher.model.change import ChangeKind
from watcher.store import Store, changes

LATER = NOW + timedelta(hours=1)


@pytest.fixture(autouse=True)
def _followed(store: Store) -> None:
    store.pages.follow([a_source()], NOW)


def test_changes_come_by_moment_then_id_and_whole(store: Store) -> None:
    recorded = (a_change(id="b"), a_change(id="c", recorded_at=NOW - timedelta(days=1)), a_change(id="a"))
    store.pages.record(a_record(changes=recorded))
    assert list(store.changes.recorded()) == [recorded[1], recorded[2], recorded[0]]


def test_changes_since_a_moment_include_that_moment(store: Store) -> None:
    store.pages.record(a_record(changes=(a_change(id="a"), a_change(id="b", recorded_at=LATER))))
    assert [change.id for change in store.changes.recorded(LATER)] == ["b"]
    assert [change.id for change in store.changes.recorded(LATER + timedelta(seconds=1))] == []


def test_more_changes_than_one_batch_come_without_gap_or_repeat(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(changes, "BATCH", 3)
    ids = [f"{number:02}" for number in range(10)]
    store.pages.record(a_record(changes=tuple(a_change(id=one) for one in ids)))
    assert [change.id for change in store.changes.recorded(NOW)] == ids


def test_a_store_can_be_written_while_its_changes_are_read(store: Store) -> None:
    store.pages.record(a_record(changes=(a_change(id="a"), a_change(id="b"))))
    for change in store.changes.recorded():
        store.faults.report(change.source_id, "read while written", NOW)


def test_held_changes_are_told_to_the_operator_once(store: Store) -> None:
    store.pages.record(a_record(changes=(a_change(id="a", held=True), a_change(id="b"), a_change(id="c", held=True))))
    assert [change.id for change in store.changes.untold()] == ["a", "c"]
    store.outbox.plan_note("<1@x>", "operator@example.org", "Held", b"...", [], ["a"], NOW)
    assert [change.id for change in store.changes.untold()] == ["c"]


def test_a_note_on_a_label_is_told_to_the_operator_once_and_while_it_is_fresh(store: Store) -> None:
    noted = a_change(id="a", problems=("its label is not known",))
    held = a_change(id="b", held=True, problems=("two grades",))
    store.pages.record(a_record(changes=(noted, held, a_change(id="c"))))
    assert store.changes.with_notes(NOW) == [noted]
    assert store.changes.with_notes(LATER) == []
    store.outbox.plan_note("<1@x>", "operator@example.org", "Labels", b"...", [], ["a"], NOW)
    assert store.changes.with_notes(NOW) == []


def test_moments_come_back_in_utc_whatever_the_zone_they_were_given_in(store: Store) -> None:
    summer = datetime.fromisoformat("2025-07-01T10:00:00+01:00")
    store.pages.record(a_record(taken_at=summer))
    [target] = store.pages.targets()
    assert target.visited_at == datetime(2025, 7, 1, 9, tzinfo=UTC)
    assert target.visited_at.utcoffset() == timedelta(0)


def test_a_report_is_held_until_it_was_told_as_read(store: Store) -> None:
    held = a_change(id="held", held=True, report=None)
    edited = a_change(id="edited", kind=ChangeKind.CHANGED, report=None)
    store.pages.record(a_record(changes=(held, edited)))
    assert store.held.count() == 1
    store.pages.record(a_record(changes=(a_change(id="read", kind=ChangeKind.CHANGED),)))
    assert store.held.count() == 0
