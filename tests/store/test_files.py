"""Kept bytes: written once and whole, read back as they were."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.model.errors import StoreError
from watcher.store import Kept

PAGE = b"<html>" + b"the same words again and again " * 1000


def test_what_was_kept_is_read_back(tmp_path: Path) -> None:
    kept = Kept(tmp_path / "kept")
    assert kept.read(kept.keep(PAGE)) == PAGE
    assert kept.keep(PAGE) == hashlib.sha256(PAGE).hexdigest()


def test_the_same_bytes_are_kept_once(tmp_path: Path) -> None:
    kept = Kept(tmp_path)
    kept.keep(PAGE)
    [file] = _files(tmp_path)
    written = file.stat().st_mtime_ns
    kept.keep(PAGE)
    assert [file.stat().st_mtime_ns for file in _files(tmp_path)] == [written]


def test_a_page_is_stored_compressed_and_what_does_not_shrink_as_it_is(tmp_path: Path) -> None:
    kept = Kept(tmp_path)
    kept.keep(PAGE)
    [packed] = _files(tmp_path)
    assert packed.suffix == ".gz"
    assert packed.stat().st_size < len(PAGE) / 10
    sha256 = kept.keep(noise := os.urandom(5000))
    assert (tmp_path / sha256[:2] / sha256[2:4] / sha256).read_bytes() == noise


def test_bytes_never_kept_are_an_error_that_says_so(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="has no file"):
        Kept(tmp_path).read("0" * 64)


def test_a_name_that_is_no_hash_is_never_looked_for(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="not a SHA-256"):
        Kept(tmp_path).read("../../etc/passwd")


@pytest.mark.parametrize("damage", [lambda data: data[:-9], lambda data: data[:20] + b"x" + data[21:]])
def test_damaged_bytes_are_not_read(tmp_path: Path, damage: Callable[[bytes], bytes]) -> None:
    kept = Kept(tmp_path)
    sha256 = kept.keep(PAGE)
    [file] = _files(tmp_path)
    file.write_bytes(damage(file.read_bytes()))
    with pytest.raises(StoreError, match=r"cannot be read|damaged"):
        kept.read(sha256)


def test_other_bytes_under_the_name_are_not_read(tmp_path: Path) -> None:
    kept = Kept(tmp_path)
    sha256 = kept.keep(noise := os.urandom(100))
    [file] = _files(tmp_path)
    file.write_bytes(noise[::-1])
    with pytest.raises(StoreError, match="damaged"):
        kept.read(sha256)


def test_a_folder_that_cannot_be_written_is_an_error_that_says_where(tmp_path: Path) -> None:
    (tmp_path / "kept").write_text("a file where the folder should be")
    with pytest.raises(StoreError, match="kept"):
        Kept(tmp_path / "kept").keep(PAGE)


@given(data=st.binary(max_size=300))
def test_any_bytes_come_back(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    kept = Kept(tmp_path_factory.getbasetemp() / "any")
    assert kept.read(kept.keep(data)) == data


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]
