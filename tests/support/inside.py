"""Runs the program's own commands in this process: same arguments, same output, no new process to start."""

from __future__ import annotations

import io
import logging
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import chdir, contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path
from typing import TypeGuard
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
            _logging_as_it_was(),
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


@contextmanager
def _logging_as_it_was() -> Iterator[None]:
    """Undo at the end what a command sets up, or the tests after it would find their log silenced."""
    root = logging.getLogger()
    handlers, loggers = list(root.handlers), [root, *filter(_is_logger, root.manager.loggerDict.values())]
    levels = {logger: logger.level for logger in loggers}
    try:
        yield
    finally:
        root.handlers[:] = handlers
        for logger in [root, *filter(_is_logger, root.manager.loggerDict.values())]:
            logger.setLevel(levels.get(logger, logging.NOTSET))


def _is_logger(one: object) -> TypeGuard[logging.Logger]:
    return isinstance(one, logging.Logger)


def _text(stream: io.TextIOWrapper) -> str:
    stream.seek(0)
    return stream.read()
