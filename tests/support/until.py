"""Waits for what another thread or process does. A test says what it waits for, never for how long."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

# Far more often than necessary: what has not happened by then never will.
LOOKS, BETWEEN = 3_000, 0.02


def until(true: Callable[[], object], what: str = "what was waited for") -> None:
    """Check again and again until it is so. TimeoutError if it never happens."""
    for _ in range(LOOKS):
        if true():
            return
        time.sleep(BETWEEN)
    raise TimeoutError(f"{what} never came")


async def until_async(true: Callable[[], object], what: str = "what was waited for") -> None:
    """The same inside a running event loop."""
    for _ in range(LOOKS):
        if true():
            return
        await asyncio.sleep(BETWEEN)
    raise TimeoutError(f"{what} never came")
