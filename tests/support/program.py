"""The installed program as a person runs it: a process, its output, its exit code."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PROGRAM = str(Path(sys.executable).with_name("watcher"))
ENVIRONMENT = {"COLUMNS": "200", "NO_COLOR": "1"}


@dataclass(frozen=True)
class Ended:
    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[dict[str, Any]]:
        """What `--json` printed: an object a line."""
        return [json.loads(line) for line in self.out.splitlines()]


def configure(folder: Path, base_url: str, *more: str, authorities: str = '"all"') -> Path:
    """A configuration in a folder, for a site on loopback."""
    config = folder / "watcher.toml"
    ofsted = f'[ofsted]\nbase_url = "{base_url}"\n\n[fetch]\ndelay = 0\ntimeout = 5\n'
    config.write_text("\n".join([f"authorities = {authorities}", ofsted, *more]), encoding="utf-8")
    return config


def unmeasured() -> dict[str, str]:
    """The environment without the order to measure coverage, for a process that may write no file."""
    return {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")}


def started(folder: Path, *arguments: str, **environment: str) -> subprocess.Popen[str]:
    """The program, running; kept out of this process's terminal."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("WATCHER_")}
    return subprocess.Popen(
        [PROGRAM, *arguments],
        cwd=folder,
        env=clean | ENVIRONMENT | environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def watcher(folder: Path, *arguments: str, **environment: str) -> Ended:
    """Run the program to its end, at most a minute."""
    process = started(folder, *arguments, **environment)
    try:
        out, err = process.communicate(timeout=60)
    except subprocess.TimeoutExpired:
        process.kill()
        raise
    return Ended(process.returncode, out, err)


def commands_of(help_text: str) -> Sequence[str]:
    """The names of the commands that `--help` lists."""
    listed = help_text[help_text.index("Commands:") :].split("\n\n")[0]
    return [line.split()[0] for line in listed.splitlines()[1:] if line.startswith("  ") and line[2] != " "]
