"""How fast emails leave: evenly, so that we also respect a server's limit per second."""

from __future__ import annotations

import time
from collections.abc import Callable

from watcher.model.stopping import Stopping, never

# How many seconds it may take to notice a request to stop.
_SLICE = 0.5


class Pace:
    """At most `a_minute` emails a minute, without bursts; 0 means no limit. `clock` counts seconds."""

    def __init__(
        self,
        a_minute: int = 0,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._apart = 60 / a_minute if a_minute else 0.0
        self._clock, self._sleep = clock, sleep
        self._next = clock()

    def wait(self, stopping: Stopping = never) -> None:
        """Return when the next email may leave, or soon after a request to stop."""
        if not self._apart:
            return
        while (left := self._next - self._clock()) > 0 and not stopping():
            self._sleep(min(left, _SLICE))
        self._next = max(self._next, self._clock()) + self._apart
