"""`check`, `digest`, `send` and `run` as the command line and the scheduler call them, each safe to repeat."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from watcher.commands.check import EVERYWHERE, PassScope, PassSummary, Progress, Visited, no_progress, one_pass, unheard
from watcher.commands.clock import CLOCK, compare, far_off, is_wrong, set_right
from watcher.commands.run_record import RunNote, recorded
from watcher.commands.threads import in_thread
from watcher.model.errors import ConfigError, StoreError
from watcher.model.run import RunCounts, RunKind, RunOutcome
from watcher.model.source import SEARCH_SOURCE
from watcher.model.stopping import Stopping, never
from watcher.model.subscription import Frequency
from watcher.model.text import moment
from watcher.ofsted.authorities import gazetteer
from watcher.settings import Settings
from watcher.store import Store

if TYPE_CHECKING:
    from watcher.commands.digest import Planned
    from watcher.mail.deliver import Delivered

# What plans and sends mails is imported by who does so: a check needs none of it, and all of it takes long to load.
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
    def eventful(self) -> bool:
        """Whether the run has anything to report: something changed, was sent, is at fault or failed."""
        checked = self.check is not None and bool(self.check.changes or self.check.faults or self.check.stopped)
        sent = self.sent is not None and bool(self.sent.sent or self.sent.refused or self.sent.postponed)
        return checked or bool(self.planned.mails) or sent or self.failed

    @property
    def failed(self) -> bool:
        """Whether a mail could not be written, or pending mails could not be sent."""
        return bool(self.planned.unwritten or (self.sent and self.sent.trouble))


# --- checking -------------------------------------------------------------------------------------


def refuse_beside_workers(settings: Settings) -> None:
    """`ConfigError` if workers do this: two machines would talk to one host."""
    if settings.cluster.enabled:
        raise ConfigError(
            "[cluster] is enabled, so workers do this. Use `watcher defer`, or stop them and set enabled = false."
        )


def check(
    settings: Settings,
    store: Store,
    now: datetime,
    *,
    full: bool = False,
    only: Sequence[str] = (),
    progress: Progress = no_progress,
    pretended: bool = False,
) -> PassSummary | None:
    """Check once; None if another check is running. `pretended`: `now` is not what the clock says."""
    refuse_beside_workers(settings)
    return asyncio.run(check_async(settings, store, now, full=full, only=only, progress=progress, pretended=pretended))


async def check_async(
    settings: Settings,
    store: Store,
    now: datetime,
    *,
    full: bool = False,
    only: Sequence[str] = (),
    progress: Progress = no_progress,
    pretended: bool = False,
    visited: Visited = unheard,
) -> PassSummary | None:
    """The same inside a loop that is already running.

    `visited` is called with the number of Ofsted's changes before the news is read.
    """
    with store.leases.hold("check") as lease:
        if not lease:
            return None
        kind = RunKind.PART if only else RunKind.CHECK
        with recorded(store, kind, now, pretended=pretended) as note:
            note.say(lease.said)
            return await pass_on_record(
                settings, store, now, note, visited, full=full, only=only, progress=progress, pretended=pretended
            )


async def pass_on_record(
    settings: Settings,
    store: Store,
    now: datetime,
    note: RunNote,
    visited: Visited,
    *,
    full: bool,
    only: Sequence[str] = (),
    progress: Progress = no_progress,
    pretended: bool = False,
    scope: PassScope = EVERYWHERE,
) -> PassSummary:
    """One pass, with what it did and what was odd about the clock in the note."""
    set_right(settings, store, now, note)
    summary = await one_pass(
        settings, store, now, full=full, only=only, progress=progress, visited=visited, scope=scope
    )
    wrong = None if pretended else compare(store, now, far_off(summary.clocks.values()))
    if wrong:
        summary.faults[CLOCK] = wrong
        note.say(wrong)
    note.counts = _counted(store, summary)
    summary.reached = note.counts.reached
    note.outcome = RunOutcome.AT_FAULT if summary.faults else RunOutcome.WELL
    return summary


def _counted(store: Store, summary: PassSummary) -> RunCounts:
    """What a pass did. It reached what is followed when Ofsted's list was read or, without one, some of the pages."""
    asks = store.pages.follows(SEARCH_SOURCE)
    at_fault = [source for source in summary.faults if source.startswith("ofsted:")]
    some = asks or not at_fault or summary.visited + summary.unchanged > 0
    reached = some and not summary.stopped and SEARCH_SOURCE not in summary.faults
    return RunCounts(summary.visited, summary.changes, 0, len(summary.faults), reached)


# --- mail -----------------------------------------------------------------------------------------


