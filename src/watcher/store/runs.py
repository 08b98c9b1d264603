"""The record of runs: when, what kind, how long, what came of it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, delete, exists, func, insert, or_, select, update

from watcher.model.run import WHOLE_PASSES, RunCounts, RunKind, RunOutcome, RunRecord
from watcher.store.engine import Part
from watcher.store.tables.runs import run, store_fact

# So many runs stay on record: hourly ones for more than half a year.
RUNS_KEPT = 2000


class Runs(Part):
    """Every run is noted when it begins, so that one that was killed is on record too."""

    def begin(self, kind: RunKind, now: datetime, *, pretended: bool) -> int:
        """Note that a run begins; its number. The oldest are forgotten."""
        with self.writing() as conn:
            begun = insert(run).values(kind=kind, started_at=now, pretended=pretended).returning(run.c.id)
            number = int(conn.execute(begun).scalar_one())
            conn.execute(delete(run).where(run.c.id <= number - RUNS_KEPT))
            return number

    def end(self, number: int, took: timedelta, counts: RunCounts, outcome: RunOutcome, said: str) -> None:
        """Note how a run ended."""
        done = {"visited": counts.visited, "changed": counts.changed, "mailed": counts.mailed, "faults": counts.faults}
        how = {"reached": counts.reached, "seconds": took.total_seconds(), "outcome": outcome, "said": said}
        with self.writing() as conn:
            conn.execute(update(run).where(run.c.id == number).values(**done, **how))

    def newest(self, limit: int) -> list[RunRecord]:
        """At most so many runs, the newest first."""
        with self.reading() as conn:
            return [_record(row) for row in conn.execute(select(run).order_by(run.c.id.desc()).limit(limit))]

    def last_good_pass(self) -> datetime | None:
        """When the last pass that looked at everything, and could, began. None where there was none."""
        with self.reading() as conn:
            found: datetime | None = conn.execute(select(func.max(run.c.started_at)).where(_GOOD)).scalar_one()
        return found

    def under_the_real_clock(self) -> bool:
        """Whether a pass was ever recorded that was not told what time it is."""
        real = exists().where(run.c.kind.in_([*WHOLE_PASSES, RunKind.PART]), ~run.c.pretended)
        before = exists().where(store_fact.c.name == "real_clock")
        with self.reading() as conn:
            return bool(conn.execute(select(or_(real, before))).scalar_one())


# A pass in which single sources were at fault is a good one, and one whose mails failed.
_GOOD: ColumnElement[bool] = run.c.kind.in_(WHOLE_PASSES) & run.c.reached & run.c.outcome.is_not(None)


def _record(row: Row[Any]) -> RunRecord:
    counts = RunCounts(row.visited, row.changed, row.mailed, row.faults, row.reached)
    took = None if row.seconds is None else timedelta(seconds=row.seconds)
    outcome = RunOutcome(row.outcome) if row.outcome else None
    return RunRecord(row.id, RunKind(row.kind), row.started_at, row.pretended, took, counts, outcome, row.said)
