"""The child process that reads texts: one that takes too long, or too much memory, can only harm this process.

A request comes on standard input as a line with its length, a limit of CPU seconds and one of seconds, and then a
pickle. Its reply goes to standard output as a line with its length, and a pickle. `watcher.crawl.reading` is the other
end.
"""

from __future__ import annotations

import os
import pickle
import resource
import signal
import sys
import time
import traceback
from contextlib import suppress
from functools import lru_cache
from typing import Any, BinaryIO

from watcher.crawl.reading import Shared
from watcher.model.errors import TooCostlyError

MEMORY = 1 << 30


@lru_cache(maxsize=2)
def _unpacked(packed: bytes) -> Any:
    return pickle.loads(packed)  # noqa: S301 - from our own parent


def reply_to(request: bytes) -> bytes:
    """The pickled result of a request: the value, what is needed to raise its error elsewhere, and the CPU seconds."""
    began = time.process_time()
    value, failure = None, None
    try:
        work, args, kwargs = pickle.loads(request)  # noqa: S301 - from our own parent
        value = work(*(_unpacked(one.packed) if isinstance(one, Shared) else one for one in args), **kwargs)
    except MemoryError:
        failure = _taken_apart(TooCostlyError(f"reading it asked for more than {MEMORY >> 20} MB of memory"))
    except Exception as error:
        failure = _taken_apart(error)
    return pickle.dumps((value, failure, time.process_time() - began), pickle.HIGHEST_PROTOCOL)


def _taken_apart(error: Exception) -> tuple[type[Exception], tuple[object, ...], dict[str, object], str]:
    kept: dict[str, object] = {
        name: value for name, value in vars(error).items() if isinstance(value, str | int | bool | None)
    }
    arguments = tuple(one if isinstance(one, str | int | float | None) else repr(one) for one in error.args)
    return type(error), arguments, kept, "".join(traceback.format_exception(error))


def serve(requests: BinaryIO, replies: BinaryIO) -> None:
    """Answer requests until the parent closes the pipe or dies."""
    for head in iter(requests.readline, b""):
        length, cpu, seconds = head.split()
        # both end this process, even inside a library, and even if the parent is gone
        signal.alarm(int(seconds))
        request = requests.read(int(length))
        signal.setitimer(signal.ITIMER_PROF, float(cpu))
        reply = reply_to(request)
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.alarm(0)
        replies.write(b"%d\n" % len(reply))
        replies.write(reply)
        replies.flush()


def main() -> None:
    """Report that everything is loaded, then serve."""
    replies = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # so that nothing that a library prints can be taken for a reply
    with suppress(ValueError, OSError):  # macOS knows the limit and refuses to set it
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    replies.write(b"ready\n")
    replies.flush()
    serve(sys.stdin.buffer, replies)


if __name__ == "__main__":
    main()
