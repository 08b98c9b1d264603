"""Named locks that only one process can hold, and that a killed process releases: a file beside SQLite, an advisory
lock of a PostgreSQL server.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, func, select

from watcher.model.errors import StoreError
from watcher.store.engine import transaction
from watcher.store.refusals import foreign_file


@contextmanager
def proof_of_life(engine: Engine, name: str) -> Iterator[bool]:
    """Hold the lock `name`, which is released when this process ends. False if another process holds it."""
    hold = _held_own_file if engine.dialect.name == "sqlite" else _held_on_server
    with hold(engine, name) as taken:
        yield taken


@contextmanager
def _held_own_file(engine: Engine, name: str) -> Iterator[bool]:
    with held_file(engine, name) as taken:
        try:
            yield taken
        finally:
            if taken:
                _lock_file(engine, name).unlink(missing_ok=True)


def _lock_file(engine: Engine, name: str) -> Path:
    return Path(str(engine.url.database)).parent / "locks" / f"{name}.lock"


@contextmanager
def held_file(engine: Engine, name: str, *, wait_seconds: float = 0) -> Iterator[bool]:
    """Hold `locks/NAME.lock` in the database's folder, if it becomes free within `wait_seconds`."""
    from filelock import FileLock, Timeout

    path = _lock_file(engine, name)
    try:
        path.parent.mkdir(mode=0o700, exist_ok=True)
        lock = FileLock(path)
        lock.acquire(timeout=wait_seconds)
    except Timeout:
        yield False
        return
    except OSError as error:
        remedy = foreign_file(path.parent.parent) or "Check that its folder may be written to"
        raise StoreError(f"{path}: {error.strerror}. {remedy}") from error
    try:
        yield True
    finally:
        lock.release()


@contextmanager
def _held_on_server(engine: Engine, name: str) -> Iterator[bool]:
    # AUTOCOMMIT, so that the connection is not inside a transaction during a long check.
    with transaction(engine.execution_options(isolation_level="AUTOCOMMIT")) as conn:
        taken = bool(conn.execute(select(func.pg_try_advisory_lock(server_key(name)))).scalar_one())
        try:
            yield taken
        finally:
            if taken:
                conn.execute(select(func.pg_advisory_unlock(server_key(name))))


def one_at_a_time(conn: Connection, name: str) -> None:
    """Keep other transactions from passing this point under the same name until this one ends. SQLite has one
    writer anyway.
    """
    if conn.dialect.name == "postgresql":
        conn.execute(select(func.pg_advisory_xact_lock(server_key(name))))


def is_alone(conn: Connection, name: str) -> bool:
    """The same without waiting: whether no other transaction has passed this point. The end of this one lets them."""
    if conn.dialect.name != "postgresql":
        return True
    return bool(conn.execute(select(func.pg_try_advisory_xact_lock(server_key(name)))).scalar_one())


def server_key(name: str) -> int:
    """The 64-bit number that PostgreSQL uses for the lock."""
    digest = hashlib.sha256(f"watcher:{name}".encode()).digest()
    return int.from_bytes(digest[:8], "big", signed=True)
