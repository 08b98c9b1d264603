"""The command that says what to expect. `cli.main` lists the exit codes."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from watcher.cli.desk import require_desk
from watcher.cli.options import ConfigFile, Now, Verbose, err, given, out, say_json
from watcher.model.errors import ConfigError
from watcher.model.text import london_day


class CalendarFormat(StrEnum):
    TEXT = "text"
    ICS = "ics"
    JSON = "json"


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    app.command()(calendar)


def calendar(
    ctx: typer.Context,
    format_: Annotated[CalendarFormat, typer.Option("--format", help="ics is for calendar programs.")] = (
        CalendarFormat.TEXT
    ),
    target: Annotated[Path | None, typer.Option("--out", help="Write the calendar file here.")] = None,
    config: ConfigFile = None,
    now: Now = None,
    verbose: Verbose = 0,
) -> None:
    """Say what to expect, going by the past.

    It covers reports that are due, next inspections and monitoring visits. It is not Ofsted's plan.
    """
    require_desk()
    from watcher.cli.documents.expected import expected_document
    from watcher.commands.calendar import expected

    if format_ is CalendarFormat.ICS and target is None:
        raise ConfigError("a calendar file needs a name. Give it with --out, for example --out ofsted.ics.")
    call = given(ctx, config, now, verbose)
    with call.reading() as (_, store):
        found = expected(store, london_day(call.moment()))
    if format_ is CalendarFormat.ICS and target is not None:
        from watcher.desk.ics import as_ics

        target.write_bytes(as_ics(found, call.moment()))
        err.print(f"Wrote {target}", markup=False)
        return
    for one, sentence in found:
        if format_ is CalendarFormat.JSON:
            say_json(expected_document(one, sentence))
        else:
            out.print(sentence, markup=False)
    if format_ is CalendarFormat.TEXT:
        out.print("These are statements on the past. They are not Ofsted's plan.", markup=False)
