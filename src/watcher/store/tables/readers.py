"""The tables of readers who sign up themselves: requests, consents, and addresses that we must not write to."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, Table, Text

from watcher.model.reader import Wishes
from watcher.store.tables.columns import JsonColumn, Moment, Words
from watcher.store.tables.core import metadata

# The id is random: it is signed into a link, and must never mean another sign-up once this one is deleted.
sign_up = Table(
    "sign_up",
    metadata,
    Column("id", Text, primary_key=True),
    Column("address", Text, nullable=False),
    Column("wishes", JsonColumn(Wishes), nullable=False),
    Column("version", Text, nullable=False),
    Column("text", Words, nullable=False),
    Column("page", Words, nullable=False),
    Column("network", Text, nullable=False),
    Column("asked_at", Moment, nullable=False),
    Column("confirmed_at", Moment),
    Index(None, "address"),
)

consent = Table(
    "consent",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("sign_up_id", Text, nullable=False, unique=True),
    Column("subscriber_id", ForeignKey("subscriber.id"), nullable=False),
    Column("wishes", JsonColumn(Wishes), nullable=False),
    Column("version", Text, nullable=False),
    Column("text", Words, nullable=False),
    Column("page", Words, nullable=False),
    Column("network", Text),
    Column("given_at", Moment, nullable=False),
    Column("confirmed_at", Moment, nullable=False),
    Column("ended_at", Moment),
    Index(None, "subscriber_id"),
)

# Every email that a stranger asked for, by mailbox: limits how many of them one mailbox gets.
requested_mail = Table(
    "requested_mail",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("mailbox", Text, nullable=False),
    Column("asked_at", Moment, nullable=False),
    Column("delivery_id", ForeignKey("delivery.id"), nullable=False),
    Index(None, "mailbox", "asked_at"),
    Index(None, "delivery_id"),
)

suppression = Table(
    "suppression",
    metadata,
    Column("fingerprint", Text, primary_key=True),
    Column("reason", Text, nullable=False),
    Column("since", Moment, nullable=False),
    CheckConstraint("reason IN ('left', 'bounced', 'complained', 'by-operator')", name="reason"),
)
