"""Locks: held by one at a time, and given up by the dead."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from textwrap import dedent

from tests.support.builders import NOW
from watcher.store import Store

HOLDER = dedent("""
    import sys, time
    from watcher.store import Store
    with Store.open(sys.argv[1]) as store, store.lock("check") as taken:
        print(taken, flush=True)
        time.sleep(60)
""")


@contextmanager
def another_process_holding(store_url: str) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-c", HOLDER, store_url]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout
        assert holder.stdout.readline() == "True\n"
        try:
            yield holder
        finally:
            holder.kill()


def taken_within(store: Store, seconds: float) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        with store.locks.hold("check") as taken:
            if taken:
                return True
        time.sleep(0.05)
    return False


def test_a_free_lock_is_taken_and_can_be_taken_again_afterwards(store: Store) -> None:
    for _ in range(2):
        with store.locks.hold("check") as taken:
            assert taken


def test_a_lock_is_held_by_one_at_a_time(store: Store, store_url: str) -> None:
    with Store.open(store_url) as other, store.locks.hold("check") as mine, other.locks.hold("check") as theirs:
        assert mine
        assert not theirs


def test_locks_of_different_names_do_not_meet(store: Store) -> None:
    with store.locks.hold("check") as first, store.locks.hold("send") as second:
        assert first
        assert second


def test_a_lock_held_by_another_process_is_not_had(store: Store, store_url: str) -> None:
    with another_process_holding(store_url), store.locks.hold("check") as taken:
        assert not taken


def test_a_killed_process_gives_up_its_lock(store: Store, store_url: str) -> None:
    with another_process_holding(store_url) as holder:
        holder.kill()
        holder.wait()
        assert taken_within(store, seconds=5)


def test_a_lock_is_given_up_when_what_it_guards_fails(store: Store) -> None:
    try:
        with store.locks.hold("check"):
            raise ValueError("The check failed")
    except ValueError:
        pass
    with store.locks.hold("check") as taken:
        assert taken


def test_the_store_works_while_a_lock_is_held(store: Store) -> None:
    with store.locks.hold("check") as taken:
        assert taken
        store.faults.report("ofsted:search", "503", NOW)
        assert len(store.faults.recorded(open_only=True)) == 1
