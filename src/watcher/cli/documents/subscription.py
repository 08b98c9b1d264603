"""Subscriptions, and what came of an import, as plain values for JSON."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from watcher.model.subscription import Subscription

if TYPE_CHECKING:
    from watcher.commands.reader_lists import ImportedList


def subscription_document(one: Subscription) -> dict[str, Any]:
    """What an address follows; `since` is ISO 8601 in UTC."""
    return {
        "address": one.address,
        "topic": one.topic,
        "frequency": one.frequency.value,
        "kinds": [*one.interests],
        "since": one.created_at.isoformat(),
        "reader": one.reader,
    }


def import_documents(done: ImportedList) -> Iterator[dict[str, Any]]:
    """What came of each line of a list: `added`, `unchanged` or `refused`, in this order."""
    for one in done.added:
        yield {"line": one.reader.line, "address": one.reader.address, "result": "added", "topics": [*one.added]}
    for one in done.unchanged:
        yield {"line": one.reader.line, "address": one.reader.address, "result": "unchanged"}
    for line in done.refused:
        yield {"line": line.line, "address": line.what, "result": "refused", "why": line.why}
