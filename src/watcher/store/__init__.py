"""Everything we remember, in SQLite or PostgreSQL. No other package knows SQLAlchemy."""

from __future__ import annotations

from pathlib import Path
from typing import Self

from sqlalchemy import Engine

from watcher.model.errors import StoreError
from watcher.store.bounces import Bounces
from watcher.store.changes import Changes
from watcher.store.checkup import Checkup
from watcher.store.clock import Clock
from watcher.store.corrections import Corrections
from watcher.store.digest_runs import DigestRuns
from watcher.store.doubts import Doubts
from watcher.store.engine import Database, database_url, open_engine
from watcher.store.erasure import Erasure
from watcher.store.facts import StoreFacts
from watcher.store.faults import Faults
from watcher.store.files import Kept
from watcher.store.held import HeldDocuments
from watcher.store.job_queue import JobQueue
from watcher.store.leases import Leases
from watcher.store.news import NewsStore
from watcher.store.outbox import OutboxStore
from watcher.store.outbox_operator import OutboxOperator
from watcher.store.own_posts import OwnPosts
from watcher.store.pages import Pages
from watcher.store.planned_mails import PlannedMail
from watcher.store.provenance import Provenance
from watcher.store.quiet_readers import Quiet
from watcher.store.read_only import engine_to_read
from watcher.store.reader_lists import ReaderLists
from watcher.store.readers import Readers
from watcher.store.readmission import Readmission
from watcher.store.record import RecordStore
from watcher.store.renamed_items import RenamedItems
from watcher.store.reports import Reports
from watcher.store.runs import Runs
from watcher.store.search import SearchStore
from watcher.store.search_list import SearchList
from watcher.store.shape import has_newest_shape, is_empty, refuse_other_shape
from watcher.store.shared_files import SharedKept
from watcher.store.subscribers import Subscribers
from watcher.store.suppressions import Suppressions
from watcher.store.taken_as_known import TakenAsKnownStore
from watcher.store.upkeep import Upkeep
from watcher.store.visit_counts import VisitCounts

__all__ = ["Kept", "PlannedMail", "Quiet", "Store"]


class Store(Database):
    """One open database in parts. Each part remembers one subject."""

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine)
        self.is_new = False
        # what is watched, and what was found there
        self.pages = Pages(self)
        self.search_list = SearchList(self)
        self.reports = Reports(self)
        self.record = RecordStore(self)
        self.search = SearchStore(self)
        self.news = NewsStore(self)
        self.renamed_items = RenamedItems(self)
        self.own_posts = OwnPosts(self)
        self.changes = Changes(self)
        self.taken_as_known = TakenAsKnownStore(self)
        self.held = HeldDocuments(self)
        self.faults = Faults(self)
        self.visit_counts = VisitCounts(self)
        # who gets which news
        self.readers = Readers(self)
        self.reader_lists = ReaderLists(self)
        self.subscribers = Subscribers(self)
        self.suppressions = Suppressions(self)
        self.readmission = Readmission(self)
        self.doubts = Doubts(self)
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
        self.job_queue = JobQueue(self)
        self.runs = Runs(self)
        self.facts = StoreFacts(self)
        self.provenance = Provenance(self)
        self.checkup = Checkup(self)
        self.upkeep = Upkeep(self)

    def kept(self, folder: Path) -> Kept:
        """Pages and reports as they were fetched: in a folder of this machine or, beside a server, in its database."""
        return Kept(folder) if self.engine.dialect.name == "sqlite" else SharedKept(self, folder)

    @classmethod
    def open(cls, url: str, *, lost: str = "") -> Self:
        """Open the database at a SQLAlchemy URL and bring it to the newest shape; StoreError if that fails. `lost` says
        what to do if a database that should exist is missing; then we don't begin a new one.
        """
        engine = open_engine(database_url(url))
        newest = has_newest_shape(engine)
        is_new = not newest and is_empty(engine)
        if is_new and lost:
            raise StoreError(lost)
        if not newest:
            # the library that migrates takes as long to import as all else together
            from watcher.store.migrate import migrate

            migrate(engine)
        refuse_other_shape(engine)
        store = cls(engine)
        store.is_new = is_new
        return store

    @classmethod
    def open_to_read(cls, url: str, *, lost: str = "") -> Self:
        """Open the database at a SQLAlchemy URL read-only. StoreError if a run would refuse it. If it does not exist
        yet, the store `is_new` and is in memory.
        """
        engine, is_new = engine_to_read(url, lost=lost)
        store = cls(engine)
        store.is_new = is_new
        return store
