"""`watcher readmit` for readers who were stopped because email came back, and `watcher revoke-links`.

`cli/main.py` lists the exit codes.
"""

from __future__ import annotations

from typing import Annotated

import typer

from watcher.cli.options import AsJson, ConfigFile, Force, Now, Verbose, given, out, say_json


def register(app: typer.Typer) -> None:
    """Add the commands of this module to the program."""
    app.command()(readmit)
    app.command("revoke-links")(revoke_links)


def readmit(
    ctx: typer.Context,
    addresses: Annotated[
        list[str] | None, typer.Argument(metavar="[ADDRESS…]", help="Readers who get emails again, as before.")
    ] = None,
    everybody: Annotated[bool, typer.Option("--all", help="Readmit all who are listed.")] = False,
    keep_stopped: Annotated[
        bool, typer.Option("--keep-stopped", help="Keep these readers stopped, and stop listing them.")
    ] = False,
    as_json: AsJson = False,
    config: ConfigFile = None,
    now: Now = None,
    force: Force = False,
    verbose: Verbose = 0,
) -> None:
    """List readers stopped without proof, or readmit them.

    A mail server rejected their emails in words that don't prove the address dead.

    Without an address, it lists them. With addresses, they get back what they followed, and the emails that waited.
    """
    from watcher.cli.screens import readers
    from watcher.commands import refusals

    call = given(ctx, config, now, verbose, force)
    with call.store() as (_, store):
        found = refusals.doubtful_stops(store)
        chosen = [one.address for one in found] if everybody else addresses or []
        if keep_stopped:
            refusals.confirm_stops(store, chosen)
        resumed = {} if keep_stopped else refusals.readmit(store, chosen, call.moment())
        refusals.report_refusals(store, call.moment())
    if keep_stopped:
        out.print(f"{len(chosen)} kept stopped", markup=False)
    elif chosen or everybody:
        readers.say_readmitted(out, resumed)
    elif as_json:
        for one in found:
            say_json({"address": one.address, "said": one.said, "since": one.since.isoformat()})
    else:
        readers.show_doubtful_stops(out, found)


def revoke_links(
    ctx: typer.Context,
    address: Annotated[str, typer.Argument(help="A reader whose emails somebody else may have.")],
    config: ConfigFile = None,
    verbose: Verbose = 0,
) -> None:
    """End the links that change a reader's choices.

    Links to unsubscribe still work. Exit 1 if the address is not a subscriber.
    """
    from watcher.commands import refusals

    with given(ctx, config, None, verbose).store() as (_, store):
        refusals.revoke_links(store, address)
    out.print(f"Earlier links of {address} no longer work. Each new email has a new one.", markup=False)
