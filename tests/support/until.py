"""Waiting for what another thread or process does. A test says what it waits for, never how long that may take."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

# Far more often than anything needs: what has not come by then never will.
LOOKS, BETWEEN = 3_000, 0.02


def until(true: Callable[[], object], what: str = "what was waited for") -> None:
    """Look again and again until it is so; TimeoutError where it never will be."""
    for _ in range(LOOKS):
        if true():
            return
        time.sleep(BETWEEN)
    raise TimeoutError(f"{what} never came")


async def until_async(true: Callable[[], object], what: str = "what was waited for") -> None:
    """The same beside an event loop that goes on."""
    for _ in range(LOOKS):
        if true():
            return
        await asyncio.sleep(BETWEEN)
    raise TimeoutError(f"{what} never came")
