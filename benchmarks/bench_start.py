"""What it costs to start: the help, the status and one page, each against the least that it could cost.

    python -m benchmarks.bench_start             # --rounds 5

CPU seconds, user and system, of whole processes that take turns; the smallest of the rounds counts.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from watcher.commands.start import init

PYTHON, WATCHER = sys.executable, str(Path(sys.executable).with_name("watcher"))
# what is measured, against what, and how many times as much it may cost
CONTESTS: dict[str, tuple[Sequence[str], Sequence[str], float]] = {
    "watcher --help": ([WATCHER, "--help"], [PYTHON, "-c", "import typer, rich"], 4.0),
    "watcher status": ([WATCHER, "status"], [PYTHON, "-c", "import typer, pydantic_settings, sqlalchemy"], 1.4),
}


def cpu(folder: Path, command: Sequence[str]) -> float:
    """The CPU seconds of one process."""
    # modules are compiled in the first round, as they are wherever a tool is installed
    compiling = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    process = subprocess.Popen(command, cwd=folder, env=compiling, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    assert os.waitstatus_to_exitcode(status) == 0, command
    return usage.ru_utime + usage.ru_stime


def main() -> None:
    """Print a line for each contest."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        init(folder)
        cpu(folder, [WATCHER, "status"])  # makes the database
        for what, (ours, bare, limit) in CONTESTS.items():
            pairs = [(cpu(folder, ours), cpu(folder, bare)) for _ in range(rounds)]
            mine, least = (min(pair[side] for pair in pairs) for side in (0, 1))
            against = f"{' '.join(bare[1:])[:55]:56}{least:5.2f} s"
            print(f"{what:16}{mine:5.2f} s   {against}   ratio {mine / least:.2f} (at most {limit})")


if __name__ == "__main__":
    main()
