"""A look at the database changes nothing, and refuses what a run would refuse."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from sqlalchemy import text

from tests.support.postgres import postgres_url, server
from tests.support.stores import new_database
from watcher.model.errors import StoreError
from watcher.store import Store

__all__ = ["postgres_url", "server"]


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def revised(url: str, revision: str) -> None:
    """A database that says it has another schema."""
    with Store.open(url) as store, store.writing() as conn:
        conn.execute(text("UPDATE alembic_version SET version_num = :to"), {"to": revision})


def test_a_store_to_look_at_reads_and_refuses_to_write(tmp_path: Path) -> None:
    url = new_database(tmp_path)
    before = sha256(tmp_path / "watcher.db")
    with Store.open_to_read(url) as store:
        assert store.pages.targets() == [] and not store.is_new
        with pytest.raises(StoreError, match="readonly database"):
            store.facts.set("name", "value")
    assert sha256(tmp_path / "watcher.db") == before


def test_postgresql_refuses_to_write_too(postgres_url: str) -> None:
    Store.open(postgres_url).close()
    with Store.open_to_read(postgres_url) as store:
        assert store.pages.targets() == []
        with pytest.raises(StoreError, match="read-only transaction"):
            store.facts.set("name", "value")


def test_a_look_sees_what_a_writer_has_just_written(tmp_path: Path) -> None:
    with Store.open(new_database(tmp_path)) as writer:
        writer.facts.set("name", "value")
        with Store.open_to_read(f"sqlite:///{tmp_path}/watcher.db") as store:
            assert store.facts.get("name") == "value"


@pytest.mark.parametrize(("revision", "said"), [("0007", "an earlier version"), ("9999", "a newer version")])
def test_a_database_of_another_version_is_refused_and_not_migrated(tmp_path: Path, revision: str, said: str) -> None:
    url = new_database(tmp_path)
    revised(url, revision)
    before = sha256(tmp_path / "watcher.db")
    with pytest.raises(StoreError, match=f"{said} of watcher .schema {revision}"):
        Store.open_to_read(url)
    assert sha256(tmp_path / "watcher.db") == before


def test_without_a_database_there_is_nothing_to_see_and_nothing_is_made(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/none/watcher.db"
    with Store.open_to_read(url) as store:
        assert store.is_new and store.runs.newest(1) == []
    with pytest.raises(StoreError, match="restore it"):
        Store.open_to_read(url, lost="restore it")
    assert list(tmp_path.iterdir()) == []
