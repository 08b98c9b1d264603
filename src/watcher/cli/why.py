"""`watcher why`: everything on record about one change. Exit codes are those of `cli.main`."""

from __future__ import annotations

from typing import Annotated

import typer

from watcher.cli.options import AsJson, ConfigFile, Verbose, given, out, say_json


def register(app: typer.Typer) -> None:
    """Add the command of this module to the program."""
    app.command()(why)


def why(
    ctx: typer.Context,
    id_: Annotated[str, typer.Argument(metavar="CHANGE", help="The id of a change, or its first characters.")],
    as_json: AsJson = False,
    config: ConfigFile = None,
    verbose: Verbose = 0,
) -> None:
    """Show why a change was recorded, and who got it.

    It shows the saved bytes, both readings, the rules, and what was on record before.
    """
    from watcher.cli.documents.why import why_document
    from watcher.cli.screens.why import show_why
    from watcher.commands.why import explain, rules_of

    with given(ctx, config, None, verbose).reading() as (_, store):
        evidence = explain(store, id_)
    document = why_document(evidence, rules_of(evidence))
    say_json(document) if as_json else show_why(out, document)
