"""The commands for the outbox and for bounces. `cli.main` lists the exit codes."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from watcher.cli.options import FAILED, OK, AsJson, ConfigFile, Force, Now, Verbose, err, given, out, say_json
from watcher.model.errors import ConfigError

if TYPE_CHECKING:
    from watcher.model.mail import QueuedMail

outbox = typer.Typer(help="Emails that are pending, sent or undeliverable.", no_args_is_help=True)

Numbers = Annotated[list[int], typer.Argument(metavar="ID…", help="Numbers of emails, as `outbox list` shows them.")]


def register(app: typer.Typer) -> None:
    """Add the commands of this module to the program."""
    app.command()(bounces)
    app.add_typer(outbox, name="outbox")


def bounces(
    ctx: typer.Context,
    mailbox: Annotated[
        str, typer.Argument(metavar="[FILE|-]", help="An mbox, a Maildir or one message. - reads a pipe.")
    ] = "-",
    config: ConfigFile = None,
    now: Now = None,
    force: Force = False,
    verbose: Verbose = 0,
) -> None:
    """Process bounces, complaints and requests to leave.

    Exit 0 if the mailbox was read, whatever was in it; 1 or 2 if it could not be read. You can repeat this: the
    mailbox is not changed, and each message counts once.
    """
    from watcher.cli.screens import mail as screens_mail
    from watcher.commands.bounces import read_mailbox

    call = given(ctx, config, now, verbose, force)
    with call.store() as (settings, store):
        where = sys.stdin.buffer if mailbox == "-" else Path(mailbox)
        read = read_mailbox(settings, store, where, call.moment())
    screens_mail.say_bounces(out, read)


@outbox.command("list")
def list_(
    ctx: typer.Context,
    failed: Annotated[bool, typer.Option("--failed", help="List undeliverable emails.")] = False,
    everything: Annotated[
        bool, typer.Option("--all", help="Also list those sent, cancelled or undeliverable.")
    ] = False,
    limit: Annotated[int, typer.Option(min=1, help="The most emails to list, newest first.")] = 100,
    as_json: AsJson = False,
    config: ConfigFile = None,
    verbose: Verbose = 0,
) -> None:
    """List pending emails, or others if you ask for them."""
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
    number: Annotated[int, typer.Argument(metavar="ID", help="The number of an email.")],
    raw: Annotated[bool, typer.Option("--raw", help="Print the exact bytes that are sent.")] = False,
    as_json: AsJson = False,
    config: ConfigFile = None,
    verbose: Verbose = 0,
) -> None:
    """Show one email: its status, headers and text."""
    from watcher.cli.screens import mail as screens_mail

    with given(ctx, config, None, verbose).store() as (_, store):
        found = store.outbox_operator.find(number)
    if found is None:
        raise ConfigError(f"Email {number} does not exist. `watcher outbox list --all` lists the newest.")
    mail, content = found
    if raw:
        sys.stdout.buffer.write(content)
    elif as_json:
        _say_json(mail)
    else:
        screens_mail.show_mail(out, mail, content)


@outbox.command()
def retry(
    ctx: typer.Context,
    numbers: Numbers,
    config: ConfigFile = None,
    now: Now = None,
    force: Force = False,
    verbose: Verbose = 0,
) -> None:
    """Retry emails in the next send. Exit 1 if one can't be retried."""
    from watcher.commands import outbox as outbox_commands

    call = given(ctx, config, now, verbose, force)
    with call.store() as (_, store):
        _say(outbox_commands.retry(store, numbers, call.moment()), "will be retried in the next send")


@outbox.command()
def cancel(
    ctx: typer.Context,
    numbers: Numbers,
    config: ConfigFile = None,
    now: Now = None,
    force: Force = False,
    verbose: Verbose = 0,
) -> None:
    """Cancel pending emails: never send them. Exit 1 if one is not pending."""
    from watcher.commands import outbox as outbox_commands

    call = given(ctx, config, now, verbose, force)
    with call.store() as (_, store):
        _say(outbox_commands.cancel(store, numbers, call.moment()), "is cancelled")


def _say(results: Mapping[int, str | None], done: str) -> None:
    for number, why_not in results.items():
        if why_not is None:
            out.print(f"email {number} {done}", markup=False)
        else:
            err.print(f"email {number} not changed: {why_not}", markup=False)
    raise typer.Exit(FAILED if any(results.values()) else OK)


def _say_json(mail: QueuedMail) -> None:
    from watcher.cli.documents.mail import mail_document

    say_json(mail_document(mail))
