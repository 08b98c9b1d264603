"""The commands for subscribers whom you add or remove yourself. `cli/main.py` lists the exit codes."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from watcher.cli.options import FAILED, OK, AsJson, ConfigFile, Force, Now, Verbose, err, given, out, say_json
from watcher.model.interest import USUAL_INTERESTS, Interest, interests
from watcher.model.subscription import Frequency

subscribers = typer.Typer(help="List subscribers and what they follow. Import and export lists of them.")
LARGEST_READ = 10_000_001

FrequencyOption = Annotated[
    Frequency | None, typer.Option(help="How often to write. A new subscription is daily.", show_default=False)
]
Kinds = Annotated[
    str | None,
    typer.Option(
        metavar="KIND,…",
        help=f"Which news. Choose from {', '.join(Interest)}. A new subscription has {', '.join(USUAL_INTERESTS)}.",
        show_default=False,
    ),
]
Again = Annotated[
    str | None,
    typer.Option(metavar="REASON", help="How you know that the owner agrees, if they unsubscribed or bounced before."),
]


Address = Annotated[str, typer.Argument(help="An email address.")]


def register(app: typer.Typer) -> None:
    """Add the commands of this module to the program."""
    for command in (subscribe, unsubscribe):
        app.command()(command)
    app.add_typer(subscribers, name="subscribers")


def subscribe(
    ctx: typer.Context,
    address: Address,
    topic: Annotated[
        list[str],
        typer.Option(
            help='An authority, "region:East Midlands", TYPE/URN, "search:WORDS", "own posts" or all. Can be repeated.'
        ),
    ],
    frequency: FrequencyOption = None,
    kinds: Kinds = None,
    each_item: Annotated[
        bool | None,
        typer.Option("--each-item/--one-mail", help="Send each story in its own email.", show_default=False),
    ] = None,
    quiet: Annotated[
        bool | None, typer.Option("--quiet/--no-quiet", help="Email weekly even without news.", show_default=False)
    ] = None,
    again: Again = None,
    config: ConfigFile = None,
    now: Now = None,
    force: Force = False,
    verbose: Verbose = 0,
) -> None:
    """Subscribe someone who asked you to.

    If they follow the topic already, only the options that you give change.
    """
    from watcher.commands import subscribers as subscriber_commands

    call = given(ctx, config, now, verbose, force)
    with call.store() as (_, store):
        made = subscriber_commands.subscribe(
            store,
            address,
            topic,
            frequency,
            call.moment(),
            interests=interests(kinds) if kinds else None,
            one_mail_an_item=each_item,
            all_quiet=quiet,
            again=again,
        )
        for line in made:
            out.print(line, markup=False)


def unsubscribe(
    ctx: typer.Context,
    address: Address,
    topic: Annotated[str | None, typer.Option(help="End only this topic. By default, all.")] = None,
    config: ConfigFile = None,
    now: Now = None,
    force: Force = False,
    verbose: Verbose = 0,
) -> None:
    """End one or all subscriptions of an address. Exit 1 if it doesn't follow that."""
    from watcher.commands import subscribers as subscriber_commands

    call = given(ctx, config, now, verbose, force)
    with call.store() as (_, store):
        ended = subscriber_commands.unsubscribe(store, address, topic, call.moment())
    out.print(f"{ended} subscription{'' if ended == 1 else 's'} ended")


@subscribers.callback(invoke_without_command=True)
def list_(
    ctx: typer.Context, as_json: AsJson = False, config: ConfigFile = None, now: Now = None, verbose: Verbose = 0
) -> None:
    """List subscribers, what they follow, and any doubts about their addresses. Import and export lists of them.

    Each email that comes back without proof of a dead address counts as a doubt, and fades. Enough of them over two
    weeks or more stop the address.
    """
    from watcher.cli.documents.subscription import subscription_document
    from watcher.cli.screens import readers
    from watcher.cli.screens import subscribers as screens

    call = given(ctx, config, now, verbose)
    if ctx.invoked_subcommand is not None:
        return
    with call.store() as (_, store):
        found, doubts = store.subscribers.subscriptions(active_only=True), store.doubts.of_addresses(call.moment())
    if not as_json:
        screens.show_subscribers(out, found, readers.doubt_words(doubts, call.moment()))
    for one in found if as_json else ():
        say_json(subscription_document(one) | readers.doubt_document(doubts.get(one.address, ()), call.moment()))


@subscribers.command("import")
def import_(
    ctx: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE|-", help="CSV, or one address a line. - reads a pipe.")],
    topic: Annotated[
        list[str] | None, typer.Option(help="What they follow, if the list has no column `topics`. Can be repeated.")
    ] = None,
    frequency: FrequencyOption = None,
    kinds: Kinds = None,
    consent: Annotated[
        str, typer.Option(metavar="WORDS", help="How you know that they agreed, if the list has no column `consent`.")
    ] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would happen, and change nothing.")] = False,
    as_json: AsJson = False,
    config: ConfigFile = None,
    now: Now = None,
    force: Force = False,
    verbose: Verbose = 0,
) -> None:
    """Subscribe everybody on a list. Exit 1 if a line can't be used; all others are imported.

    Whoever left stays left, and nobody's choices change.
    """
    from watcher.cli.documents.subscription import import_documents
    from watcher.cli.screens import subscribers as screens
    from watcher.commands import reader_lists

    call = given(ctx, config, now, verbose, force)
    data = sys.stdin.buffer.read(LARGEST_READ) if file == "-" else reader_lists.list_bytes(Path(file))
    source = "standard input" if file == "-" else Path(file).name
    defaults = reader_lists.list_defaults(topic or (), frequency, kinds, consent, source)
    with call.store() as (_, store):
        done = reader_lists.import_list(store, data, defaults, call.moment(), dry_run=dry_run)
    if as_json:
        for document in import_documents(done):
            say_json(document)
    else:
        screens.say_imported(out, err, done, dry_run=dry_run)
    raise typer.Exit(FAILED if done.refused else OK)


@subscribers.command()
def export(
    ctx: typer.Context,
    to: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Write to this file, which only you can read.")
    ] = None,
    config: ConfigFile = None,
    verbose: Verbose = 0,
) -> None:
    """Write all subscribers as CSV.

    It has their choices and consent. `import` reads it.
    """
    from watcher.commands import reader_lists

    with given(ctx, config, None, verbose).store() as (_, store):
        text = reader_lists.exported(store)
    if to is None:
        sys.stdout.write(text.replace("\r\n", "\n"))
    else:
        reader_lists.write_private(to, text)


@subscribers.command()
def move(
    ctx: typer.Context,
    old: Annotated[str, typer.Argument(metavar="OLD", help="The old address.")],
    new: Annotated[str, typer.Argument(metavar="NEW", help="The new address.")],
    consent: Annotated[
        str, typer.Option(metavar="WORDS", help="How you know that the owner wants this.")
    ] = "moved by the operator",
    again: Again = None,
    config: ConfigFile = None,
    now: Now = None,
    force: Force = False,
    verbose: Verbose = 0,
) -> None:
    """Give a reader another address.

    Everything they follow, chose and agreed to moves along. Nothing is sent twice.
    """
    from watcher.cli.screens import subscribers as screens
    from watcher.commands import reader_lists

    call = given(ctx, config, now, verbose, force)
    with call.store() as (settings, store):
        moved = reader_lists.move(settings, store, old, new, call.moment(), consent=consent, again=again)
    screens.say_moved(out, old, new, moved)
