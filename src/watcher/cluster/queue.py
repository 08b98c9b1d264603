"""The queue and its jobs: the visit of a host, judging the news, and a round of mail.

A job is one host's visit, and no two jobs of a host run at once: the queue locks by host. A visit that is deferred
while the last one still waits is left out.
"""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from functools import wraps
from typing import Any, Never, ParamSpec, TypeVar

from procrastinate import App, PsycopgConnector, RetryDecision, RetryStrategy
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException, UniqueViolation
from procrastinate.jobs import Job, Status
from procrastinate.manager import JobManager
from procrastinate.tasks import Task
from procrastinate.types import TimeDeltaParams

from watcher.cluster.agreement import refuse_other_settings
from watcher.commands.hosts import (
    OFSTED_HOST,
    HostVisit,
    WorkTakenError,
    assess_visits,
    due_visits,
    mail_round,
    visit_host,
)
from watcher.crawl.reading import ReadingWorkers
from watcher.model.errors import LeaseLostError, StoreError
from watcher.settings import Settings
from watcher.store import Store
from watcher.store.engine import server_address
from watcher.store.job_queue import SCHEMA
from watcher.store.leases import ONE_OF_MANY

log = logging.getLogger(__name__)

BATCH = 500
# A supervisor, such as systemd, starts the worker again after this exit code.
TAKEN_OVER = 75
# Jobs that wait for no free place among the visits of news sites: Ofsted's visit and the mail, because readers wait for
# them, and what was begun before, because its host has waited already.
SOON, NEWS = "soon", "default"
_FIRST, _NEXT = 20, 10
# Judging looks at all that is followed, so many visits wait for one.
ASSESS_AFTER: TimeDeltaParams = {"seconds": 2}
# A job whose end is not written would hold its host's lock for as long as this worker lives.
_WRITE_AGAIN_EVERY, _WRITE_TIMES = 0.5, 20

P = ParamSpec("P")
T = TypeVar("T")


