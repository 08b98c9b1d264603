"""Arguments to commands, errors to exit codes.

0 all well; 1 something failed; 2 bad usage or configuration; 3 a source is at fault, the rest was done;
130 stopped by hand. The one broad handler of the program is here.
"""

from __future__ import annotations

import io
import logging
import signal
import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from watcher import __version__
from watcher.cli import article, held, mail, web
from watcher.cli import sources as source_commands
from watcher.cli.options import (
    AT_FAULT,
    FAILED,
    OK,
    USAGE,
    AsJson,
    Call,
    ConfigFile,
    Now,
    Verbose,
    err,
    given,
    moment_of,
    out,
    say_json,
)
from watcher.model.errors import ConfigError, WatcherError
from watcher.model.interest import USUAL_INTERESTS, Interest, interests
from watcher.model.subscription import Frequency

log = logging.getLogger(__name__)

app = typer.Typer(
    name="watcher",
    help="Watches Ofsted provider pages for new inspection reports and changed grades, and mails digests.",
    epilog="Exit codes: 0 all well, 1 failure, 2 usage or configuration, 3 some source at fault, 130 stopped.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    # plain: the panels of rich take longer to import than all else that `--help` needs
    rich_markup_mode=None,
    context_settings={"max_content_width": 100},
)


def _version(asked: bool) -> None:
    if asked:
        out.print(f"watcher {__version__}")
        raise typer.Exit


@app.callback()
def whole(
    ctx: typer.Context,
    config: ConfigFile = None,
    now: Now = None,
    verbose: Verbose = 0,
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Say which.")] = False,
) -> None:
    ctx.obj = Call().given(config, now, verbose)


@app.command()
def init(directory: Annotated[Path, typer.Argument(help="Where; made if it is not there.")] = Path()) -> None:
    """Write a commented watcher.toml, its state folder, and say the crontab line to copy."""
    from watcher.commands import start

    out.print(start.init(directory), markup=False)


@app.command()
def check(
    ctx: typer.Context,
    sources: Annotated[
        list[str] | None,
        typer.Argument(metavar="SOURCE", help="Only these: an authority, with its news sites; or an id."),
    ] = None,
    full: Annotated[bool, typer.Option("--full", help="Visit every followed page, not only those with news.")] = False,
    config: ConfigFile = None,
    now: Now = None,
    verbose: Verbose = 0,
) -> None:
    """One pass: fetch, compare, record. Exit 3 when some source was at fault; the rest is done."""
    from watcher.cli.screens import passes
    from watcher.commands.run import check as check_once

    call = given(ctx, config, now, verbose)
    with call.store() as (settings, store), passes.progress(err) as progress:
        summary = check_once(settings, store, call.moment(), full=full, only=sources or (), progress=progress)
    passes.say_pass(out, summary)
    raise typer.Exit(AT_FAULT if summary and summary.faults else OK)


@app.command()
def digest(
    ctx: typer.Context,
    frequency: Annotated[Frequency, typer.Argument(help="Whose mails to plan.")],
    config: ConfigFile = None,
    now: Now = None,
    verbose: Verbose = 0,
) -> None:
    """Plan the mails that are due to the subscribers of one frequency."""
    from watcher.cli.screens import passes
    from watcher.commands.run import digest as plan_digest

    call = given(ctx, config, now, verbose)
    with call.store() as (settings, store):
        planned = plan_digest(settings, store, frequency, call.moment())
    passes.say_planned(out, planned)
    raise typer.Exit(FAILED if planned.unwritten else OK)


@app.command()
def send(ctx: typer.Context, config: ConfigFile = None, now: Now = None, verbose: Verbose = 0) -> None:
    """Deliver what is pending; what cannot be delivered now stays pending."""
    from watcher.cli.screens import passes
    from watcher.commands.send import send as send_pending

    call = given(ctx, config, now, verbose)
    with call.store() as (settings, store):
        delivered = send_pending(settings, store, call.moment())
    passes.say_sent(out, delivered)
    raise typer.Exit(FAILED if delivered and delivered.trouble else OK)


@app.command()
def run(
    ctx: typer.Context,
    full: Annotated[bool, typer.Option("--full", help="Visit every followed page.")] = False,
    config: ConfigFile = None,
    now: Now = None,
    verbose: Verbose = 0,
) -> None:
    """Check, plan whatever is due, send: the one line for cron. Safe to repeat at any time."""
    from watcher.cli.screens import passes
    from watcher.commands.run import run as run_once

    call = given(ctx, config, now, verbose)
    with call.store() as (settings, store), passes.progress(err) as progress:
        summary = run_once(settings, store, call.moment(), full=full, progress=progress)
    passes.say_run(out, summary)
    raise typer.Exit(FAILED if summary and summary.failed else AT_FAULT if summary and summary.at_fault else OK)


@app.command()
def serve(ctx: typer.Context, config: ConfigFile = None, verbose: Verbose = 0) -> None:
    """Stay and do it all on a schedule: hourly in working hours, a full sweep weekly, digests at their times."""
    from watcher.commands.serve import serve as serve_forever

    call = given(ctx, config, None, verbose or 1)
    with call.store() as (settings, store):
        serve_forever(settings, store)


