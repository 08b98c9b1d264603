"""`watcher metrics`: the state of a deployment for Prometheus. Exit codes are those of `cli.main`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from watcher.cli.options import ConfigFile, Now, Verbose, given


def register(app: typer.Typer) -> None:
    """Add the command of this module to the program."""
    app.command()(metrics)


def metrics(
    ctx: typer.Context,
    out: Annotated[
        Path | None, typer.Option("--out", help="Write this file for the textfile collector, instead of printing.")
    ] = None,
    config: ConfigFile = None,
    now: Now = None,
    verbose: Verbose = 0,
) -> None:
    """Print metrics for Prometheus.

    They are counts and times, without email addresses. Needs the extra `monitoring`.
    """
    from watcher.commands.after_run import metrics_module

    call = given(ctx, config, now, verbose)
    with call.reading() as (settings, store):
        if out is None:
            sys.stdout.write(metrics_module().metrics_text(settings, store, call.moment).decode("utf-8"))
        else:
            metrics_module().write_metrics(out, settings, store, call.moment())
