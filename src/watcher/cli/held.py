"""The commands for what waits for the operator, and for taking back what was told. Exit codes are those of `cli`."""

from __future__ import annotations

import getpass
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from watcher.cli.options import FAILED, OK, AsJson, ConfigFile, Now, Verbose, given, out, say_json
from watcher.model.errors import ConfigError

if TYPE_CHECKING:
    from watcher.model.change import Change
    from watcher.store import Store

held = typer.Typer(help="What waits for you to release or reject; alone it lists them.")

Id = Annotated[str, typer.Argument(metavar="ID", help="The id of a held change, or its beginning.")]
By = Annotated[str | None, typer.Option(help="Who decides; your login name unless given.", show_default=False)]
NAMED_AT_MOST = 5


def register(app: typer.Typer) -> None:
    """Add the commands of this module to the program."""
    app.add_typer(held, name="held")
    app.command()(correct)


@held.callback(invoke_without_command=True)
def list_(ctx: typer.Context, as_json: AsJson = False, config: ConfigFile = None, verbose: Verbose = 0) -> None:
    """What is held: reports without their grades, edits that moved a grade word."""

    from watcher.cli.documents.held import held_document
    from watcher.cli.screens import held as screens_held

    call = given(ctx, config, None, verbose)
    if ctx.invoked_subcommand is not None:
        return
    with call.store() as (_, store):
        found = store.held.waiting()
    if as_json:
        for one in found:
            say_json(held_document(one))
    else:
        screens_held.show_held(out, found)


@held.command()
def show(ctx: typer.Context, id_: Id, as_json: AsJson = False, config: ConfigFile = None, verbose: Verbose = 0) -> None:
    """All that is known of one: what was read, what is wrong with it, what can be done."""

    from watcher.cli.documents.held import held_document
    from watcher.cli.screens import held as screens_held
    from watcher.model.held import chosen

    with given(ctx, config, None, verbose).store() as (_, store):
        one = chosen(id_, store.held.waiting())
    if as_json:
        say_json(held_document(one))
    else:
        screens_held.show_one(out, one)


@held.command()
def release(
    ctx: typer.Context,
    id_: Id,
    why: Annotated[str, typer.Option(help="What you looked at; kept with the ruling.")] = "",
    by: By = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what readers would be told.")] = False,
    config: ConfigFile = None,
    now: Now = None,
    verbose: Verbose = 0,
) -> None:
    """You have looked, and what was read is right: tell readers with the next mails."""

    from watcher.cli.screens import held as screens_held
    from watcher.commands.held import release as release_held
    from watcher.model.held import Ruling, RulingVerdict, chosen

    call = given(ctx, config, now, verbose)
    with call.store() as (_, store):
        ruling = Ruling(RulingVerdict.RELEASED, _by(by), why, call.moment())
        change = release_held(store, chosen(id_, store.held.waiting()), ruling, dry_run=dry_run)
    screens_held.say_told(out, change, dry_run=dry_run)


@held.command()
def reject(
    ctx: typer.Context,
    id_: Id,
    why: Annotated[str, typer.Option(help="What is wrong; kept with the ruling.")],
    by: By = None,
    config: ConfigFile = None,
    now: Now = None,
    verbose: Verbose = 0,
) -> None:
    """Nothing of it is to be told: readers hear no more of it, and you are not reminded."""

    from watcher.commands.held import reject as reject_held
    from watcher.model.held import Ruling, RulingVerdict, chosen

    call = given(ctx, config, now, verbose)
    with call.store() as (_, store):
        one = chosen(id_, store.held.waiting())
        reject_held(store, one, Ruling(RulingVerdict.REJECTED, _by(by), why, call.moment()))
    out.print(f"{one.change.id} is rejected", markup=False)


@held.command()
def read(
    ctx: typer.Context,
    id_: Annotated[
        str | None, typer.Argument(metavar="[ID]", help="A held report, by its id or its beginning.")
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="Every held report.")] = False,
    by: By = None,
    config: ConfigFile = None,
    now: Now = None,
    verbose: Verbose = 0,
) -> None:
    """Read reports once more from the files that are kept, as after an upgrade. Exit 1 when one stays held."""

    from watcher.cli.screens import held as screens_held
    from watcher.commands.held import read_kept
    from watcher.model.held import chosen

    call = given(ctx, config, now, verbose)
    if (id_ is None) is not everything:
        raise ConfigError("name one held report, or give --all")
    with call.store() as (settings, store):
        wanted = [chosen(id_, store.held.waiting())] if id_ is not None else store.held.waiting()
        results = read_kept(settings, store, wanted, _by(by), call.moment())
    screens_held.say_read(out, results)
    raise typer.Exit(FAILED if any(one.change is None for one in results) else OK)


def correct(
    ctx: typer.Context,
    id_: Annotated[
        str, typer.Argument(metavar="CHANGE", help="The id of a change or its beginning, as `changes` shows it.")
    ],
    text: Annotated[str, typer.Option(metavar="[FILE|-]", help="What was wrong and what is right; - reads a pipe.")],
    misread: Annotated[
        bool, typer.Option("--misread", help="Believe the grades read from its report no more.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show the mail and count its readers.")] = False,
    config: ConfigFile = None,
    now: Now = None,
    verbose: Verbose = 0,
) -> None:
    """Take back a wrong alert: one mail to exactly those who were told, and nobody else is told it any more."""

    from watcher.cli.screens import held as screens_held
    from watcher.commands import corrections

    call = given(ctx, config, now, verbose)
    words = _words(text)
    with call.store() as (settings, store):
        change = _change(store, id_)
        if dry_run:
            done = corrections.correction_ahead(settings, store, change, words, call.moment())
        else:
            done = corrections.correct(settings, store, change, words, call.moment(), misread=misread)
    screens_held.say_corrected(out, done, dry_run=dry_run)


def _change(store: Store, beginning: str) -> Change:
    found = store.changes.ids(beginning, NAMED_AT_MOST) if beginning else []
    change = store.changes.find(found[0]) if len(found) == 1 else None
    if change is None:
        many = f"begins the ids of several changes ({', '.join(found)})" if found else "is the id of no change"
        raise ConfigError(f"{beginning[:80]!r} {many}; `watcher changes --json` shows them whole")
    return change


def _words(text: str) -> str:
    try:
        return sys.stdin.read() if text == "-" else Path(text).read_text(encoding="utf-8")
    except OSError as error:
        raise ConfigError(f"the correction in {text} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"the correction in {text} cannot be read: it is not UTF-8; save it as such") from error


def _by(given_name: str | None) -> str:
    if given_name:
        return given_name
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "unknown"
