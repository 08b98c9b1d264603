"""The weekly work: what is forgotten, and that the file shrinks when much of it is unused."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert

from tests.support.builders import NOW
from watcher.store import Store, upkeep
from watcher.store.tables.core import delivery, delivery_content

LATER = NOW + timedelta(days=400)


def size(store: Store) -> int:
    return Path(str(store.engine.url.database)).stat().st_size


def fill(store: Store, megabytes: int) -> None:
    """Emails with texts that are due to be forgotten."""
    row = {"message_id": "<1@x>", "address": "a@example.org", "subject": "", "status": "sent", "attempts": 1}
    with store.writing() as conn:
        new = insert(delivery).values(**row, created_at=NOW, next_attempt_at=NOW, ended_at=NOW).returning(delivery.c.id)
        number = conn.execute(new).scalar_one()
        conn.execute(insert(delivery_content).values(delivery_id=number, content=b"x" * megabytes * 10**6))


def test_faults_are_forgotten_a_year_after_the_operator_heard_that_they_ended(store: Store) -> None:
    for source in ("news:old", "news:open", "news:unheard"):
        store.faults.report(source, "no list", NOW)
    store.faults.clear("news:old", NOW)
    store.upkeep.tidy(LATER - timedelta(days=100))
    assert len(store.faults.recorded(open_only=False)) == 3
    store.upkeep.tidy(LATER)
    assert {fault.source_id for fault in store.faults.recorded(open_only=False)} == {"news:open", "news:unheard"}


def test_runs_tidy_once_a_week_whatever_the_clock_did(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[datetime] = []

    def tidy(moment: datetime) -> int:
        done.append(moment)
        return upkeep.Upkeep.tidy(store.upkeep, moment)

    monkeypatch.setattr(store.upkeep, "tidy", tidy)
    moments = [NOW, NOW + timedelta(days=6), NOW + timedelta(days=7), NOW - timedelta(days=30)]
    for moment in moments:
        store.upkeep.tidy_if_due(moment)
    assert done == [moments[0], *moments[2:]]


def test_a_file_shrinks_once_much_of_it_is_unused(store: Store) -> None:
    if store.engine.dialect.name != "sqlite":
        assert store.upkeep.tidy(NOW) == 0
        return
    fill(store, 20)
    assert store.upkeep.tidy(NOW) == 0
    before = size(store)
    store.erasure.erase_due(LATER)
    assert store.upkeep.tidy(LATER) > 19_000_000
    assert size(store) < before - 19_000_000
    assert store.upkeep.tidy(LATER) == 0


def test_a_reader_in_the_middle_of_something_is_not_disturbed(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    if store.engine.dialect.name != "sqlite":
        pytest.skip("a server tidies by itself")
    monkeypatch.setattr(upkeep, "BUSY_SECONDS", 0)
    fill(store, 20)
    store.erasure.erase_due(LATER)
    with store.writing():
        assert upkeep._shrink(store.engine) == 0
    assert upkeep._shrink(store.engine) > 0
