"""Keeps the record of a run while it is running."""

from __future__ import annotations

import logging
from asyncio import CancelledError
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import Context
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from time import monotonic

from watcher.model.errors import StoreError
from watcher.model.run import RunCounts, RunKind, RunOutcome
from watcher.model.text import clean
from watcher.store import Store

# What the operator should read however quiet the program is kept.
notices = logging.getLogger("watcher.notice")
_SAID_LIMIT = 500


@dataclass(slots=True)
class RunNote:
    """What we remember about a run; `said` is what went wrong or was odd."""

    counts: RunCounts = field(default_factory=RunCounts)
    outcome: RunOutcome = RunOutcome.WELL
    said: list[str] = field(default_factory=list)

    def say(self, sentence: str) -> None:
        """Tell the operator something now, and keep it with the run."""
        if sentence:
            notices.warning("%s", sentence)
            self.said.append(sentence)


@contextmanager
def recorded(store: Store, kind: RunKind, now: datetime, *, pretended: bool) -> Iterator[RunNote]:
    """Record that a run began and how it ended, even if it failed or was stopped."""
    number, began, note = store.runs.begin(kind, now, pretended=pretended), monotonic(), RunNote()
    try:
        yield note
    except BaseException as error:
        note.outcome = (
            RunOutcome.STOPPED if isinstance(error, KeyboardInterrupt | CancelledError) else RunOutcome.FAILED
        )
        note.said.append(clean(str(error) or type(error).__name__, _SAID_LIMIT))
        with suppress(StoreError):
            _end(store, number, began, note)
        raise
    _end(store, number, began, note)


def _end(store: Store, number: int, began: float, note: RunNote) -> None:
    took = timedelta(seconds=monotonic() - began)
    # in a context of its own: also a run whose lease was taken over says how it ended
    Context().run(store.runs.end, number, took, note.counts, note.outcome, clean("; ".join(note.said), _SAID_LIMIT))