class _Again(RetryStrategy):
    """Tries again soon: another process may still be at the work, the database was restarted, or this worker stops."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        decision = super().get_retry_decision(exception=exception, job=job)
        return decision and RetryDecision(retry_at=decision.retry_at, queue=SOON)


_AGAIN = _Again(max_attempts=100, wait=3, retry_exceptions={WorkTakenError, StoreError})


class _Jobs(JobManager):
    """Writes to the queue even if a connection is cut, and how a job ended even if its host waits for a visit again."""

    async def batch_defer_jobs_async(self, *args: Any, **kwargs: Any) -> list[Job]:
        return await _insist(super().batch_defer_jobs_async, *args, **kwargs)

    async def retry_job(self, job: Job, *args: Any, **kwargs: Any) -> None:
        try:
            await _insist(super().retry_job, job, *args, **kwargs)
        except UniqueViolation:
            await self.finish_job(job, Status.ABORTED, delete_job=True)

    async def finish_job(self, *args: Any, **kwargs: Any) -> None:
        await _insist(super().finish_job, *args, **kwargs)


async def _insist(write: Callable[P, Awaitable[T]], *args: P.args, **kwargs: P.kwargs) -> T:
    for _ in range(_WRITE_TIMES):
        try:
            return await write(*args, **kwargs)
        except UniqueViolation:
            raise
        except ConnectorException as error:
            log.warning("The queue could not be written to: %s", error.__cause__)
        await asyncio.sleep(_WRITE_AGAIN_EVERY)
    return await write(*args, **kwargs)


class Queue:
    """The jobs of one deployment, in a schema of their own in its database. Open `app` before use.

    Its visits share the processes that read what was fetched; close `workers` after them.
    """

    def __init__(self, settings: Settings, store: Store) -> None:
        self._settings, self._store, self.workers = settings, store, ReadingWorkers()
        address = server_address(settings.store_url)
        # a worker that is paused in a transaction of the queue would hold up all others
        paused = f"{ONE_OF_MANY.silent_after.total_seconds() * 1000:.0f}"
        options = f"-c search_path={SCHEMA} -c idle_in_transaction_session_timeout={paused}"
        self.app = App(connector=PsycopgConnector(conninfo=address, kwargs={"options": options}))
        self.app.job_manager = _Jobs(self.app.connector)
        self._visit = self._task("visit", self._visited)
        self._assess = self._task("assess", self._assessed)
        self._mail = self._task("mail", self._mailed)

    def _task(self, name: str, work: Callable[..., Awaitable[None]]) -> Task[Any, Any, Any]:
        return self.app.task(name=name, queue=SOON, retry=_AGAIN)(_ending_if_taken_over(work))

    async def prepare(self) -> None:
        """Make the tables of the queue if they are missing."""
        with self._store.job_queue.making() as missing:
            if missing:
                await self.app.schema_manager.apply_schema_async()

    async def defer_due(self) -> int:
        """Defer a visit of each host that does not wait for one, and a round of mail. Returns how many visits."""
        visits = due_visits(self._settings, self._store, datetime.now(UTC))
        waiting = {job.queueing_lock for job in await self.app.job_manager.list_jobs_async(status="todo")}
        jobs = [job for job in map(self._job, visits) if job.queueing_lock not in waiting]
        for start in range(0, len(jobs), BATCH):
            await self._deferred(jobs[start : start + BATCH])
        await self.defer_mail()
        return len(jobs)

    async def defer_mail(self) -> None:
        """Defer a round of mail, unless one waits."""
        await self._defer(self._mail, _NEXT)

    def _job(self, visit: HostVisit) -> Job:
        name = f"host {visit.host}"
        queue, priority = (SOON, _FIRST) if visit.host == OFSTED_HOST else (NEWS, 0)
        deferrer = self._visit.configure(lock=name, queueing_lock=name, queue=queue, priority=priority)
        return deferrer.make_new_job(host=visit.host, sites=list(visit.sites))

    async def _deferred(self, jobs: Sequence[Job]) -> None:
        try:
            await self.app.job_manager.batch_defer_jobs_async(jobs=list(jobs))
        except AlreadyEnqueued:  # another machine was faster with one of them
            for job in jobs:
                with suppress(AlreadyEnqueued):
                    await self.app.job_manager.defer_job_async(job=job)

    async def _defer(self, task: Task[Any, Any, Any], priority: int, after: TimeDeltaParams | None = None) -> None:
        job = task.configure(lock=task.name, queueing_lock=task.name, priority=priority, schedule_in=after)
        with suppress(AlreadyEnqueued):
            await job.defer_async()

    # --- the jobs ---------------------------------------------------------------------------------

    async def _visited(self, host: str, sites: list[str]) -> None:
        refuse_other_settings(self._settings, self._store)
        visit = HostVisit(host, tuple(sites))
        summary = await visit_host(self._settings, self._store, datetime.now(UTC), visit, self.workers)
        log.info("Visited %s: %d changes, %d faults", host, summary.changes, len(summary.faults))
        if summary.changes:
            await self._defer(self._mail, _FIRST)
        # what Ofsted's visit found may change what older items are about; other visits only bring new ones
        if host == OFSTED_HOST or self._store.news.has_unassessed(sites):
            await self._defer(self._assess, _NEXT, ASSESS_AFTER)

    async def _assessed(self) -> None:
        refuse_other_settings(self._settings, self._store)
        summary = await assess_visits(self._settings, self._store, datetime.now(UTC), self.workers)
        if summary.changes:
            await self._defer(self._mail, _FIRST)

    async def _mailed(self) -> None:
        refuse_other_settings(self._settings, self._store)
        await mail_round(self._settings, self._store, datetime.now(UTC))


def _ending_if_taken_over(work: Callable[P, Awaitable[None]]) -> Callable[P, Awaitable[None]]:
    """The same work; the process ends at once when another one has taken over.

    It was paused for long. Another worker has its jobs, so it may neither ask a host nor say how a job ended.
    """

    @wraps(work)
    async def done(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            await work(*args, **kwargs)
        except asyncio.CancelledError:
            raise WorkTakenError("this worker was told to stop") from None
        except LeaseLostError as error:
            end_now(str(error))

    return done


def end_now(why: str) -> Never:
    """End this process without finishing anything: others do its jobs by now."""
    log.critical("This worker was paused, and ends: %s. Start it again.", why)
    logging.shutdown()
    os._exit(TAKEN_OVER)
