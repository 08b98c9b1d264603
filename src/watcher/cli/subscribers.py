"""The commands for subscribers whom you add or remove yourself. `cli/main.py` lists the exit codes."""

from __future__ import annotations

from typing import Annotated

import typer

from watcher.cli.options import ConfigFile, Force, Now, Verbose, given, out
from watcher.model.interest import USUAL_INTERESTS, Interest, interests
from watcher.model.subscription import Frequency


def register(app: typer.Typer) -> None:
    """Add the commands of this module to the program."""
    for command in (subscribe, unsubscribe, subscribers):
        app.command()(command)


def subscribe(
    ctx: typer.Context,
    address: Annotated[str, typer.Argument(help="An email address.")],
    topic: Annotated[
        list[str],
        typer.Option(help='An authority, "region:East Midlands", TYPE/URN, "own posts" or all. Can be repeated.'),
    ],
    frequency: Annotated[Frequency, typer.Option(help="How often to write.")] = Frequency.DAILY,
    kinds: Annotated[
        str, typer.Option(metavar="KIND,…", help=f"Which news. Choose from {', '.join(Interest)}.")
    ] = ",".join(USUAL_INTERESTS),
    each_item: Annotated[
        bool | None,
        typer.Option("--each-item/--one-mail", help="Send each story in its own email.", show_default=False),
    ] = None,
    quiet: Annotated[
        bool | None, typer.Option("--quiet/--no-quiet", help="Email weekly even without news.", show_default=False)
    ] = None,
    again: Annotated[
        str | None,
        typer.Option(
            metavar="REASON", help="For an address that left, complained or bounced: how you know its owner agrees."
        ),
    ] = None,
    config: ConfigFile = None,
    now: Now = None,
    force: Force = False,
    verbose: Verbose = 0,
) -> None:
    """Subscribe someone who asked you to."""
    from watcher.commands import subscribers as subscriber_commands

    call = given(ctx, config, now, verbose, force)
    with call.store() as (_, store):
        made = subscriber_commands.subscribe(
            store,
            address,
            topic,
            frequency,
            call.moment(),
            interests=interests(kinds),
            one_mail_an_item=each_item,
            all_quiet=quiet,
            again=again,
        )
        for line in made:
            out.print(line, markup=False)


def unsubscribe(
    ctx: typer.Context,
    address: Annotated[str, typer.Argument(help="An email address.")],
    topic: Annotated[str | None, typer.Option(help="End only this topic. Without it, all end.")] = None,
    config: ConfigFile = None,
    now: Now = None,
    force: Force = False,
    verbose: Verbose = 0,
) -> None:
    """End one or all subscriptions of an address."""
    from watcher.commands import subscribers as subscriber_commands

    call = given(ctx, config, now, verbose, force)
    with call.store() as (_, store):
        ended = subscriber_commands.unsubscribe(store, address, topic, call.moment())
    out.print(f"{ended} subscription{'' if ended == 1 else 's'} ended")


def subscribers(ctx: typer.Context, config: ConfigFile = None, verbose: Verbose = 0) -> None:
    """List subscribers and what they follow."""
    from watcher.cli.screens import passes

    with given(ctx, config, None, verbose).store() as (_, store):
        passes.show_subscribers(out, store.subscribers.subscriptions(active_only=True))
