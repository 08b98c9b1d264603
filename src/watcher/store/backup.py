"""Copying a SQLite database while it is in use, and checking that a copy is whole."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import make_url

from watcher.model.errors import StoreError

PAGES_AT_ONCE = 1_000  # a writer waits for no more than this many


@dataclass(frozen=True, slots=True)
class DatabaseFacts:
    """What shows that a copy is complete: the revision of its schema, and the number of rows in each table."""

    revision: str
    rows: dict[str, int]


def database_file(url: str) -> Path | None:
    """The file of a SQLite database, None for a database on a server."""
    address = make_url(url)
    return Path(str(address.database)) if address.get_backend_name() == "sqlite" else None


def copy_database(database: Path, copy: Path) -> DatabaseFacts:
    """Copy the database as it is at one moment, while others may write to it. Returns what shows that a copy is
    complete.

    `StoreError` if it can't be read, or the copy can't be written.
    """
    try:
        with (
            closing(sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro", uri=True)) as from_,
            closing(sqlite3.connect(copy)) as to,
        ):
            from_.backup(to, pages=PAGES_AT_ONCE)
            to.execute("PRAGMA journal_mode = DELETE")  # one file, without a write-ahead log beside it
    except sqlite3.Error as error:
        raise StoreError(
            f"{database} cannot be copied to {copy.parent}: {error}. Check that the disk is not full; if it is not, "
            "the database is damaged: `watcher doctor` tells."
        ) from error
    return facts_of(copy)


def facts_of(database: Path) -> DatabaseFacts:
    """What a database holds. `StoreError` if it is damaged or not one of ours."""
    try:
        with closing(sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro", uri=True)) as conn:
            problems = [row[0] for row in conn.execute("PRAGMA integrity_check(3)")]
            if problems != ["ok"]:
                raise StoreError(f"{database} is damaged: {'; '.join(map(str, problems))}")
            (revision,) = conn.execute("SELECT version_num FROM alembic_version").fetchone() or ("",)
            names = [row[0] for row in conn.execute(_TABLES)]
            rows = {name: conn.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in names}  # noqa: S608
    except sqlite3.Error as error:
        raise StoreError(f"{database} is not a database of watcher, or is damaged: {error}") from error
    return DatabaseFacts(str(revision), rows)


_TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name"
