"""Held documents and the operator's rulings. Each ruling is saved together with all its effects."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, exists, select

from watcher.model.change import Change
from watcher.model.held import Held, Ruling, waiting
from watcher.model.report import ReportFile
from watcher.store.changes import add_changes
from watcher.store.engine import Part
from watcher.store.observations import file_row, read
from watcher.store.sql import insert_new, upsert
from watcher.store.tables.core import change, observation, report_file
from watcher.store.tables.held import RULED_ON, ruling


class HeldDocuments(Part):
    """A held change waits until it is released, rejected or corrected, or until its report is sent with its grades."""

    def waiting(self) -> list[Held]:
        """The documents that wait for the operator, longest waiting first."""
        with self.reading() as conn:
            found = [_held(conn, changes, told_at) for changes, told_at in waiting(_known(conn), _ruled(conn))]
        return sorted(found, key=lambda one: (one.since, one.change.id))

    def count(self) -> int:
        """How many documents wait for the operator."""
        with self.reading() as conn:
            return len(waiting(_known(conn), _ruled(conn)))

    def release(self, held: Held, told: Change, decided: Ruling, file: ReportFile | None = None) -> bool:
        """Save the ruling, the report as corrected, and the change that sends it, or nothing.

        False, with nothing changed, if there is already a ruling.
        """
        with self.writing() as conn:
            if not _rule(conn, held.ids, decided):
                return False
            if file is not None:
                upsert(conn, report_file, [file_row(file)], ["source_id", "file_id"])
            add_changes(conn, [told])
            return True

    def reject(self, held: Held, decided: Ruling) -> bool:
        """Record that readers don't get it. False if there is already a ruling."""
        with self.writing() as conn:
            return _rule(conn, held.ids, decided)


def _known(conn: Connection) -> list[tuple[Change, datetime | None]]:
    """All changes of documents that have a held change, in order, with when the operator heard of each."""
    held = change.alias()
    same = (held.c.source_id == change.c.source_id) & (held.c.key == change.c.key)
    known = select(change.c.document, change.c.told_at).where(exists().where(same, held.c.held))
    in_order = known.order_by(change.c.recorded_at, change.c.id)
    return [(row.document, row.told_at) for row in conn.execute(in_order)]


def _ruled(conn: Connection) -> frozenset[str]:
    return frozenset(conn.execute(RULED_ON).scalars())


def _held(conn: Connection, changes: Sequence[Change], told_at: datetime | None) -> Held:
    newest, ids = changes[-1], tuple(one.id for one in changes)
    this = {"source_id": newest.source_id}
    file = conn.execute(select(report_file).filter_by(**this, file_id=newest.key)).one_or_none()
    gone = conn.execute(select(observation.c.withdrawn).filter_by(**this, key=newest.key)).scalar_one_or_none()
    return Held(newest, ids, changes[0].recorded_at, told_at, read(file) if file else None, bool(gone))


def _rule(conn: Connection, change_ids: Sequence[str], decided: Ruling) -> bool:
    row = {"verdict": decided.verdict, "ruled_by": decided.by, "why": decided.why, "ruled_at": decided.at}
    new = [insert_new(conn, ruling, {"change_id": one, **row}, ["change_id"]) is not None for one in change_ids]
    return any(new)
