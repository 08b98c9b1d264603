"""The record of runs: when, what kind, how long, and how they ended."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, delete, exists, func, insert, or_, select, update

from watcher.model.run import WHOLE_PASSES, RunCounts, RunKind, RunOutcome, RunRecord
from watcher.store.clock import TOLERATED
from watcher.store.engine import Part
from watcher.store.facts import BEGUN_AT
from watcher.store.tables.core import source
from watcher.store.tables.runs import run, store_fact

# How many runs we keep: with hourly runs, more than half a year.
RUNS_KEPT = 2000


class Runs(Part):
    """Every run is recorded when it begins, so that a killed run is on record too."""

    def begin(self, kind: RunKind, now: datetime, *, pretended: bool) -> int:
        """Record that a run begins and return its number. The oldest runs are deleted."""
        with self.writing() as conn:
            begun = insert(run).values(kind=kind, started_at=now, pretended=pretended).returning(run.c.id)
            number = int(conn.execute(begun).scalar_one())
            conn.execute(delete(run).where(run.c.id <= number - RUNS_KEPT))
            return number

    def end(self, number: int, took: timedelta, counts: RunCounts, outcome: RunOutcome, said: str) -> None:
        """Record how a run ended."""
        done = {"visited": counts.visited, "changed": counts.changed, "mailed": counts.mailed, "faults": counts.faults}
        how = {"reached": counts.reached, "seconds": took.total_seconds(), "outcome": outcome, "said": said}
        with self.writing() as conn:
            conn.execute(update(run).where(run.c.id == number).values(**done, **how))

    def newest(self, limit: int) -> list[RunRecord]:
        """At most this many runs, newest first."""
        with self.reading() as conn:
            return [_record(row) for row in conn.execute(select(run).order_by(run.c.id.desc()).limit(limit))]

    def since(self, since: datetime) -> list[RunRecord]:
        """The runs that began at `since` or later, newest first."""
        began = select(run).where(run.c.started_at >= since).order_by(run.c.id.desc())
        with self.reading() as conn:
            return [_record(row) for row in conn.execute(began)]

    def first_at(self) -> datetime | None:
        """When the oldest run on record began."""
        with self.reading() as conn:
            first: datetime | None = conn.execute(select(func.min(run.c.started_at))).scalar_one()
        return first

    def last_good(self, now: datetime) -> datetime | None:
        """When the last check began that could look at everything.

        Without one, when the last page was visited or, without that too, when the store was begun.
        """
        good = select(func.max(run.c.started_at)).where(_GOOD, run.c.started_at <= now + TOLERATED)
        visited = select(func.max(source.c.visited_at)).where(source.c.followed, source.c.visited_at <= now + TOLERATED)
        begun = select(store_fact.c.value).where(store_fact.c.name == BEGUN_AT)
        with self.reading() as conn:
            last: datetime | None = conn.execute(good).scalar_one() or conn.execute(visited).scalar_one()
            if last is None and (noted := conn.execute(begun).scalar_one_or_none()):
                last = datetime.fromisoformat(noted)
        return last

    def stale_since(self, now: datetime, after: timedelta) -> datetime | None:
        """Since when we have gone too long without a good check; None if we have not."""
        last = self.last_good(now)
        return last + after if last is not None and now - last > after else None

    def under_the_real_clock(self) -> bool:
        """Whether a check was ever recorded that ran under the real time (without --now)."""
        real = exists().where(run.c.kind.in_([*WHOLE_PASSES, RunKind.PART]), ~run.c.pretended)
        before = exists().where(store_fact.c.name == "real_clock")
        with self.reading() as conn:
            return bool(conn.execute(select(or_(real, before))).scalar_one())


# A check counts as good even if single sources were at fault or its emails failed.
_GOOD: ColumnElement[bool] = run.c.kind.in_(WHOLE_PASSES) & run.c.reached & run.c.outcome.is_not(None)


def _record(row: Row[Any]) -> RunRecord:
    counts = RunCounts(row.visited, row.changed, row.mailed, row.faults, row.reached)
    took = None if row.seconds is None else timedelta(seconds=row.seconds)
    outcome = RunOutcome(row.outcome) if row.outcome else None
    return RunRecord(row.id, RunKind(row.kind), row.started_at, row.pretended, took, counts, outcome, row.said)
