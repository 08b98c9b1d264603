"""`watcher worker`: takes jobs from the queue, as many at once as are allowed, and rescues those of dead workers."""

from __future__ import annotations

import asyncio
import logging
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from threading import Event, Thread
from time import monotonic
from typing import Any

from procrastinate import App
from procrastinate.exceptions import ConnectorException

from watcher.cluster.agreement import agree
from watcher.cluster.queue import NEWS, SOON, Queue, end_now
from watcher.model.errors import ConfigError, StoreError
from watcher.settings import Settings
from watcher.store import Store
from watcher.store.engine import is_on_server
from watcher.store.leases import ONE_OF_MANY

log = logging.getLogger(__name__)

# A worker that gave no sign of life for so long is dead, hangs or was paused. Its leases are given up before that.
DEAD_AFTER = timedelta(seconds=8)
BEAT_EVERY = timedelta(seconds=1.5)
SWEEP_EVERY = timedelta(seconds=1)
LOOK_EVERY = timedelta(seconds=1)
# Visits that still run then are stopped, within 8 s, and done again by others. Service managers commonly allow 15 s.
STOP_WITHIN = timedelta(seconds=4)
KEEP_FAILED = timedelta(days=7)
_PAUSE = 0.5  # seconds
# How often in a row the database may be away for a worker, and cut the connections of one who defers.
_TIMES_AWAY, _TIMES_CUT = 20, 2


def work(settings: Settings, store: Store, *, adopt: bool = False, until_idle: bool = False) -> None:
    """Take jobs until SIGTERM or SIGINT, or `until_idle` until none is left. `ConfigError` if settings disagree."""
    refuse_without_server(settings)
    agree(settings, store, adopt=adopt)
    with _in_our_words(), _ending_after_a_pause():
        asyncio.run(_work(settings, store, until_idle=until_idle))


def defer(settings: Settings, store: Store, *, adopt: bool = False) -> int:
    """Defer what is due. Returns how many hosts got a visit. `ConfigError` if settings disagree."""
    refuse_without_server(settings)
    agree(settings, store, adopt=adopt)
    with _in_our_words():
        return asyncio.run(_defer(settings, store))


@contextmanager
def _in_our_words() -> Iterator[None]:
    try:
        yield
    except ConnectorException as error:
        raise StoreError(f"The queue in the database can't be used: {error.__cause__ or error}. Try again.") from error


@contextmanager
def _ending_after_a_pause() -> Iterator[None]:
    """End this process at once when it goes on after a pause: a job's next write may be long in coming."""
    over = Event()

    def watch() -> None:
        last = monotonic()
        while not over.wait(_PAUSE):
            silent, last = monotonic() - last, monotonic()
            if silent > ONE_OF_MANY.silent_after.total_seconds():
                end_now(f"it gave no sign of life for {silent:.0f} seconds")

    Thread(target=watch, daemon=True).start()
    try:
        yield
    finally:
        over.set()


class Deferred:
    """Defers for `watcher serve`, inside its loop. `ConfigError` if settings disagree."""

    def __init__(self, settings: Settings, store: Store) -> None:
        refuse_without_server(settings)
        agree(settings, store)
        self._settings, self._store = settings, store

    async def visits(self) -> None:
        await _defer(self._settings, self._store)

    async def mail(self) -> None:
        queue = Queue(self._settings, self._store)
        async with queue.app.open_async():
            await queue.prepare()
            await queue.defer_mail()


def refuse_without_server(settings: Settings) -> None:
    """`ConfigError` unless the state is in PostgreSQL and the configuration says that workers do the work."""
    if not is_on_server(settings.store_url):
        raise ConfigError("Several machines need one database on a server. Set [store] url to a PostgreSQL address.")
    if not settings.cluster.enabled:
        raise ConfigError("Workers are not enabled. Set [cluster] enabled = true in the configuration of all machines.")


async def _defer(settings: Settings, store: Store) -> int:
    """Defer what is due, again if a connection is cut meanwhile: what was deferred already is left out then."""
    for _ in range(_TIMES_CUT):
        with suppress(ConnectorException, StoreError):
            return await _defer_once(settings, store)
        await asyncio.sleep(_PAUSE)
    return await _defer_once(settings, store)


