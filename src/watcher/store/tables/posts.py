"""The table of decisions on our own articles: which sentence was edited, and which stays as it is."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKeyConstraint, Table, Text

from watcher.store.tables.columns import Moment, Words
from watcher.store.tables.core import metadata

post_ruling = Table(
    "post_ruling",
    metadata,
    Column("source_id", Text, primary_key=True),
    Column("url", Words, primary_key=True),
    Column("issue", Text, primary_key=True),
    Column("verdict", Text, nullable=False),
    Column("why", Words, nullable=False),
    Column("ruled_at", Moment, nullable=False),
    CheckConstraint("verdict IN ('done', 'accepted')", name="verdict"),
    ForeignKeyConstraint(["source_id", "url"], ["news_item.source_id", "news_item.url"], name="fk_post_ruling_item"),
)
