"""What follows every run: the ping to whoever waits for it, and the file of metrics."""

from __future__ import annotations

import logging
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from http.client import HTTPException
from types import ModuleType
from urllib.parse import urlsplit, urlunsplit

from watcher.commands.run import RunSummary
from watcher.crawl.plan import PassSummary
from watcher.crawl.settings import USER_AGENT
from watcher.model.errors import ConfigError, WatcherError, install_extra
from watcher.settings import Settings
from watcher.store import Store

PING_SECONDS = 10.0

# What the operator should read however quiet the program is kept.
notices = logging.getLogger("watcher.notice")


@dataclass(slots=True)
class RunVerdict:
    """How a run went: good, bad, or None if it did not happen because another one is at work."""

    good: bool | None = False

    def of_run(self, summary: RunSummary | None) -> None:
        """A run is good if it could look at what is followed, and mail was written and sent."""
        if summary is None or (summary.check is None and not summary.failed):
            self.good = None
        else:
            self.good = not summary.failed and summary.check is not None and summary.check.reached

    def of_check(self, summary: PassSummary | None) -> None:
        """A check is good if it could look at what is followed. Single sources may be at fault."""
        self.good = None if summary is None else summary.reached


@contextmanager
def announced(settings: Settings) -> Iterator[RunVerdict]:
    """Say at the end how a run went, also when it could not begin or ended in an error, which is a bad one."""
    verdict = RunVerdict()
    try:
        yield verdict
    finally:
        if verdict.good is not None:
            ping(settings, good=verdict.good)


def ping(settings: Settings, *, good: bool) -> None:
    """Ask for the configured address after a good run, and for its `/fail` after a bad one.

    A failing ping is reported and changes nothing else. The address is a secret and is never printed.
    """
    if not settings.status.ping:
        return
    parts = urlsplit(settings.status.ping)
    address = urlunsplit(parts if good else parts._replace(path=f"{parts.path.rstrip('/')}/fail"))
    # only http and https: the setting was checked
    request = urllib.request.Request(address, headers={"User-Agent": USER_AGENT})  # noqa: S310
    try:
        with urllib.request.urlopen(request, timeout=PING_SECONDS) as answer:  # noqa: S310
            answer.read(1024)
    except urllib.error.HTTPError as error:
        notices.warning("[status] ping: the answer was HTTP %d. Check the address.", error.code)
    except (OSError, HTTPException, ValueError) as error:
        notices.warning("[status] ping could not be sent: %s. Check the address.", _why(error))


def _why(error: Exception) -> str:
    """The reason without the address."""
    reason = getattr(error, "reason", None)
    return str(reason) if isinstance(reason, OSError) else type(error).__name__


# --- metrics --------------------------------------------------------------------------------------


@contextmanager
def measured(settings: Settings, store: Store, now: datetime) -> Iterator[None]:
    """Write the file of metrics at the end, if one is configured, however it ends."""
    try:
        yield
    finally:
        measure(settings, store, now)


def measure(settings: Settings, store: Store, now: datetime) -> None:
    """Write the file of metrics, if one is configured. If that fails, say so: the run itself is over."""
    if settings.status.metrics is None:
        return
    try:
        metrics_module().write_metrics(settings.home / settings.status.metrics, settings, store, now)
    except WatcherError as error:
        notices.warning("[status] metrics: %s", error)


def metrics_module() -> ModuleType:
    """The module that needs the extra `monitoring`. `ConfigError` if that is not installed."""
    try:
        from watcher.commands import metrics
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("watcher"):
            raise
        raise ConfigError(f"Metrics need more packages. {install_extra('monitoring')}") from None
    return metrics
