"""Requests to leave that wait for the database: kept whole, done once, and never more than was asked."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from tests.support.builders import NOW
from watcher.model.reader import Wishes
from watcher.model.subscription import Frequency
from watcher.store import Store
from watcher.store.leave_queue import LeaveQueue

READER = "reader@example.org"


@pytest.fixture
def queue(tmp_path: Path) -> LeaveQueue:
    return LeaveQueue(tmp_path / "leaving")


def reader_of_two(store: Store) -> int:
    for topic in ("all", "own-posts"):
        store.subscribers.subscribe(READER, topic, Frequency.DAILY, NOW)
    reader = store.readers.of_address(READER)
    assert reader is not None
    return reader.id


def follows(store: Store) -> list[str]:
    return [one.topic for one in store.subscribers.subscriptions()]


def test_what_was_kept_is_done_once_and_for_nobody_else(store: Store, queue: LeaveQueue) -> None:
    reader = reader_of_two(store)
    queue.add(reader, "all", NOW)
    queue.add(999, None, NOW)
    assert queue.apply(store) == 2 and queue.apply(store) == 0
    assert follows(store) == ["own-posts"] and list(queue.folder.iterdir()) == []


def test_only_this_user_may_read_it(store: Store, queue: LeaveQueue) -> None:
    kept = queue.add(reader_of_two(store), None, NOW)
    assert (kept.stat().st_mode & 0o777, queue.folder.stat().st_mode & 0o777) == (0o600, 0o700)


def test_who_came_back_meanwhile_stays(store: Store, queue: LeaveQueue) -> None:
    reader = reader_of_two(store)
    queue.add(reader, None, NOW)
    store.readers.readmit(READER, "phoned", Wishes(("all",), (), Frequency.DAILY), NOW + timedelta(hours=1))
    queue.apply(store)
    assert follows(store) == ["all", "own-posts"]


def test_a_damaged_file_keeps_nobody_else_waiting(store: Store, queue: LeaveQueue) -> None:
    queue.add(reader_of_two(store), None, NOW)
    (queue.folder / "0-damaged.json").write_text("{", encoding="utf-8")
    assert queue.apply(store) == 1 and follows(store) == []
