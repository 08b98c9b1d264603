"""Shows `watcher runs` on the terminal."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from watcher.cli.screens.words import LINE_LIMIT
from watcher.model.run import RunRecord
from watcher.model.text import clean

_NO_END = "did not end, or is still running"


def show_runs(console: Console, records: Sequence[RunRecord]) -> None:
    """Print a table of runs with nothing cut off."""
    names = ("started", "kind", "took", "visited", "changed", "mailed", "faults", "outcome", "said")
    table = Table(box=None)
    for name in names:
        table.add_column(name, overflow="fold")
    for record in records:
        table.add_row(*(Text(cell) for cell in _row(record)))
    if records:
        console.print(table, soft_wrap=False)
    else:
        console.print("No run is on record yet.")


def _row(record: RunRecord) -> Sequence[str]:
    counts = record.counts
    took = "" if record.took is None else f"{record.took.total_seconds():.0f} s"
    started = f"{record.started_at:%Y-%m-%d %H:%M}Z{' (--now)' if record.pretended else ''}"
    done = (str(number) for number in (counts.visited, counts.changed, counts.mailed, counts.faults))
    return started, record.kind.value, took, *done, record.outcome or _NO_END, clean(record.said, LINE_LIMIT)