@app.command()
def changes(
    ctx: typer.Context,
    since: Annotated[
        datetime | None, typer.Option(parser=moment_of, metavar="ISO", help="Only what was recorded from then on.")
    ] = None,
    as_json: AsJson = False,
    config: ConfigFile = None,
    verbose: Verbose = 0,
) -> None:
    """What was recorded, oldest first."""
    from watcher.cli.documents.change import change_document
    from watcher.cli.screens import passes

    with given(ctx, config, None, verbose).store() as (_, store):
        for change in store.changes.recorded(since):
            if as_json:
                say_json(change_document(change))
            else:
                passes.say_change(out, change)


@app.command("read-report")
def read_report(
    ctx: typer.Context,
    files: Annotated[list[Path], typer.Argument(help="Report PDFs.")],
    as_json: AsJson = False,
    verbose: Verbose = 0,
) -> None:
    """Read report PDFs: kind, dates, judgements, what must improve. Exit 1 if a file is no report."""
    from watcher.cli.documents.report import report_document
    from watcher.cli.screens import passes
    from watcher.commands.reports import read_reports

    given(ctx, None, None, verbose)
    failed = False
    for path, report in read_reports(files):
        document = report_document(str(path), report)
        failed = failed or "error" in document
        if as_json:
            say_json(document)
        else:
            passes.say_report(out, document)
    raise typer.Exit(FAILED if failed else OK)


@app.command()
def subscribe(
    ctx: typer.Context,
    address: Annotated[str, typer.Argument(help="A mail address.")],
    topic: Annotated[
        list[str],
        typer.Option(help='An authority, "region:East Midlands", TYPE/URN, "own posts", or all. May be repeated.'),
    ],
    frequency: Annotated[Frequency, typer.Option(help="How often.")] = Frequency.DAILY,
    kinds: Annotated[str, typer.Option(metavar="KIND,…", help=f"Which news, among {', '.join(Interest)}.")] = ",".join(
        USUAL_INTERESTS
    ),
    each_item: Annotated[
        bool | None, typer.Option("--each-item/--one-mail", help="Each story as a mail of its own.", show_default=False)
    ] = None,
    quiet: Annotated[
        bool | None, typer.Option("--quiet/--no-quiet", help="A weekly mail even without news.", show_default=False)
    ] = None,
    again: Annotated[
        str | None,
        typer.Option(
            metavar="REASON", help="Although it left, complained or bounced: how you know that its owner wants mails."
        ),
    ] = None,
    config: ConfigFile = None,
    now: Now = None,
    verbose: Verbose = 0,
) -> None:
    """Add a subscription for somebody who asked for it."""
    from watcher.commands import subscribers as subscriber_commands

    call = given(ctx, config, now, verbose)
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


@app.command()
def unsubscribe(
    ctx: typer.Context,
    address: Annotated[str, typer.Argument(help="A mail address.")],
    topic: Annotated[str | None, typer.Option(help="Only this topic; otherwise all.")] = None,
    config: ConfigFile = None,
    now: Now = None,
    verbose: Verbose = 0,
) -> None:
    """End an address's subscriptions, one or all."""
    from watcher.commands import subscribers as subscriber_commands

    call = given(ctx, config, now, verbose)
    with call.store() as (_, store):
        ended = subscriber_commands.unsubscribe(store, address, topic, call.moment())
    out.print(f"{ended} subscription{'' if ended == 1 else 's'} ended")


@app.command()
def subscribers(ctx: typer.Context, config: ConfigFile = None, verbose: Verbose = 0) -> None:
    """Who follows what."""
    from watcher.cli.screens import passes

    with given(ctx, config, None, verbose).store() as (_, store):
        passes.show_subscribers(out, store.subscribers.subscriptions(active_only=True))


@app.command()
def status(ctx: typer.Context, as_json: AsJson = False, config: ConfigFile = None, verbose: Verbose = 0) -> None:
    """Sources, last success, faults, held changes, pending mail and mail that was given up."""
    from watcher.cli.documents.status import status_document
    from watcher.cli.screens.status import show_status

    with given(ctx, config, None, verbose).store() as (_, store):
        document = status_document(store)
    if as_json:
        say_json(document)
    else:
        show_status(out, document)


@app.command()
def demo(
    ctx: typer.Context,
    directory: Annotated[Path, typer.Argument(help="Where its files go; emptied first if it was a demo.")] = Path(
        "demo"
    ),
    verbose: Verbose = 0,
) -> None:
    """Watch a small invented site from first sight to a digest. Needs no network and no configuration."""
    from watcher.demo.story import run_demo

    given(ctx, None, None, verbose)
    run_demo(directory, out)


article.register(app)
held.register(app)
mail.register(app)
source_commands.register(app)
web.register(app)


def main() -> None:
    """The program. Every error becomes one line on standard error and an exit code."""
    # a terminal without a sign shows another in its place rather than nothing at all
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")
    # a service manager's way to stop a pass is the same as a person's, which a shell's background job is told to ignore
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, lambda *_: signal.raise_signal(signal.SIGINT))
    try:
        app()
    except ConfigError as error:
        _fail(error, USAGE)
    except WatcherError as error:
        _fail(error, FAILED)
    except OSError as error:
        log.debug("refused", exc_info=True)
        where = f"{error.filename}: " if error.filename else ""
        _fail(f"{where}{error.strerror or error}; check that it is there, has room, and is yours to write", FAILED)
    except Exception as error:
        log.debug("unexpected", exc_info=True)
        _fail(f"unexpected {type(error).__name__}: {error}; run it again with -vv to see where", FAILED)


def _fail(why: object, code: int) -> None:
    err.print(f"watcher: {why}", markup=False)
    sys.exit(code)
