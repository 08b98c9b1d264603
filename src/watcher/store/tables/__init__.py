"""The tables, in SQLAlchemy. Whoever imports one of them knows all: they are created and compared together."""

from watcher.store.tables import (
    bounces,
    columns,
    core,
    doubts,
    evidence,
    held,
    kept,
    news,
    posts,
    readers,
    record,
    runs,
)

__all__ = [
    "bounces", "columns", "core", "doubts", "evidence", "held", "kept", "news", "posts", "readers", "record", "runs",
]  # fmt: skip
