"""The commands for what was sent and for what came back. Exit codes are those of `cli`."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from watcher.cli.options import FAILED, OK, AsJson, ConfigFile, Now, Verbose, err, given, out, say_json
from watcher.model.errors import ConfigError

if TYPE_CHECKING:
    from watcher.model.mail import QueuedMail

outbox = typer.Typer(help="Mails that wait, that were sent, and that were given up.", no_args_is_help=True)

Numbers = Annotated[list[int], typer.Argument(metavar="ID…", help="Numbers of mails, as the list shows them.")]


def register(app: typer.Typer) -> None:
    """Add the commands of this module to the program."""
    app.command()(bounces)
    app.add_typer(outbox, name="outbox")


def bounces(
    ctx: typer.Context,
    mailbox: Annotated[
        str, typer.Argument(metavar="[FILE|-]", help="An mbox, a Maildir, one message; - reads a pipe.")
    ] = "-",
    config: ConfigFile = None,
    now: Now = None,
    verbose: Verbose = 0,
) -> None:
    """Read mail that came back: stop addresses that nothing reaches, and readers who complained or ask to leave.

    Exit 0 when the mailbox was read, whatever it held; 1 or 2 when it could not be. Safe to repeat: nothing in
    the mailbox is changed, and a message counts once.
    """
    from watcher.cli.screens import mail as screens_mail
    from watcher.commands.bounces import read_mailbox

    call = given(ctx, config, now, verbose)
    with call.store() as (settings, store):
        where = sys.stdin.buffer if mailbox == "-" else Path(mailbox)
        read = read_mailbox(settings, store, where, call.moment())
    screens_mail.say_bounces(out, read)


@outbox.command("list")
def list_(
    ctx: typer.Context,
    failed: Annotated[bool, typer.Option("--failed", help="Those that were given up.")] = False,
    everything: Annotated[bool, typer.Option("--all", help="Those that were sent or cancelled as well.")] = False,
    limit: Annotated[int, typer.Option(min=1, help="At most so many, the newest first.")] = 100,
    as_json: AsJson = False,
    config: ConfigFile = None,
    verbose: Verbose = 0,
) -> None:
    """The mails that wait, unless another kind is asked for."""
    from watcher.cli.screens import mail as screens_mail

    status = None if everything else "failed" if failed else "pending"
    with given(ctx, config, None, verbose).store() as (_, store):
        found = store.outbox_operator.mails(status, limit)
    if as_json:
        for mail in found:
            _say_json(mail)
    else:
        screens_mail.show_mails(out, found)


@outbox.command()
def show(
    ctx: typer.Context,
    number: Annotated[int, typer.Argument(metavar="ID", help="The number of a mail.")],
    raw: Annotated[bool, typer.Option("--raw", help="The bytes themselves, as they are sent.")] = False,
    as_json: AsJson = False,
    config: ConfigFile = None,
    verbose: Verbose = 0,
) -> None:
    """One mail: what became of it, its headers and its text."""
    from watcher.cli.screens import mail as screens_mail

    with given(ctx, config, None, verbose).store() as (_, store):
        found = store.outbox_operator.find(number)
    if found is None:
        raise ConfigError(f"there is no mail {number}; watcher outbox list --all shows the newest")
    mail, content = found
    if raw:
        sys.stdout.buffer.write(content)
    elif as_json:
        _say_json(mail)
    else:
        screens_mail.show_mail(out, mail, content)


@outbox.command()
def retry(
    ctx: typer.Context, numbers: Numbers, config: ConfigFile = None, now: Now = None, verbose: Verbose = 0
) -> None:
    """Have mails tried again with the next round of sending. Exit 1 when one of them cannot be."""
    from watcher.commands import outbox as outbox_commands

    call = given(ctx, config, now, verbose)
    with call.store() as (_, store):
        _say(outbox_commands.retry(store, numbers, call.moment()), "goes with the next round")


@outbox.command()
def cancel(
    ctx: typer.Context, numbers: Numbers, config: ConfigFile = None, now: Now = None, verbose: Verbose = 0
) -> None:
    """Never send mails that wait. Exit 1 when one of them does not wait."""
    from watcher.commands import outbox as outbox_commands

    call = given(ctx, config, now, verbose)
    with call.store() as (_, store):
        _say(outbox_commands.cancel(store, numbers, call.moment()), "is cancelled")


def _say(results: Mapping[int, str | None], done: str) -> None:
    for number, why_not in results.items():
        if why_not is None:
            out.print(f"mail {number} {done}", markup=False)
        else:
            err.print(f"mail {number} is left as it was: {why_not}", markup=False)
    raise typer.Exit(FAILED if any(results.values()) else OK)


def _say_json(mail: QueuedMail) -> None:
    from watcher.cli.documents.mail import mail_document

    say_json(mail_document(mail))
