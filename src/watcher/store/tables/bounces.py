"""Emails that came back."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKey, Integer, Table, Text, UniqueConstraint

from watcher.store.tables.columns import Moment, Words
from watcher.store.tables.core import metadata

# `key` identifies a message that is read twice, because nobody empties the mailbox.
bounce = Table(
    "bounce",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("delivery_id", ForeignKey("delivery.id"), nullable=False),
    Column("key", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("said", Words, nullable=False),
    Column("recorded_at", Moment, nullable=False),
    UniqueConstraint("delivery_id", "key"),
    CheckConstraint("kind IN ('delayed', 'failed', 'gone', 'complaint', 'left')", name="kind"),
)
