"""Runs that plan digests. Each email is saved together with its receipts, once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy import delete, exists, func, select, update

from watcher.model.subscription import Frequency
from watcher.store.changes import Documents
from watcher.store.engine import Database, Part
from watcher.store.planned_mails import PlannedMail, save_planned
from watcher.store.quiet_readers import Quiet, followers_without_mail, quiet_readers
from watcher.store.sql import upsert
from watcher.store.tables.core import delivery, digest_run
from watcher.store.undelivered import UndeliveredChanges, due_subscribers, read_undelivered

READ_AT_ONCE = 100


class DigestRuns(Part):
    """Runs of one frequency up to one moment. Each plans emails to each reader once."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self._documents = Documents()

    def begin(self, frequency: Frequency, ends_at: datetime) -> int:
        """The id of the run of this frequency up to this moment: a new one, or the one begun before."""
        self._documents = Documents()
        slot = {"frequency": frequency, "ends_at": ends_at}
        with self.writing() as conn:
            upsert(conn, digest_run, [slot], list(slot))
            return int(conn.execute(select(digest_run.c.id).filter_by(**slot)).scalar_one())

    def newest_end(self, frequency: Frequency, now: datetime) -> datetime | None:
        """The time up to which the newest finished run of this frequency went, if any."""
        by_now = digest_run.c.finished_at.is_not(None) & (digest_run.c.ends_at <= now)
        finished = select(func.max(digest_run.c.ends_at)).where(by_now)
        with self.reading() as conn:
            newest: datetime | None = conn.execute(finished.filter_by(frequency=frequency)).scalar_one()
        return newest

    def finish(self, run_id: int, now: datetime) -> None:
        """Record that the run has planned for every reader. Earlier runs without any email are deleted: this one
        replaces them.
        """
        run = select(digest_run).where(digest_run.c.id == run_id)
        with self.writing() as conn:
            conn.execute(update(digest_run).where(digest_run.c.id == run_id).values(finished_at=now))
            this = conn.execute(run).one()
            earlier = (digest_run.c.frequency == this.frequency) & (digest_run.c.ends_at < this.ends_at)
            told = exists().where(delivery.c.run_id == digest_run.c.id)
            conn.execute(delete(digest_run).where(earlier, digest_run.c.finished_at.is_not(None), ~told))

    def undelivered(self, run_id: int) -> Iterator[tuple[int, UndeliveredChanges]]:
        """The readers (by id) who still need an email from this run, each with their undelivered changes.

        Changes come oldest first, each with all of the reader's active subscriptions that want it, of whatever
        frequency: a person gets each change once, in the first email that is due. No transaction stays open while the
        caller plans; `plan` refuses what has changed in the meantime.
        """
        with self.reading() as conn:
            readers = due_subscribers(conn, run_id)
        for start in range(0, len(readers), READ_AT_ONCE):
            yield from self._read(run_id, readers[start : start + READ_AT_ONCE])

    def _read(self, run_id: int, readers: Sequence[int]) -> list[tuple[int, UndeliveredChanges]]:
        with self.reading() as conn:
            return list(read_undelivered(conn, run_id, readers, self._documents))

    def quiet(self, run_id: int, since: datetime) -> list[Quiet]:
        """The readers who want a "no news" mail and had no news in the runs after `since` up to this one."""
        with self.reading() as conn:
            return quiet_readers(conn, run_id, since)

    def without_mail(self, run_id: int, topic: str) -> list[Quiet]:
        """The readers who follow a topic and get no mail of this run."""
        with self.reading() as conn:
            return followers_without_mail(conn, run_id, topic)

    def plan(
        self,
        run_id: int,
        subscriber_id: int,
        message_id: str,
        address: str,
        subject: str,
        content: bytes,
        receipts: Sequence[tuple[int, str]],
        now: datetime,
    ) -> bool:
        """Save one email and its receipts, or neither; whether it was saved (see `save_planned`)."""
        mail = PlannedMail(subscriber_id, message_id, address, subject, content, receipts)
        return self.plan_mails(run_id, [mail], now) == 1

    def plan_mails(self, run_id: int, mails: Sequence[PlannedMail], now: datetime) -> int:
        """Save the emails to many readers in one transaction; how many were saved. A reader gets all of theirs or none.

        Left out are readers who already have an email of this run, who were sent one of the changes by another run, or
        who have left. Their other changes stay undelivered.
        """
        with self.writing() as conn:
            return save_planned(conn, run_id, mails, now) if mails else 0
