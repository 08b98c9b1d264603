"""Bytes that are kept beside a server are read on every machine; those from before are still read from the folder."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import update

from watcher.model.errors import StoreError
from watcher.store import Kept, Store
from watcher.store.tables.kept import kept_bytes

PAGE = b"<html>" + b"the same words again and again " * 1000


def test_every_machine_reads_what_one_of_them_kept(migrated_postgres_url: str, tmp_path: Path) -> None:
    with Store.open(migrated_postgres_url) as one, Store.open(migrated_postgres_url) as other:
        for data in (PAGE, b"\x00\xff short"):
            sha256 = one.kept(tmp_path / "a").keep(data)
            assert other.kept(tmp_path / "b").keep(data) == sha256
            assert other.kept(tmp_path / "b").read(sha256) == data
        assert not list(tmp_path.iterdir())


def test_what_lies_in_the_folder_is_still_read(migrated_postgres_url: str, tmp_path: Path) -> None:
    sha256 = Kept(tmp_path).keep(PAGE)
    with Store.open(migrated_postgres_url) as store:
        assert store.kept(tmp_path).read(sha256) == PAGE
        with pytest.raises(StoreError, match="has no file"):
            store.kept(tmp_path).read("0" * 64)


def test_bytes_that_changed_in_the_database_are_refused(migrated_postgres_url: str, tmp_path: Path) -> None:
    with Store.open(migrated_postgres_url) as store:
        sha256 = store.kept(tmp_path).keep(b"\x00\xff short")
        with store.writing() as conn:
            conn.execute(update(kept_bytes).values(content=b"others"))
        with pytest.raises(StoreError, match="damaged"):
            store.kept(tmp_path).read(sha256)


def test_beside_sqlite_they_lie_in_a_folder(tmp_path: Path) -> None:
    with Store.open(f"sqlite:///{tmp_path}/watcher.db") as store:
        store.kept(tmp_path / "kept").keep(PAGE)
    assert (tmp_path / "kept").is_dir()
