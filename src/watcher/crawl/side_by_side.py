"""Runs many visits at once. Each continues only when its last item has been taken."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Iterable
from contextlib import aclosing
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Brought(Generic[T]):
    item: T
    taken: asyncio.Event


@dataclass(frozen=True, slots=True)
class _Ended:
    error: Exception | None = None


async def side_by_side(streams: Iterable[AsyncGenerator[T, None]]) -> AsyncGenerator[T, None]:
    """The items of all streams, one at a time as they come. An error in one stream ends all of them.

    Each is read in a task of its own, which reads on when the caller has asked for the next item: nothing piles up.
    """
    brought: asyncio.Queue[_Brought[T] | _Ended] = asyncio.Queue()
    tasks = [asyncio.create_task(_bring(stream, brought)) for stream in streams]
    going = len(tasks)
    try:
        while going:
            came = await brought.get()
            if isinstance(came, _Brought):
                yield came.item
                came.taken.set()
                continue
            going -= 1
            if came.error:
                raise came.error
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _bring(stream: AsyncGenerator[T, None], brought: asyncio.Queue[_Brought[T] | _Ended]) -> None:
    ended = _Ended()
    try:
        async with aclosing(stream) as items:
            async for item in items:
                taken = asyncio.Event()
                brought.put_nowait(_Brought(item, taken))
                await taken.wait()
    except Exception as error:
        ended = _Ended(error)
    brought.put_nowait(ended)
