"""The command for the coverage of a report. `cli.main` lists the exit codes."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from watcher.cli.desk import What, require_desk
from watcher.cli.options import ConfigFile, Verbose, err, given, out, say_json


class CoverageFormat(StrEnum):
    TEXT = "text"
    CSV = "csv"
    JSON = "json"


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    app.command()(coverage)


def coverage(
    ctx: typer.Context,
    what: What,
    format_: Annotated[CoverageFormat, typer.Option("--format", help="How to write it.")] = CoverageFormat.TEXT,
    target: Annotated[Path | None, typer.Option("--out", help="Write to this file.")] = None,
    config: ConfigFile = None,
    verbose: Verbose = 0,
) -> None:
    """List who wrote about a report, and how long after it.

    It also shows what the record does not support.
    """
    require_desk()
    from watcher.cli.documents.coverage import coverage_document
    from watcher.commands.desk import gathered_of
    from watcher.desk.coverage_table import coverage_csv
    from watcher.desk.gather import coverage_of

    with given(ctx, config, None, verbose).reading() as (settings, store):
        rows = coverage_of(gathered_of(settings, store, what, pdfs=False))
    if format_ is CoverageFormat.CSV:
        _put(coverage_csv(rows), target)
        return
    if not rows and format_ is CoverageFormat.TEXT:
        out.print("We have found nothing that anyone wrote about this report.")
    for one in rows:
        if format_ is CoverageFormat.JSON:
            say_json(coverage_document(one))
        else:
            lag = "no date" if one.lag is None else f"{one.day}, {one.lag} days after"
            out.print(f"{one.outlet} ({lag}): {one.title}\n    {one.url}", markup=False)
            for why in one.disputed:
                out.print(f"    disputed: {why}", markup=False)


def _put(text: str, target: Path | None) -> None:
    if target is None:
        out.file.write(text)
    else:
        target.write_text(text, encoding="utf-8")
        err.print(f"Wrote {target}", markup=False)
