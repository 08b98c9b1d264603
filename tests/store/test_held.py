"""Rulings on held changes: each with all that follows from it, once."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from tests.support.builders import (
    NOW,
    SOURCE_ID,
    a_change,
    a_record,
    a_report,
    a_report_file,
    a_source,
    an_event,
    an_observation,
)
from tests.support.news_builders import a_mention
from watcher.differ.held import released_edit, released_report
from watcher.model.change import Change
from watcher.model.event_kind import EventKind
from watcher.model.held import Held, Ruling, RulingVerdict
from watcher.model.interest import USUAL_INTERESTS, Interest
from watcher.model.subscription import Frequency
from watcher.store import Store
from watcher.store.tables.held import ruling

LATER = NOW + timedelta(hours=2)
DOUBT = "the table says Good, the heading Inadequate"
RELEASED = Ruling(RulingVerdict.RELEASED, "ada", "read page 1", LATER)
REJECTED = Ruling(RulingVerdict.REJECTED, "ada", "the page was a draft", LATER)


def ruling_on(store: Store, change_id: str) -> Ruling | None:
    with store.reading() as conn:
        row = conn.execute(select(ruling).where(ruling.c.change_id == change_id)).one_or_none()
    return Ruling(RulingVerdict(row.verdict), row.ruled_by, row.why, row.ruled_at) if row else None


def a_held_report(**fields: Any) -> Change:
    return replace(a_change(id="held", held=True, problems=(DOUBT,), report=None, judgements=()), **fields)


def a_held_edit(**fields: Any) -> Change:
    event = an_event(kind=EventKind.COVERAGE, graded=False)
    edit = a_held_report(id="edit", key="https://news.example/1", event=event, coverage=a_mention())
    return replace(edit, **fields)


@pytest.fixture(autouse=True)
def _held(store: Store) -> None:
    store.pages.follow([a_source()], NOW)
    report = a_report(problems=(DOUBT,), inspection_periods=())
    file = a_report_file(report=report, problems=(DOUBT,))
    store.pages.record(a_record(files=(file,), changes=(a_held_report(), a_held_edit())))


def report_of(store: Store) -> Held:
    return next(one for one in store.held.waiting() if not one.is_edit)


def edit_of(store: Store) -> Held:
    return next(one for one in store.held.waiting() if one.is_edit)


def release(store: Store) -> Change:
    held = report_of(store)
    file, change = released_report(held, store.pages.known(SOURCE_ID), None, LATER)
    assert store.held.release(held, change, RELEASED, file)
    return change


def undelivered(store: Store) -> list[str]:
    run = store.digest_runs.begin(Frequency.IMMEDIATELY, LATER + timedelta(days=1))
    return [change.id for _, items in store.digest_runs.undelivered(run) for change, _ in items]


def test_what_is_held_waits_with_its_file_and_its_problems(store: Store) -> None:
    held = report_of(store)
    assert held.ids == ("held",) and held.problems == (DOUBT,)
    assert held.file is not None and held.file.report is not None and held.file.sha256 == "f" * 64
    assert edit_of(store).file is None and store.held.count() == 2


def test_a_release_is_saved_with_the_report_and_the_change_that_tells_it(store: Store) -> None:
    change = release(store)
    assert [one.is_edit for one in store.held.waiting()] == [True] and store.held.count() == 1
    file = store.reports.find("50200001")
    assert file is not None and not file.held
    assert ruling_on(store, "held") == RELEASED
    assert change.id in [one.id for one in store.changes.recorded()]
    assert store.pages.known(SOURCE_ID).held == frozenset({edit_of(store).change.key})


def test_readers_hear_of_a_released_report_once(store: Store) -> None:
    store.subscribers.subscribe("reader@example.org", "all", Frequency.IMMEDIATELY, NOW)
    change = release(store)
    assert undelivered(store) == ["held", change.id]


def test_a_second_ruling_changes_nothing(store: Store) -> None:
    held = report_of(store)
    change = release(store)
    assert not store.held.reject(held, REJECTED)
    assert not store.held.release(held, replace(change, id="other"), RELEASED)
    assert ruling_on(store, "held") == RELEASED and "other" not in [one.id for one in store.changes.recorded()]


def test_what_was_rejected_is_over_for_readers_and_operator(store: Store) -> None:
    assert store.held.reject(report_of(store), REJECTED)
    assert [one.change.id for one in store.held.waiting()] == ["edit"] and store.held.count() == 1
    assert [one.id for one in store.changes.untold()] == ["edit"]
    assert "50200001" not in store.pages.known(SOURCE_ID).held, "a pass that reads it later tells nothing"


def test_an_edit_is_told_once_it_is_released_to_those_who_want_what_others_publish(store: Store) -> None:
    everything = (*USUAL_INTERESTS, Interest.COVERAGE)
    store.subscribers.subscribe("keen@example.org", "all", Frequency.IMMEDIATELY, NOW, everything)
    assert undelivered(store) == ["held"]
    held = edit_of(store)
    change = released_edit(held, LATER)
    assert store.held.release(held, change, RELEASED)
    assert undelivered(store) == ["held", change.id]
    store.subscribers.subscribe("usual@example.org", "all", Frequency.IMMEDIATELY, NOW)
    assert undelivered(store) == ["held", change.id, "held"]


def test_a_rejected_edit_is_told_to_nobody(store: Store) -> None:
    store.subscribers.subscribe("keen@example.org", "all", Frequency.IMMEDIATELY, NOW, (Interest.COVERAGE,))
    assert store.held.reject(edit_of(store), REJECTED)
    assert undelivered(store) == []


def test_a_withdrawn_report_is_known_as_such(store: Store) -> None:
    store.pages.record(a_record(observations=(an_observation(),), withdrawn=frozenset({"50200001"})))
    assert report_of(store).withdrawn


def test_a_change_is_found_by_the_beginning_of_its_id(store: Store) -> None:
    assert store.changes.ids("he", 5) == ["held"]
    assert store.changes.ids("%", 5) == []
    found = store.changes.find("held")
    assert found is not None and found.problems == (DOUBT,)
    assert store.changes.find("unknown") is None and ruling_on(store, "edit") is None
