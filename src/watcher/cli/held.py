"""The commands for held changes and for corrections. `cli.main` lists the exit codes."""

from __future__ import annotations

import getpass
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from watcher.cli.options import FAILED, OK, AsJson, ConfigFile, Force, Now, Verbose, given, out, say_json
from watcher.model.errors import ConfigError

if TYPE_CHECKING:
    from watcher.model.change import Change
    from watcher.store import Store

held = typer.Typer(help="List, release or reject held changes.")

Id = Annotated[str, typer.Argument(metavar="ID", help="The id of a held change, or its first characters.")]
By = Annotated[str | None, typer.Option(help="Who decides. Your login name by default.", show_default=False)]
NAMED_AT_MOST = 5


def register(app: typer.Typer) -> None:
    """Add the commands of this module to the program."""
    app.add_typer(held, name="held")
    app.command()(correct)


@held.callback(invoke_without_command=True)
def list_(ctx: typer.Context, as_json: AsJson = False, config: ConfigFile = None, verbose: Verbose = 0) -> None:
    """List what is held: reports whose grades could not be checked, and edits that changed a grade word."""

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
    """Show one held change, and what you can do."""

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
    why: Annotated[str, typer.Option(help="What you checked. Kept with the decision.")] = "",
    by: By = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what readers would get, and do nothing.")] = False,
    config: ConfigFile = None,
    now: Now = None,
    force: Force = False,
    verbose: Verbose = 0,
) -> None:
    """Confirm that the reading is right. Readers get it with the next emails."""

    from watcher.cli.screens import held as screens_held
    from watcher.commands.held import release as release_held
    from watcher.model.held import Ruling, RulingVerdict, chosen

    call = given(ctx, config, now, verbose, force)
    with call.store() as (_, store):
        ruling = Ruling(RulingVerdict.RELEASED, _by(by), why, call.moment())
        change = release_held(store, chosen(id_, store.held.waiting()), ruling, dry_run=dry_run)
    screens_held.say_told(out, change, dry_run=dry_run)


@held.command()
def reject(
    ctx: typer.Context,
    id_: Id,
    why: Annotated[str, typer.Option(help="What is wrong. Kept with the decision.")],
    by: By = None,
    config: ConfigFile = None,
    now: Now = None,
    force: Force = False,
    verbose: Verbose = 0,
) -> None:
    """Discard a held change. Readers don't get it, and you get no more reminders."""

    from watcher.commands.held import reject as reject_held
    from watcher.model.held import Ruling, RulingVerdict, chosen

    call = given(ctx, config, now, verbose, force)
    with call.store() as (_, store):
        one = chosen(id_, store.held.waiting())
        reject_held(store, one, Ruling(RulingVerdict.REJECTED, _by(by), why, call.moment()))
    out.print(f"Rejected {one.change.id}.", markup=False)


@held.command()
def read(
    ctx: typer.Context,
    id_: Annotated[
        str | None, typer.Argument(metavar="[ID]", help="The id of a held report, or its first characters.")
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="Read every held report again.")] = False,
    by: By = None,
    config: ConfigFile = None,
    now: Now = None,
    force: Force = False,
    verbose: Verbose = 0,
) -> None:
    """Read held reports again from the saved files.

    Do this after an upgrade. Exit 1 if one stays held.

    --all also reads older documents again that could not be read for certain. They are recorded, and nobody is emailed.
    """

    from watcher.cli.screens import held as screens_held
    from watcher.commands.held import read_kept
    from watcher.commands.older import read_older
    from watcher.model.held import chosen

    call = given(ctx, config, now, verbose, force)
    if (id_ is None) is not everything:
        raise ConfigError("Give the id of one held report, or --all. `watcher held` lists them.")
    with call.store() as (settings, store):
        wanted = [chosen(id_, store.held.waiting())] if id_ is not None else store.held.waiting()
        results = read_kept(settings, store, wanted, _by(by), call.moment())
        older = read_older(settings, store, call.moment()) if everything else None
    screens_held.say_read(out, results)
    if older is not None:
        screens_held.say_older(out, older)
    raise typer.Exit(FAILED if any(one.change is None for one in results) else OK)


def correct(
    ctx: typer.Context,
    id_: Annotated[
        str, typer.Argument(metavar="CHANGE", help="The id of a change, or its first characters. `changes` shows it.")
    ],
    text: Annotated[
        str,
        typer.Option(metavar="[FILE|-]", help="File with your text: what was wrong, what is right. - reads a pipe."),
    ],
    misread: Annotated[
        bool, typer.Option("--misread", help="Also stop using the grades read from its report.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show the email and count its readers, and do nothing.")
    ] = False,
    config: ConfigFile = None,
    now: Now = None,
    force: Force = False,
    verbose: Verbose = 0,
) -> None:
    """Correct a wrong alert.

    Everyone who got it gets an email. The alert goes to nobody else.
    """

    from watcher.cli.screens import held as screens_held
    from watcher.commands import corrections

    call = given(ctx, config, now, verbose, force)
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
        why = f"matches several changes ({', '.join(found)})" if found else "does not match any change"
        raise ConfigError(f"{beginning[:80]!r} {why}. `watcher changes --json` shows the full ids.")
    return change


def _words(text: str) -> str:
    try:
        return sys.stdin.read() if text == "-" else Path(text).read_text(encoding="utf-8")
    except OSError as error:
        raise ConfigError(f"Can't read the correction in {text}: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"Can't read the correction in {text}: it is not UTF-8. Save it as UTF-8.") from error


def _by(given_name: str | None) -> str:
    if given_name:
        return given_name
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "unknown"
