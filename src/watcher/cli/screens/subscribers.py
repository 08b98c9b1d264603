"""Subscribers as text: the list, and what came of an import or a move."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text

from watcher.model.subscription import Subscription

if TYPE_CHECKING:
    from watcher.commands.reader_lists import ImportedList
    from watcher.model.reader_list import MovedReader


def show_subscribers(
    console: Console, subscriptions: list[Subscription], doubts: Mapping[str, str] = MappingProxyType({})
) -> None:
    """A line for each subscription; `doubts` says what speaks against an address."""
    table = Table(
        "address", "topic", "frequency", "kinds", "since", "reader", *(["doubts"] if doubts else []), box=None
    )
    for one in subscriptions:
        kinds, since = ", ".join(one.interests), f"{one.created_at:%Y-%m-%d}"
        against = [Text(doubts.get(one.address, ""))] if doubts else []
        table.add_row(Text(one.address), Text(one.topic), one.frequency.value, kinds, since, str(one.reader), *against)
    console.print(table if subscriptions else "No subscribers yet. Add one with `watcher subscribe ADDRESS --topic …`.")


def say_imported(console: Console, refused: Console, done: ImportedList, *, dry_run: bool) -> None:
    """Who was added on one console, and each line that was not used on the other."""
    verb = "would follow" if dry_run else "follows"
    for one in done.added:
        console.print(f"line {one.reader.line}: {one.reader.address} {verb} {', '.join(one.added)}", markup=False)
    for line in done.refused:
        what = "" if line.why.startswith(line.what) else f" ({line.what})"
        refused.print(f"line {line.line}{what} was not used: {line.why}.", markup=False)
    if done.unknown_columns:
        refused.print(f"Columns that are not used: {', '.join(done.unknown_columns)}.", markup=False)
    console.print(
        f"{len(done.added)} added, {len(done.unchanged)} unchanged, {len(done.refused)} refused."
        + (" Nothing was changed: this was a dry run." if dry_run else "")
    )


def say_moved(console: Console, old: str, new: str, moved: MovedReader) -> None:
    mails = f" Pending emails written again for the new address: {moved.taken_back}." if moved.taken_back else ""
    count = f"{moved.subscriptions} subscription{'' if moved.subscriptions == 1 else 's'}"
    console.print(f"{new} now gets what {old} got: {count}.{mails}", markup=False)
