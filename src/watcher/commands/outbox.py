"""The work behind `watcher outbox retry` and `cancel`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from watcher.store import Store


def retry(store: Store, numbers: Sequence[int], now: datetime) -> dict[int, str | None]:
    """Retry mails in the next send. For each: None, or why it can't be retried."""
    return {number: store.outbox_operator.retry(number, now) for number in numbers}


def cancel(store: Store, numbers: Sequence[int], now: datetime) -> dict[int, str | None]:
    """Cancel pending mails. For each: None, or why it can't be cancelled."""
    return {number: store.outbox_operator.cancel(number, now) for number in numbers}
