"""What the operator does with mails that wait."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from watcher.store import Store


def retry(store: Store, numbers: Sequence[int], now: datetime) -> dict[int, str | None]:
    """Have each mail tried with the next round; None for each where that is so, or why not."""
    return {number: store.outbox_operator.retry(number, now) for number in numbers}


def cancel(store: Store, numbers: Sequence[int], now: datetime) -> dict[int, str | None]:
    """Never send these; None for each where that is so, or why not."""
    return {number: store.outbox_operator.cancel(number, now) for number in numbers}
