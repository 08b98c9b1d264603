"""Runs work in a thread beside the event loop, and can ask it to stop."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Future
from contextvars import copy_context
from datetime import timedelta
from threading import Event, Thread
from typing import TypeVar

from watcher.model.stopping import Stopping

Result = TypeVar("Result")


# Below the 15 s that service managers commonly allow, with time left to shut down.
STOP_WITHIN = timedelta(seconds=10)


async def in_thread(work: Callable[[Stopping], Result], within: timedelta = STOP_WITHIN) -> Result:
    """Return what `work` returns. Cancelling asks it to stop, and waits at most `within`.

    The thread is a daemon: a mail server may take a minute for one mail, and the process must not wait for it.
    """
    stop, future = Event(), Future[Result]()
    future.set_running_or_notify_cancel()
    # in this context, so that what is written there stops too when the lease held here is lost
    here = copy_context()
    Thread(target=here.run, args=(_assess, future, lambda: work(stop.is_set)), daemon=True).start()
    result = asyncio.wrap_future(future)
    try:
        return await asyncio.shield(result)
    except asyncio.CancelledError:
        stop.set()
        await asyncio.wait([result], timeout=within.total_seconds())
        raise


def _assess(future: Future[Result], work: Callable[[], Result]) -> None:
    try:
        future.set_result(work())
    except BaseException as error:
        future.set_exception(error)
