"""A process that is stopped, and a disk that fills up: said in one line, and nobody else waits for long."""

from __future__ import annotations

import resource
import signal
import subprocess
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import bindparam, text

from tests.support.inside import inside
from tests.support.postgres import postgres_url, server
from tests.support.program import PROGRAM, configure, started, unmeasured
from watcher.demo.site import DemoSite, Page
from watcher.store import Store
from watcher.store.leases import SILENT_AFTER
from watcher.store.tables.runs import lease

__all__ = ["postgres_url", "server"]
START = "2026-10-19T07:05"


@pytest.fixture
def site() -> Iterator[DemoSite]:
    with DemoSite() as running:
        yield running


class SlowSite(DemoSite):
    """Answers pages of providers after a while, so that a pass can be stopped in its midst."""

    def answer(self, target: str) -> Page | None:
        page = super().answer(target)
        if target.startswith("/provider/"):
            time.sleep(0.5)
        return page


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_a_check_that_is_stopped_is_taken_over_and_does_no_harm_when_it_wakes(
    tmp_path: Path, database: str, request: pytest.FixtureRequest
) -> None:
    folder = tmp_path / "state"
    folder.mkdir()
    url = f"sqlite:///{folder}/watcher.db" if database == "sqlite" else request.getfixturevalue("postgres_url")
    with SlowSite() as site, Store.open(url) as store:
        configure(tmp_path, site.base_url, f'[store]\nurl = "{url}"')
        first = started(tmp_path, "check", "--now", START)
        try:
            while not any(path.startswith("/provider/") for path in site.requests):
                assert first.poll() is None, first.communicate()
                time.sleep(0.05)
            first.send_signal(signal.SIGSTOP)
            assert "already running" in inside(tmp_path, "check", "--now", START).out
            with store.writing() as conn:
                old = bindparam("at", datetime.now(UTC) - SILENT_AFTER, type_=lease.c.beat_at.type)
                conn.execute(text("UPDATE lease SET beat_at = :at").bindparams(old))
            second = inside(tmp_path, "check", "--now", START)
            assert second.code == 0 and "5 pages" in second.out
            assert f"took over from process {first.pid}" in second.err
            first.send_signal(signal.SIGCONT)
            _, said = first.communicate(timeout=60)
            assert first.returncode == 1 and len(said.splitlines()) == 1 and "took over while this process" in said
        finally:
            first.kill()
        failed, well = sorted(record.outcome or "" for record in store.runs.newest(2))
        assert (failed, well) == ("failed", "well")
        assert list(store.changes.recorded()) == []


@pytest.mark.parametrize("kilobytes", [330, 520])
def test_a_disk_that_fills_up_is_one_line(tmp_path: Path, site: DemoSite, kilobytes: int) -> None:
    configure(tmp_path, site.base_url)

    def no_file_may_grow() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (kilobytes * 1024, kilobytes * 1024))

    ended = subprocess.run(
        [PROGRAM, "check", "--now", START],
        cwd=tmp_path,
        env=unmeasured(),
        capture_output=True,
        text=True,
        preexec_fn=no_file_may_grow,
        timeout=120,
        check=False,
    )
    assert ended.returncode == 1
    [line] = ended.stderr.splitlines()
    assert "watcher.db" in line and "not full" in line
    assert inside(tmp_path, "check", "--now", START).code == 0, "with room again it goes on"


def test_a_disk_that_is_full_at_the_beginning_leaves_no_half_configuration(tmp_path: Path) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1024, hard))
    try:
        full = inside(tmp_path, "init")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert full.code == 1 and "watcher.toml: File too large" in full.err
    assert inside(tmp_path, "init").code == 0, "with room again it goes on"
