"""`status` changes nothing, and ends with what a run would end with."""

from __future__ import annotations

import os
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import pytest

import watcher
from tests.program.test_silence_state import LATER, NOBODY, START, as_nobody, site, used
from tests.support.inside import inside
from tests.support.program import configure
from watcher.demo.site import DemoSite

__all__ = ["site"]


def files(folder: Path) -> dict[str, bytes]:
    """Every file, without the two that SQLite needs to look at a database."""
    there = (path for path in folder.rglob("*") if path.is_file() and not path.name.endswith(("-wal", "-shm")))
    return {str(path): path.read_bytes() for path in there}


def test_status_writes_nothing(tmp_path: Path, site: DemoSite) -> None:
    used(tmp_path, site)
    before = files(tmp_path)
    assert inside(tmp_path, "status", "--now", LATER).code == 0
    assert files(tmp_path) == before


def test_status_of_a_new_folder_makes_nothing_and_says_when_the_first_run_never_came(tmp_path: Path) -> None:
    assert inside(tmp_path, "init", ".").code == 0
    before = files(tmp_path)
    first = inside(tmp_path, "status")
    assert first.code == 0 and "No run is on record yet" in first.out
    assert files(tmp_path) == before
    os.utime(tmp_path / "state", (0, 0))
    late = inside(tmp_path, "status")
    assert late.code == 3 and "STALE since 1970-01-04" in late.out


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ('authorities = ["Nowhere at all"]', "No authority is called"),
        ("authorities = []", "Nothing is followed"),
        ('authorities = "all"\n[mail]\nsmtp = "smtps://ada@mail.example"', "no password"),
        ('authorities = "all"\n[mail]\nlist_id = "a b"', "[mail] list_id"),
    ],
)
def test_status_refuses_a_configuration_that_a_run_refuses(
    tmp_path: Path, site: DemoSite, wrong: str, said: str
) -> None:
    used(tmp_path, site)
    (tmp_path / "watcher.toml").write_text(f'{wrong}\n[ofsted]\nbase_url = "{site.base_url}"\n[fetch]\ndelay = 0\n')
    run, status = inside(tmp_path, "run", "--now", LATER), inside(tmp_path, "status", "--now", LATER)
    assert run.code in (1, 2) and status.code == run.code
    assert said in status.err and said in run.err


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file away")
def test_the_owner_of_the_folder_hears_of_a_file_that_is_not_theirs(tmp_path: Path, site: DemoSite) -> None:
    configure(tmp_path, site.base_url)
    assert inside(tmp_path, "check", "--now", START).code == 0
    for path in (*tmp_path.parents, tmp_path, tmp_path / "state"):
        if "pytest" in str(path):
            path.chmod(0o755)
    # it imports what nobody may not look for where Python is root's
    assert inside(tmp_path, "status", "--now", LATER).code == 0
    for module in walk_packages(watcher.__path__, "watcher."):
        import_module(module.name)
    (tmp_path / "state" / "watcher.db").chmod(0o644)
    os.chown(tmp_path / "state", NOBODY, NOBODY)
    said = as_nobody(lambda: inside(tmp_path, "status", "--now", LATER).err)
    assert "belongs to root, not to nobody. Mend it with" in said
