"""The command that reads single news articles. Exit codes are those of `cli`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any

import typer

from watcher.cli.options import FAILED, OK, AsJson, ConfigFile, Now, Verbose, given, out, say_json
from watcher.model.text import clean, london_day

if TYPE_CHECKING:
    from rich.console import Console

_LINE = 300
_PARAGRAPH = 5000


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    app.command()(article)


def article(
    ctx: typer.Context,
    places: Annotated[list[str], typer.Argument(metavar="FILE|URL", help="Saved pages, or web addresses to fetch.")],
    as_json: AsJson = False,
    config: ConfigFile = None,
    now: Now = None,
    verbose: Verbose = 0,
) -> None:
    """Read news articles that you saved.

    Prints title, date, text, quotations and links to Ofsted. Exit 1 if one can't be read.
    """

    from watcher.cli.documents.article import article_document
    from watcher.commands.article import read_articles
    from watcher.settings import Settings

    call = given(ctx, config, now, verbose)
    today = london_day(call.moment())
    settings = call.settings() if config or call.config.is_file() else Settings()
    failed = False
    for where, read in read_articles(places, today, settings):
        document = article_document(where, read)
        failed = failed or "error" in document
        if as_json:
            say_json(document)
        else:
            say_article(out, document)
    raise typer.Exit(FAILED if failed else OK)


def say_article(console: Console, document: Mapping[str, Any]) -> None:
    """Print one article for a person; `document` is what `article --json` prints."""

    from rich.text import Text

    console.print(Text(clean(str(document.get("url") or document.get("file")), _LINE), style="bold"))
    if "error" in document:
        console.print(f"  not read: {clean(document['error'], _LINE)}", markup=False)
        return
    console.print(Text(f"  {clean(document['title'], _LINE)}", style="bold"))
    console.print(f"  {document['published'] or 'no date'} ({document['published_basis']})", markup=False)
    for line in document["text"].splitlines():
        console.print(f"  {clean(line, _PARAGRAPH)}", markup=False)
    for said in document["quotations"]:
        who = ", ".join(clean(part, _LINE) for part in (said["speaker"], said["role"]) if part)
        console.print(f"  quoted: “{clean(said['text'], _LINE)}” {who or '(no speaker named)'}", markup=False)
    for link in document["links"]:
        console.print(f"  link: {clean(link, _LINE)}", markup=False)
