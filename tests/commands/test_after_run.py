"""The ping after a run: which address is asked for, and that nothing depends on it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.inside import inside
from tests.support.program import configure
from tests.support.small_site import Site, answer, serving
from watcher.commands.start import open_store
from watcher.demo.councils import EASTMERE
from watcher.demo.site import DemoSite
from watcher.settings import read

START = "2026-10-19T07:05"
# The last part of such an address is a secret.
SECRET = "5e8c1f"


@pytest.fixture
def site() -> Iterator[DemoSite]:
    with DemoSite() as running:
        yield running


@pytest.fixture
def listener() -> Iterator[Site]:
    """The service that waits for pings."""
    with serving({f"/{SECRET}": answer("OK"), f"/{SECRET}/fail": answer("OK")}) as running:
        yield running


def pinging(folder: Path, base_url: str, listener: Site) -> Path:
    return configure(folder, base_url, f'[status]\nping = "{listener.base_url}/{SECRET}"')


def test_a_good_run_and_a_good_check_ping_also_if_a_single_source_is_at_fault(
    tmp_path: Path, site: DemoSite, listener: Site
) -> None:
    pinging(tmp_path, site.base_url, listener)
    assert inside(tmp_path, "run", "--now", START).code == 0
    site.break_page(EASTMERE)
    assert inside(tmp_path, "check", "--full", "--now", START).code == 3
    assert listener.paths() == [f"/{SECRET}"] * 2


def test_a_run_that_could_not_look_pings_fail(tmp_path: Path, listener: Site) -> None:
    pinging(tmp_path, "http://127.0.0.1:9", listener)
    assert inside(tmp_path, "run", "--now", START).code == 3
    assert listener.paths() == [f"/{SECRET}/fail"]


def test_a_run_that_could_not_begin_pings_fail(tmp_path: Path, site: DemoSite, listener: Site) -> None:
    pinging(tmp_path, site.base_url, listener)
    assert inside(tmp_path, "run", "--now", START).code == 0
    for path in (tmp_path / "state").glob("watcher.db*"):
        path.unlink()
    assert inside(tmp_path, "run", "--now", START).code == 1
    assert listener.paths() == [f"/{SECRET}", f"/{SECRET}/fail"]


def test_a_run_that_finds_another_at_work_pings_nothing(tmp_path: Path, site: DemoSite, listener: Site) -> None:
    settings = read(pinging(tmp_path, site.base_url, listener))
    with open_store(settings) as store, store.leases.hold("run"):
        assert inside(tmp_path, "run", "--now", START).code == 0
    assert listener.paths() == []


@pytest.mark.parametrize("port", ["answers", "is closed"])
def test_a_ping_that_fails_is_said_without_its_address_and_changes_nothing(
    tmp_path: Path, site: DemoSite, port: str
) -> None:
    with serving({}) as refusing:
        address = refusing.base_url if port == "answers" else "http://127.0.0.1:9"
        configure(tmp_path, site.base_url, f'[status]\nping = "{address}/{SECRET}"')
        ended = inside(tmp_path, "run", "-vv", "--now", START)
    assert ended.code == 0 and "[status] ping" in ended.err
    assert SECRET not in ended.err