def digest(
    settings: Settings, store: Store, frequency: Frequency, now: datetime, *, pretended: bool = False
) -> Planned:
    """Plan the mails of one frequency about everything recorded up to now."""
    from watcher.commands.digest import DigestPlan
    from watcher.commands.operator_note import plan_note

    with recorded(store, RunKind.DIGEST, now, pretended=pretended) as note:
        set_right(settings, store, now, note)
        planned = DigestPlan(store, settings, gazetteer(), frequency, now).plan(now)
        planned += plan_note(store, settings, now)
        note.outcome = RunOutcome.FAILED if planned.unwritten else RunOutcome.WELL
        return planned


def digest_due(
    settings: Settings, store: Store, now: datetime, stopping: Stopping = never, *, alerts: bool = True
) -> Planned:
    """Plan what is due by now: alerts at once; daily and weekly mails once for each of their set times.

    Without `alerts` if this run has planned them already: what came since then goes with the next run.
    """
    from watcher.commands.digest import DigestPlan, Planned
    from watcher.commands.operator_note import plan_note
    from watcher.digests.due import due_boundary

    planned = Planned()
    if alerts:
        planned += DigestPlan(store, settings, gazetteer(), Frequency.IMMEDIATELY, now).plan(now, stopping)
    for frequency in (Frequency.DAILY, Frequency.WEEKLY):
        boundary = due_boundary(frequency, settings.digest, now)
        last = store.digest_runs.newest_end(frequency, now)
        if last is None or last < boundary:
            planned += DigestPlan(store, settings, gazetteer(), frequency, boundary).plan(now, stopping)
        else:
            log.debug("%s digest: not due; the last one was for %s", frequency.value, moment(boundary))
    return planned + plan_note(store, settings, now)


def mail(settings: Settings, store: Store, now: datetime, stopping: Stopping = never) -> RunSummary:
    """Plan the mails that are due, send them, and erase the personal data that is due."""
    planned = digest_due(settings, store, now, stopping)
    return RunSummary(None, planned, send_and_forget(settings, store, now, stopping))


def send_and_forget(settings: Settings, store: Store, now: datetime, stopping: Stopping = never) -> Delivered | None:
    """Send pending mails, then erase the personal data that is due, and once a week tidy the database.

    While every server disagrees with our clock, nothing is erased: it could not be brought back.
    """
    from watcher.commands.send import send

    sent = send(settings, store, now, stopping)
    if not is_wrong(store):
        store.erasure.erase_due(now)
    store.upkeep.tidy_if_due(now)
    return sent


# --- all of it ------------------------------------------------------------------------------------


def run(
    settings: Settings,
    store: Store,
    now: datetime,
    *,
    full: bool = False,
    progress: Progress = no_progress,
    pretended: bool = False,
) -> RunSummary | None:
    """Check, plan and send; None if another run is in progress. `pretended`: `now` is not what the clock says."""
    refuse_beside_workers(settings)
    return asyncio.run(run_async(settings, store, now, full=full, progress=progress, pretended=pretended))


async def run_async(
    settings: Settings,
    store: Store,
    now: datetime,
    *,
    full: bool = False,
    progress: Progress = no_progress,
    pretended: bool = False,
) -> RunSummary | None:
    """The same inside a loop that is already running. Cancel it to stop within seconds.

    Sending has its own lease: it can take hours, and the next run need not wait for it.
    """
    from watcher.commands.early_alerts import EarlyAlerts, together

    with ExitStack() as working:
        lease = working.enter_context(store.leases.hold("run"))
        if not lease:
            return None
        with recorded(store, RunKind.RUN, now, pretended=pretended) as note:
            note.say(lease.said)
            early = EarlyAlerts(settings, store, now)
            try:
                checked, failure = await _checked(
                    settings, store, now, note, early.begin, full=full, progress=progress, pretended=pretended
                )
                told = await early.planned()
                rest = await in_thread(lambda stopping: digest_due(settings, store, now, stopping, alerts=told is None))
                working.close()
                sent_early = await early.sent()
                sent = await in_thread(lambda stopping: send_and_forget(settings, store, now, stopping))
            finally:
                await early.stop()
            summary = RunSummary(checked, told + rest if told else rest, together(sent_early, sent))
            sent = summary.sent
            note.counts = replace(note.counts, mailed=sent.sent if sent else 0)
            if failure:
                raise failure
            note.outcome = RunOutcome.FAILED if summary.failed else note.outcome
            return summary


async def _checked(
    settings: Settings,
    store: Store,
    now: datetime,
    note: RunNote,
    visited: Visited,
    *,
    full: bool,
    progress: Progress,
    pretended: bool,
) -> tuple[PassSummary | None, Exception | None]:
    """The check, or the error that ended it: readers and the operator still get their mails."""
    try:
        with store.leases.hold("check") as lease:
            if not lease:
                return None, None
            note.say(lease.said)
            done = await pass_on_record(
                settings, store, now, note, visited, full=full, progress=progress, pretended=pretended
            )
            return done, None
    except (ConfigError, StoreError):
        raise
    except Exception as error:
        log.error("The check failed: %s. Emails are still planned and sent.", error)
        return None, error
