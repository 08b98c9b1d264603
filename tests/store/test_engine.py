"""Opening a database: what is accepted, and what is said where it cannot be had."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from textwrap import dedent

import pytest

from tests.support.builders import NOW, a_record, a_source
from tests.support.program import unmeasured
from watcher.model.errors import StoreError
from watcher.store import Store, engine


def run_python(code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", dedent(code), *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, env=unmeasured())


def test_what_was_saved_is_there_when_the_database_is_opened_again(store_url: str) -> None:
    with Store.open(store_url) as store:
        store.pages.follow([a_source()], NOW)
        store.pages.record(a_record())
    with Store.open(store_url) as store:
        assert not store.pages.known(a_source().id).first_sight


def test_both_forms_of_a_postgresql_address_are_accepted(postgres_url: str) -> None:
    assert postgres_url.startswith("postgresql://")
    for url in (postgres_url, postgres_url.replace("postgresql://", "postgresql+psycopg://")):
        Store.open(url).close()


def test_a_new_database_may_be_opened_by_many_processes_at_once(blank_url: str) -> None:
    code = "import sys; from watcher.store import Store; Store.open(sys.argv[1]).close()"
    with ThreadPoolExecutor(3) as pool:
        results = list(pool.map(lambda _: run_python(code, blank_url), range(3)))
    assert [result.stderr for result in results] == [""] * 3


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:"])
def test_a_database_in_memory_is_refused(url: str) -> None:
    with pytest.raises(StoreError, match="in memory would lose"):
        Store.open(url)


@pytest.mark.parametrize("url", ["state/watcher.db", "mysql://host/name", "postgres://host/name", ""])
def test_an_address_of_something_else_is_refused_with_what_to_write(url: str) -> None:
    with pytest.raises(StoreError, match="Expected sqlite:///"):
        Store.open(url)


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=f"The folder {tmp_path}/state .* does not exist"):
        Store.open(f"sqlite:///{tmp_path}/state/watcher.db")


def test_a_file_that_is_no_database_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "watcher.db"
    path.write_text("Dear reader, this is a letter. " * 100)
    with pytest.raises(StoreError, match="not an SQLite database; move it away"):
        Store.open(f"sqlite:///{path}")
    assert path.read_text().startswith("Dear reader")


def test_a_damaged_database_is_said_to_be_damaged(tmp_path: Path) -> None:
    path = tmp_path / "watcher.db"
    with Store.open(f"sqlite:///{path}") as store:
        store.pages.follow([a_source(id=f"ofsted:44/{number}") for number in range(200)], NOW)
    whole = path.read_bytes()
    path.write_bytes(whole[:4096] + b"\xff" * (len(whole) - 4096))
    with pytest.raises(StoreError, match="damaged; restore it"), Store.open(f"sqlite:///{path}") as store:
        store.pages.targets()


def test_a_locked_database_is_waited_for_and_then_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "BUSY_SECONDS", 0.1)
    path = tmp_path / "watcher.db"
    with Store.open(f"sqlite:///{path}") as store:
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="another program is using it"):
            store.pages.follow([a_source()], NOW)
        other.rollback()
        store.pages.follow([a_source()], NOW)
        other.close()


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that any user may look into, which those of pytest are not."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    folder.chmod(0o755)
    for path in folder.rglob("*"):
        path.chmod(0o755)
    shutil.rmtree(folder)


TRY_AS_NOBODY = """
    import os, sys
    from pathlib import Path
    from watcher.model.errors import StoreError
    from watcher.store import Store
    folder, mode = Path(sys.argv[1]), int(sys.argv[2], 8)
    (folder / "state").mkdir()
    url = f"sqlite:///{folder}/state/watcher.db"
    Store.open(url).close()
    for path in (*folder.rglob("*"), folder):
        path.chmod(mode)
    if os.geteuid() == 0:  # whom no mode keeps out
        os.seteuid(65534)
    try:
        Store.open(url)
    except StoreError as error:
        print(error)
"""


@pytest.mark.parametrize("mode", ["555", "000"])
def test_a_database_that_may_not_be_written_or_read_is_reported(open_folder: Path, mode: str) -> None:
    result = run_python(TRY_AS_NOBODY, str(open_folder), mode)
    assert result.stderr == ""
    assert str(open_folder) in result.stdout
    assert "Permission denied. Check" in result.stdout


@pytest.mark.parametrize("wrong", ["nobody:hunter2@127.0.0.1:9/x", "127.0.0.1:9/x?user=nobody&password=hunter2"])
def test_an_unreachable_server_is_reported_without_the_password(wrong: str) -> None:
    with pytest.raises(StoreError, match=r"on 127\.0\.0\.1.*check that the server is running") as caught:
        Store.open(f"postgresql://{wrong}")
    assert "hunter2" not in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_database_that_is_not_on_the_server_is_reported(postgres_url: str) -> None:
    with pytest.raises(StoreError, match=r"does not exist.*create it"):
        Store.open(postgres_url.replace("/test_", "/absent_"))


def test_a_missing_driver_is_named_with_the_extra_to_install() -> None:
    code = """
        import sys
        sys.modules["psycopg"] = None
        from watcher.model.errors import StoreError
        from watcher.store import Store
        try:
            Store.open("postgresql://user:hunter2@localhost/watcher")
        except StoreError as error:
            print(error)
    """
    result = run_python(code)
    assert "pip install '.[postgresql]'" in result.stdout
    assert "hunter2" not in result.stdout + result.stderr


def test_a_sqlite_database_survives_a_power_cut_and_lets_readers_in(tmp_path: Path) -> None:
    with Store.open(f"sqlite:///{tmp_path}/watcher.db") as store, store.reading() as conn:
        settings = {
            name: conn.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    assert settings == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 10_000}


def test_a_reader_does_not_wait_for_a_writer(store: Store) -> None:
    store.pages.follow([a_source()], NOW)
    with store.writing() as conn:
        conn.exec_driver_sql("DELETE FROM source")
        assert len(store.pages.targets()) == 1


def test_two_threads_that_write_lose_nothing(store: Store) -> None:
    sources = [a_source(id=f"ofsted:44/{number}") for number in range(40)]
    store.pages.follow(sources, NOW)

    def visit(source_id: str) -> None:
        store.pages.record(a_record(source_id=source_id, observations=(), page=None))

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(visit, [source.id for source in sources]))
    assert all(target.visited_at == NOW for target in store.pages.targets())
