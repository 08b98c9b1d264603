"""Pages and reports as they were fetched, in a database on a server: every machine can read them."""

from __future__ import annotations

import gzip
import hashlib
import zlib
from pathlib import Path

from sqlalchemy import select

from watcher.model.errors import StoreError
from watcher.store.engine import Database
from watcher.store.files import Kept, compressed
from watcher.store.sql import upsert
from watcher.store.tables.kept import kept_bytes


class SharedKept(Kept):
    """A table of stored bytes. Files that a machine stored in its folder earlier are still read from there."""

    def __init__(self, database: Database, folder: Path) -> None:
        super().__init__(folder)
        self._database = database

    def keep(self, data: bytes) -> str:
        """Store the bytes. Returns their SHA-256 in hexadecimal, which reads them back."""
        sha256 = hashlib.sha256(data).hexdigest()
        there = select(kept_bytes.c.sha256).where(kept_bytes.c.sha256 == sha256)
        with self._database.reading() as conn:
            if conn.execute(there).one_or_none():
                return sha256
        packed, content = compressed(data)
        with self._database.writing() as conn:
            row = {"sha256": sha256, "packed": packed, "content": content}
            upsert(conn, kept_bytes, [row], ["sha256"], keep=["packed", "content"])
        return sha256

    def read(self, sha256: str) -> bytes:
        """The bytes with that hash. StoreError if they were never stored, or are not what was stored."""
        with self._database.reading() as conn:
            row = conn.execute(select(kept_bytes).where(kept_bytes.c.sha256 == sha256)).one_or_none()
        if row is None:
            return super().read(sha256)
        try:
            data = gzip.decompress(row.content) if row.packed else row.content
        except (OSError, EOFError, zlib.error) as error:
            raise StoreError(f"Can't read {sha256} in the database: {error}") from error
        if hashlib.sha256(data).hexdigest() != sha256:
            raise StoreError(f"{sha256} in the database is damaged. Restore the database from a backup.")
        return bytes(data)
