"""The document of `watcher runs --json`. Keys are added, never renamed; docs/running.md describes it."""

from __future__ import annotations

from typing import Any

from watcher.model.run import RunRecord


def run_document(record: RunRecord) -> dict[str, Any]:
    """One run as plain values for JSON."""
    counts = record.counts
    return {
        "id": record.id,
        "kind": record.kind.value,
        "started": record.started_at.isoformat(),
        "real_clock": not record.pretended,
        "seconds": None if record.took is None else round(record.took.total_seconds(), 1),
        "visited": counts.visited,
        "changed": counts.changed,
        "mailed": counts.mailed,
        "faults": counts.faults,
        "outcome": record.outcome.value if record.outcome else None,
        "said": record.said,
    }
