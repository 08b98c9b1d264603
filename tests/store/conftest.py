"""A store on each engine: every test that asks for `store` or `store_url` runs on both."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.postgres import migrated_postgres_url, postgres_template, postgres_url, server
from tests.support.stores import new_database
from watcher.store import Store

__all__ = ["migrated_postgres_url", "postgres_template", "postgres_url", "server"]


@pytest.fixture(params=["sqlite", "postgresql"])
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a migrated database with nothing in it."""
    if request.param == "sqlite":
        return new_database(tmp_path)
    url: str = request.getfixturevalue("migrated_postgres_url")
    return url


@pytest.fixture(params=["sqlite", "postgresql"])
def blank_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database without any table."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/watcher.db"
    url: str = request.getfixturevalue("postgres_url")
    return url


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    with Store.open(store_url) as opened:
        yield opened
