"""Weekly work on the database: forget old faults, and give unused space back to the disk."""

from __future__ import annotations

import logging
import shutil
import sqlite3
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine, delete, or_, select

from watcher.store.engine import BUSY_SECONDS, Part
from watcher.store.sql import server_time, upsert
from watcher.store.tables.core import fault
from watcher.store.tables.runs import asked_host, store_fact

EVERY = timedelta(days=7)
FAULTS_KEPT = timedelta(days=365)
# Rewriting the file is worth it if at least this share of it, and this many bytes, are free.
FREE_SHARE, FREE_BYTES = 0.25, 16_000_000
_TIDIED_AT = "tidied_at"

log = logging.getLogger(__name__)


class Upkeep(Part):
    """Safe to call after every run, and while others use the database."""

    def tidy_if_due(self, now: datetime) -> int:
        """Tidy if that was not done for a week. Returns the bytes that were given back to the disk."""
        with self.reading() as conn:
            noted = conn.execute(select(store_fact.c.value).where(store_fact.c.name == _TIDIED_AT)).scalar_one_or_none()
        last = datetime.fromisoformat(noted) if noted else None
        # a moment in the future is from a wrong clock, and must not keep us from tidying
        return 0 if last and last <= now < last + EVERY else self.tidy(now)

    def tidy(self, now: datetime) -> int:
        """Forget faults that were cleared a year ago and hosts that were not asked for a week, and shrink the file of a
        SQLite database if much of it is free.

        A database server does the latter by itself. Returns the bytes that were given back to the disk.
        """
        heard = or_(fault.c.told_at.is_(None), fault.c.clearance_told_at.is_not(None))
        with self.writing() as conn:
            conn.execute(delete(fault).where(fault.c.cleared_at <= now - FAULTS_KEPT, heard))
            conn.execute(delete(asked_host).where(asked_host.c.said_at <= server_time(conn) - EVERY))
            upsert(conn, store_fact, [{"name": _TIDIED_AT, "value": now.isoformat()}], ["name"])
        return _shrink(self._engine) if self._engine.dialect.name == "sqlite" else 0


def _shrink(engine: Engine) -> int:
    path = Path(str(engine.url.database))
    before = path.stat().st_size
    try:
        with closing(sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)) as conn:
            conn.execute("PRAGMA optimize")
            (pages,), (free,) = (conn.execute(f"PRAGMA {name}").fetchone() for name in ("page_count", "freelist_count"))
            unused = free * (before // pages) if pages else 0
            if unused < max(FREE_BYTES, FREE_SHARE * before):
                return 0
            if shutil.disk_usage(path.parent).free < 2 * before:
                log.warning("%s could shrink by %d MB, but the disk is too full to rewrite it.", path, unused // 10**6)
                return 0
            conn.execute("VACUUM")
            conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except sqlite3.Error as error:
        # somebody else is using it; nothing is lost
        log.info("%s was not tidied this week: %s", path, error)
        return 0
    return before - path.stat().st_size
