"""Migrates a database to the newest schema, one process at a time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, func, select

from watcher.model.errors import StoreError
from watcher.store.backup import copy_database, database_file
from watcher.store.engine import transaction
from watcher.store.locks import held_file, server_key
from watcher.store.refusals import place
from watcher.store.shape import newer

WAIT_SECONDS = 60


def migrate(engine: Engine) -> None:
    """Migrate the database to the newest schema in one transaction. On StoreError it stays as it was."""
    with alone(engine) as conn:
        config = migrations(conn)
        current = MigrationContext.configure(conn).get_current_heads()
        for revision in current:
            refuse_unknown(revision, place(engine.url))
        _copy_first(engine, config, current)
        command.upgrade(config, "head")


def migrations(conn: Connection) -> Config:
    """What alembic's commands need to run the shipped migrations on this connection."""
    config = Config()
    config.set_main_option("script_location", str(files("watcher.state") / "migrations").replace("%", "%%"))
    config.attributes["connection"] = conn
    return config


def refuse_unknown(revision: str, where: str) -> None:
    """Raise StoreError for a database whose revision this version of the program does not know."""
    config = Config()
    config.set_main_option("script_location", str(files("watcher.state") / "migrations").replace("%", "%%"))
    if revision not in {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}:
        raise StoreError(newer(where, revision))


def _copy_first(engine: Engine, config: Config, current: tuple[str, ...]) -> None:
    """Copy a SQLite database to a file beside it before its schema changes, once for each change."""
    newest = ScriptDirectory.from_config(config).get_current_head()
    database = database_file(engine.url.render_as_string(hide_password=False))
    if database is None or not current or newest in current:
        return
    copy = database.with_name(f"{database.stem}-before-{newest}.db")
    if not copy.exists():
        copy.touch(mode=0o600)
        copy_database(database, copy)


@contextmanager
def alone(engine: Engine) -> Iterator[Connection]:
    """A transaction during which no other process migrates this database."""
    hold = _alone_on_file if engine.dialect.name == "sqlite" else _alone_on_server
    with hold(engine) as conn:
        yield conn


@contextmanager
def _alone_on_file(engine: Engine) -> Iterator[Connection]:
    # We need the lock file because two processes that turn the same new file into a WAL database at once
    # do not wait for each other: one of them fails.
    with held_file(engine, "migrate", wait_seconds=WAIT_SECONDS) as taken:
        if not taken:
            raise StoreError(
                f"{place(engine.url)}: another process has been migrating it for a minute. Wait for it, or stop it."
            )
        with transaction(engine.execution_options(writes=True, reshapes=True)) as conn:
            yield conn
            _refuse_broken(conn)


def _refuse_broken(conn: Connection) -> None:
    if broken := conn.exec_driver_sql("PRAGMA foreign_key_check").all():
        raise StoreError(
            f"{place(conn.engine.url)} is damaged: {broken[0][0]} refers to a missing {broken[0][2]}. Restore a backup."
        )


@contextmanager
def _alone_on_server(engine: Engine) -> Iterator[Connection]:
    with transaction(engine) as conn:
        conn.execute(select(func.pg_advisory_xact_lock(server_key("migrate"))))
        yield conn
