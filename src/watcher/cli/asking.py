"""The commands that ask the record a question. `cli.main` lists the exit codes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated

import typer

from watcher.cli.made import (
    AsOf,
    Authorities,
    Out,
    Regions,
    Since,
    counted_progress,
    hand_over,
    hand_over_screen,
    known_by,
    words_of,
)
from watcher.cli.options import AsJson, ConfigFile, Verbose, err, given, out, say_json
from watcher.desk.formats import Others, PictureFormat

if TYPE_CHECKING:
    from watcher.desk.record_timeline import CouncilTimeline


def register(app: typer.Typer) -> None:
    """Add the commands of this module to the program."""
    for command in (find, compare, themes, timeline):
        app.command()(command)


def find(
    ctx: typer.Context,
    text: Annotated[str, typer.Argument(help='What to search for, such as "private fostering": a phrase.')],
    authority: Authorities = None,
    region: Regions = None,
    since: Since = None,
    judgement: Annotated[
        list[str] | None,
        typer.Option(metavar="ID", help="Only in this judgement's section, such as care_leavers. May be repeated."),
    ] = None,
    last: Annotated[
        int | None, typer.Option(min=1, help="Search only this many of each council's newest inspection reports.")
    ] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="Show at most this many, newest first.")] = None,
    as_json: AsJson = False,
    config: ConfigFile = None,
    verbose: Verbose = 0,
) -> None:
    """Find what reports and letters say, newest first.

    Words count by their stems: "private fostering" also finds "privately fostered". Several phrases, each in double
    quotes, must all stand in one paragraph. Held documents are never found.
    """
    from watcher.cli.documents.record import hit_document
    from watcher.cli.screens.record import show_hits, show_silent
    from watcher.commands.record import AskedRecord, FindWanted
    from watcher.model.report import JudgementId
    from watcher.model.search import query_of

    query = query_of(text)
    with given(ctx, config, None, verbose).store() as (_, store):
        record = AskedRecord(store)
        topics = [one.value for one in words_of(judgement, JudgementId, "--judgement")]
        wanted = FindWanted(record.chosen(authority or (), region or ()), since, topics, last, limit)
        with counted_progress("Indexing what was read since the last search") as progress:
            hits, silent = record.find(query, wanted, progress)
    if as_json:
        for hit in hits:
            say_json(hit_document(hit))
        show_silent(err, silent, in_sections=bool(topics))
    else:
        show_hits(out, hits, silent, in_sections=bool(topics))


def compare(
    ctx: typer.Context,
    authority: Annotated[str, typer.Argument(help='A council, or a whole region such as "East Midlands".')],
    others: Annotated[Others, typer.Option("--with", help="With its region, or its statistical neighbours.")] = (
        Others.REGION
    ),
    as_of: AsOf = None,
    as_json: AsJson = False,
    to: Out = None,
    config: ConfigFile = None,
    verbose: Verbose = 0,
) -> None:
    """Compare a council with others.

    Shows who is good or better and since when, with a sentence for each judgement.

    If we can't be certain of a sentence, it says why.
    """
    from watcher.cli.documents.record import comparison_document
    from watcher.cli.screens.record import show_comparison
    from watcher.commands.record import AskedRecord

    call = given(ctx, config, None, verbose)
    with call.reading() as (_, store):
        compared = AskedRecord(store).compare(authority, others, known_by(as_of, call.moment()))
    hand_over_screen(
        lambda console: show_comparison(console, compared), [comparison_document(compared)] if as_json else None, to
    )


def themes(
    ctx: typer.Context,
    authority: Authorities = None,
    region: Regions = None,
    since: Since = None,
    as_of: AsOf = None,
    theme: Annotated[
        list[str] | None,
        typer.Option(help="Only this theme, such as sufficiency; alone, with its items. May be repeated."),
    ] = None,
    as_json: AsJson = False,
    to: Out = None,
    config: ConfigFile = None,
    verbose: Verbose = 0,
) -> None:
    """Count the themes of what must improve.

    Shows how often, where, and whether again.

    With --as-of, only the report of each council that stood on that day counts.
    """
    from watcher.cli.documents.record import theme_document
    from watcher.cli.screens.record import show_themes
    from watcher.commands.record import AskedRecord
    from watcher.desk.record_tables import Selection

    call = given(ctx, config, None, verbose)
    known_by(as_of, call.moment())
    with call.reading() as (_, store):
        record = AskedRecord(store)
        selection = Selection(record.chosen(authority or (), region or ()), since, as_of)
        counts = record.themes(selection, theme or ())
    lines = [theme_document(one) for one in counts] if as_json else None
    hand_over_screen(lambda console: show_themes(console, counts), lines, to)


def timeline(
    ctx: typer.Context,
    authority: Annotated[str, typer.Argument(help="A council: its name or URN.")],
    format_: Annotated[PictureFormat, typer.Option("--format", help="How to write it.")] = PictureFormat.TEXT,
    as_of: AsOf = None,
    to: Out = None,
    config: ConfigFile = None,
    verbose: Verbose = 0,
) -> None:
    """Show every judgement of a council over the years.

    Visits and letters are in it too, as text or as a picture.

    The alternative text of a picture is in the SVG, and goes to standard error.
    """
    from watcher.commands.record import AskedRecord
    from watcher.desk.record_timeline import alternative_text

    call = given(ctx, config, None, verbose)
    with call.reading() as (_, store):
        found = AskedRecord(store).timeline(authority, known_by(as_of, call.moment()))
    if format_ in (PictureFormat.SVG, PictureFormat.PNG):
        err.print(f"Alternative text: {alternative_text(found)}", markup=False)
    hand_over(_drawn(found, format_), to, is_text=format_ is not PictureFormat.PNG)


def _drawn(found: CouncilTimeline, format_: PictureFormat) -> bytes:
    from watcher.cli.documents.record import timeline_document
    from watcher.desk.record_timeline import lines_of
    from watcher.desk.timeline_picture import png, svg

    match format_:
        case PictureFormat.SVG:
            return svg(found).encode()
        case PictureFormat.PNG:
            return png(found)
        case PictureFormat.JSON:
            return f"{json.dumps(timeline_document(found), ensure_ascii=False)}\n".encode()
        case PictureFormat.TEXT:
            lines = [found.council, *lines_of(found), *found.notes]
            return "".join(f"{line}\n" for line in lines).encode()
