"""Lists of readers in both databases: what is taken in, written out and moved, all of it or nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.support.builders import NOW, a_change, a_source
from tests.support.planners import BEFORE, DAILY, EVENING, NEXT_DAY, due, plan, record
from watcher.model.interest import USUAL_INTERESTS
from watcher.model.reader import Consent, SuppressionReason
from watcher.model.reader_list import ListedReader
from watcher.store import Store

OLD, NEW = "old@example.org", "new@example.org"
SAID = Consent("operator", "she rang", "moved from another address", "")


def listed(address: str, *topics: str, line: int = 1) -> ListedReader:
    return ListedReader(line, address, topics or ("all",), DAILY, USUAL_INTERESTS, "asked", f"list.csv, line {line}")


@pytest.fixture(autouse=True)
def _followed(store: Store) -> None:
    store.pages.follow([a_source()], BEFORE)


def test_what_is_only_tried_leaves_no_trace(store: Store) -> None:
    tried = store.reader_lists.take_in([listed(OLD)], NOW, try_only=True)
    assert store.readers.of_address(OLD) is None
    assert store.reader_lists.take_in([listed(OLD)], NOW) == tried
    assert [one.added for one in store.reader_lists.take_in([listed(OLD)], NOW)] == [()]


def test_everybody_is_written_out_with_the_newest_consent(store: Store) -> None:
    store.reader_lists.take_in([listed(OLD), listed(OLD, "own-posts", line=2), listed(NEW, line=3)], NOW)
    store.suppressions.stop(NEW, SuppressionReason.LEFT, "by link", NOW)
    [one] = store.reader_lists.exported()
    assert (one.address, one.topics, one.source) == (OLD, ("all", "own-posts"), "list.csv, line 2")


def test_a_reader_moves_with_what_was_sent_and_what_waits(store: Store) -> None:
    store.reader_lists.take_in([listed(OLD)], BEFORE)
    record(store, a_change())
    run = store.digest_runs.begin(DAILY, EVENING)
    [reader] = due(store, run)
    assert plan(store, run, reader)
    moved = store.reader_lists.move(OLD, NEW, SAID, NEXT_DAY)
    assert moved and (moved.subscriptions, moved.taken_back, moved.runs) == (1, 1, ((DAILY, EVENING),))
    assert due(store, run) == [reader] and plan(store, run, reader)
    [mail] = store.outbox.pending(NEXT_DAY + timedelta(days=1), 9)
    assert mail.address == NEW
    assert [one["text"] for one in store.readers.consents(reader)] == ["asked", "she rang"]


def test_nobody_moves_to_an_address_that_follows_something_or_from_one_that_does_not(store: Store) -> None:
    store.reader_lists.take_in([listed(OLD), listed(NEW, line=2)], NOW)
    assert store.reader_lists.move(OLD, NEW, SAID, NOW) is None
    assert store.reader_lists.move("nobody@example.org", "x@example.org", SAID, NOW) is None
    store.suppressions.stop(NEW, SuppressionReason.LEFT, "by link", NOW)
    assert store.reader_lists.move(OLD, NEW, SAID, NOW)
    assert [one.address for one in store.reader_lists.exported()] == [NEW]
