"""`watcher serve`: the same commands on a schedule, in one asyncio loop.

Everything here works under cron too. Times are Europe/London. None lies between 01:00 and 02:00, the hour
that a clock change skips or repeats.
"""

from __future__ import annotations

import asyncio
import logging
import signal
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from types import ModuleType
from typing import Any, Protocol

from apscheduler.events import EVENT_JOB_ERROR, EVENT_JOB_MISSED, JobExecutionEvent
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.cron import CronTrigger

from watcher.commands import run
from watcher.commands.after_run import RunVerdict, measure, metrics_module, ping
from watcher.commands.early_alerts import EarlyAlerts
from watcher.commands.send import SERVER
from watcher.commands.threads import in_thread
from watcher.model.errors import ConfigError, StoreError, install_extra
from watcher.model.text import LONDON
from watcher.settings import Settings
from watcher.store import Store

_INSTALL = f"The web pages need more packages. {install_extra('web')}"

log = logging.getLogger(__name__)

# Reports appear all through the working day and never at weekends; one check a morning would be a day late.
WORKING_HOURS = "7-19"
# How long running work may take to stop: below the 15 s that service managers commonly allow.
STOP_WITHIN = timedelta(seconds=12)


def serve(settings: Settings, store: Store, deferring: Deferring | None = None) -> None:
    """Run until SIGTERM or SIGINT. Running work is asked to stop; the next start continues it."""
    asyncio.run(_serve(settings, store, deferring))


async def _serve(settings: Settings, store: Store, deferring: Deferring | None) -> None:
    stop = asyncio.Event()
    for signal_ in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(signal_, stop.set)
    end_metrics = metrics_module().serve_metrics(settings, store) if settings.status.metrics_port else None
    work = Jobs(settings, store, deferring)
    scheduler = scheduled(work, settings)
    scheduler.start()
    log.info("Serving. Next job: %s", min((job.next_run_time for job in scheduler.get_jobs()), default=None))
    pages = asyncio.create_task(_pages(settings, stop))
    await stop.wait()
    log.info("Stopping.")
    scheduler.pause()
    await work.end(STOP_WITHIN)
    if end_metrics:
        await asyncio.to_thread(end_metrics)
    scheduler.shutdown(wait=False)
    await pages


async def _pages(settings: Settings, stop: asyncio.Event) -> None:
    """Serve the readers' pages as well, if they have an address. An error there stops the program."""
    if not settings.web.base_url:
        return
    try:
        await web_within(settings, stop)
    finally:
        stop.set()


class Deferring(Protocol):
    """Asks workers to do what is due, on any machine."""

    async def visits(self) -> None: ...
    async def mail(self) -> None: ...


