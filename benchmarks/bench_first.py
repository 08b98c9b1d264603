"""What it costs to read pages for the first time: fetched, read in child processes, decided on and saved.

    python -m benchmarks.bench_first             # --pages 482 --rounds 3; --before COMMAND

Beside it runs the bare Scrapy spider of `bare_spider`, which parses each page with BeautifulSoup as well. CPU seconds,
user and system, of whole processes with their children, which take turns; the medians count. `--before` names the
program of another checkout (`…/.venv/bin/watcher`), to compare with.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path
from statistics import median

from benchmarks.bench_pass import SPIDER, Run, _spider, _watcher, run, site
from benchmarks.site import HOST, Answers, path

OURS, BEFORE = "watcher check", "before"


def measure(pages: int, rounds: int, before: str | None) -> None:
    """Run all contestants by turns, each time with nothing known, and print the medians."""
    runs: dict[str, list[Run]] = {}
    with tempfile.TemporaryDirectory() as name, site(pages) as ports:
        addresses = [f"http://{HOST}:{ports[Answers.SAME_BYTES]}{path(number)}" for number in range(pages)]
        for turn in range(rounds + 1):
            for who in (OURS, BEFORE, SPIDER) if before else (OURS, SPIDER):
                (folder := Path(name) / f"{turn} {who}").mkdir()
                if who == SPIDER:
                    command = [*_spider(folder, addresses, Answers.SAME_BYTES), "parse"]
                else:
                    command = _watcher(folder, addresses, Answers.SAME_BYTES)
                    command[0] = before if before and who == BEFORE else command[0]
                done = run(command)
                if turn:  # the first only compiles the modules
                    runs.setdefault(who, []).append(done)
    spider = median(one.cpu for one in runs[SPIDER])
    print(f"{'':14} {'CPU s':>7} {'ms a page':>10} {'wall s':>7} {'peak MB':>8} {'of bare spider':>15}")
    for who, own in runs.items():
        cpu = median(one.cpu for one in own)
        wall, peak = median(one.wall for one in own), max(one.peak for one in own)
        print(f"{who:14} {cpu:7.2f} {cpu / pages * 1000:10.1f} {wall:7.1f} {peak:8.0f} {cpu / spider:15.2f}")


def main() -> None:
    """Measure what was asked for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--pages", type=int, default=482)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--before", help="the program of another checkout")
    options = parser.parse_args()
    measure(options.pages, options.rounds, options.before)


if __name__ == "__main__":
    main()
