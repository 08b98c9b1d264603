"""Opens a database read-only: nothing is written, migrated or created."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Engine, StaticPool, create_engine, event

from watcher.model.errors import StoreError
from watcher.store.engine import BUSY_SECONDS, database_url, open_engine
from watcher.store.refusals import foreign_file, owner_of
from watcher.store.shape import is_empty, refuse_other_shape, refuse_other_version
from watcher.store.tables.core import metadata


def engine_to_read(url: str, *, lost: str = "") -> tuple[Engine, bool]:
    """A read-only engine for a database of this version, and whether that does not exist yet. If so, the engine is an
    empty one in memory, unless the database was `lost`, as in `Store.open`. StoreError if another version wrote it,
    or if the program could not write to it.
    """
    address = database_url(url)
    engine = _sqlite(address) if address.drivername == "sqlite" else _server(address)
    if is_empty(engine):
        if lost:
            raise StoreError(lost)
        return _in_memory(), True
    refuse_other_version(engine)
    refuse_other_shape(engine)
    if address.drivername == "sqlite":
        _refuse_unwritable(Path(str(address.database)).parent)
    return engine, False


def _in_memory() -> Engine:
    engine = create_engine("sqlite://", poolclass=StaticPool)
    metadata.create_all(engine)
    return engine


def _sqlite(url: URL) -> Engine:
    file = Path(str(url.database))
    engine = create_engine(url, creator=lambda: _connected(file), hide_parameters=True)
    event.listen(engine, "begin", lambda conn: conn.exec_driver_sql("BEGIN"))
    return engine


def _connected(file: Path) -> sqlite3.Connection:
    address = f"{file.resolve().as_uri()}?mode=ro"
    try:
        return _tried(address)
    except sqlite3.OperationalError:
        # The log of a database in a folder that we can't write to can't be opened. If it is empty, nobody is writing.
        if os.access(file.parent, os.W_OK) or not file.exists() or not os.access(file, os.R_OK):
            raise
        if _is_filled(file.with_name(f"{file.name}-wal")):
            raise StoreError(
                f"{file} is being written to, and you may only read it. Try again later, or as {owner_of(file)}."
            ) from None
        return _tried(f"{address}&immutable=1")


def _is_filled(log: Path) -> bool:
    return log.exists() and log.stat().st_size > 0


def _tried(address: str) -> sqlite3.Connection:
    conn = sqlite3.connect(address, uri=True, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
    try:
        conn.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.Error:
        conn.close()
        raise
    return conn


def _server(url: URL) -> Engine:
    engine = open_engine(url)
    event.listen(engine, "connect", _only_read)
    return engine


def _only_read(dbapi: Any, _: Any) -> None:
    dbapi.execute("SET default_transaction_read_only = on")
    dbapi.commit()


def _refuse_unwritable(folder: Path) -> None:
    """Refuse what every run refuses: the folder is ours, and a file in it is not. Others may look."""
    if os.name == "posix" and folder.stat().st_uid == os.geteuid() and (why := foreign_file(folder)):
        raise StoreError(why)
