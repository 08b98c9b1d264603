"""What is lost, what is old and what belongs to somebody else is said, and never passed over."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import pytest

import watcher
from tests.support.inside import inside
from tests.support.program import configure
from watcher.demo.councils import EASTMERE, NEWS
from watcher.demo.site import DemoSite

START, LATER = "2026-10-19T07:05", "2026-10-20T13:05"
LINKS = '[web]\nbase_url = "https://alerts.example"'
NOBODY = 65534


@pytest.fixture
def site() -> Iterator[DemoSite]:
    with DemoSite() as running:
        yield running


def used(folder: Path, site: DemoSite) -> Path:
    """The state of a configuration that has a reader who was sent a mail."""
    configure(folder, site.base_url, LINKS)
    assert inside(folder, "check", "--now", START).code == 0
    asked = ("--topic", "all", "--frequency", "immediately", "--now", START)
    assert inside(folder, "subscribe", "reader@example.org", *asked).code == 0
    site.publish(NEWS)
    assert inside(folder, "run", "--now", LATER).code == 0
    return folder / "state"


# --- what is lost ---------------------------------------------------------------------------------


def test_a_lost_database_is_no_new_beginning_unless_that_is_asked_for(tmp_path: Path, site: DemoSite) -> None:
    state = used(tmp_path, site)
    for path in state.glob("watcher.db*"):
        path.unlink()
    for command in ("run", "check", "status", "subscribers"):
        ended = inside(tmp_path, command)
        assert ended.code == 1 and "watcher.db is missing or empty, but kept and secret.key" in ended.err
        assert "Restore it from your backup" in ended.err and "watcher init --anew" in ended.err
    assert not (state / "watcher.db").exists()
    began = inside(tmp_path, "init", "--anew")
    assert began.code == 0 and "nobody is subscribed" in began.out
    assert inside(tmp_path, "check", "--now", LATER).code == 0


def test_an_empty_file_in_place_of_the_database_is_a_lost_one(tmp_path: Path, site: DemoSite) -> None:
    state = used(tmp_path, site)
    for path in state.glob("watcher.db-*"):
        path.unlink()
    (state / "watcher.db").write_bytes(b"")
    assert "missing or empty" in inside(tmp_path, "run", "--now", LATER).err


def test_a_lost_key_is_said_while_readers_hold_links_and_made_anew_only_when_asked(
    tmp_path: Path, site: DemoSite
) -> None:
    state = used(tmp_path, site)
    key = (state / "secret.key").read_text()
    (state / "secret.key").unlink()
    ended = inside(tmp_path, "run", "--now", LATER)
    assert ended.code == 2 and "secret.key is missing" in ended.err and "watcher init --anew" in ended.err
    assert not (state / "secret.key").exists()
    assert inside(tmp_path, "init", "--anew").code == 0
    assert (state / "secret.key").read_text() != key
    assert inside(tmp_path, "run", "--now", LATER).code == 0


def test_nothing_is_begun_anew_where_nothing_is_lost(tmp_path: Path, site: DemoSite) -> None:
    used(tmp_path, site)
    refused = inside(tmp_path, "init", "--anew")
    assert refused.code == 2 and "nothing was begun anew" in refused.err
    assert "reader@example.org" in inside(tmp_path, "subscribers").out


# --- what is old ----------------------------------------------------------------------------------


def test_status_is_stale_when_the_last_good_check_is_older_than_a_weekend(tmp_path: Path, site: DemoSite) -> None:
    configure(tmp_path, site.base_url)
    assert inside(tmp_path, "check", "--now", "2026-10-16T19:05").code == 0
    monday = inside(tmp_path, "status", "--json", "--now", "2026-10-19T07:05")
    assert monday.code == 0
    assert (monday.lines[0]["well"], monday.lines[0]["stale_since"]) == (True, None)
    assert monday.lines[0]["last_run"]["outcome"] == "well"
    later = inside(tmp_path, "status", "--json", "--now", "2026-10-19T21:10")
    assert later.code == 3
    assert (later.lines[0]["well"], later.lines[0]["stale_since"]) == (False, "2026-10-19T20:05:00+00:00")
    assert "STALE since 2026-10-19 20:05Z" in inside(tmp_path, "status", "--now", "2028-10-19T00:00").out


def test_how_old_is_stale_can_be_set(tmp_path: Path, site: DemoSite) -> None:
    configure(tmp_path, site.base_url, "[status]\nstale_after = 2")
    assert inside(tmp_path, "check", "--now", START).code == 0
    assert inside(tmp_path, "status", "--now", "2026-10-19T09:00").code == 0
    assert inside(tmp_path, "status", "--now", "2026-10-19T09:10").code == 3


def test_a_check_that_could_not_ask_is_no_good_one_and_a_single_page_at_fault_is(
    tmp_path: Path, site: DemoSite
) -> None:
    config = configure(tmp_path, site.base_url)
    assert inside(tmp_path, "check", "--now", "2026-10-16T19:05").code == 0
    site.break_page(EASTMERE)
    assert inside(tmp_path, "check", "--full", "--now", "2026-10-19T07:05").code == 3
    assert inside(tmp_path, "status", "--now", "2026-10-20T07:05").code == 0
    config.write_text(config.read_text().replace(site.base_url, "http://127.0.0.1:9"))
    assert inside(tmp_path, "check", "--now", "2026-10-22T06:05").code == 3
    assert inside(tmp_path, "status", "--now", "2026-10-22T10:05").code == 3


def test_every_run_is_on_record_with_what_it_did_and_how_it_ended(tmp_path: Path, site: DemoSite) -> None:
    used(tmp_path, site)
    assert inside(tmp_path, "check", EASTMERE.name, "--now", LATER).code == 0
    part, run, check = inside(tmp_path, "runs", "--json").lines
    assert (check["kind"], check["visited"], check["outcome"]) == ("check", 5, "well")
    assert (run["kind"], run["changed"], run["mailed"], run["outcome"]) == ("run", 1, 1, "well")
    assert part["kind"] == "check of named sources" and part["seconds"] >= 0 and not part["real_clock"]
    assert "check of" in inside(tmp_path, "runs").out


# --- what belongs to somebody else ----------------------------------------------------------------


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can run as root")
def test_files_that_root_makes_belong_to_the_owner_of_the_folder(tmp_path: Path, site: DemoSite) -> None:
    (tmp_path / "state").mkdir()
    os.chown(tmp_path / "state", NOBODY, NOBODY)
    state = used(tmp_path, site)
    assert {path.stat().st_uid for path in state.rglob("*")} == {NOBODY}


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file away")
def test_a_file_that_is_not_ours_is_named_with_the_command_that_mends_it(tmp_path: Path, site: DemoSite) -> None:
    configure(tmp_path, site.base_url)
    assert inside(tmp_path, "run", "--now", START).code == 0
    for module in walk_packages(watcher.__path__, "watcher."):  # which nobody may not look for where Python is root's
        import_module(module.name)
    for path in (*Path(tmp_path).parents, tmp_path):
        if path.stat().st_uid == 0 and "pytest" in str(path):
            path.chmod(0o755)
    os.chown(tmp_path / "state", NOBODY, NOBODY)
    refused = as_nobody(lambda: inside(tmp_path, "run", "--now", LATER).err)
    assert f"belongs to root, not to nobody. Mend it with: sudo chown -R nobody: {tmp_path}/state" in refused


def as_nobody(work: Callable[[], str]) -> str:
    """What comes of it in a process that has given up the rights of root."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        said = b"the child failed"
        try:
            os.setgroups([])
            os.setgid(NOBODY)
            os.setuid(NOBODY)
            said = work().encode()
        finally:
            os.write(write, said)
            os._exit(0)
    os.close(write)
    with os.fdopen(read, "rb") as pipe:
        said = pipe.read()
    os.waitpid(child, 0)
    return said.decode()