async def _defer_once(settings: Settings, store: Store) -> int:
    queue = Queue(settings, store)
    async with queue.app.open_async():
        await queue.prepare()
        return await queue.defer_due()


async def _work(settings: Settings, store: Store, *, until_idle: bool) -> None:
    stop = asyncio.Event()
    for signal_ in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(signal_, stop.set)
    queue = Queue(settings, store)
    async with queue.app.open_async():
        await queue.prepare()
        sweeping = asyncio.create_task(_sweep(queue.app, store))
        over = asyncio.create_task(_over(stop, store, until_idle=until_idle))
        try:
            await _take_jobs(queue.app, settings.cluster.jobs_at_once, over)
        finally:
            for task in (sweeping, over):
                task.cancel()
            await asyncio.gather(sweeping, over, return_exceptions=True)
            queue.workers.close()


async def _over(stop: asyncio.Event, store: Store, *, until_idle: bool) -> None:
    """Wait until this worker is told to stop, or if so asked until no job of any worker is left."""
    if not until_idle:
        await stop.wait()
    while not stop.is_set() and not _is_idle(store):
        with suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), _PAUSE)


def _is_idle(store: Store) -> bool:
    try:
        state = store.job_queue.state()
    except StoreError:  # the database may be restarting
        return False
    return state is None or not (state.waiting or state.running)


async def _take_jobs(app: App, at_once: int, over: asyncio.Future[Any]) -> None:
    """Take jobs, again after the database was away for a moment. ConnectorException if it stays away."""
    for _ in range(_TIMES_AWAY):
        try:
            await _take_while_connected(app, at_once, over)
        except ConnectorException as error:
            log.warning("The queue in the database can't be used: %s", error.__cause__ or error)
            await asyncio.sleep(_PAUSE)
        else:
            return
    await _take_while_connected(app, at_once, over)


async def _take_while_connected(app: App, at_once: int, over: asyncio.Future[Any]) -> None:
    serving = [asyncio.create_task(_serve(app, queue, at_once)) for queue in (SOON, NEWS)]
    taking = asyncio.gather(*serving)
    ended: set[asyncio.Future[Any]] = {taking, over}
    await asyncio.wait(ended, return_when=asyncio.FIRST_COMPLETED)
    if not taking.done():
        log.info("Stopping.")
    for one in serving:
        one.cancel()
    await asyncio.wait(serving)
    with suppress(asyncio.CancelledError):
        await taking


async def _serve(app: App, queue: str, at_once: int) -> None:
    await app.run_worker_async(
        queues=[queue],
        name=f"{socket.gethostname()} {queue}",
        concurrency=at_once,
        fetch_job_polling_interval=LOOK_EVERY.total_seconds(),
        update_heartbeat_interval=BEAT_EVERY.total_seconds(),
        stalled_worker_timeout=DEAD_AFTER.total_seconds(),
        shutdown_graceful_timeout=STOP_WITHIN.total_seconds(),
        delete_jobs="successful",
        install_signal_handlers=False,
    )


async def _sweep(app: App, store: Store) -> None:
    """Rescue jobs for as long as this worker runs. It is not a job itself: a dead worker would take it along."""
    while True:
        with suppress(ConnectorException, StoreError):  # the database may be restarting
            with store.leases.alone("rescue") as alone:  # of many that rescue a job, one would take it from another
                if alone:
                    await rescue(app)
            await app.job_manager.delete_old_jobs(
                nb_hours=int(KEEP_FAILED.total_seconds() // 3600), include_failed=True, include_cancelled=True
            )
        await asyncio.sleep(SWEEP_EVERY.total_seconds())


async def rescue(app: App) -> int:
    """Have the jobs of dead workers done by others. Returns how many there were."""
    rescued = 0
    for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=DEAD_AFTER.total_seconds()):
        log.warning("Job %s (%s) of a worker that gives no sign of life is done again.", job.id, job.lock)
        await app.job_manager.retry_job(job, queue=SOON)
        rescued += 1
    return rescued
