"""`watcher worker` and `watcher defer`: several machines at one state. Exit codes are those of `cli.main`."""

from __future__ import annotations

from types import ModuleType
from typing import Annotated

import typer

from watcher.cli.options import ConfigFile, LogJson, Verbose, given, out
from watcher.cli.screens.words import count
from watcher.model.errors import ConfigError, install_extra

Adopt = Annotated[
    bool, typer.Option("--adopt", help="The settings of this machine are right. The others need the same.")
]


def register(app: typer.Typer) -> None:
    """Add the commands of this module to the program."""
    app.command()(worker)
    app.command()(defer)


def worker(
    ctx: typer.Context,
    until_idle: Annotated[bool, typer.Option("--until-idle", help="Stop when no job is left.")] = False,
    adopt: Adopt = False,
    config: ConfigFile = None,
    verbose: Verbose = 0,
    log_json: LogJson = False,
) -> None:
    """Visit hosts, judge news and send mail as `defer` asks for it; start it on as many machines as you like.

    Needs [cluster] enabled, a PostgreSQL database, and the same settings and keys on every machine. Exit 75 if the
    machine was paused and others took over: start it again.
    """
    call = given(ctx, config, None, verbose or 1).logs_as_json(log_json)
    with call.store() as (settings, store):
        working().work(settings, store, adopt=adopt, until_idle=until_idle)


def defer(ctx: typer.Context, adopt: Adopt = False, config: ConfigFile = None, verbose: Verbose = 0) -> None:
    """Ask the workers to visit everything that you follow, and to send what is due. For cron."""
    with given(ctx, config, None, verbose).store() as (settings, store):
        hosts = working().defer(settings, store, adopt=adopt)
        out.print(f"{count(hosts, 'host')} will be visited.")


def working() -> ModuleType:
    """The module that knows the queue. `ConfigError` if the extra `cluster` is not installed."""
    try:
        from watcher.cluster import worker as module
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("watcher"):
            raise
        how = install_extra("cluster")
        raise ConfigError(f"Workers need more packages. {how} ({error.name} is missing)") from error
    return module
