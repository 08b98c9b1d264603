"""The table of stored bytes, for databases that several machines use: the others can't read a folder on one machine."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, LargeBinary, Table, Text

from watcher.store.tables.core import metadata

# `packed`: the content is compressed by gzip.
kept_bytes = Table(
    "kept_bytes",
    metadata,
    Column("sha256", Text, primary_key=True),
    Column("packed", Boolean, nullable=False),
    Column("content", LargeBinary, nullable=False),
)
