"""Stopping work early, between two pieces of it."""

from __future__ import annotations

from collections.abc import Callable

# Whether to stop before the next piece of work.
Stopping = Callable[[], bool]


def never() -> bool:
    """For work that is never stopped early."""
    return False
