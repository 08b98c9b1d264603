"""Everything we remember, in SQLite or PostgreSQL. No other package knows SQLAlchemy."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Self

from sqlalchemy import Engine

from watcher.model.errors import StoreError
from watcher.store.engine import Database, Part, database_url, open_engine
from watcher.store.files import Kept
from watcher.store.read_only import engine_to_read
from watcher.store.shape import has_newest_shape, is_empty, refuse_other_shape
from watcher.store.shared_files import SharedKept

if TYPE_CHECKING:
    from watcher.store.asked_hosts import AskedHosts
    from watcher.store.bounces import Bounces
    from watcher.store.changes import Changes
    from watcher.store.checkup import Checkup
    from watcher.store.clock import Clock
    from watcher.store.corrections import Corrections
    from watcher.store.digest_runs import DigestRuns
    from watcher.store.doubts import Doubts
    from watcher.store.erasure import Erasure
    from watcher.store.facts import StoreFacts
    from watcher.store.faults import Faults
    from watcher.store.held import HeldDocuments
    from watcher.store.job_queue import JobQueue
    from watcher.store.leases import Leases
    from watcher.store.news import NewsStore
    from watcher.store.news_texts import NewsTexts
    from watcher.store.outbox import OutboxStore
    from watcher.store.outbox_operator import OutboxOperator
    from watcher.store.own_posts import OwnPosts
    from watcher.store.pages import Pages
    from watcher.store.provenance import Provenance
    from watcher.store.reader_lists import ReaderLists
    from watcher.store.readers import Readers
    from watcher.store.readmission import Readmission
    from watcher.store.record import RecordStore
    from watcher.store.renamed_items import RenamedItems
    from watcher.store.reports import Reports
    from watcher.store.runs import Runs
    from watcher.store.search import SearchStore
    from watcher.store.search_list import SearchList
    from watcher.store.subscribers import Subscribers
    from watcher.store.suppressions import Suppressions
    from watcher.store.taken_as_known import TakenAsKnownStore
    from watcher.store.upkeep import Upkeep
    from watcher.store.visit_counts import VisitCounts

__all__ = ["Kept", "Store"]


class Store(Database):
    """One open database in parts. Each part remembers one subject.

    The module of a part has the name of its attribute, and is imported when the part is first used: most commands need
    a few of them.
    """

    # what is watched, and what was found there
    pages: Pages
    search_list: SearchList
    reports: Reports
    record: RecordStore
    search: SearchStore
    news: NewsStore
    news_texts: NewsTexts
    renamed_items: RenamedItems
    own_posts: OwnPosts
    changes: Changes
    taken_as_known: TakenAsKnownStore
    held: HeldDocuments
    faults: Faults
    visit_counts: VisitCounts
    asked_hosts: AskedHosts
    # who gets which news
    readers: Readers
    reader_lists: ReaderLists
    subscribers: Subscribers
    suppressions: Suppressions
    readmission: Readmission
    doubts: Doubts
    erasure: Erasure
    # emails
    digest_runs: DigestRuns
    corrections: Corrections
    outbox: OutboxStore
    outbox_operator: OutboxOperator
    bounces: Bounces
    # the program itself
    clock: Clock
    leases: Leases
    job_queue: JobQueue
    runs: Runs
    facts: StoreFacts
    provenance: Provenance
    checkup: Checkup
    upkeep: Upkeep

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine)
        self.is_new = False

    if not TYPE_CHECKING:  # the types are those above

        def __getattr__(self, name: str) -> Part:
            if name not in Store.__annotations__:
                raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}", name=name, obj=self)
            module = import_module(f"{__name__}.{name}")
            part = getattr(module, Store.__annotations__[name])(self)
            return vars(self).setdefault(name, part)

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