class Jobs:
    """The jobs. Only one at a time checks or plans; sending runs beside it, because it can take hours.

    With `deferring` they are only asked for here, and workers do them.
    """

    def __init__(self, settings: Settings, store: Store, deferring: Deferring | None = None) -> None:
        self._settings, self._store, self._deferring = settings, store, deferring
        self._one_at_a_time = asyncio.Lock()
        self._going = set[asyncio.Task[object]]()
        self._ended = False

    async def visit(self) -> None:
        await self._pass(full=False)

    async def full_check(self) -> None:
        await self._pass(full=True)

    async def mail(self) -> None:
        if deferring := self._deferring:
            await self._do(lambda now: deferring.mail())
            return
        settings, store = self._settings, self._store
        async with self._one_at_a_time:
            await self._do(lambda now: in_thread(lambda stop: run.digest_due(settings, store, now, stop)))
        await self._do(lambda now: in_thread(lambda stop: run.send_and_forget(settings, store, now, stop)))

    async def _pass(self, *, full: bool) -> None:
        if deferring := self._deferring:
            await self._do(lambda now: deferring.visits())
            return
        verdict = RunVerdict()
        try:
            async with self._one_at_a_time:
                await self._do(lambda now: self._look(now, verdict, full=full))
        finally:
            if not self._ended:
                await asyncio.to_thread(self._announce, verdict)
            # readers and the operator get their mails even if the check failed
            await self.mail()

    def _announce(self, verdict: RunVerdict) -> None:
        if verdict.good is not None:
            ping(self._settings, good=verdict.good)
        measure(self._settings, self._store, datetime.now(UTC))

    async def _look(self, now: datetime, verdict: RunVerdict, *, full: bool) -> None:
        with self._store.leases.hold("run") as lease:
            if not lease:
                verdict.good = None
                return
            early = EarlyAlerts(self._settings, self._store, now)
            try:
                verdict.of_check(
                    await run.check_async(self._settings, self._store, now, full=full, visited=early.begin)
                )
                await early.planned()
            except BaseException:
                await early.stop()
                raise
            if early.sending:
                # it may take hours, which the next check need not wait for
                self._going.add(early.sending)
                early.sending.add_done_callback(self._alerts_sent)

    def _alerts_sent(self, sending: asyncio.Task[Any]) -> None:
        """Log and record what went wrong: nobody waits for the result."""
        self._going.discard(sending)
        error = None if sending.cancelled() else sending.exception()
        if not error:
            return
        log.error("Sending alerts failed: %s. They are sent in the next round.", error)
        try:
            self._store.faults.report(SERVER, f"alerts could not be sent: {error}", datetime.now(UTC))
        except StoreError as failure:
            log.error("This could not be recorded: %s", failure)

    async def _do(self, job: Callable[[datetime], Awaitable[object]]) -> None:
        task = asyncio.current_task()
        if self._ended or task is None:
            return
        self._going.add(task)
        try:
            await job(datetime.now(UTC))
        finally:
            self._going.discard(task)

    async def end(self, within: timedelta) -> None:
        """Stop running jobs, and start no new ones. What was recorded so far stays."""
        self._ended = True
        going = [*self._going]
        for task in going:
            task.cancel()
        if going:
            await asyncio.wait(going, timeout=within.total_seconds())


def scheduled(work: Jobs, settings: Settings) -> AsyncIOScheduler:
    """The scheduler with its jobs, not yet started. The schedule lives here, never in a job store."""
    # two, because one may be sending when the next is due
    scheduler = AsyncIOScheduler(
        timezone=LONDON, job_defaults={"coalesce": True, "max_instances": 2, "misfire_grace_time": 3600}
    )
    times = settings.digest
    for name, job, trigger in (
        ("visit", work.visit, CronTrigger(day_of_week="mon-fri", hour=WORKING_HOURS, minute=5, timezone=LONDON)),
        ("full check", work.full_check, CronTrigger(day_of_week="sat", hour=4, minute=5, timezone=LONDON)),
        ("daily", work.mail, CronTrigger(hour=times.daily_at.hour, minute=times.daily_at.minute, timezone=LONDON)),
        (
            "weekly",
            work.mail,
            CronTrigger(
                day_of_week=times.weekly_on[:3],
                hour=times.weekly_at.hour,
                minute=times.weekly_at.minute,
                timezone=LONDON,
            ),
        ),
        ("send", work.mail, CronTrigger(minute="*/10", timezone=LONDON)),
    ):
        scheduler.add_job(job, trigger, id=name)
    scheduler.add_listener(_say_trouble, EVENT_JOB_ERROR | EVENT_JOB_MISSED)
    return scheduler


def _say_trouble(event: JobExecutionEvent) -> None:
    if event.exception:
        log.error("Job %s failed: %s. It runs again at its next time.", event.job_id, event.exception)
    else:
        log.warning("Job %s was missed. It runs at its next time.", event.job_id)


def web(settings: Settings) -> None:
    """Serve the pages until stopped. `ConfigError` if the extra `web` is not installed."""
    _serving().serve_alone(settings)


async def web_within(settings: Settings, stopping: asyncio.Event) -> None:
    """The same in a loop that is already running, until `stopping` is set."""
    await _serving().serve_web(settings, stopping)


def _serving() -> ModuleType:
    try:
        from watcher.commands import serve_web
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("watcher"):
            raise
        raise ConfigError(f"{_INSTALL} ({error.name} is missing)") from error
    return serve_web
