"""Turns arguments into commands, and errors into exit codes.

0 success; 1 failure; 2 wrong usage or configuration; 3 a source has a fault, the rest was done;
75 a worker that was paused while others took over; 130 interrupted. The program's only catch-all error handler is here.
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
from watcher.cli.logs import writes_json
from watcher.cli.options import (
    AT_FAULT,
    FAILED,
    OK,
    USAGE,
    Adopt,
    AsJson,
    Call,
    ConfigFile,
    Force,
    LogJson,
    Now,
    Verbose,
    err,
    given,
    moment_of,
    out,
    say_json,
)
from watcher.cli.parts import ProgramInParts
from watcher.model.errors import ConfigError, WatcherError
from watcher.model.subscription import Frequency

log = logging.getLogger(__name__)

Full = Annotated[bool, typer.Option("--full", help="Check every followed page, even if not due.")]

app = typer.Typer(
    name="watcher",
    cls=ProgramInParts,
    help="Watch Ofsted and council news for new inspection reports and changed grades, and email digests.",
    epilog="Exit codes: 0 success, 1 failure, 2 wrong usage or configuration, 3 a source has a fault, 130 interrupted.",
    no_args_is_help=True,
    add_completion=True,
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
    force: Force = False,
    adopt: Adopt = False,
    verbose: Verbose = 0,
    log_json: LogJson = False,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    ctx.obj = Call().given(config, now, verbose, force, adopt).logs_as_json(log_json)


@app.command()
def init(
    directory: Annotated[Path, typer.Argument(help="The folder. Created if missing.")] = Path(),
    anew: Annotated[
        bool, typer.Option("--anew", help="Begin again if the database or the key is lost and you have no backup.")
    ] = False,
) -> None:
    """Create watcher.toml and a state folder.

    Prints a crontab line to copy.
    """
    from watcher.commands import start

    out.print(start.begin_anew(directory) if anew else start.init(directory), markup=False)


@app.command()
def check(
    ctx: typer.Context,
    sources: Annotated[
        list[str] | None,
        typer.Argument(metavar="SOURCE", help="Check only this: an authority (with its news sites) or a source id."),
    ] = None,
    full: Full = False,
    config: ConfigFile = None,
    now: Now = None,
    force: Force = False,
    adopt: Adopt = False,
    verbose: Verbose = 0,
    log_json: LogJson = False,
) -> None:
    """Check the sources once, and record what changed.

    Exit 3 if a source has a fault. All other sources are still checked.
    """
    from watcher.cli.screens import passes
    from watcher.commands.after_run import announced, measured
    from watcher.commands.run import check as check_once

    call = given(ctx, config, now, verbose, force, adopt).logs_as_json(log_json)
    with (
        announced(call.settings()) as verdict,
        call.store() as (settings, store),
        measured(settings, store, call.moment()),
        passes.progress(err) as progress,
    ):
        summary = check_once(
            settings, store, call.moment(), full=full, only=sources or (), progress=progress, pretended=call.pretends
        )
        verdict.of_check(summary)
    passes.say_pass(out, summary)
    raise typer.Exit(AT_FAULT if summary and summary.faults else OK)


@app.command()
def digest(
    ctx: typer.Context,
    frequency: Annotated[Frequency, typer.Argument(help="Which subscribers to write to.")],
    config: ConfigFile = None,
    now: Now = None,
    force: Force = False,
    verbose: Verbose = 0,
) -> None:
    """Write the emails that are due for one frequency. `send` delivers them."""
    from watcher.cli.screens import passes
    from watcher.commands.run import digest as plan_digest

    call = given(ctx, config, now, verbose, force)
    with call.store() as (settings, store):
        planned = plan_digest(settings, store, frequency, call.moment(), pretended=call.pretends)
    passes.say_planned(out, planned)
    raise typer.Exit(FAILED if planned.unwritten else OK)


@app.command()
def send(
    ctx: typer.Context, config: ConfigFile = None, now: Now = None, force: Force = False, verbose: Verbose = 0
) -> None:
    """Deliver pending emails. An email that can't be delivered now stays pending."""
    from watcher.cli.screens import passes
    from watcher.commands.send import send_alone

    call = given(ctx, config, now, verbose, force)
    with call.store() as (settings, store):
        delivered = send_alone(settings, store, call.moment(), pretended=call.pretends)
    passes.say_sent(out, delivered)
    raise typer.Exit(FAILED if delivered and delivered.trouble else OK)


@app.command()
def run(
    ctx: typer.Context,
    full: Full = False,
    config: ConfigFile = None,
    now: Now = None,
    force: Force = False,
    adopt: Adopt = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing unless something happened.")] = False,
    verbose: Verbose = 0,
    log_json: LogJson = False,
) -> None:
    """Check, write the emails that are due, and send them.

    This is the one command that cron needs. You can repeat it at any time.
    """
    from watcher.cli.screens import passes
    from watcher.commands.after_run import announced, measured
    from watcher.commands.run import run as run_once

    call = given(ctx, config, now, verbose, force, adopt).logs_as_json(log_json)
    with (
        announced(call.settings()) as verdict,
        call.store() as (settings, store),
        measured(settings, store, call.moment()),
        passes.progress(err) as progress,
    ):
        summary = run_once(settings, store, call.moment(), full=full, progress=progress, pretended=call.pretends)
        verdict.of_run(summary)
    if not quiet or (summary and summary.eventful):
        passes.say_run(out, summary)
    raise typer.Exit(FAILED if summary and summary.failed else AT_FAULT if summary and summary.at_fault else OK)


