"""Metrics: what they say is so, and no address is among them."""

from __future__ import annotations

import socket
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from tests.support.inside import inside
from tests.support.program import configure
from watcher.commands.after_run import metrics_module
from watcher.commands.start import open_store
from watcher.demo.councils import EASTMERE, NEWS
from watcher.demo.site import DemoSite
from watcher.settings import read

START, LATER = "2026-10-19T07:05", "2026-10-20T13:05"


@pytest.fixture
def site() -> Iterator[DemoSite]:
    with DemoSite() as running:
        yield running


def values(text: str) -> dict[str, float]:
    """Each sample by its name and its label."""
    found = {}
    for family in text_string_to_metric_families(text):
        for sample in family.samples:
            label = next(iter(sample.labels.values()), "")
            found[f"{sample.name} {label}".strip()] = sample.value
    return found


def test_metrics_say_what_status_says(tmp_path: Path, site: DemoSite) -> None:
    configure(tmp_path, site.base_url)
    assert inside(tmp_path, "check", "--now", START).code == 0
    asked = ("--topic", "all", "--frequency", "immediately", "--now", START)
    assert inside(tmp_path, "subscribe", "reader@example.org", *asked).code == 0
    site.publish(NEWS)
    site.break_page(EASTMERE)
    assert inside(tmp_path, "run", "--full", "--now", LATER).code == 3
    found = values(inside(tmp_path, "metrics", "--now", LATER).out)
    started = datetime(2026, 10, 20, 12, 5, tzinfo=UTC).timestamp()
    for name, value in {
        "watcher_stale": 0,
        "watcher_last_good_check_timestamp_seconds": started,
        "watcher_last_run_timestamp_seconds": started,
        "watcher_last_run_outcome at fault": 1,
        "watcher_last_run_outcome well": 0,
        "watcher_last_run changed": 1,
        "watcher_last_run mailed": 1,
        "watcher_sources_followed": 6,
        "watcher_faults_open ofsted": 1,
        "watcher_faults_open mail": 0,
        "watcher_mail_pending": 0,
        "watcher_source_last_success_timestamp_seconds ofsted:search": started,
    }.items():
        assert found[name] == value, name
    assert values(inside(tmp_path, "metrics", "--now", "2026-11-20T13:05").out)["watcher_stale"] == 1


def test_a_fault_that_is_named_after_a_reader_is_only_counted(tmp_path: Path, site: DemoSite) -> None:
    settings = read(configure(tmp_path, site.base_url))
    assert inside(tmp_path, "check", "--now", START).code == 0
    with open_store(settings) as store:
        now = datetime(2026, 10, 19, 7, tzinfo=UTC)
        store.faults.report("mail:daily:ada@example.org", "can't be written", now)
        store.faults.report("ada@example.org", "?", now)
    text = inside(tmp_path, "metrics", "--now", START).out
    assert "@" not in text
    assert (values(text)["watcher_faults_open mail"], values(text)["watcher_faults_open other"]) == (1, 1)


def test_a_run_leaves_a_file_that_the_collector_may_read(tmp_path: Path, site: DemoSite) -> None:
    configure(tmp_path, site.base_url, '[status]\nmetrics = "watcher.prom"')
    assert inside(tmp_path, "run", "--now", START).code == 0
    file = tmp_path / "watcher.prom"
    assert values(file.read_text())["watcher_last_run_outcome well"] == 1
    assert file.stat().st_mode & 0o777 == 0o644
    assert sorted(path.name for path in tmp_path.iterdir()) == ["state", "watcher.prom", "watcher.toml"]
    assert inside(tmp_path, "metrics", "--out", "other.prom", "--now", START).out == ""
    assert values((tmp_path / "other.prom").read_text())["watcher_sources_followed"] == 6


def test_a_file_that_cannot_be_written_is_said_and_the_run_is_as_good(tmp_path: Path, site: DemoSite) -> None:
    configure(tmp_path, site.base_url, '[status]\nmetrics = "nowhere/watcher.prom"')
    ended = inside(tmp_path, "run", "--now", START)
    assert ended.code == 0 and "[status] metrics: Can't write" in ended.err


def test_serve_offers_them_on_a_port_of_this_machine_and_of_their_own(tmp_path: Path, site: DemoSite) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = read(configure(tmp_path, site.base_url, f"[status]\nmetrics_port = {port}"))
    assert inside(tmp_path, "check", "--now", START).code == 0
    with open_store(settings) as store:
        end = metrics_module().serve_metrics(settings, store)
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=10) as answer:
                text = answer.read().decode()
        finally:
            end()
    assert values(text)["watcher_sources_followed"] == 6


def test_the_port_of_the_readers_pages_is_refused(tmp_path: Path, site: DemoSite) -> None:
    configure(tmp_path, site.base_url, '[web]\nbase_url = "https://alerts.example"\n[status]\nmetrics_port = 8000')
    refused = inside(tmp_path, "serve")
    assert refused.code == 2 and "is the port of the readers' pages" in refused.err
