"""How we open a database and talk to it. A driver's exception never leaves this module."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any, Self

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from watcher.model.errors import StoreError, install_extra
from watcher.store.fence import refuse_without_lease
from watcher.store.refusals import place, refusal

BUSY_SECONDS = 10
IDLE_SECONDS = 300  # shorter than the time after which a silent process counts as dead
RECYCLE_SECONDS = 60  # the server may have been restarted between two checks
# Each of a worker's jobs holds one as long as it lasts, and they need others in between.
KEPT_OPEN, MOST_OPEN = 8, 32
FORMS = "sqlite:///state/watcher.db or postgresql://USER@HOST/DATABASE"
DRIVERS = {
    "sqlite": "sqlite",
    "sqlite+pysqlite": "sqlite",
    "postgresql": "postgresql+psycopg",
    "postgresql+psycopg": "postgresql+psycopg",
}
# Makes all statements of a transaction see the same state. In SQLite they always do.
ONE_STATE: dict[str, dict[str, Any]] = {"sqlite": {}, "postgresql": {"isolation_level": "REPEATABLE READ"}}


def database_url(text: str) -> URL:
    """The address with its driver. StoreError for any other engine, or a database in memory."""
    try:
        url = make_url(text)
    except ArgumentError:
        raise StoreError(f"[store] url is not a database address. Expected {FORMS}") from None
    if url.drivername not in DRIVERS:
        raise StoreError(f"[store] url: {url.drivername} is not a supported database. Expected {FORMS}")
    url = url.set(drivername=DRIVERS[url.drivername])
    if url.drivername == "sqlite" and url.database in (None, "", ":memory:"):
        raise StoreError("[store] url: a database in memory would lose its data. Give it a file: " + FORMS)
    return url


def is_on_server(url: str) -> bool:
    """Whether the database of an address is on a server, so that several machines can use it."""
    return database_url(url).drivername != "sqlite"


def server_address(url: str) -> str:
    """The address of a database on a server as its own driver takes it, with its password."""
    return database_url(url).set(drivername="postgresql").render_as_string(hide_password=False)


def place_of(url: str) -> str:
    """Where the database of an address is, in words and without a password."""
    return place(database_url(url))


def open_engine(url: URL) -> Engine:
    """An engine for one of the two databases. StoreError if its folder or its driver is missing."""
    return _open_sqlite(url) if url.drivername == "sqlite" else _open_postgresql(url)


def _open_sqlite(url: URL) -> Engine:
    folder = Path(str(url.database)).parent
    try:
        is_there = folder.is_dir()
    except OSError as error:
        raise StoreError(f"Can't open {folder}: {error.strerror}. Check its permissions.") from error
    if not is_there:
        raise StoreError(f"The folder {folder} for the database {place(url)} does not exist. Create it first.")
    engine = create_engine(url, connect_args={"timeout": BUSY_SECONDS}, hide_parameters=True)
    event.listen(engine, "connect", _set_up_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _set_up_sqlite(dbapi: Any, _: Any) -> None:
    # The driver must not begin transactions itself: that would be too late for BEGIN IMMEDIATE.
    dbapi.isolation_level = None
    dbapi.execute("PRAGMA journal_mode = WAL")
    # FULL, not NORMAL: a mail that was handed over must still be known as planned after a power cut,
    # or it would be sent again. One fsync for each page, batch or subscriber costs little.
    dbapi.execute("PRAGMA synchronous = FULL")


def _begin_sqlite(conn: Connection) -> None:
    # A reader that later wants to write would fail at once when somebody else wrote in between, so
    # whoever will write takes the write lock first, and waits for it. A table that others refer to can only be
    # made anew where references are not watched meanwhile, and that must be said before the transaction.
    options = conn.get_execution_options()
    conn.exec_driver_sql(f"PRAGMA foreign_keys = {'OFF' if options.get('reshapes') else 'ON'}")
    conn.exec_driver_sql("BEGIN IMMEDIATE" if options.get("writes") else "BEGIN")


def _open_postgresql(url: URL) -> Engine:
    # We prepare no statements, so plans are always new. A plan made while `receipt` was empty would stay while a run
    # fills the table, and make that run a hundred times slower.
    arguments = {"connect_timeout": BUSY_SECONDS, "prepare_threshold": None}
    pool = {"pool_size": KEPT_OPEN, "max_overflow": MOST_OPEN - KEPT_OPEN, "pool_recycle": RECYCLE_SECONDS}
    try:
        engine = create_engine(url, connect_args=arguments, **pool, hide_parameters=True)
    except ModuleNotFoundError:
        raise StoreError(f"{place(url)} needs the PostgreSQL driver. {install_extra('postgresql')}") from None
    event.listen(engine, "connect", _set_up_postgresql)
    return engine


def _set_up_postgresql(dbapi: Any, _: Any) -> None:
    # Otherwise a process that stops in the middle of a transaction would make everybody else wait.
    dbapi.execute(f"SET idle_in_transaction_session_timeout = '{IDLE_SECONDS}s'")
    dbapi.commit()


class Database:
    """One open database. Every part of the store uses it."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._reader = engine.execution_options(**ONE_STATE[engine.dialect.name])
        self._writer = engine.execution_options(writes=True)

    def close(self) -> None:
        self.engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def reading(self) -> AbstractContextManager[Connection]:
        """A transaction that sees one state of the database and changes nothing."""
        return transaction(self._reader)

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that is committed when its block ends well, and rolled back otherwise.

        LeaseLostError, with nothing written, if another process has taken over the work.
        """
        with transaction(self._writer) as conn:
            refuse_without_lease(conn)
            yield conn


class Part:
    """One subject of the store. Each public method is one transaction."""

    def __init__(self, database: Database) -> None:
        self._engine = database.engine
        self.reading, self.writing = database.reading, database.writing


@contextmanager
def transaction(engine: Engine) -> Iterator[Connection]:
    """A transaction that turns every error of the driver into a StoreError in plain words."""
    try:
        with engine.begin() as conn:
            yield conn
    except SQLAlchemyError as error:
        raise StoreError(refusal(error, engine.url)) from error
