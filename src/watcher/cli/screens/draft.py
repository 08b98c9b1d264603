"""What was checked in a draft, for a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from watcher.model.text import clean

if TYPE_CHECKING:
    from watcher.commands.check_draft import DraftChecked

_STYLES = {"contradicted": "bold red", "not found": "bold yellow"}


def show_checked(console: Console, checked: DraftChecked) -> None:
    """Print what is not supported, with its place, then the counts."""
    for one in checked.items:
        if one.verdict.value in _STYLES:
            head = f"{one.verdict.value}: {clean(one.item.text, 160)}"
            console.print(Text.assemble((head, _STYLES[one.verdict.value]), f"  ({one.place})"))
            console.print(f"    {clean(one.why, 400)}", markup=False)
    counts = {word: sum(one.verdict.value == word for one in checked.items) for word in ("supported", *_STYLES)}
    console.print(", ".join(f"{number} {word}" for word, number in counts.items()), markup=False)
    for gap in checked.gaps:
        console.print(f"left to do: {clean(gap, 160)}", markup=False)
