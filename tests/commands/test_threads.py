"""Work beside the event loop: its result, its error, and its end when asked for."""

from __future__ import annotations

import asyncio
import time
from datetime import timedelta
from threading import Event

import pytest

from watcher.commands.threads import in_thread
from watcher.model.stopping import Stopping

SOON = timedelta(seconds=5)


async def test_the_result_and_the_error_come_back() -> None:
    assert await in_thread(lambda stopping: 7) == 7
    with pytest.raises(ZeroDivisionError):
        await in_thread(lambda stopping: 1 // 0)


async def test_work_that_is_asked_to_stop_ends_before_its_caller() -> None:
    ended: list[bool] = []

    def work(stopping: Stopping) -> None:
        while not stopping():
            time.sleep(0.01)
        ended.append(True)

    task = asyncio.create_task(in_thread(work, SOON))
    await asyncio.sleep(0.1)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert ended == [True]


async def test_work_that_does_not_stop_is_left_behind() -> None:
    ended = Event()
    task = asyncio.create_task(in_thread(lambda stopping: ended.wait(60), timedelta(seconds=0.1)))
    await asyncio.sleep(0.05)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert not ended.is_set()
    ended.set()
