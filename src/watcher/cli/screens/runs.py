"""Shows `watcher runs` on the terminal."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console

from watcher.cli.screens.words import LINE_LIMIT
from watcher.model.run import RunRecord
from watcher.model.text import clean

_NO_END = "did not end, or is still running"


def show_runs(console: Console, records: Sequence[RunRecord]) -> None:
    """Print a line for each run, and below it what the run said. Readable at any width."""
    for record in records:
        console.print(_line(record), markup=False, soft_wrap=True)
        if record.said:
            console.print(f"    {clean(record.said, LINE_LIMIT)}", markup=False, soft_wrap=True)
    if not records:
        console.print("No run is on record yet.")


def _line(record: RunRecord) -> str:
    counts = record.counts
    took = "" if record.took is None else f" in {record.took.total_seconds():.0f} s"
    started = f"{record.started_at:%Y-%m-%d %H:%M}Z{' (--now)' if record.pretended else ''}"
    faults = f"{counts.faults} {'fault' if counts.faults == 1 else 'faults'}"
    done = f"{counts.visited} visited, {counts.changed} changed, {counts.mailed} mailed, {faults}"
    return f"{started}  {record.kind.value}: {record.outcome or _NO_END}{took}; {done}"
