"""The options that every command shares: configuration, time, verbosity. `cli.main` lists the exit codes."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from watcher.cli.logs import set_up_logging
from watcher.model.text import LONDON

if TYPE_CHECKING:
    from watcher.settings import Settings
    from watcher.store import Store

OK, FAILED, USAGE, AT_FAULT, STOPPED = 0, 1, 2, 3, 130

out = Console(highlight=False, emoji=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, emoji=False, soft_wrap=True)


def moment_of(text: str) -> datetime:
    """Parse an ISO date and time. Without an offset it is London time."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(
            f"{text!r} is not a valid ISO date or time. Expected something like 2025-01-29T12:00"
        ) from None
    return (moment if moment.tzinfo else moment.replace(tzinfo=LONDON)).astimezone(UTC)


ConfigFile = Annotated[
    Path | None,
    typer.Option("--config", help="The configuration file.", envvar="WATCHER_CONFIG", show_default="watcher.toml"),
]
Now = Annotated[
    datetime | None,
    typer.Option(
        parser=moment_of, metavar="ISO", help="Run as of this time (Europe/London unless an offset is given)."
    ),
]
Force = Annotated[bool, typer.Option("--force", help="Use --now even if this state was used under the real clock.")]
Adopt = Annotated[
    bool, typer.Option("--adopt", help="Use this state with this configuration even if it belongs to another.")
]
Verbose = Annotated[
    int,
    typer.Option(
        "-v", "--verbose", count=True, show_default=False, help="Log each source and decision; -vv logs everything."
    ),
]
LogJson = Annotated[
    bool, typer.Option("--log-json", envvar="WATCHER_LOG_JSON", help="Log as JSON, one object per line.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object per line.")]


class Call:
    """The shared options of one command, whether given before or after its name."""

    def __init__(self) -> None:
        self.config = Path("watcher.toml")
        self.now: datetime | None = None
        self.force = self.adopt = False
        self.verbosity = 0
        self.log_json = False
        # a configuration that names 100,000 pages takes a second to read
        self._settings: Settings | None = None

    def given(
        self, config: Path | None, now: datetime | None, verbose: int, force: bool = False, adopt: bool = False
    ) -> Call:
        self.config = config or self.config
        self.now = now or self.now
        self.force, self.adopt = self.force or force, self.adopt or adopt
        self.verbosity = max(self.verbosity, verbose)
        set_up_logging(self.verbosity, as_json=self.log_json)
        return self

    def logs_as_json(self, asked: bool) -> Call:
        """Log as JSON if asked to, before or after the command's name."""
        if asked and not self.log_json:
            self.log_json = True
            set_up_logging(self.verbosity, as_json=True)
        return self

    def moment(self) -> datetime:
        return self.now or datetime.now(UTC)

    @property
    def pretends(self) -> bool:
        """Whether the moment differs from the clock."""
        return self.now is not None

    def settings(self) -> Settings:
        from watcher.settings import read

        if self._settings is None:
            self._settings = read(self.config)
        return self._settings

    @contextmanager
    def store(self) -> Iterator[tuple[Settings, Store]]:
        from watcher.commands.start import open_store, refuse_pretending

        settings = self.settings()
        with _interruptible(), open_store(settings, adopt=self.adopt) as store:
            if self.now and not self.force:
                refuse_pretending(store)
            yield settings, store

    @contextmanager
    def reading(self, *, unusable: bool = False) -> Iterator[tuple[Settings, Store]]:
        """The store, to read only. Refuses whatever a run would refuse; except an `unusable` configuration, if it does
        not matter to what is shown.
        """
        from watcher.commands.start import open_to_read

        settings = self.settings()
        with _interruptible(), open_to_read(settings, unusable=unusable) as store:
            yield settings, store


@contextmanager
def _interruptible() -> Iterator[None]:
    try:
        yield
    except KeyboardInterrupt:
        err.print("Interrupted. The next run resumes from here.")
        raise typer.Exit(STOPPED) from None


def say_json(document: object, *, indent: int | None = None) -> None:
    """Print a JSON document. If standard output is not UTF-8, escape it to ASCII, which means the same."""
    escaped = sys.stdout.encoding.lower() != "utf-8"
    sys.stdout.write(json.dumps(document, ensure_ascii=escaped, indent=indent) + "\n")


def given(
    ctx: typer.Context,
    config: Path | None,
    now: datetime | None,
    verbose: int,
    force: bool = False,
    adopt: bool = False,
) -> Call:
    """Add the options given after the command's name to those given before it."""
    call: Call = ctx.obj
    return call.given(config, now, verbose, force, adopt)
