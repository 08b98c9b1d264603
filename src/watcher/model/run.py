"""The record of one run of the program. Pure values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class RunKind(StrEnum):
    """What was asked for. Only RUN and CHECK look at everything that is followed; PART looks at named sources."""

    RUN = "run"
    CHECK = "check"
    PART = "check of named sources"
    DIGEST = "digest"
    SEND = "send"


# After these kinds, no news means that nothing happened.
WHOLE_PASSES = (RunKind.RUN, RunKind.CHECK)


class RunOutcome(StrEnum):
    """How a run ended. AT_FAULT: some source could not be read, everything else was done."""

    WELL = "well"
    AT_FAULT = "at fault"
    FAILED = "failed"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class RunCounts:
    """How much one run did. `reached`: it could look at everything that is followed, except for sources at fault."""

    visited: int = 0
    changed: int = 0
    mailed: int = 0
    faults: int = 0
    reached: bool = False


@dataclass(frozen=True, slots=True)
class RunRecord:
    """One run. `outcome` and `took` are None while it is running, and stay None if it was killed.

    `pretended`: it ran as of a given time (--now). `said` is what went wrong or was odd, in words.
    """

    id: int
    kind: RunKind
    started_at: datetime
    pretended: bool
    took: timedelta | None
    counts: RunCounts
    outcome: RunOutcome | None
    said: str
