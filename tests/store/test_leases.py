"""Leases: held by one at a time, given up by the dead, and taken over from the silent, who then write nothing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import copy_context
from datetime import UTC, datetime, timedelta
from pathlib import Path
from textwrap import dedent

import pytest
from sqlalchemy import bindparam, text

from tests.support.builders import NOW
from tests.support.until import until
from watcher.model.errors import StoreError
from watcher.store import Store
from watcher.store.leases import SILENT_AFTER, LeasePace
from watcher.store.locks import proof_of_life
from watcher.store.tables.runs import lease

HOLDER = dedent("""
    import sys
    from datetime import UTC, datetime
    from watcher.model.errors import LeaseLostError
    from watcher.store import Store
    now = datetime(2025, 3, 3, 9, tzinfo=UTC)
    with Store.open(sys.argv[1]) as store, store.leases.hold("check") as lease:
        print(bool(lease), flush=True)
        for line in sys.stdin:
            try:
                store.faults.report(line.strip(), "written by the first", now)
                print("written", flush=True)
            except LeaseLostError as error:
                print(error, flush=True)
""")
SILENT = text("UPDATE lease SET beat_at = :at")


@contextmanager
def another_process_holding(store_url: str) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-c", HOLDER, store_url]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout
        assert holder.stdout.readline() == "True\n"
        try:
            yield holder
        finally:
            holder.kill()


def told(holder: subprocess.Popen[str], fault: str) -> str:
    """What the holder answers when it is to write a fault."""
    assert holder.stdin and holder.stdout
    holder.stdin.write(f"{fault}\n")
    holder.stdin.flush()
    return holder.stdout.readline().strip()


def let_beats_be_old(store: Store, age: timedelta = SILENT_AFTER) -> None:
    """As if so much time had gone by since the last sign of life."""
    at = datetime.now(UTC) - age
    with store.writing() as conn:
        conn.execute(SILENT.bindparams(bindparam("at", at, type_=lease.c.beat_at.type)))


def taken_within(store: Store, seconds: float) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        with store.leases.hold("check") as taken:
            if taken:
                return True
        time.sleep(0.05)
    return False


def test_a_free_lock_is_taken_and_can_be_taken_again_afterwards(store: Store) -> None:
    for _ in range(2):
        with store.leases.hold("check") as taken:
            assert taken


def test_a_lock_is_held_by_one_at_a_time(store: Store, store_url: str) -> None:
    with Store.open(store_url) as other, store.leases.hold("check") as mine, other.leases.hold("check") as theirs:
        assert mine
        assert not theirs


def test_locks_of_different_names_do_not_meet(store: Store) -> None:
    with store.leases.hold("check") as first, store.leases.hold("send") as second:
        assert first
        assert second


def test_a_lock_held_by_another_process_is_not_had(store: Store, store_url: str) -> None:
    with another_process_holding(store_url), store.leases.hold("check") as taken:
        assert not taken


def test_a_killed_process_gives_up_its_lock(store: Store, store_url: str) -> None:
    with another_process_holding(store_url) as holder:
        holder.kill()
        holder.wait()
        assert taken_within(store, seconds=5)


def test_a_lock_is_given_up_when_what_it_guards_fails(store: Store) -> None:
    try:
        with store.leases.hold("check"):
            raise ValueError("The check failed")
    except ValueError:
        pass
    with store.leases.hold("check") as taken:
        assert taken


def test_the_store_works_while_a_lock_is_held(store: Store) -> None:
    with store.leases.hold("check") as taken:
        assert taken
        store.faults.report("ofsted:search", "503", NOW)
        assert len(store.faults.recorded(open_only=True)) == 1


def test_whoever_is_stopped_for_long_is_taken_over_and_writes_nothing_when_it_wakes(
    store: Store, store_url: str
) -> None:
    with another_process_holding(store_url) as holder:
        assert told(holder, "ofsted:44/1") == "written"
        holder.send_signal(signal.SIGSTOP)
        with store.leases.hold("check") as too_early:
            assert not too_early and f"process {holder.pid}" in too_early.holder
        let_beats_be_old(store)
        with store.leases.hold("check") as mine:
            assert mine and f"process {holder.pid}" in mine.said and "no sign of life since" in mine.said
            store.faults.report("ofsted:44/2", "written by the second", NOW)
            holder.send_signal(signal.SIGCONT)
            assert f"process {os.getpid()}" in told(holder, "ofsted:44/3")
        assert "took over" in told(holder, "ofsted:44/4")
    written = {fault.source_id for fault in store.faults.recorded(open_only=True)}
    assert written == {"ofsted:44/1", "ofsted:44/2"}


def test_the_first_to_end_does_not_give_up_the_lease_of_whoever_took_over(store: Store, store_url: str) -> None:
    with another_process_holding(store_url) as holder:
        let_beats_be_old(store)
        with store.leases.hold("check") as mine:
            assert mine
            holder.communicate("", timeout=20)
            with Store.open(store_url) as third, third.leases.hold("check") as theirs:
                assert not theirs
            store.faults.report("ofsted:44/2", "still mine", NOW)


def test_a_sign_of_life_from_the_future_keeps_nobody_out(store: Store, store_url: str) -> None:
    with another_process_holding(store_url):
        let_beats_be_old(store, -timedelta(days=365))
        with store.leases.hold("check") as mine:
            assert mine


def test_the_lock_files_of_ended_holders_do_not_pile_up(tmp_path: Path) -> None:
    with Store.open(f"sqlite:///{tmp_path}/watcher.db") as store:
        for _ in range(3):
            with store.leases.hold("check") as mine:
                assert mine
    assert [path.name for path in (tmp_path / "locks").iterdir()] == ["migrate.lock"]


def test_a_transaction_that_is_left_open_is_ended_by_the_server(postgres_url: str) -> None:
    with Store.open(postgres_url) as store, store.reading() as conn:
        said = conn.execute(text("SHOW idle_in_transaction_session_timeout")).scalar_one()
    assert said == "5min", "less than SILENT_AFTER"


def test_what_outlives_its_lease_goes_on_when_the_next_one_is_held(store: Store, store_url: str) -> None:
    with store.leases.hold("run"):
        begun_meanwhile = copy_context()
    with Store.open(store_url) as other, other.leases.hold("run") as next_run:
        assert next_run
        begun_meanwhile.run(store.faults.report, "mail:server", "still sending", NOW)
    assert len(store.faults.recorded(open_only=True)) == 1


QUICK = LeasePace(timedelta(seconds=0.2), timedelta(seconds=0.5))


def test_a_holder_that_stands_still_while_writing_keeps_nobody_waiting(migrated_postgres_url: str) -> None:
    with Store.open(migrated_postgres_url) as paused, Store.open(migrated_postgres_url) as other:
        with paused.leases.hold("visit", QUICK), pytest.raises(StoreError), paused.writing() as conn:
            with other.leases.hold("visit", QUICK) as taken:
                assert not taken, "its heart still beats"
            conn.execute(text("SELECT 1"))
        with other.leases.hold("visit", QUICK) as taken:
            assert taken


def test_whoever_stands_still_at_short_work_keeps_nobody_from_it(migrated_postgres_url: str) -> None:
    with Store.open(migrated_postgres_url) as paused, Store.open(migrated_postgres_url) as other:

        def is_alone() -> bool:
            with other.leases.alone("rescue", QUICK) as alone:
                return alone

        with pytest.raises(StoreError), paused.leases.alone("rescue", QUICK) as first:
            assert first
            assert not is_alone()
            until(is_alone)


def test_the_lock_of_a_lease_that_was_never_recorded_keeps_nobody_out(store: Store) -> None:
    with proof_of_life(store.engine, "visit-1"), store.leases.hold("visit") as taken:
        assert taken
