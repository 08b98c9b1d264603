"""Everything we remember, in SQLite or PostgreSQL. No other package knows SQLAlchemy."""

from __future__ import annotations

from typing import Self

from sqlalchemy import Engine

from watcher.store.bounces import Bounces
from watcher.store.changes import Changes
from watcher.store.clock import Clock
from watcher.store.corrections import Corrections
from watcher.store.digest_runs import DigestRuns
from watcher.store.engine import Database, database_url, open_engine
from watcher.store.erasure import Erasure
from watcher.store.faults import Faults
from watcher.store.files import Kept
from watcher.store.held import HeldDocuments
from watcher.store.leases import Leases
from watcher.store.news import NewsStore
from watcher.store.outbox import OutboxStore
from watcher.store.outbox_operator import OutboxOperator
from watcher.store.pages import Pages
from watcher.store.planned_mails import PlannedMail
from watcher.store.quiet_readers import Quiet
from watcher.store.readers import Readers
from watcher.store.reports import Reports
from watcher.store.runs import Runs
from watcher.store.search_list import SearchList
from watcher.store.shape import has_newest_shape
from watcher.store.subscribers import Subscribers
from watcher.store.suppressions import Suppressions
from watcher.store.visit_counts import VisitCounts

__all__ = ["Kept", "PlannedMail", "Quiet", "Store"]


class Store(Database):
    """One open database in parts. Each part remembers one subject."""

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine)
        # what is watched, and what was found there
        self.pages = Pages(self)
        self.search_list = SearchList(self)
        self.reports = Reports(self)
        self.news = NewsStore(self)
        self.changes = Changes(self)
        self.held = HeldDocuments(self)
        self.faults = Faults(self)
        self.visit_counts = VisitCounts(self)
        # who gets which news
        self.readers = Readers(self)
        self.subscribers = Subscribers(self)
        self.suppressions = Suppressions(self)
        self.erasure = Erasure(self)
        # emails
        self.digest_runs = DigestRuns(self)
        self.corrections = Corrections(self)
        self.outbox = OutboxStore(self)
        self.outbox_operator = OutboxOperator(self)
        self.bounces = Bounces(self)
        # the program itself
        self.clock = Clock(self)
        self.leases = Leases(self)
        self.runs = Runs(self)

    @classmethod
    def open(cls, url: str) -> Self:
        """Open the database at a SQLAlchemy URL and migrate it to the newest schema. StoreError if that fails."""
        engine = open_engine(database_url(url))
        if not has_newest_shape(engine):
            # importing the library that migrates takes as long as everything else together
            from watcher.store.migrate import migrate

            migrate(engine)
        return cls(engine)
