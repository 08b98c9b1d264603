"""The commands about readers who sign up themselves, and the pages on which they do. Exit codes are those of `cli`."""

from __future__ import annotations

from typing import Annotated

import typer

from watcher.cli.options import ConfigFile, Now, Verbose, given, out, say_json

Address = Annotated[str, typer.Argument(help="A mail address.")]


def register(app: typer.Typer) -> None:
    """Add the commands of this module to the program."""
    for command in (web, consent, forget, erase):
        app.command()(command)


def web(ctx: typer.Context, config: ConfigFile = None, verbose: Verbose = 0) -> None:
    """Serve the pages on which readers sign up, choose and leave."""

    from watcher.commands import serve

    serve.web(given(ctx, config, None, verbose or 1).settings())


def consent(ctx: typer.Context, address: Address, config: ConfigFile = None, verbose: Verbose = 0) -> None:
    """Print all that is recorded about an address, as JSON."""

    from watcher.commands import subscribers

    with given(ctx, config, None, verbose).store() as (_, store):
        document = subscribers.recorded(store, address)
    say_json(document, indent=2)


def forget(
    ctx: typer.Context, address: Address, config: ConfigFile = None, now: Now = None, verbose: Verbose = 0
) -> None:
    """End all that an address follows and erase it at once. Only a fingerprint stays, to leave it alone."""
    call = given(ctx, config, now, verbose)
    with call.store() as (_, store):
        known = store.erasure.forget(address, call.moment())
    out.print("forgotten" if known else "nothing was recorded about this address")


def erase(ctx: typer.Context, config: ConfigFile = None, now: Now = None, verbose: Verbose = 0) -> None:
    """Forget what is due: addresses 28 days after leaving, sign-ups never confirmed, the texts of old mails."""
    call = given(ctx, config, now, verbose)
    with call.store() as (_, store):
        erased = store.erasure.erase_due(call.moment())
    out.print(f"{erased} address{'' if erased == 1 else 'es'} erased")
