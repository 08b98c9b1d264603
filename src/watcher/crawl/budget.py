"""What one visit may cost its source, and us. The next visit does the rest."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta


@dataclass(slots=True)
class Spent:
    """What a visit has cost so far: seconds of fetching (without waiting), requests, bytes, CPU seconds of reading."""

    seconds: float = 0.0
    requests: int = 0
    size: int = 0
    cpu: float = 0.0


@dataclass(frozen=True, slots=True)
class Budget:
    """What one visit may cost. Waiting for a turn costs nothing."""

    time: timedelta = timedelta(minutes=2)
    requests: int = 500
    size: int = 64 * 1024 * 1024
    cpu: timedelta = timedelta(minutes=1)

    def used_up(self, spent: Spent) -> str:
        """What the visit has used up, in words; empty while it may go on."""
        if spent.seconds >= self.time.total_seconds():
            return f"asking took more than {self.time.total_seconds():g} seconds"
        if spent.requests >= self.requests:
            return f"more than {self.requests} requests"
        if spent.size >= self.size:
            return f"more than {self.size >> 20} MB"
        if spent.cpu >= self.cpu.total_seconds():
            return f"reading took more than {self.cpu.total_seconds():g} seconds of CPU time"
        return ""


A_VISIT = Budget()
# Ofsted's site has many pages and reports. Its first visit goes on in the next check.
OFSTEDS = Budget(timedelta(minutes=20), 2_000, 2_000 << 20, timedelta(minutes=10))
