"""Runs the program's own commands in this process: same arguments, same output, no new process to start."""

from __future__ import annotations

import io
import os
import signal
import sys
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path
from unittest.mock import patch

from tests.support.program import ENVIRONMENT, Ended
from watcher.cli import options
from watcher.cli.main import main


def inside(folder: Path, *arguments: str, **environment: str) -> Ended:
    """Run a command in a folder. Returns its exit code and what it printed."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2))
    nothing = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    variables = ENVIRONMENT | environment
    for console in (options.out, options.err):  # made when the first test imported them, at its width
        console.width = int(variables["COLUMNS"])
    argv, handlers = sys.argv, {one: signal.getsignal(one) for one in (signal.SIGINT, signal.SIGTERM)}
    sys.argv = ["watcher", *arguments]
    try:
        with (
            patch.dict(os.environ, variables),
            patch("sys.stdin", nothing),
            chdir(folder),
            redirect_stdout(out),
            redirect_stderr(err),
        ):
            main()
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 0
    finally:
        sys.argv = argv
        for one, handler in handlers.items():
            signal.signal(one, handler)
    return Ended(code, *(_text(stream) for stream in (out, err)))


def _text(stream: io.TextIOWrapper) -> str:
    stream.seek(0)
    return stream.read()
