"""What `subscribers` and `readmit` print. Server replies are cleaned, never markup."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from rich.console import Console
from rich.table import Table
from rich.text import Text

from watcher.cli.screens.words import count
from watcher.commands.refusals import DoubtfulStop
from watcher.model.doubts import DOUBT_LIMIT, Doubt, doubt_score
from watcher.model.text import clean, day

_SAID_LIMIT = 80


def doubt_words(doubts: Mapping[str, Sequence[Doubt]], now: datetime) -> dict[str, str]:
    """The doubts about each address, in words; addresses without doubts are left out."""
    scores = {address: doubt_score(found, now) for address, found in doubts.items()}
    return {
        address: f"{score:.1f} of {DOUBT_LIMIT:.0f}: {clean(doubts[address][-1].said, _SAID_LIMIT)}"
        for address, score in scores.items()
        if score
    }


def doubt_document(doubts: Sequence[Doubt], now: datetime) -> dict[str, object]:
    """The doubts about an address as plain values for JSON: the score, and the score that stops it."""
    return {
        "doubt": round(doubt_score(doubts, now), 2),
        "doubt_limit": DOUBT_LIMIT,
        "last_reply": doubts[-1].said if doubts else None,
    }


def show_doubtful_stops(console: Console, found: Sequence[DoubtfulStop]) -> None:
    """Print who was stopped without proof of a dead address, and what to do."""
    if not found:
        console.print("No reader was stopped without proof.")
        return
    table = Table("address", "stopped", "the server said", box=None)
    for one in found:
        table.add_row(Text(one.address), day(one.since.date()), Text(clean(one.said, _SAID_LIMIT)))
    console.print(table)
    console.print("Readmit one with `watcher readmit ADDRESS`, or keep it stopped with `--keep-stopped`.")


def say_readmitted(console: Console, resumed: Mapping[str, int]) -> None:
    """Print what each reader follows again."""
    for address, subscriptions in resumed.items():
        console.print(f"{address} gets emails again: {count(subscriptions, 'subscription')}", markup=False)
    if not resumed:
        console.print("Nobody to readmit.")
