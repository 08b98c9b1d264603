"""What a check costs when much is watched and nothing is due: 1,000, 10,000 and 100,000 pages.

    python -m benchmarks.bench_sources           # --sizes 1000 10000 100000

Each size has a store of its own in which every page was visited a moment ago. What is left is the start, reading the
configuration and what is followed, and finding that nothing is due. CPU time of whole processes, user and system; the
ratios are to the smallest size. The least that it could cost is reading the rows once.
"""

from __future__ import annotations

import argparse
import json
import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from watcher.commands.check import FollowedSources
from watcher.settings import read
from watcher.store import Store

WATCHER = str(Path(sys.executable).with_name("watcher"))
SITE = "http://127.0.0.1:9"
COMMANDS = ("check",)


@dataclass(frozen=True, slots=True)
class Cost:
    """CPU seconds, wall seconds and peak MB of one process."""

    cpu: float
    wall: float
    peak: float


def prepare(folder: Path, pages: int) -> None:
    """A configuration that follows so many pages, and a store in which all were visited just now."""
    addresses = [f"{SITE}/provider/44/{1_000_000 + number}" for number in range(pages)]
    config = folder / "watcher.toml"
    config.write_text(f"providers = {json.dumps(addresses)}\n[ofsted]\nbase_url = '{SITE}'\n[fetch]\ndelay = 0\n")
    (folder / "state").mkdir()
    settings, now = read(config), datetime.now(UTC)
    with Store.open(settings.store_url) as store:
        FollowedSources(settings, store, now).start()
    with sqlite3.connect(folder / "state" / "watcher.db") as conn:
        conn.execute("UPDATE source SET visited_at = ?, last_tried_at = ?", [f"{now:%Y-%m-%d %H:%M:%S.%f}"] * 2)


def cost(folder: Path, command: str) -> Cost:
    """What one command uses."""
    began = time.monotonic()
    process = subprocess.Popen([WATCHER, command], cwd=folder, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    assert os.waitstatus_to_exitcode(status) in (0, 3), command
    return Cost(used.ru_utime + used.ru_stime, time.monotonic() - began, used.ru_maxrss / 1024)


def rows_once(folder: Path) -> float:
    """The CPU seconds of reading the followed rows once, by the database's own driver."""
    began = time.process_time()
    with sqlite3.connect(folder / "state" / "watcher.db") as conn:
        conn.execute("SELECT * FROM source WHERE followed ORDER BY id").fetchall()
    return time.process_time() - began


def measure(sizes: Sequence[int]) -> None:
    """Print a line for each size and command, and the ratios to the smallest size."""
    first: dict[str, Cost] = {}
    print(f"{'pages':>8} {'command':8} {'CPU s':>7} {'wall s':>7} {'MB':>6}   of the smallest: CPU, MB   rows once")
    for pages in sizes:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            prepare(folder, pages)
            for command in COMMANDS:
                one = cost(folder, command)
                least = first.setdefault(command, one)
                ratios = f"{one.cpu / least.cpu:6.2f} {one.peak / least.peak:6.2f}"
                figures = f"{one.cpu:7.2f} {one.wall:7.1f} {one.peak:6.0f}"
                print(f"{pages:8} {command:8} {figures}   {ratios:>24} {rows_once(folder):11.2f}", flush=True)


def main() -> None:
    """Measure the sizes that were asked for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    measure(parser.parse_args().sizes)


if __name__ == "__main__":
    main()
