"""What `check`, `digest`, `send`, `run`, `changes` and `read-report` print. Scraped text is cleaned, never markup."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.text import Text

from watcher.cli.logs import writes_json
from watcher.cli.screens.words import LINE_LIMIT, count
from watcher.model.change import Change
from watcher.model.held import short
from watcher.model.taken import TakenAsKnown
from watcher.model.text import clean

if TYPE_CHECKING:
    from rich.progress import Progress as Bar

    from watcher.commands.check import PassSummary, Progress
    from watcher.commands.digest import Planned
    from watcher.commands.run import RunSummary
    from watcher.mail.deliver import Delivered

# Without a terminal (cron, a log file) a line now and then shows that work continues.
SAY_EVERY_SECONDS = 60.0


@contextmanager
def progress(console: Console) -> Iterator[Progress]:
    """Show a bar with the time left on a terminal, or print a line a minute elsewhere; nothing among logs as JSON."""
    if writes_json():
        yield lambda *_: None
        return
    if not console.is_terminal:
        yield _Lines(console).say
        return
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Bar(*columns, console=console, transient=True) as bar:
        yield _Bar(bar).say


class _Bar:
    def __init__(self, bar: Bar) -> None:
        self._bar, self._task = bar, bar.add_task("", total=None)

    def say(self, done: int, total: int, name: str) -> None:
        self._bar.update(self._task, completed=done, total=total, description=clean(name, 40))


class _Lines:
    def __init__(self, console: Console) -> None:
        self._console, self._began = console, time.monotonic()
        self._said = self._began

    def say(self, done: int, total: int, name: str) -> None:
        now = time.monotonic()
        if now - self._said >= SAY_EVERY_SECONDS and done:
            left = (now - self._began) / done * (total - done)
            self._console.print(f"{done} of {total} pages, about {left / 60:.0f} min left", markup=False)
            self._said = now


def say_pass(console: Console, summary: PassSummary | None) -> None:
    if summary is None:
        console.print("Another check is already running. Nothing to do.")
        return
    console.print(
        f"{count(summary.visited, 'page')} checked ({summary.unchanged} unchanged), "
        f"{count(summary.changes, 'change')} recorded, {count(len(summary.faults), 'source')} with faults"
    )
    for source, reason in summary.faults.items():
        console.print(f"  {source}: {clean(reason, LINE_LIMIT)}", markup=False)
    if summary.stopped:
        console.print(f"Stopped early: {clean(summary.stopped, LINE_LIMIT)}. The next check continues.", markup=False)


def say_run(console: Console, summary: RunSummary | None) -> None:
    if summary is None:
        console.print("Another run is already in progress. Nothing to do.")
        return
    say_pass(console, summary.check)
    say_planned(console, summary.planned)
    say_sent(console, summary.sent)


def say_planned(console: Console, planned: Planned) -> None:
    console.print(f"{count(planned.mails, 'email')} planned")
    if planned.unwritten:
        console.print(f"  {count(planned.unwritten, 'email')} could not be written. `watcher status` shows why.")


def say_sent(console: Console, sent: Delivered | None) -> None:
    if sent is None:
        console.print("Another send is already running. Nothing to do.")
        return
    console.print(
        f"{count(sent.sent, 'email')} delivered, {sent.refused} undeliverable, {sent.postponed} to be retried"
    )
    if sent.trouble:
        console.print(f"  {clean(sent.trouble, LINE_LIMIT)}. All other emails stay pending.", markup=False)


def say_change(console: Console, change: Change) -> None:
    # imported here: the other screens need no words of emails
    from watcher.digests import judgements

    when = f"{change.recorded_at:%Y-%m-%d %H:%M}Z"
    console.print(f"{when}  {short(change.id)}  {clean(change.headline, LINE_LIMIT)}", markup=False)
    for told in (judgements.row(judgement, "") for judgement in change.judgements):
        console.print(f"    {told.sentence}{f'; {told.basis}' if told.basis else ''}", markup=False)
    for problem in change.problems:
        console.print(f"    held: {clean(problem, LINE_LIMIT)}", markup=False)


def say_taken(console: Console, taken: TakenAsKnown) -> None:
    """Print one thing that was recorded as known and not sent."""
    published = f", published {taken.published}" if taken.published else ""
    title = clean(taken.title, LINE_LIMIT)
    console.print(f"{short(taken.id)}  {taken.why.value}: {taken.source_id}: {title}{published}", markup=False)


def say_report(console: Console, document: Mapping[str, Any]) -> None:
    """Print one report for a person; `document` is what `read-report --json` prints."""
    console.print(Text(str(document["file"]), style="bold"))
    if "error" in document:
        console.print(f"  not read: {clean(document['error'], LINE_LIMIT)}", markup=False)
        return
    periods = " and ".join(f"{start} to {end}" for start, end in document["inspection_periods"])
    console.print(f"  {document['kind']}, {clean(document['authority'], 100)}, inspected {periods}", markup=False)
    rows = [*document["judgements"]]
    if document["overall"]:
        rows.append({"label": "Overall effectiveness", "grade": document["overall"]})
    for row in rows:
        console.print(f"  {clean(row['label'], 100)}: {row['grade'].replace('_', ' ')}", markup=False)
    for row in document["read"]:
        said = f"read as {clean(row['printed'], 100)}, but not for certain"
        console.print(f"  {clean(row['label'], 100)}: {said}", markup=False)
    console.print(f"  {count(len(document['improve']), 'thing')} to improve", markup=False)
    for problem in document["problems"]:
        console.print(f"  held: {clean(problem, LINE_LIMIT)}", markup=False)
