"""Reads pages, feeds, articles and reports in child processes, so that a slow text holds up nobody.

Each child works on one text at a time, within a limit of time, CPU time and memory. A text over the limit is at fault,
and costs only its child. Each core gets one child, started when it has something to read.
"""

from __future__ import annotations

import asyncio
import math
import os
import pickle
import signal
import subprocess
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from threading import Lock
from typing import Generic, ParamSpec, Protocol, Self, TypeVar, cast

from watcher.model.errors import TooCostlyError
from watcher.ofsted.child import ChildNotStartedError, deadline, end, ending, pipe, send, started

P = ParamSpec("P")
T = TypeVar("T")

DEADLINE = timedelta(seconds=60)
# A page of 8 MiB, the largest that we fetch, takes about 5 seconds.
CPU = timedelta(seconds=15)
ORPHAN_GRACE = 2  # seconds


@dataclass(frozen=True, slots=True)
class Understood(Generic[T]):
    """The result of reading a text, and the seconds of CPU time that it took."""

    value: T
    cpu: float


class Understand(Protocol):
    """Calls a function of a module on some text. Raises what it raises, and TooCostlyError."""

    async def __call__(self, work: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Understood[T]: ...


async def here(work: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Understood[T]:
    """In this process, without limits: for texts that a person chose."""
    began = time.process_time()
    return Understood(work(*args, **kwargs), time.process_time() - began)


@dataclass(frozen=True, slots=True)
class Shared(Generic[T]):
    """A large argument of many calls. A child unpacks it once."""

    packed: bytes

    @classmethod
    def of(cls, value: T) -> Self:
        return cls(pickle.dumps(value, pickle.HIGHEST_PROTOCOL))


class ReadingWorkers:
    """The children. Each is started when the others are busy, and again after its death.

    They are trusted as much as this process: arguments and results travel as pickles.
    """

    def __init__(self, most: int | None = None, *, cpu: timedelta = CPU, limit: timedelta = DEADLINE) -> None:
        self._cpu, self._limit = cpu, limit
        self._threads = ThreadPoolExecutor(most or os.cpu_count() or 1, "reading")
        self._lock = Lock()
        self._idle: list[subprocess.Popen[bytes]] = []
        self._busy: set[subprocess.Popen[bytes]] = set()
        self._closed = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the children at once, whatever they are doing; what they were reading may be read another time."""
        with self._lock:
            self._closed = True
            for child in (*self._idle, *self._busy):
                child.kill()
        self._threads.shutdown(wait=True, cancel_futures=True)
        for child in self._idle:
            end(child)

    async def __call__(self, work: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Understood[T]:
        """What the function makes of its arguments in a child. Raises what it raises, and TooCostlyError."""
        return await asyncio.wrap_future(self._begin(work, args, kwargs))

    def wait(self, work: Callable[..., T], /, *args: object) -> T:
        """The same for a thread that waits. An argument may be `Shared`."""
        return self._begin(work, args, {}).result().value

    def _begin(self, work: Callable[..., T], args: object, kwargs: object) -> Future[Understood[T]]:
        request = pickle.dumps((work, args, kwargs), pickle.HIGHEST_PROTOCOL)
        return self._threads.submit(self._exchange, request)

    def _exchange(self, request: bytes) -> Understood[T]:
        child = self._take()
        head = b"%d %f %d\n" % (
            len(request),
            self._cpu.total_seconds(),
            math.ceil(self._limit.total_seconds()) + ORPHAN_GRACE,
        )
        with deadline(child, self._limit) as late:
            send(child, head, request)
            reply = _received(child)
        with self._lock:
            self._busy.discard(child)
            if reply is not None and not late.is_set():
                self._idle.append(child)
        if reply is not None and not late.is_set():
            return _opened(reply)
        why = self._obituary(child, late.is_set())
        end(child)
        raise why

    def _take(self) -> subprocess.Popen[bytes]:
        with self._lock:
            child = self._idle.pop() if self._idle else None
        if child is not None and child.poll() is not None:
            end(child)
            child = None
        try:
            child = child or started("watcher.crawl.reading_worker")
        except ChildNotStartedError as error:
            raise TooCostlyError(f"the process that reads pages did not start: {error}", passing=True) from None
        with self._lock:
            self._busy.add(child)
            if self._closed:
                child.kill()
        return child

    def _obituary(self, child: subprocess.Popen[bytes], late: bool) -> TooCostlyError:
        if self._closed:
            return TooCostlyError("reading it was interrupted", passing=True)
        if late:
            return TooCostlyError(f"reading it took longer than {self._limit.total_seconds():g} seconds")
        how = ending(child)
        if -child.returncode == signal.SIGPROF:
            return TooCostlyError(f"reading it took more than {self._cpu.total_seconds():g} seconds of CPU time")
        if -child.returncode in (signal.SIGKILL, signal.SIGTERM):
            return TooCostlyError(f"the process that reads pages was ended from outside: {how}", passing=True)
        return TooCostlyError(f"it broke the process that reads pages: {how}")


def _received(child: subprocess.Popen[bytes]) -> bytes | None:
    """One reply, or None if the pipe ended, and with it (by its deadline at the latest) the child."""
    replies = pipe(child.stdout)
    head = replies.readline()
    body = replies.read(int(head)) if head.endswith(b"\n") else b""
    if head.endswith(b"\n") and len(body) == int(head):
        return body
    child.wait()
    return None


def _opened(reply: bytes) -> Understood[T]:
    value, failure, cpu = pickle.loads(reply)  # noqa: S301 - from our own child
    if failure is None:
        return Understood(cast(T, value), cpu)
    kind, arguments, attributes, trace = failure
    # made without its constructor, which may ask for other arguments than those it passes on
    error: Exception = kind.__new__(kind)
    error.args = arguments
    with suppress(AttributeError):
        vars(error).update(attributes)
    error.add_note(trace)
    raise error
