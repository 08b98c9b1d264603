"""The tables about the program itself: its runs, the process that works at present, and facts about the store."""

from __future__ import annotations

from sqlalchemy import Boolean, CheckConstraint, Column, Float, Index, Integer, Table, Text, false, text

from watcher.store.tables.columns import Moment, Words
from watcher.store.tables.core import metadata

# `pretended`: it ran as of a given time (--now); `reached`: it could look at what is followed. A run without
# an outcome is still running, or died.
run = Table(
    "run",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("started_at", Moment, nullable=False),
    Column("pretended", Boolean, nullable=False),
    Column("reached", Boolean, nullable=False, server_default=false()),
    Column("seconds", Float),
    Column("visited", Integer, nullable=False, server_default="0"),
    Column("changed", Integer, nullable=False, server_default="0"),
    Column("mailed", Integer, nullable=False, server_default="0"),
    Column("faults", Integer, nullable=False, server_default="0"),
    Column("outcome", Text),
    Column("said", Words, nullable=False, server_default=text("''")),
    CheckConstraint("outcome IN ('well', 'at fault', 'failed', 'stopped')", name="outcome"),
    Index(None, "started_at"),
)

# One row for each kind of work that one process does at a time. `token` grows with each holder and is never used
# twice; `holder` is empty while no process works.
lease = Table(
    "lease",
    metadata,
    Column("name", Text, primary_key=True),
    Column("token", Integer, nullable=False),
    Column("holder", Words, nullable=False),
    Column("taken_at", Moment, nullable=False),
    Column("beat_at", Moment, nullable=False),
)

# For how many seconds after `said_at` a host must not be asked, and the delay between two requests. A host whose visit
# is `under_way`, or was cut off, may have been asked at any moment since. `hung_at`: it kept us waiting for the whole
# timeout, and has not answered since.
asked_host = Table(
    "asked_host",
    metadata,
    Column("host", Words, primary_key=True),
    Column("wait", Float, nullable=False),
    Column("said_at", Moment, nullable=False),
    Column("delay", Float, nullable=False),
    Column("under_way", Boolean, nullable=False),
    Column("hung_at", Moment),
)

# Facts about the store: which configuration it belongs to, and when it was created.
store_fact = Table(
    "store_fact",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Words, nullable=False),
)
