"""The commands that write tables of the record, and read one. `cli.main` lists the exit codes."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from watcher.cli.made import AsOf, Authorities, Out, Regions, Since, hand_over, known_by, words_of
from watcher.cli.options import ConfigFile, Verbose, err, given, out
from watcher.desk.formats import TableFormat, TableName
from watcher.model.errors import ConfigError, WatcherError
from watcher.model.text import london_day, moment

importing = typer.Typer(help="Add the contents of a file to the record, or take them out again.")


def register(app: typer.Typer) -> None:
    """Add the commands of this module to the program."""
    app.command()(export)
    app.add_typer(importing, name="import")


def export(
    ctx: typer.Context,
    table: Annotated[TableName, typer.Argument(help="Which table.")],
    authority: Authorities = None,
    region: Regions = None,
    since: Since = None,
    as_of: AsOf = None,
    judgement: Annotated[
        list[str] | None, typer.Option(metavar="ID", help="In `judgements`: only this one. May be repeated.")
    ] = None,
    grade: Annotated[
        list[str] | None, typer.Option(metavar="GRADE", help="In `judgements`: only this grade. May be repeated.")
    ] = None,
    change: Annotated[
        list[str] | None,
        typer.Option(metavar="WORD", help="In `judgements`: only this change, such as declined. May be repeated."),
    ] = None,
    format_: Annotated[TableFormat, typer.Option("--format", help="How to write it.")] = TableFormat.CSV,
    to: Out = None,
    config: ConfigFile = None,
    verbose: Verbose = 0,
) -> None:
    """Write a table of the record.

    The tables are judgements, reports, improvements, changes, authorities and coverage.

    What the table rests on, such as "402 of 402 graded reports read, 3 held", goes to standard error.
    """
    from watcher.commands.record import AskedRecord
    from watcher.desk.record_tables import Selection
    from watcher.desk.sheets import written
    from watcher.model.change import Movement
    from watcher.model.report import Grade, JudgementId

    call = given(ctx, config, None, verbose)
    if (judgement or grade or change) and table is not TableName.JUDGEMENTS:
        raise ConfigError("--judgement, --grade and --change select rows of `export judgements` alone. Leave them out.")
    judgements_, grades = words_of(judgement, JudgementId, "--judgement"), words_of(grade, Grade, "--grade")
    moves = words_of(change, Movement, "--change")
    known_by(as_of, call.moment())
    with call.reading() as (_, store):
        record = AskedRecord(store)
        urns = record.chosen(authority or (), region or ())
        selection = Selection(urns, since, as_of, judgements_, grades, moves)
        made = record.table(table, selection, london_day(call.moment()))
    for line in made.completeness:
        err.print(line, markup=False)
    hand_over(written(made, format_), to, is_text=format_ is not TableFormat.XLSX)


@importing.command()
def judgements(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(help="A CSV file with the columns of `watcher export judgements`.")],
    config: ConfigFile = None,
    verbose: Verbose = 0,
) -> None:
    """Import judgements of earlier reports, as history.

    They are marked as imported. A report that we read ourselves replaces them. No email compares with them.
    """
    from watcher.commands.record import import_judgements

    call = given(ctx, config, None, verbose)
    with call.store() as (_, store):
        done = import_judgements(store, file, call.moment())
    left = f", {done.without_grade} {_rows(done.without_grade)} without a grade left out" if done.without_grade else ""
    what = "report" if len(done.reports) == 1 else "reports"
    out.print(f"imported {len(done.reports)} {what}{left}", markup=False)


@importing.command()
def undo(ctx: typer.Context, config: ConfigFile = None, verbose: Verbose = 0) -> None:
    """Remove the judgements of the last import. Repeat it to remove those of the one before.

    Judgements of an earlier import that it had replaced do not come back: import them again. Exit 1 if there are none.
    """
    with given(ctx, config, None, verbose).store() as (_, store):
        removed = store.record.undo_import()
    if removed is None:
        raise WatcherError("No judgements are imported. Nothing to undo.")
    count, when = removed
    out.print(f"removed {count} {'report' if count == 1 else 'reports'} imported on {moment(when)}", markup=False)


def _rows(count: int) -> str:
    return "row" if count == 1 else "rows"
