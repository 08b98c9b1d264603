"""What a pass over pages that did not change costs: ours, a bare Scrapy spider's, and urlwatch's.

    python -m benchmarks.bench_pass [PAGES] [--rounds 3]

A local site serves invented school pages in three ways (see `site`). Each contestant first sees every page
once, which is not counted; then they take turns, each run a process of its own. What is told is the CPU time
(user and system) of the whole process, the start included, and its peak memory; nothing is subtracted. What
starting alone costs is measured with one page.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory, TemporaryFile
from typing import IO

from benchmarks.site import HOST, Answers, path

ROOT = Path(__file__).resolve().parents[1]
COMMANDS = Path(sys.executable).parent
MOST_TIMES, MOST_MB = 0.8, 100.0
WATCHER, SPIDER, URLWATCH = "watcher check", "bare spider", "urlwatch"

Command = list[str]


@dataclass(frozen=True, slots=True)
class Run:
    """One process from start to end: seconds, megabytes, and its standard output."""

    cpu: float
    wall: float
    peak: float
    said: str


@dataclass(frozen=True, slots=True)
class Contestant:
    """`prepare` writes what a contestant needs into a folder and gives its command.

    `found_all` judges what a run said: whether it looked at all pages and found nothing.
    """

    name: str
    prepare: Callable[[Path, Sequence[str], Answers], Command]
    found_all: Callable[[str, int], bool]


# --- the contestants ------------------------------------------------------------------------------


def _watcher(folder: Path, addresses: Sequence[str], _: Answers) -> Command:
    base = addresses[0].partition("/provider/")[0]
    config = folder / "watcher.toml"
    config.write_text(
        f"providers = {json.dumps(addresses)}\n[ofsted]\nbase_url = {json.dumps(base)}\n[fetch]\ndelay = 0\n"
    )
    return [str(COMMANDS / "watcher"), "check", "--config", str(config)]


def _spider(folder: Path, addresses: Sequence[str], _: Answers) -> Command:
    listed = folder / "addresses.txt"
    listed.write_text("\n".join(addresses))
    return [sys.executable, "-m", "benchmarks.bare_spider", str(listed), str(folder / "hashes.json")]


def _urlwatch(folder: Path, addresses: Sequence[str], answers: Answers) -> Command:
    """Its defaults (ten threads), and where something differs outside the region the filter that cuts it out."""
    region = "filter:\n- element-by-id: main\n" if answers is Answers.SAME_REGION else ""
    jobs = folder / "urls.yaml"
    jobs.write_text("---\n".join(f"url: {address}\n{region}" for address in addresses))
    files = ("--config", "urlwatch.yaml"), ("--cache", "cache.db"), ("--hooks", "hooks.py")
    places = [part for option, name in files for part in (option, str(folder / name))]
    return [str(COMMANDS / "urlwatch"), "--urls", str(jobs), *places]


CONTESTANTS = (
    Contestant(WATCHER, _watcher, lambda said, pages: f"({pages} unchanged)" in said),
    Contestant(SPIDER, _spider, lambda said, pages: said.startswith(f"{pages} pages")),
    Contestant(URLWATCH, _urlwatch, lambda said, _: not said),
)


# --- measuring ------------------------------------------------------------------------------------


@contextmanager
def site(pages: int) -> Iterator[dict[str, int]]:
    """The local site in a process of its own; the port for each way of answering."""
    command = [sys.executable, "-m", "benchmarks.site", str(pages)]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin and process.stdout
        up = json.loads(process.stdout.readline())
        print(f"{pages} pages of {up['smallest'] // 1000} to {up['largest'] // 1000} kB on a local site")
        yield up["ports"]
        process.stdin.close()


def run(command: Command) -> Run:
    """Run a command to its end and say what it used, the processes included that it waited for."""
    # modules are compiled in the first pass, which is not counted, as they are wherever a tool is installed
    compiling = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    began = time.monotonic()
    with TemporaryFile() as output, TemporaryFile() as errors:
        process = subprocess.Popen(command, cwd=ROOT, env=compiling, stdout=output, stderr=errors)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        said, complaints = _read(output), _read(errors)
    if process.returncode:
        sys.exit(f"{' '.join(command)} failed with {process.returncode}: {complaints[-500:]}")
    return Run(used.ru_utime + used.ru_stime, time.monotonic() - began, used.ru_maxrss / 1024, said)


def _read(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read().decode()


def unchanged_passes(folder: Path, addresses: Sequence[str], answers: Answers, rounds: int) -> dict[str, list[Run]]:
    """The runs of each contestant, taken in turn, after a first one that nobody counts."""
    commands: dict[str, Command] = {}
    for one in CONTESTANTS:
        (own := folder / one.name).mkdir(parents=True)
        commands[one.name] = one.prepare(own, addresses, answers)
        run(commands[one.name])
    runs: dict[str, list[Run]] = {one.name: [] for one in CONTESTANTS}
    for _ in range(rounds):
        for one in CONTESTANTS:
            runs[one.name].append(_checked(run(commands[one.name]), one, len(addresses)))
    return runs


def _checked(done: Run, one: Contestant, pages: int) -> Run:
    if not one.found_all(done.said, pages):
        sys.exit(f"{one.name} did not find {pages} unchanged pages: {done.said[-500:]}")
    return done


# --- telling --------------------------------------------------------------------------------------

_COLUMNS = "{:14} {:14} {:>8} {:>9} {:>8} {:>8} {:>16}"


def tell(title: str, pages: int, runs: Mapping[str, Sequence[Run]]) -> None:
    """A line for each contestant: medians, and CPU time as a multiple of the bare spider's."""
    spider = _cpu(runs[SPIDER])
    for name, own in runs.items():
        cpu = _cpu(own)
        figures = f"{cpu:.2f}", f"{cpu / pages * 1000:.2f}", f"{median(r.wall for r in own):.1f}", f"{_peak(own):.0f}"
        print(_COLUMNS.format(title, name, *figures, f"{cpu / spider:.2f}"), flush=True)
        title = ""


