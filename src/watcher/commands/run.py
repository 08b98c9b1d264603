"""`check`, `digest`, `send` and `run` as the command line and the scheduler call them, each safe to repeat."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from watcher.commands.check import PassSummary, Progress, no_progress, one_pass
from watcher.commands.digest import DigestPlan, Planned
from watcher.commands.operator_note import plan_note
from watcher.commands.send import send
from watcher.commands.threads import in_thread
from watcher.digests.due import due_boundary
from watcher.mail.deliver import Delivered
from watcher.model.errors import ConfigError, StoreError
from watcher.model.stopping import Stopping, never
from watcher.model.subscription import Frequency
from watcher.ofsted.authorities import gazetteer
from watcher.settings import Settings
from watcher.store import Store

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class RunSummary:
    """What one `run` did: the check, the mails planned, and the mails sent."""

    check: PassSummary | None
    planned: Planned
    sent: Delivered | None

    @property
    def at_fault(self) -> bool:
        return self.check is not None and bool(self.check.faults)

    @property
    def failed(self) -> bool:
        """Whether a mail could not be written, or pending mails could not be sent."""
        return bool(self.planned.unwritten or (self.sent and self.sent.trouble))


# --- checking -------------------------------------------------------------------------------------


def check(
    settings: Settings,
    store: Store,
    now: datetime,
    *,
    full: bool = False,
    only: Sequence[str] = (),
    progress: Progress = no_progress,
) -> PassSummary | None:
    """Check once; None if another check is running."""
    return asyncio.run(check_async(settings, store, now, full=full, only=only, progress=progress))


async def check_async(
    settings: Settings,
    store: Store,
    now: datetime,
    *,
    full: bool = False,
    only: Sequence[str] = (),
    progress: Progress = no_progress,
) -> PassSummary | None:
    """The same inside a loop that is already running."""
    with store.locks.hold("check") as taken:
        if not taken:
            return None
        return await one_pass(settings, store, now, full=full, only=only, progress=progress)


# --- mail -----------------------------------------------------------------------------------------


def digest(settings: Settings, store: Store, frequency: Frequency, now: datetime) -> Planned:
    """Plan the mails of one frequency about everything recorded up to now."""
    planned = DigestPlan(store, settings, gazetteer(), frequency, now).plan(now)
    return planned + plan_note(store, settings, now)


def digest_due(settings: Settings, store: Store, now: datetime, stopping: Stopping = never) -> Planned:
    """Plan what is due by now: alerts at once; daily and weekly mails once for each of their set times."""
    planned = DigestPlan(store, settings, gazetteer(), Frequency.IMMEDIATELY, now).plan(now, stopping)
    for frequency in (Frequency.DAILY, Frequency.WEEKLY):
        boundary = due_boundary(frequency, settings.digest, now)
        last = store.digest_runs.newest_end(frequency)
        if last is None or last < boundary:
            planned += DigestPlan(store, settings, gazetteer(), frequency, boundary).plan(now, stopping)
    return planned + plan_note(store, settings, now)


def mail(settings: Settings, store: Store, now: datetime, stopping: Stopping = never) -> RunSummary:
    """Plan the mails that are due, send them, and erase the personal data that is due."""
    planned = digest_due(settings, store, now, stopping)
    return RunSummary(None, planned, send_and_forget(settings, store, now, stopping))


def send_and_forget(settings: Settings, store: Store, now: datetime, stopping: Stopping = never) -> Delivered | None:
    """Send pending mails, then erase the personal data that is due."""
    sent = send(settings, store, now, stopping)
    store.erasure.erase_due(now)
    return sent


# --- all of it ------------------------------------------------------------------------------------


def run(
    settings: Settings, store: Store, now: datetime, *, full: bool = False, progress: Progress = no_progress
) -> RunSummary | None:
    """Check, plan and send; None if another run is in progress."""
    return asyncio.run(run_async(settings, store, now, full=full, progress=progress))


async def run_async(
    settings: Settings, store: Store, now: datetime, *, full: bool = False, progress: Progress = no_progress
) -> RunSummary | None:
    """The same inside a loop that is already running. Cancel it to stop within seconds.

    Sending has its own lock: it can take hours, and the next run need not wait for it.
    """
    with store.locks.hold("run") as taken:
        if not taken:
            return None
        checked, failure = await _checked(settings, store, now, full=full, progress=progress)
        planned = await in_thread(lambda stopping: digest_due(settings, store, now, stopping))
    sent = await in_thread(lambda stopping: send_and_forget(settings, store, now, stopping))
    if failure:
        raise failure
    return RunSummary(checked, planned, sent)


async def _checked(
    settings: Settings, store: Store, now: datetime, *, full: bool, progress: Progress
) -> tuple[PassSummary | None, Exception | None]:
    """The check, or the error that ended it: readers and the operator still get their mails."""
    try:
        return await check_async(settings, store, now, full=full, progress=progress), None
    except (ConfigError, StoreError):
        raise
    except Exception as error:
        log.error("The check failed: %s. Emails are still planned and sent.", error)
        return None, error
