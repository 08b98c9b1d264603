"""Shows `watcher status` on the terminal. Scraped text is cleaned and never read as markup."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import chain, zip_longest
from typing import Any

from rich.cells import cell_len, set_cell_size
from rich.console import Console
from rich.text import Text

from watcher.cli.screens.words import LINE_LIMIT, count
from watcher.model.text import clean


def show_status(console: Console, document: Mapping[str, Any]) -> None:
    """Print the counts, the faults, the newest undeliverable emails, then every followed source."""
    sources, faults = document["sources"], document["faults"]
    _show_health(console, document)
    seen = [source["last_success"] for source in sources if source["last_success"]]
    console.print(
        f"{count(len(sources), 'source')} followed, {len(seen)} checked, last success {_short(max(seen, default=None))}"
    )
    console.print(f"{count(document['pending_mail'], 'email')} pending, {document['failed_mail']} undeliverable")
    held, untold = document["held_changes"], document["held_changes_untold"]
    console.print(f"{count(held, 'change')} held" + (f", {untold} not yet emailed to the operator" if untold else ""))
    unread, uncertain = document["unread_documents"], document["uncertain_documents"]
    if unread or uncertain:
        console.print(f"{count(unread, 'older document')} still to be read, {uncertain} not read for certain")
    if queue := document.get("queue"):
        _show_queue(console, queue)
    if not faults:
        console.print("no faults")
    _show_table(console, "fault", ["reason", "since", "last seen"], map(_fault_row, faults))
    _show_table(console, "own post without a council name", ["title"], map(_post_row, document["unmatched_posts"]))
    _show_table(
        console, "undeliverable", ["subject", "error", "when"], map(_failed_row, document["newest_failed_mail"])
    )
    _show_table(console, "followed", ["name", "last success", "status"], map(_source_row, sources))


def _show_queue(console: Console, queue: Mapping[str, Any]) -> None:
    console.print(
        f"{count(queue['workers'], 'worker')}; {count(queue['waiting'], 'job')} waiting, {queue['running']} running, "
        f"{queue['failed']} failed in the last week"
    )
    if queue["oldest_host"]:
        since = _short(queue["oldest_since"])
        console.print(f"{clean(queue['oldest_host'], LINE_LIMIT)} has waited longest, since {since}", markup=False)


def _show_health(console: Console, document: Mapping[str, Any]) -> None:
    last = document["last_run"]
    if document["stale_since"]:
        console.print(
            f"STALE since {_short(document['stale_since'])}: no good check has run for too long, so silence means "
            "nothing. Check that cron or the service is running. `watcher runs` lists what ran."
        )
    if last:
        how = last["outcome"] or "did not end, or is still running"
        console.print(f"last run: {last['kind']} at {_short(last['started'])}, {how}")
    else:
        console.print(
            "No run is on record yet. Start one with `watcher check`, or with `watcher defer` if you use workers."
        )


def _show_table(console: Console, first: str, more: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print a table that cuts nothing off, however narrow the terminal. Without rows, print nothing.

    Rich's own table takes half a millisecond a row, and there may be ten thousand.
    """
    lines = [[first, *more], *([clean(cell, LINE_LIMIT) for cell in row] for row in rows)]
    if len(lines) == 1:
        return
    widths = [max(map(cell_len, column)) for column in zip(*lines, strict=True)]
    while sum(widths) + 2 * len(widths) > console.width and max(widths) > 1:
        widths[widths.index(max(widths))] -= 1
    header, *body = chain.from_iterable(_folded(console, line, widths) for line in lines)
    console.print()
    console.out(header, style="bold", highlight=False)
    console.out("\n".join(body), highlight=False)


def _folded(console: Console, cells: Sequence[str], widths: Sequence[int]) -> Iterator[str]:
    """One row of a table. Cells that are too long go on below."""
    parts = (
        [cell] if cell_len(cell) <= width else [part.plain for part in Text(cell).wrap(console, width, overflow="fold")]
        for cell, width in zip(cells, widths, strict=True)
    )
    for line in zip_longest(*parts, fillvalue=""):
        yield "".join(f" {set_cell_size(part, width)} " for part, width in zip(line, widths, strict=True))


def _fault_row(fault: Mapping[str, Any]) -> Sequence[str]:
    return fault["source"], fault["reason"], _short(fault["first_seen"]), _short(fault["last_seen"])


def _source_row(source: Mapping[str, Any]) -> Sequence[str]:
    now = "fault" if source["fault"] else "OK" if source["last_success"] else "not checked yet"
    return source["id"], source["name"], _short(source["last_success"]), now


def _post_row(post: Mapping[str, Any]) -> Sequence[str]:
    return post["url"], post["title"]


def _failed_row(mail: Mapping[str, Any]) -> Sequence[str]:
    return mail["address"], mail["subject"], mail["error"], _short(mail["failed_at"])


def _short(moment: str | None) -> str:
    return f"{datetime.fromisoformat(moment):%Y-%m-%d %H:%M}Z" if moment else "never"
