"""What we remember of one source besides its page: what it listed, its reports, and what to try again."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, Connection, Row, bindparam, select, update

from watcher.model.report import ReportFile
from watcher.model.source import Observation
from watcher.model.visit import Attempt, Known, Record, Target
from watcher.store.sql import upsert
from watcher.store.tables.core import attempt, change, observation, report_file
from watcher.store.tables.held import DROPPED

# Made once: each page that is read asks for these, and making them takes longer than the answer.
_ID: BindParameter[str] = bindparam("id")
_ENTRIES = select(observation).where(observation.c.source_id == _ID).order_by(observation.c.key)
_FILES = select(report_file).where(report_file.c.source_id == _ID)
_ATTEMPTS = select(attempt).where(attempt.c.source_id == _ID)
# What was sent as held, and the changes to the same reports.
_WERE_HELD = select(change.c.key).where(change.c.source_id == _ID, change.c.held, change.c.id.not_in(DROPPED))
_TOLD = select(change.c.document).where(change.c.source_id == _ID, change.c.key.in_(_WERE_HELD))


def known(conn: Connection, target: Target) -> Known:
    """All that we remember of the target's source."""
    of_source = {"id": target.source.id}
    entries = conn.execute(_ENTRIES, of_source).all()
    files = conn.execute(_FILES, of_source).all()
    attempts = conn.execute(_ATTEMPTS, of_source).all()
    return Known(
        target,
        observations={row.key: observed(row) for row in entries},
        missing={row.key: row.missing_since for row in entries if row.missing_since},
        withdrawn=frozenset(row.key for row in entries if row.withdrawn),
        files={row.file_id: read(row) for row in files},
        attempts={row.file_id: Attempt(row.file_id, row.first_failed, row.reason) for row in attempts},
        held=_held(conn, target.source.id),
    )


def _held(conn: Connection, source_id: str) -> frozenset[str]:
    """The keys of reports that readers know only without grades: sent as held, and not yet sent with grades.

    Reports that the operator rejected or corrected are left out: readers get no more about them.
    """
    changes = list(conn.execute(_TOLD, {"id": source_id}).scalars())
    return frozenset(one.key for one in changes) - {one.key for one in changes if one.report is not None}


def save(conn: Connection, record: Record) -> None:
    """Save what the visit saw. Entries seen before that are not there now stay, as missing or withdrawn."""
    upsert(conn, observation, [_entry_row(one) for one in record.observations], ["source_id", "key"])
    _mark_absent(conn, record)
    upsert(conn, report_file, [file_row(one) for one in record.files], ["source_id", "file_id"])
    conn.execute(attempt.delete().where(attempt.c.source_id == record.source_id))
    again = [_attempt_row(record.source_id, one) for one in record.attempts]
    upsert(conn, attempt, again, ["source_id", "file_id"])


def _mark_absent(conn: Connection, record: Record) -> None:
    of_source = observation.c.source_id == record.source_id
    was_absent = observation.c.missing_since.is_not(None) | observation.c.withdrawn
    conn.execute(update(observation).where(of_source, was_absent).values(missing_since=None, withdrawn=False))
    absent = [_absence(key, record) for key in sorted({*record.missing, *record.withdrawn})]
    if absent:
        mark = update(observation).where(of_source, observation.c.key == bindparam("absent"))
        conn.execute(mark.values(missing_since=bindparam("since"), withdrawn=bindparam("gone")), absent)


def _absence(key: str, record: Record) -> dict[str, Any]:
    since: datetime | None = record.missing.get(key)
    return {"absent": key, "since": since, "gone": key in record.withdrawn}


def _entry_row(one: Observation) -> dict[str, Any]:
    return {
        "source_id": one.source_id,
        "key": one.key,
        "title": one.title,
        "url": one.url,
        "published": one.published,
        "facts": one.facts,
        "graded": one.facts.get("graded") == "yes",
        "missing_since": None,
        "withdrawn": False,
    }


def file_row(one: ReportFile) -> dict[str, Any]:
    """The report as a row of its table."""
    return {
        "source_id": one.source_id,
        "file_id": one.file_id,
        "url": one.url,
        "title": one.title,
        "published": one.published,
        "sha256": one.sha256,
        "report": one.report,
        "problems": one.problems,
        "read_at": one.read_at,
    }


def _attempt_row(source_id: str, one: Attempt) -> dict[str, Any]:
    return {
        "source_id": source_id,
        "file_id": one.file_id,
        "first_failed": one.first_failed,
        "reason": one.reason,
    }


def observed(row: Row[Any]) -> Observation:
    """A row of the observation table as a value."""
    return Observation(row.source_id, row.key, row.title, row.url, row.published, row.facts)


def read(row: Row[Any]) -> ReportFile:
    """A row of the report_file table as a value."""
    identity = (row.file_id, row.source_id, row.url, row.title, row.published)
    return ReportFile(*identity, row.sha256, row.report, row.problems, row.read_at)
