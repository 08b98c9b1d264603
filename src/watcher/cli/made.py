"""Hands over a document that a command made: to a file, or as text to standard output. A terminal gets no bytes."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, TypeVar

import typer
from rich.console import Console

from watcher.cli.options import err, out, say_json
from watcher.model.errors import ConfigError
from watcher.model.text import london_day

_WIDTH_OF_FILES = 160

_Word = TypeVar("_Word", bound=StrEnum)

Out = Annotated[
    Path | None, typer.Option("--out", metavar="FILE", help="Write to this file instead of standard output.")
]
Regions = Annotated[
    list[str] | None,
    typer.Option("--region", metavar="NAME", help='Only this region, such as "East Midlands". May be repeated.'),
]
Authorities = Annotated[
    list[str] | None,
    typer.Option("--authority", metavar="NAME", help="Only this council: its name or URN. May be repeated."),
]


def words_of(words: Iterable[str] | None, known: Iterable[_Word], option: str) -> list[_Word]:
    """The values that these words name. `ConfigError` for a word that names none."""
    by_word = {str(one): one for one in known}
    if wrong := [word for word in words or () if word not in by_word]:
        raise ConfigError(f"{option} {wrong[0]!r} is not known. Expected one of {', '.join(by_word)}.")
    return [by_word[word] for word in words or ()]


def day_of(text: str) -> date:
    """Parse `2025-01-29` or `today`."""
    if text.strip().casefold() == "today":
        return london_day(datetime.now(UTC))
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"{text!r} is not a day. Expected something like 2025-01-29, or today") from None


Since = Annotated[
    date | None, typer.Option("--since", parser=day_of, metavar="DATE", help="Only what was published since this day.")
]
AsOf = Annotated[
    date | None, typer.Option("--as-of", parser=day_of, metavar="DATE", help="The record as it stood on this day.")
]


def hand_over(made: bytes, to: Path | None, *, is_text: bool) -> None:
    """Write what was made to the file, whole or not at all; without a file, to standard output.

    `ConfigError` if standard output is a terminal and the document is not text, or if the file can't be written.
    """
    if to is not None:
        _write(made, to)
        err.print(f"Wrote {to}", markup=False)
        return
    if not is_text and sys.stdout.isatty():
        raise ConfigError("This is a file, and a terminal can't show it. Add --out FILE.")
    sys.stdout.flush()
    sys.stdout.buffer.write(made)
    sys.stdout.buffer.flush()


def _write(made: bytes, to: Path) -> None:
    if to.is_dir():
        raise ConfigError(f"{to} is a folder. Expected a file, such as --out {to / 'made.csv'}.")
    part = to.with_name(f".{to.name}.part")
    try:
        part.write_bytes(made)
        part.replace(to)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise ConfigError(f"Can't write {to}: {error.strerror}.") from error


def known_by(as_of: date | None, now: datetime) -> date:
    """The day that is asked for, today without one. `ConfigError` for a day that has not come."""
    today = london_day(now)
    if as_of is not None and as_of > today:
        raise ConfigError(f"--as-of {as_of} has not come yet: nobody knows what will stand then. Leave it out.")
    return as_of or today


def hand_over_screen(show: Callable[[Console], None], documents: Sequence[object] | None, to: Path | None) -> None:
    """Hand over what `show` prints; if `documents` are given, one JSON object on each line instead."""
    if documents is not None:
        lines = "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in documents)
        if to is None:
            for one in documents:
                say_json(one)
        else:
            hand_over(lines.encode(), to, is_text=True)
    elif to is None:
        show(out)
    else:
        page = io.StringIO()
        show(Console(file=page, width=_WIDTH_OF_FILES, highlight=False, emoji=False))
        hand_over(page.getvalue().encode(), to, is_text=True)


@contextmanager
def counted_progress(what: str) -> Iterator[Callable[[int, int], None]]:
    """A progress bar on standard error. It appears with the first piece of work."""
    from rich.progress import Progress, TaskID

    with Progress(console=err, transient=True, disable=not err.is_terminal) as bar:
        task: TaskID | None = None

        def show(done: int, total: int) -> None:
            nonlocal task
            task = bar.add_task(what, total=total) if task is None else task
            bar.update(task, completed=done)

        yield show
