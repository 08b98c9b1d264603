"""How fast mails leave: evenly, so that a server that counts by the second is content as well."""

from __future__ import annotations

import time
from collections.abc import Callable

from watcher.model.stopping import Stopping, never

# How long a stop may go unnoticed, in seconds.
_SLICE = 0.5


class Pace:
    """At most `a_minute` turns a minute, without bursts; 0 is no limit. `clock` counts seconds."""

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
        """Return when it is the next one's turn, or soon after being asked to stop."""
        if not self._apart:
            return
        while (left := self._next - self._clock()) > 0 and not stopping():
            self._sleep(min(left, _SLICE))
        self._next = max(self._next, self._clock()) + self._apart
