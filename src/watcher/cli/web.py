"""The commands for the sign-up pages and for readers' personal data. `cli.main` lists the exit codes."""

from __future__ import annotations

from typing import Annotated

import typer

from watcher.cli.options import ConfigFile, Force, Now, Verbose, given, out, say_json

Address = Annotated[str, typer.Argument(help="An email address.")]


def register(app: typer.Typer) -> None:
    """Add the commands of this module to the program."""
    for command in (web, consent, forget, erase):
        app.command()(command)


def web(ctx: typer.Context, config: ConfigFile = None, verbose: Verbose = 0) -> None:
    """Serve the web pages for readers.

    There they sign up, change what they follow, and unsubscribe.
    """

    from watcher.commands import serve

    serve.web(given(ctx, config, None, verbose or 1).settings())


def consent(ctx: typer.Context, address: Address, config: ConfigFile = None, verbose: Verbose = 0) -> None:
    """Print everything recorded about an address, as JSON."""

    from watcher.commands import subscribers

    with given(ctx, config, None, verbose).store() as (_, store):
        document = subscribers.recorded(store, address)
    say_json(document, indent=2)


def forget(
    ctx: typer.Context,
    address: Address,
    config: ConfigFile = None,
    now: Now = None,
    force: Force = False,
    verbose: Verbose = 0,
) -> None:
    """Erase an address and its subscriptions now. Only a fingerprint stays, so that we never write to it again."""
    call = given(ctx, config, now, verbose, force)
    with call.store() as (_, store):
        known = store.erasure.forget(address, call.moment())
    out.print("Erased." if known else "Nothing is recorded about this address.")


def erase(
    ctx: typer.Context, config: ConfigFile = None, now: Now = None, force: Force = False, verbose: Verbose = 0
) -> None:
    """Erase the personal data that is due.

    It erases addresses 28 days after leaving, unconfirmed sign-ups, and the text of old emails.

    Every run does this too. If much of a SQLite database is then unused, its file shrinks; runs do that once a week.
    """
    call = given(ctx, config, now, verbose, force)
    with call.store() as (_, store):
        erased = store.erasure.erase_due(call.moment())
        given_back = store.upkeep.tidy(call.moment())
    out.print(f"{erased} address{'' if erased == 1 else 'es'} erased")
    if given_back:
        out.print(f"{given_back / 1e6:.1f} MB given back to the disk")
