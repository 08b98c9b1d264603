"""Streams that are read side by side."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator

import pytest

from watcher.crawl.side_by_side import side_by_side


async def letters(name: str, count: int, log: list[str]) -> AsyncGenerator[str, None]:
    try:
        for number in range(count):
            await asyncio.sleep(0)
            log.append(f"makes {name}{number}")
            yield f"{name}{number}"
    finally:
        log.append(f"{name} ends")


async def test_each_stream_keeps_its_order_and_none_waits_for_another() -> None:
    taken = [item async for item in side_by_side([letters("a", 3, []), letters("b", 3, [])])]
    assert sorted(taken) == ["a0", "a1", "a2", "b0", "b1", "b2"]
    assert [item for item in taken if item[0] == "a"] == ["a0", "a1", "a2"]
    assert taken[:2] == ["a0", "b0"]


async def test_a_stream_makes_its_next_item_only_when_the_last_one_was_taken() -> None:
    log: list[str] = []
    async for item in side_by_side([letters("a", 3, log)]):
        for _ in range(5):
            await asyncio.sleep(0)
        log.append(f"took {item}")
    assert log == ["makes a0", "took a0", "makes a1", "took a1", "makes a2", "took a2", "a ends"]


async def test_what_one_stream_raises_ends_all_and_is_raised() -> None:
    log: list[str] = []

    async def breaks() -> AsyncGenerator[str, None]:
        yield "first"
        raise LookupError("lost")

    with pytest.raises(LookupError, match="lost"):
        async for _ in side_by_side([breaks(), letters("a", 1000, log)]):
            pass
    assert log[-1] == "a ends"


async def test_who_takes_no_more_ends_all() -> None:
    log: list[str] = []
    items = side_by_side([letters("a", 9, log), letters("b", 9, log)])
    assert await anext(items) == "a0"
    await items.aclose()
    assert {"a ends", "b ends"} <= set(log)
    assert "makes a1" not in log


async def test_no_streams_bring_nothing() -> None:
    nothing: list[AsyncGenerator[str, None]] = []
    assert [item async for item in side_by_side(nothing)] == []
