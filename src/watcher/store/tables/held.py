"""The tables of the operator's decisions: rulings on held changes, corrections, and who got each correction."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Date, ForeignKey, Index, Integer, Table, Text, UniqueConstraint, select

from watcher.store.tables.columns import Moment, Words
from watcher.store.tables.core import metadata

ruling = Table(
    "ruling",
    metadata,
    Column("change_id", ForeignKey("change.id"), primary_key=True),
    Column("verdict", Text, nullable=False),
    Column("ruled_by", Words, nullable=False),
    Column("why", Words, nullable=False),
    Column("ruled_at", Moment, nullable=False),
    CheckConstraint("verdict IN ('released', 'rejected')", name="verdict"),
)

# A corrected change is sent to nobody any more. The fingerprint is that of the text, which may be long.
correction = Table(
    "correction",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("change_id", ForeignKey("change.id"), nullable=False),
    Column("fingerprint", Text, nullable=False),
    Column("text", Words, nullable=False),
    Column("made_at", Moment, nullable=False),
    UniqueConstraint("change_id", "fingerprint"),
)

# Held changes that no longer wait: the operator decided, or corrected them.
RULED_ON = select(ruling.c.change_id).union_all(select(correction.c.change_id))
# The ones among these that readers get no more about.
DROPPED = select(ruling.c.change_id).where(ruling.c.verdict == "rejected").union_all(select(correction.c.change_id))

correction_mail = Table(
    "correction_mail",
    metadata,
    Column("correction_id", ForeignKey("correction.id"), primary_key=True),
    Column("subscriber_id", ForeignKey("subscriber.id"), primary_key=True),
    Column("delivery_id", ForeignKey("delivery.id"), nullable=False),
)

# How much each good visit of a list found. A reader that no longer understands its pages shows here.
visit_count = Table(
    "visit_count",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("source_id", ForeignKey("source.id"), nullable=False),
    Column("visited_at", Moment, nullable=False),
    Column("found", Integer, nullable=False),
    Index(None, "source_id", "visited_at"),
)

# What was published and told to nobody. Once the operator sent it after all, `sent_at` says when.
taken_as_known = Table(
    "taken_as_known",
    metadata,
    Column("id", Text, primary_key=True),
    Column("source_id", ForeignKey("source.id"), nullable=False),
    Column("key", Words, nullable=False),
    Column("title", Words, nullable=False),
    Column("url", Words, nullable=False),
    Column("published", Date),
    Column("why", Text, nullable=False),
    Column("noted_at", Moment, nullable=False),
    Column("sent_at", Moment),
    CheckConstraint("why IN ('first sight', 'followed again', 'too old', 'copy', 'another authority')", name="why"),
    Index(None, "noted_at"),
)
