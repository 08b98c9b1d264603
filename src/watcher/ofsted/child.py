"""A child process that may die without ending the run: it is started, given a deadline for each request, and ended."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from typing import IO

START = timedelta(seconds=60)


class ChildNotStartedError(Exception):
    """The process ended, or said nothing, before it could take a request; the message says how it ended."""


def started(module: str) -> subprocess.Popen[bytes]:
    """Run a module with pipes for its input and output, once it has written its first line. ChildNotStartedError."""
    # in its own session, so that Ctrl-C reaches only the parent, which then closes the pipe
    command = [sys.executable, "-P", "-m", module]
    ours = subprocess.PIPE
    child = subprocess.Popen(command, stdin=ours, stdout=ours, start_new_session=True)  # noqa: S603 - a module of ours
    with deadline(child, START):
        ready = pipe(child.stdout).readline()
    if ready.endswith(b"\n"):
        return child
    why = ending(child)
    end(child)
    raise ChildNotStartedError(why)


@contextmanager
def deadline(child: subprocess.Popen[bytes], limit: timedelta) -> Iterator[threading.Event]:
    """Kill the child at the deadline, which also frees anybody waiting for its pipes."""
    late = threading.Event()

    def strike() -> None:
        late.set()
        child.kill()

    timer = threading.Timer(limit.total_seconds(), strike)
    timer.daemon = True
    timer.start()
    try:
        yield late
    finally:
        timer.cancel()
        timer.join()


def pipe(stream: IO[bytes] | None) -> IO[bytes]:
    """The open pipe of a child that was started here."""
    assert stream is not None
    return stream


def send(child: subprocess.Popen[bytes], *parts: bytes) -> None:
    """Write to a child. If it has died, the pipe of its replies shows that too."""
    with suppress(BrokenPipeError):
        for part in parts:
            pipe(child.stdin).write(part)
        pipe(child.stdin).flush()


def end(child: subprocess.Popen[bytes]) -> None:
    """End a child at once, and close its pipes."""
    child.kill()
    child.wait()
    pipe(child.stdout).close()
    with suppress(BrokenPipeError):  # nothing needs to be sent to a dead child
        pipe(child.stdin).close()


def ending(child: subprocess.Popen[bytes]) -> str:
    """How a child that is ending has ended, in words."""
    code = child.wait()
    return signal.Signals(-code).name if code < 0 else f"exit status {code}"
