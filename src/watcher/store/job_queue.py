"""The jobs in a cluster's queue, for the operator. The queue has its own tables, in its own schema."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text

from watcher.store.engine import Part
from watcher.store.locks import one_at_a_time

SCHEMA = "watcher_queue"
_THERE = text(f"SELECT to_regclass('{SCHEMA}.procrastinate_jobs') IS NOT NULL")
_COUNTS = text(f"SELECT status::text, count(*) FROM {SCHEMA}.procrastinate_jobs GROUP BY status")  # noqa: S608
# A worker is alive if it gave a sign of life lately. It serves two queues, and is on record once for each.
_WORKERS = text(
    f"""SELECT (count(*) + 1) / 2 FROM {SCHEMA}.procrastinate_workers
    WHERE last_heartbeat > now() - interval '10 seconds'"""  # noqa: S608
)
_OLDEST = text(
    f"""SELECT job.args ->> 'host' AS host, min(event.at) AS since
    FROM {SCHEMA}.procrastinate_jobs AS job
    JOIN {SCHEMA}.procrastinate_events AS event ON event.job_id = job.id AND event.type = 'deferred'
    WHERE job.status = 'todo' AND job.task_name = 'visit'
    GROUP BY job.id ORDER BY since LIMIT 1"""  # noqa: S608
)


@dataclass(frozen=True, slots=True)
class QueueState:
    """How many jobs wait, run and failed, how many workers are alive, and which host has waited longest."""

    waiting: int
    running: int
    failed: int
    workers: int
    oldest: str | None
    oldest_since: datetime | None


class JobQueue(Part):
    """The queue as the operator sees it."""

    @contextmanager
    def making(self) -> Iterator[bool]:
        """Whether the tables of the queue are missing. Nobody else makes them within this block."""
        if self._is_there():
            yield False
            return
        with self.writing() as conn:
            conn.execute(text(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}"))
        with self.writing() as conn:
            one_at_a_time(conn, SCHEMA)
            # this transaction may remember what was missing when it began to wait
            yield not self._is_there()

    def _is_there(self) -> bool:
        with self.reading() as conn:
            return bool(conn.execute(_THERE).scalar_one())

    def state(self) -> QueueState | None:
        """The state of the queue now; None if the database has no queue."""
        with self.reading() as conn:
            if conn.dialect.name != "postgresql" or not conn.execute(_THERE).scalar_one():
                return None
            counts = {row[0]: row[1] for row in conn.execute(_COUNTS)}
            workers = conn.execute(_WORKERS).scalar_one()
            oldest = conn.execute(_OLDEST).one_or_none()
        return QueueState(
            counts.get("todo", 0),
            counts.get("doing", 0),
            counts.get("failed", 0),
            workers,
            oldest.host if oldest else None,
            oldest.since if oldest else None,
        )