def _cpu(runs: Sequence[Run]) -> float:
    return median(run.cpu for run in runs)


def _peak(runs: Sequence[Run]) -> float:
    return max(run.peak for run in runs)


def verdicts(measured: Mapping[Answers, Mapping[str, Sequence[Run]]], pages: int) -> Iterator[str]:
    """Whether the figures are within what the project asks of itself."""
    times = max(_cpu(runs[WATCHER]) / _cpu(runs[SPIDER]) for runs in measured.values())
    peak = max(_peak(runs[WATCHER]) for runs in measured.values())
    aim = f"aim {MOST_TIMES:g} at 1000 pages: {_verdict(times <= MOST_TIMES)}"
    yield f"at most {times:.2f} times the bare spider's CPU ({aim})"
    yield f"at most {peak:.0f} MB at {pages} pages (aim {MOST_MB:g} at 1000: {_verdict(peak <= MOST_MB)})"


def _verdict(met: bool) -> str:
    return "met" if met else "NOT MET"


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pages", nargs="?", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=3, help="runs of each contestant, of which the median counts")
    options = parser.parse_args(arguments)
    with TemporaryDirectory() as folder, site(options.pages) as ports:
        compare(Path(folder), ports, options.pages, options.rounds)


def compare(folder: Path, ports: Mapping[str, int], pages: int, rounds: int) -> None:
    """All contestants over all pages in each way of answering, and over one page."""
    others = f"Scrapy {version('scrapy')}, urlwatch {version('urlwatch')}"
    print(f"CPU time of whole processes, median of {rounds} runs taken in turn; {others}\n")
    print(_COLUMNS.format("answers", "who", "CPU s", "ms a page", "wall s", "peak MB", "of bare spider"))
    addresses = {
        answers: [f"http://{HOST}:{ports[answers]}{path(number)}" for number in range(pages)] for answers in Answers
    }
    measured = {}
    for answers in Answers:
        measured[answers] = unchanged_passes(folder / answers, addresses[answers], answers, rounds)
        tell(answers, pages, measured[answers])
    one_page = addresses[Answers.SAME_BYTES][:1]
    tell("start, 1 page", 1, unchanged_passes(folder / "start", one_page, Answers.SAME_BYTES, rounds))
    print("\nwatcher:", *verdicts(measured, pages), sep="\n  ")


if __name__ == "__main__":
    main()