@app.command()
def serve(ctx: typer.Context, config: ConfigFile = None, verbose: Verbose = 0, log_json: LogJson = False) -> None:
    """Keep running, and do everything on a schedule.

    Checks run hourly in working hours, with a full check once a week. Digests go out at their set times.
    """
    from watcher.cli.cluster import working
    from watcher.commands.serve import serve as serve_forever

    call = given(ctx, config, None, verbose or 1).logs_as_json(log_json)
    with call.store() as (settings, store):
        serve_forever(settings, store, working().Deferred(settings, store) if settings.cluster.enabled else None)


@app.command()
def changes(
    ctx: typer.Context,
    since: Annotated[
        datetime | None, typer.Option(parser=moment_of, metavar="ISO", help="Only changes recorded from this time on.")
    ] = None,
    not_sent: Annotated[
        bool, typer.Option("--not-sent", help="List what was recorded without an alert, and why. `notify` sends it.")
    ] = False,
    as_json: AsJson = False,
    config: ConfigFile = None,
    verbose: Verbose = 0,
) -> None:
    """List the recorded changes, oldest first."""
    from watcher.cli.documents.change import change_document, taken_document
    from watcher.cli.screens import passes

    with given(ctx, config, None, verbose).reading(unusable=True) as (_, store):
        if not_sent:
            for taken in store.taken_as_known.recorded(since):
                say_json(taken_document(taken)) if as_json else passes.say_taken(out, taken)
            return
        for change in store.changes.recorded(since):
            if as_json:
                say_json(change_document(change))
            else:
                passes.say_change(out, change)


@app.command()
def notify(
    ctx: typer.Context,
    id_: Annotated[
        str, typer.Argument(metavar="ID", help="An id, or its beginning, from `watcher changes --not-sent`.")
    ],
    config: ConfigFile = None,
    now: Now = None,
    force: Force = False,
    verbose: Verbose = 0,
) -> None:
    """Send readers something that was recorded without an alert. It goes out with the next emails."""
    from watcher.commands.notify import notify as send_after_all

    call = given(ctx, config, now, verbose, force)
    with call.store() as (settings, store):
        out.print(send_after_all(settings, store, id_, call.moment()), markup=False)


@app.command("read-report")
def read_report(
    ctx: typer.Context,
    files: Annotated[list[Path], typer.Argument(help="Report PDFs.")],
    as_json: AsJson = False,
    verbose: Verbose = 0,
) -> None:
    """Read report PDFs that you saved.

    Prints kind, dates, judgements and what needs to improve. Exit 1 if a file is not a report.
    """
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
def status(
    ctx: typer.Context, as_json: AsJson = False, config: ConfigFile = None, now: Now = None, verbose: Verbose = 0
) -> None:
    """Show sources, faults, held changes and pending emails.

    Exit 3 if no good check has run for longer than `[status] stale_after`.
    """
    from watcher.cli.documents.status import status_document
    from watcher.cli.screens.status import show_status

    call = given(ctx, config, now, verbose)
    with call.reading() as (settings, store):
        document = status_document(store, settings.stale_after, call.moment())
    if as_json:
        say_json(document)
    else:
        show_status(out, document)
    raise typer.Exit(OK if document["well"] else AT_FAULT)


@app.command()
def runs(
    ctx: typer.Context,
    limit: Annotated[int, typer.Option(min=1, help="Show at most this many, newest first.")] = 20,
    as_json: AsJson = False,
    config: ConfigFile = None,
    verbose: Verbose = 0,
) -> None:
    """List the last runs, and how each ended."""
    from watcher.cli.documents.run import run_document
    from watcher.cli.screens.runs import show_runs

    with given(ctx, config, None, verbose).reading(unusable=True) as (_, store):
        records = store.runs.newest(limit)
    if not as_json:
        show_runs(out, records)
    for record in records if as_json else ():
        say_json(run_document(record))


@app.command()
def demo(
    ctx: typer.Context,
    directory: Annotated[Path, typer.Argument(help="Folder for its files. An earlier demo there is deleted.")] = Path(
        "demo"
    ),
    verbose: Verbose = 0,
) -> None:
    """Watch a small invented site, up to a digest.

    Needs no network or configuration.
    """
    from watcher.demo.story import run_demo

    given(ctx, None, None, verbose)
    run_demo(directory, out)


def main() -> None:
    """Run the program. Every error becomes one line on standard error and an exit code."""
    # a terminal that lacks a character shows "?" instead of failing
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")
    # SIGTERM from a service manager works like Ctrl-C; SIGINT is reset because background jobs of a shell ignore it
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
        _fail(f"{where}{error.strerror or error}. Check that it exists, is writable and the disk is not full.", FAILED)
    except Exception as error:
        log.debug("unexpected", exc_info=True)
        _fail(f"unexpected {type(error).__name__}: {error}. Run the command again with -vv for details.", FAILED)


def _fail(why: object, code: int) -> None:
    if writes_json():
        log.error("%s", why)
    else:
        err.print(f"watcher: {why}", markup=False)
    sys.exit(code)
