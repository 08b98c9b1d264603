"""What was checked in a draft, as plain values for JSON. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from watcher.commands.check_draft import DraftChecked


def draft_items(checked: DraftChecked) -> Iterator[dict[str, Any]]:
    """One object for each item, in the order of the draft, and one for each TODO that is left."""
    for one in checked.items:
        yield {
            "place": one.place,
            "kind": one.item.kind.value,
            "text": one.item.text,
            "verdict": one.verdict.value,
            "why": one.why,
        }
    for gap in checked.gaps:
        yield {"place": "", "kind": "todo", "text": gap, "verdict": "todo", "why": ""}
