"""The commands that back a deployment up and bring it back. Exit codes are those of `cli`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from watcher.cli.options import ConfigFile, Verbose, given, out
from watcher.model.text import moment

_SERVER = (
    "The database is on a server and is not in the backup: copy it with pg_dump at the same time. "
    "The configuration, the kept files and the keys are in it."
)


def register(app: typer.Typer) -> None:
    """Add the commands of this module to the program."""
    for command in (backup, restore):
        app.command()(command)


def backup(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(help="The backup to write, such as watcher-2026-01-31.backup.")],
    config: ConfigFile = None,
    verbose: Verbose = 0,
) -> None:
    """Back up everything into one file.

    The file has the configuration, database, kept files and keys. You can back up while the program runs.

    Only its owner can read the file: it holds the keys that sign readers' links. Passwords are not in it.
    """
    from watcher.commands.backup import back_up

    call = given(ctx, config, None, verbose)
    done = back_up(call.settings(), call.config, file, call.moment())
    out.print(f"Wrote {done.path}: {done.files} files, {done.size / 1_000_000:.1f} MB", markup=False)
    if not done.database:
        out.print(_SERVER)


def restore(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(help="A backup that `watcher backup` wrote.")],
    into: Annotated[Path, typer.Option("--into", help="An empty folder. Created if missing.")] = Path(),
    verbose: Verbose = 0,
) -> None:
    """Restore a backup into an empty folder.

    It first checks every file, the schema and the number of rows.

    Mail that waited when the backup was made may have been sent since. It waits for your word, and so does the mail
    of the first run: `watcher outbox list` shows it, `watcher outbox retry` sends it.
    """
    from watcher.commands.backup import restore as bring_back

    done = bring_back(file, into, given(ctx, None, None, verbose).moment())
    out.print(
        f"restored {done.files} files into {done.folder}. It knows everything up to {moment(done.known_until)}.",
        markup=False,
    )
    if done.database:
        waiting = f"{done.waiting} {'email waits' if done.waiting == 1 else 'emails wait'}"
        out.print(f"{waiting} for your word, and so will those of the first run: see `watcher outbox list`.")
    else:
        out.print(_SERVER)
