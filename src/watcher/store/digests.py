"""Planning: a mail to a reader and the receipts that settle what it tells, once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, delete, exists, func, select, update

from watcher.model import Frequency
from watcher.store.engine import Database
from watcher.store.history import Documents
from watcher.store.owed import Owed, due_subscribers, read_owed
from watcher.store.subscribers import lock_active
from watcher.store.tables import delivery, digest_run, receipt
from watcher.store.upsert import insert_count, insert_new, upsert

READ_AT_ONCE = 100


class Digests(Database):
    """Runs of one frequency up to one moment, each planning at most one mail to each reader."""

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine)
        self._documents = Documents()

    def begin_run(self, frequency: Frequency, ends_at: datetime) -> int:
        """The id of the run of this frequency up to this moment: a new one, or the one begun before."""
        self._documents = Documents()
        slot = {"frequency": frequency, "ends_at": ends_at}
        with self.writing() as conn:
            upsert(conn, digest_run, [slot], list(slot))
            return int(conn.execute(select(digest_run.c.id).filter_by(**slot)).scalar_one())

    def last_run(self, frequency: Frequency) -> datetime | None:
        """Up to when the newest finished run of this frequency went, None where there was none."""
        finished = select(func.max(digest_run.c.ends_at)).where(digest_run.c.finished_at.is_not(None))
        with self.reading() as conn:
            newest: datetime | None = conn.execute(finished.filter_by(frequency=frequency)).scalar_one()
        return newest

    def finish_run(self, run_id: int, now: datetime) -> None:
        """Note that every reader was looked at. Of earlier runs that told nobody anything this one is proof enough."""
        run = select(digest_run).where(digest_run.c.id == run_id)
        with self.writing() as conn:
            conn.execute(update(digest_run).where(digest_run.c.id == run_id).values(finished_at=now))
            this = conn.execute(run).one()
            earlier = (digest_run.c.frequency == this.frequency) & (digest_run.c.ends_at < this.ends_at)
            told = exists().where(delivery.c.run_id == digest_run.c.id)
            conn.execute(delete(digest_run).where(earlier, digest_run.c.finished_at.is_not(None), ~told))

    def owed(self, run_id: int) -> Iterator[tuple[int, Owed]]:
        """The readers (by id) to whom the run owes a mail that it has not planned, with what it owes them.

        Each change comes, oldest first, with all the reader's active subscriptions that want it, of whatever
        frequency, so that a person gets each thing once, in the first mail that it is due in. Nothing
        stays open while the caller plans; what has changed meanwhile, `plan` refuses.
        """
        with self.reading() as conn:
            readers = due_subscribers(conn, run_id)
        for start in range(0, len(readers), READ_AT_ONCE):
            yield from self._read(run_id, readers[start : start + READ_AT_ONCE])

    def _read(self, run_id: int, readers: Sequence[int]) -> list[tuple[int, Owed]]:
        with self.reading() as conn:
            return list(read_owed(conn, run_id, readers, self._documents))

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
        """Save the mail and its receipts (subscription id, change id) together, or neither.

        False, and nothing saved, where what was read is no longer so: this run has planned a mail to the
        reader, another has told some of it, or the reader left. What is still owed stays owed.
        """
        mail = new_mail(message_id, address, subject, content, now)
        mail |= {"run_id": run_id, "subscriber_id": subscriber_id, "part": 0}
        try:
            with self.writing() as conn:
                _settle(conn, mail, sorted(receipts))
        except _NoLongerOwedError:
            return False
        return True


class _NoLongerOwedError(Exception):
    """What was read is no longer so; the transaction is undone."""


def new_mail(message_id: str, address: str, subject: str, content: bytes, now: datetime) -> dict[str, Any]:
    """The row of a mail that waits to be sent."""
    return {
        "message_id": message_id,
        "address": address,
        "subject": subject,
        "content": content,
        "status": "pending",
        "attempts": 0,
        "created_at": now,
        "next_attempt_at": now,
    }


def _settle(conn: Connection, mail: dict[str, Any], receipts: Sequence[tuple[int, str]]) -> None:
    # Planners of one reader, and the reader who is leaving, take turns from here on.
    active = lock_active(conn, mail["subscriber_id"])
    saved = insert_new(conn, delivery, mail, ["run_id", "subscriber_id", "part"])
    if saved is None or not active.keys() >= {to for to, _ in receipts}:
        raise _NoLongerOwedError
    rows = [{"subscription_id": to, "change_id": of, "delivery_id": saved} for to, of in receipts]
    if insert_count(conn, receipt, rows) < len(rows):
        raise _NoLongerOwedError
