"""Work beside the event loop that can be asked to stop."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Future
from datetime import timedelta
from threading import Event, Thread
from typing import TypeVar

from watcher.model.stopping import Stopping

Result = TypeVar("Result")


# Below the 15 s that service managers commonly allow, with time left for what surrounds the work.
STOP_WITHIN = timedelta(seconds=10)


async def in_thread(work: Callable[[Stopping], Result], within: timedelta = STOP_WITHIN) -> Result:
    """What `work` returns. Cancelling asks it to stop and waits for that, at most so long.

    The process does not wait for the thread, as it would for one of asyncio's own: a mail server may take
    a minute for one mail.
    """
    stop, future = Event(), Future[Result]()
    future.set_running_or_notify_cancel()
    Thread(target=_settle, args=(future, lambda: work(stop.is_set)), daemon=True).start()
    result = asyncio.wrap_future(future)
    try:
        return await asyncio.shield(result)
    except asyncio.CancelledError:
        stop.set()
        await asyncio.wait([result], timeout=within.total_seconds())
        raise


def _settle(future: Future[Result], work: Callable[[], Result]) -> None:
    try:
        future.set_result(work())
    except BaseException as error:
        future.set_exception(error)
