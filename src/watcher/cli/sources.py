"""The commands for news sites: `source list`, `add` and `test`, and `record`. `cli.main` lists the exit codes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from watcher.cli.options import FAILED, OK, ConfigFile, Now, Verbose, given, out
from watcher.model.news import Article, Headline, Tier
from watcher.model.text import clean, london_day

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from rich.console import Console
    from rich.table import Table

    from watcher.cli.options import Call
    from watcher.commands.sources import Added, Tried
    from watcher.model.news import NewsSource

_LINE = 300
_BEGINNING = 400

app = typer.Typer(name="source", help="List, add and test news sites.", no_args_is_help=True)

SourceName = Annotated[str, typer.Argument(metavar="NAME", help="The id or the full name of a source.")]


def register(program: typer.Typer) -> None:
    """Add the commands to the program."""
    program.add_typer(app)
    program.command()(record)


@app.command("list")
def list_(ctx: typer.Context, config: ConfigFile = None, verbose: Verbose = 0) -> None:
    """List all known news sites: the built-in ones and your own."""
    from watcher.commands import sources

    call = given(ctx, config, None, verbose)
    show_sources(out, *sources.sources(call.settings()))


@app.command()
def add(
    ctx: typer.Context,
    url: Annotated[str, typer.Argument(help="The address of the news page, or of a feed.")],
    name: Annotated[str, typer.Option(help="The site's name. By default, its page title.")] = "",
    id_: Annotated[str, typer.Option("--id", help="A short id. By default, made from the name.")] = "",
    authority: Annotated[
        list[str] | None, typer.Option(help="A council that publishes here, by name or URN. Can be repeated.")
    ] = None,
    tier: Annotated[Tier, typer.Option(help="Who publishes there.")] = Tier.COUNCIL,
    config: ConfigFile = None,
    now: Now = None,
    verbose: Verbose = 0,
) -> None:
    """Work out how to read a site, and add it to your own sources file."""
    from watcher.commands import sources

    call = given(ctx, config, now, verbose)
    wanted = sources.Wanted(url, name, id_, tuple(authority or ()), tier)
    show_added(out, sources.add(call.settings(), wanted, _today(call)))


@app.command()
def test(
    ctx: typer.Context,
    name: SourceName,
    items: Annotated[int, typer.Option(min=1, max=20, help="How many of the newest articles to read.")] = 3,
    config: ConfigFile = None,
    now: Now = None,
    verbose: Verbose = 0,
) -> None:
    """Fetch a source's list and its newest articles.

    Shows title, date and text. Exit 1 on failure.
    """
    from watcher.commands import sources

    call = given(ctx, config, now, verbose)
    tried = sources.try_out(call.settings(), name, _today(call), items)
    show_tried(out, tried, _today(call))
    raise typer.Exit(OK if tried.passed else FAILED)


def record(
    ctx: typer.Context,
    name: SourceName,
    into: Annotated[Path, typer.Option(metavar="DIR", help="Folder for recorded sites.")] = Path("tests/pages"),
    config: ConfigFile = None,
    now: Now = None,
    verbose: Verbose = 0,
) -> None:
    """Save pages of a source as a test, or run that test.

    It saves the list and the newest article. Exit 1 if the test fails.
    """
    from watcher.commands import sources

    call = given(ctx, config, now, verbose)
    folder, faults = sources.record(call.settings(), name, into, _today(call))
    out.print(f"{folder} {'needs your attention:' if faults else 'is read as expected.'}", markup=False)
    for fault in faults:
        out.print(f"  {clean(fault, _LINE)}", markup=False)
    raise typer.Exit(FAILED if faults else OK)


def _today(call: Call) -> date:
    return london_day(call.moment())


# --- what a person sees ---------------------------------------------------------------------------


def show_sources(console: Console, known: Mapping[str, NewsSource], own: frozenset[str]) -> None:
    """Print a row for each source; "verified" is the day on which a live test passed."""
    from rich.table import Column, Table
    from rich.text import Text

    # the user copies the id, so it must never be cut short
    table = Table(Column("id", overflow="fold"), "name", "family", "tier", "origin", "verified")
    for source in known.values():
        checked = source.verified.isoformat() if source.verified else "unverified"
        origin = "your own" if source.id in own else "built in"
        cells = (source.id, source.name, source.family, source.tier.value, origin, checked)
        table.add_row(*(Text(clean(cell, 100)) for cell in cells))
    console.print(table)


def show_added(console: Console, added: Added) -> None:
    """Print what was found, and what was written to the sources file."""
    found = added.found
    console.print(f"{found.url}\n  family: {found.family}\n  feed: {found.feed or 'none found'}", markup=False)
    for line in (*found.tried, *(f"left out: {reason}" for reason in found.listed.refused)):
        console.print(f"  {clean(line, _LINE)}", markup=False)
    console.print(_table(found.listed.headlines[:10]))
    console.print(f"Written to {added.path}:\n\n{added.lines}", markup=False)
    console.print(f"Test it now: watcher source test {added.id}", markup=False)


def show_tried(console: Console, tried: Tried, today: date) -> None:
    """Print the newest articles as they were read, and whether the source may be called verified."""
    console.print(f"{tried.source.name}: {len(tried.rows)} items listed", markup=False)
    for line in (*tried.faults, *(f"left out: {reason}" for reason in tried.refused)):
        console.print(f"  {clean(line, _LINE)}", markup=False)
    for row, read in tried.items:
        _show_item(console, row, read)
    if not tried.passed:
        console.print("Not verified. See docs/adding-a-source.md for what to check.", markup=False)
        return
    console.print(f"Verified: the list and {len(tried.items)} of its articles, as shown above.", markup=False)
    where = tried.path if tried.own else f"a copy of the source in {tried.path}"
    console.print(
        f"If they are right, add `verified = {today}` to [source.{tried.source.id}] in {where}.", markup=False
    )


def _show_item(console: Console, row: Headline, read: Article | str) -> None:
    from rich.text import Text

    console.print(Text(clean(row.url, _LINE), style="bold"))
    if isinstance(read, str):
        console.print(f"  not read: {clean(read, _LINE)}", markup=False)
        return
    dated = f"{read.published} ({read.published_basis.value})" if read.published else "date unknown"
    console.print(f"  {clean(read.title, _LINE)}\n  {dated}\n  {clean(read.text, _BEGINNING)}", markup=False)


def _table(rows: Sequence[Headline]) -> Table:
    from rich.table import Table
    from rich.text import Text

    table = Table("date", "title")
    for row in rows:
        table.add_row(row.published.isoformat() if row.published else "unknown", Text(clean(row.title, 120)))
    return table
