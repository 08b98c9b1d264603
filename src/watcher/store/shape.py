"""Which shape a database has: the questions of every start, asked without the library that migrates."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from sqlalchemy import Engine, text

from watcher.model.errors import StoreError
from watcher.store.engine import transaction
from watcher.store.refusals import place
from watcher.store.tables.core import metadata


def has_newest_shape(engine: Engine) -> bool:
    """Whether the schema is the newest. False also if we can't tell: migrating then reports the problem or waits."""
    if engine.dialect.name == "sqlite" and not Path(str(engine.url.database)).is_file():
        return False
    try:
        with transaction(engine) as conn:
            return conn.execute(text("SELECT version_num FROM alembic_version")).scalars().all() == [newest_shape()]
    except StoreError:
        return False


def is_empty(engine: Engine) -> bool:
    """Whether the database does not exist yet, or has no tables. False also if we can't tell."""
    if engine.dialect.name == "sqlite" and not Path(str(engine.url.database)).is_file():
        return True
    try:
        return not _columns(engine)
    except StoreError:
        return False


def refuse_other_version(engine: Engine) -> None:
    """StoreError if an earlier or a newer version of the program wrote the database."""
    with transaction(engine) as conn:
        found = conn.execute(text("SELECT version_num FROM alembic_version")).scalars().all()
    if found == [newest_shape()]:
        return
    wrote = ", ".join(found) or "none"
    if set(found) <= set(_shapes()):
        raise StoreError(
            f"{place(engine.url)} was written by an earlier version of watcher (schema {wrote}). "
            "`watcher run` or `watcher check` migrates it."
        )
    raise StoreError(newer(place(engine.url), wrote))


def newer(where: str, revision: str) -> str:
    """The message for a database whose schema this version of the program does not know."""
    return (
        f"{where} was written by a newer version of watcher (schema {revision}). "
        "Upgrade watcher, or use another database."
    )


def refuse_other_shape(engine: Engine) -> None:
    """StoreError if the tables are not those of this version, although the database claims this version."""
    there = _columns(engine)
    wanted = {(table.name, column.name) for table in metadata.tables.values() for column in table.columns}
    of_ours = {(table, column) for table, column in there if table in metadata.tables}
    wrong = sorted(f"no {table}.{column}" for table, column in wanted - of_ours)
    wrong += sorted(f"{table}.{column} too many" for table, column in of_ours - wanted)
    if wrong:
        raise StoreError(
            f"{place(engine.url)}: its tables are not those of this version of watcher ({', '.join(wrong[:5])}); "
            "restore it from a backup, and report how it came to this"
        )


def _columns(engine: Engine) -> set[tuple[str, str]]:
    """The columns of every table that there is, with the names of their tables."""
    with transaction(engine) as conn:
        return {(row[0], row[1]) for row in conn.execute(text(_COLUMNS[engine.dialect.name]))}


_COLUMNS = {
    "sqlite": "SELECT m.name, c.name FROM sqlite_master AS m JOIN pragma_table_info(m.name) AS c "
    "WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%'",
    "postgresql": "SELECT table_name, column_name FROM information_schema.columns "
    "WHERE table_schema = current_schema()",
}


def newest_shape() -> str:
    """The number of the newest migration, taken from its file's name."""
    return max(_shapes())


def _shapes() -> list[str]:
    versions = files("watcher.state") / "migrations" / "versions"
    return [file.name[:4] for file in versions.iterdir() if file.name[:4].isdecimal()]
