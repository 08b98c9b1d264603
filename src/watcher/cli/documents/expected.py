"""What may be expected, as plain values for JSON. Pure."""

from __future__ import annotations

from typing import Any

from watcher.desk.expected import ExpectedEvent


def expected_document(one: ExpectedEvent, sentence: str) -> dict[str, Any]:
    """One event: its window in ISO dates, null if we can't say, and `n`, the number of cases behind it."""
    return {
        "kind": one.kind.value,
        "authority": {"urn": one.urn, "name": one.council},
        "since": one.since.isoformat(),
        "days": one.days,
        "first": one.first.isoformat() if one.first else None,
        "last": one.last.isoformat() if one.last else None,
        "n": one.n,
        "group": one.group,
        "late": one.is_late,
        "sentence": sentence,
    }
