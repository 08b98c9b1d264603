"""The tables of the record: reports that a person imported, and the texts that can be searched.

Beside them each engine keeps its own index of the words: SQLite the table `report_text_words` (FTS5), PostgreSQL the
index `ix_report_text_words`. The migration makes both, and the database keeps them in step.
"""

from __future__ import annotations

from sqlalchemy import Column, Date, ForeignKey, Index, Integer, Table, Text

from watcher.model.report import Report
from watcher.store.tables.columns import JsonColumn, Moment, Words
from watcher.store.tables.core import metadata

imported_report = Table(
    "imported_report",
    metadata,
    Column("urn", Text, primary_key=True),
    Column("file_id", Words, primary_key=True),
    Column("url", Words, nullable=False),
    Column("published", Date, nullable=False),
    Column("sha256", Words),
    Column("report", JsonColumn(Report), nullable=False),
    Column("imported_at", Moment, nullable=False),
)

# One paragraph or item. `place` is its place in the document, from 1.
report_text = Table(
    "report_text",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("source_id", ForeignKey("source.id"), nullable=False),
    Column("file_id", Words, nullable=False),
    Column("place", Integer, nullable=False),
    Column("part", Text, nullable=False),
    Column("topic", Text, nullable=False),
    Column("page", Integer),
    Column("paragraph", Integer),
    Column("text", Words, nullable=False),
    Index(None, "source_id", "file_id"),
)

# Which reading of a document the texts are from.
report_text_of = Table(
    "report_text_of",
    metadata,
    Column("source_id", ForeignKey("source.id"), primary_key=True),
    Column("file_id", Words, primary_key=True),
    Column("read_at", Moment, nullable=False),
)
