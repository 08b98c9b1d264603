"""What planning the mails of many readers costs, and sending them: ours, and one mail after another without caches.

    python -m benchmarks.bench_planning [READERS] [--changes 200] [--store sqlite:///... | postgresql://...]

Invented news about councils as they are: inspections with grades and improvement items, letters, SEND reports.
Each reader follows three topics drawn from authorities, regions and everything. Each step is a process of its own;
what is told is its wall time, CPU time (user and system) and peak memory, the start included. The naive way plans
for a few such readers: each mail from the templates to its bytes by itself, saved in a transaction of its own.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parents[1]
MOST_SECONDS, MOST_MB, LEAST_SENT = 60.0, 250.0, 200.0


# --- measuring ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Run:
    """One process from start to end: how many mails, seconds by the clock, seconds of CPU, megabytes."""

    mails: int
    wall: float
    cpu: float
    peak: float

    @property
    def rate(self) -> float:
        """Mails a second."""
        return self.mails / self.wall

    @property
    def ms(self) -> float:
        """Milliseconds of CPU a mail."""
        return 1000 * self.cpu / max(self.mails, 1)


def run(step: str, config: Path, *arguments: str) -> Run:
    """Do one step in a process of its own, the start of Python included."""
    command = [sys.executable, "-m", "benchmarks.planning_steps", step, str(config), *arguments]
    began = time.monotonic()
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as process:
        assert process.stdout
        said = process.stdout.read().decode()
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{step} failed with {process.returncode}")
    mails = json.loads(said.splitlines()[-1])
    return Run(mails, time.monotonic() - began, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


@contextmanager
def sink() -> Iterator[int]:
    """A mail server on loopback in a process of its own that takes everything; its port."""
    command = [sys.executable, "-m", "benchmarks.mail_sink"]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin and process.stdout
        yield int(process.stdout.readline())
        process.stdin.close()


def written(folder: Path, port: int, url: str) -> Path:
    """The configuration of a firm with web pages and this mail server."""
    config = folder / "watcher.toml"
    config.write_text(
        f'[store]\nurl = "{url}"\n[mail]\nsender = "alerts@watcher.example"\nsmtp = "smtp://127.0.0.1:{port}"\n'
        'a_minute = 0\n[web]\nbase_url = "https://watcher.example"\n'
    )
    return config


_COLUMNS = "{:24} {:>8} {:>9} {:>9} {:>12} {:>9}"


def tell(name: str, done: Run) -> None:
    figures = f"{done.wall:.1f}", f"{done.rate:.0f}", f"{done.ms:.2f}", f"{done.peak:.0f}"
    print(_COLUMNS.format(name, done.mails, *figures), flush=True)


def verdicts(planned: Run, naive: Run, sent: Run) -> Iterator[str]:
    """Whether the figures are within what the project asks of itself."""
    yield f"planned in {planned.wall:.0f} s (aim {MOST_SECONDS:g}: {_verdict(planned.wall <= MOST_SECONDS)})"
    yield f"at most {planned.peak:.0f} MB (aim {MOST_MB:g}: {_verdict(planned.peak <= MOST_MB)})"
    yield f"{naive.ms / planned.ms:.1f} times less CPU a mail than the naive way"
    yield f"{sent.rate:.0f} mails a second sent (aim {LEAST_SENT:g}: {_verdict(sent.rate >= LEAST_SENT)})"


def _verdict(met: bool) -> str:
    return "met" if met else "NOT MET"


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("readers", nargs="?", type=int, default=10_000)
    parser.add_argument("--changes", type=int, default=200)
    parser.add_argument("--sample", type=int, default=100, help="how many readers the naive way plans for")
    parser.add_argument("--store", default="", help="an empty database; a file of SQLite unless given")
    options = parser.parse_args(arguments)
    print(f"{options.readers} readers with three topics each, {options.changes} changes\n")
    print(_COLUMNS.format("", "mails", "seconds", "a second", "CPU ms each", "peak MB"))
    with TemporaryDirectory() as folder, TemporaryDirectory() as other, sink() as port:
        few = written(Path(other), port, f"sqlite:///{other}/watcher.db")
        run("fill", few, str(options.sample), str(options.changes))
        naive = run("naive", few)
        tell("one mail after another", naive)
        config = written(Path(folder), port, options.store or f"sqlite:///{folder}/watcher.db")
        run("fill", config, str(options.readers), str(options.changes))
        planned = run("plan", config)
        tell("watcher digest daily", planned)
        sent = run("send", config)
        tell("watcher send", sent)
    print("\nwatcher:", *verdicts(planned, naive, sent), sep="\n  ")


if __name__ == "__main__":
    main()
