"""The table of the pages that changes were found on."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Table, Text

from watcher.store.tables.columns import Moment
from watcher.store.tables.core import metadata

# The bytes lie in `kept/` under their hash. Changes from before this table have no row, nor have those that the
# operator made.
change_page = Table(
    "change_page",
    metadata,
    Column("change_id", ForeignKey("change.id"), primary_key=True),
    Column("sha256", Text, nullable=False),
    Column("fetched_at", Moment, nullable=False),
)
