"""Shows `watcher status` on the terminal. Scraped text is cleaned and never read as markup."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from rich.console import Console
from rich.table import Table
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
        console.print("No run is on record yet. `watcher check` begins.")


def _show_table(console: Console, first: str, more: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print a table that cuts nothing off, however narrow the terminal. Without rows, print nothing."""
    table = Table(box=None)
    for name in (first, *more):
        table.add_column(name, overflow="fold")
    for row in rows:
        table.add_row(*(Text(clean(cell, LINE_LIMIT)) for cell in row))
    if table.row_count:
        console.print()
        console.print(table, soft_wrap=False)


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
