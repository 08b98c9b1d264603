"""Everything that is remembered: SQLite or PostgreSQL through one code base."""

from __future__ import annotations

from typing import Self

from watcher.model.source import SourceStatus
from watcher.store.bounces import Bounces
from watcher.store.changes import History
from watcher.store.corrections import Corrections
from watcher.store.digest_runs import Digests
from watcher.store.engine import database_url, open_engine
from watcher.store.erasing import Erasing
from watcher.store.faults import Faults
from watcher.store.files import Kept
from watcher.store.held import Rulings
from watcher.store.locks import Locks
from watcher.store.migrate import migrate
from watcher.store.news import NewsStore
from watcher.store.outbox import OutboxStore
from watcher.store.outbox_operator import Queued
from watcher.store.pages import Watching
from watcher.store.planned_mails import PlannedMail
from watcher.store.quiet_readers import Quiet
from watcher.store.readers import Readers
from watcher.store.reports import Reports
from watcher.store.search_list import Lists
from watcher.store.visit_counts import Habits

__all__ = ["Kept", "PlannedMail", "Quiet", "SourceStatus", "Store"]


class Store(
    Watching,
    Lists,
    Reports,
    Faults,
    History,
    NewsStore,
    Rulings,
    Habits,
    Readers,
    Erasing,
    Digests,
    Corrections,
    OutboxStore,
    Queued,
    Bounces,
    Locks,
):
    """One open database. Each public method is one transaction that says one thing."""

    @classmethod
    def open(cls, url: str) -> Self:
        """Open the database at a SQLAlchemy URL and bring it to the newest shape; StoreError where that fails."""
        engine = open_engine(database_url(url))
        migrate(engine)
        return cls(engine)
