"""Doubts about addresses, none of which proves anything alone, and hosts that sending waits for."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Float, ForeignKey, Index, Integer, Table, Text

from watcher.store.tables.columns import Moment, Words
from watcher.store.tables.core import metadata

# `proof` if the server said that nobody is at the address.
doubt = Table(
    "doubt",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("delivery_id", ForeignKey("delivery.id"), nullable=False),
    Column("at", Moment, nullable=False),
    Column("weight", Float, nullable=False),
    Column("proof", Boolean, nullable=False),
    Column("said", Words, nullable=False),
    Index(None, "delivery_id"),
)

waiting_host = Table(
    "waiting_host",
    metadata,
    Column("host", Text, primary_key=True),
    Column("said", Words, nullable=False),
    Column("since", Moment, nullable=False),
    Column("until", Moment, nullable=False),
    Column("times", Integer, nullable=False),
)
