"""The only place that knows how each engine inserts: rows that may already exist, and many rows at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import ARRAY, ColumnElement, Connection, Insert, Table, cast, func, insert, select

Row = Mapping[str, Any]


def upsert(
    conn: Connection,
    table: Table,
    rows: Sequence[Row],
    keys: Sequence[str],
    *,
    keep: Sequence[str] = (),
    where: ColumnElement[bool] | None = None,
) -> None:
    """Insert the rows (all with the same columns). If a row with the same `keys` exists, replace the columns that are
    named.

    Columns in `keep` stay as they first were. `where` is the condition of a partial unique index over `keys`.
    """
    if not rows:
        return
    conn.execute(_upsert(conn.dialect.name, table, tuple(rows[0]), tuple(keys), tuple(keep), where), list(rows))


# Making the statement takes longer than running it.
@lru_cache(256)
def _upsert(
    engine: str,
    table: Table,
    columns: tuple[str, ...],
    keys: tuple[str, ...],
    keep: tuple[str, ...],
    where: ColumnElement[bool] | None,
) -> Any:
    insert = _insert_of(engine, table)
    replaced = {name: insert.excluded[name] for name in columns if name not in {*keys, *keep}}
    if replaced:
        return insert.on_conflict_do_update(index_elements=keys, index_where=where, set_=replaced)
    return insert.on_conflict_do_nothing(index_elements=keys, index_where=where)


def _insert_of(engine: str, table: Table) -> Any:
    """The engine's own insert, which can say what to do if the row exists. Only that engine's dialect is imported."""
    if engine == "postgresql":
        from sqlalchemy.dialects.postgresql import insert as postgresql_insert

        return postgresql_insert(table)
    from sqlalchemy.dialects.sqlite import insert as sqlite_insert

    return sqlite_insert(table)


def insert_new(conn: Connection, table: Table, row: Row, keys: Sequence[str]) -> Any | None:
    """Insert one row. Returns its first primary key value, or None if one of these `keys` already exists."""
    statement = _insert_of(conn.dialect.name, table).on_conflict_do_nothing(index_elements=keys)
    return conn.execute(statement.returning(next(iter(table.primary_key))), row).scalar_one_or_none()


def server_time(conn: Connection) -> datetime:
    """The server's time if there is a server: the clocks of its clients differ."""
    if conn.dialect.name == "postgresql":
        at: datetime = conn.execute(select(func.clock_timestamp())).scalar_one()
        return at.astimezone(UTC)
    return datetime.now(UTC)


def insert_many(conn: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Insert many rows (all with the same columns) that don't exist yet."""
    if not rows:
        return
    if conn.dialect.name == "postgresql":
        conn.execute(_of_arrays(table, rows))
    else:
        conn.execute(insert(table), list(rows))


def _of_arrays(table: Table, rows: Sequence[Row]) -> Insert:
    # one parameter for each column: the driver is slow with one for each value
    arrays = [cast([row[name] for row in rows], ARRAY(table.c[name].type)) for name in rows[0]]
    return insert(table).from_select(list(rows[0]), select(*map(func.unnest, arrays)))
