"""Asking work to stop before its next piece."""

from __future__ import annotations

from collections.abc import Callable

# Whether to stop before the next piece of work.
Stopping = Callable[[], bool]


def never() -> bool:
    """For work that nobody stops."""
    return False
