"""The tables of sources, reports, changes, subscribers and emails.

The constraints carry the guarantees: each reader gets each thing once.

The migrations in `state/migrations` build the same schema; a test compares the two. The condition of a partial index is
in its `info`: written for one engine, it would import that engine's driver.
"""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    false,
)

from watcher.model.change import Change
from watcher.model.interest import Interest
from watcher.model.report import Report
from watcher.store.tables.columns import JsonColumn, Moment, Words

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# --- what is watched ------------------------------------------------------------------------------

source = Table(
    "source",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Words, nullable=False),
    Column("url", Words, nullable=False),
    Column("spider", Text, nullable=False),
    Column("coverage", Text, nullable=False),
    Column("at_least", Integer, nullable=False),
    Column("topics", JsonColumn(tuple[str, ...]), nullable=False),
    Column("followed", Boolean, nullable=False),
    Column("followed_since", Moment, nullable=False),
    Column("visited_at", Moment),
    Column("last_tried_at", Moment),
    Column("marker", Date),
    Column("revisit_at", Moment),
    # what one spider visits, and what is not followed any more, may be few among many
    Index(None, "followed", "spider", "id"),
)

page = Table(
    "page",
    metadata,
    Column("source_id", ForeignKey("source.id"), primary_key=True),
    Column("url", Words, nullable=False),
    Column("etag", Words),
    Column("last_modified", Words),
    Column("body_sha256", Text, nullable=False),
    Column("region_sha256", Text, nullable=False),
    Column("read_at", Moment),
    Index(None, "read_at"),
)

observation = Table(
    "observation",
    metadata,
    Column("source_id", ForeignKey("source.id"), primary_key=True),
    Column("key", Words, primary_key=True),
    Column("title", Words, nullable=False),
    Column("url", Words, nullable=False),
    Column("published", Date),
    Column("facts", JsonColumn(dict[str, str]), nullable=False),
    Column("graded", Boolean, nullable=False),
    Column("missing_since", Moment),
    Column("withdrawn", Boolean, nullable=False),
)

report_file = Table(
    "report_file",
    metadata,
    Column("source_id", ForeignKey("source.id"), primary_key=True),
    Column("file_id", Words, primary_key=True),
    Column("url", Words, nullable=False),
    Column("title", Words, nullable=False),
    Column("published", Date),
    Column("sha256", Text),
    Column("report", JsonColumn(Report)),
    Column("problems", JsonColumn(tuple[str, ...]), nullable=False),
    Column("read_at", Moment, nullable=False),
    Index(None, "file_id"),
)

attempt = Table(
    "attempt",
    metadata,
    Column("source_id", ForeignKey("source.id"), primary_key=True),
    Column("file_id", Words, primary_key=True),
    Column("first_failed", Moment, nullable=False),
    Column("reason", Words, nullable=False),
)

listing = Table(
    "listing",
    metadata,
    Column("provider", Words, primary_key=True),
    Column("name", Words, nullable=False),
    Column("latest", Date),
    Column("last_listed", Moment, nullable=False),
)

# A fault may be about something that is not followed, so it names its source without a foreign key.
fault = Table(
    "fault",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("source_id", Text, nullable=False),
    Column("reason", Words, nullable=False),
    Column("first_seen", Moment, nullable=False),
    Column("last_seen", Moment, nullable=False),
    Column("told_at", Moment),
    Column("told_times", Integer, nullable=False, server_default="0"),
    Column("cleared_at", Moment),
    Column("clearance_told_at", Moment),
)
OPEN = fault.c.cleared_at.is_(None)
Index(
    "uq_fault_open",
    fault.c.source_id,
    unique=True,
    info={"where": "cleared_at IS NULL"},
)

# --- what changed ---------------------------------------------------------------------------------

change = Table(
    "change",
    metadata,
    Column("id", Text, primary_key=True),
    Column("recorded_at", Moment, nullable=False),
    Column("source_id", ForeignKey("source.id"), nullable=False),
    Column("key", Words, nullable=False),
    Column("kind", Text, nullable=False),
    Column("event", Text, nullable=False),
    Column("held", Boolean, nullable=False),
    Column("told_at", Moment),
    Column("document", JsonColumn(Change), nullable=False),
    Index(None, "recorded_at", "id"),
    Index(None, "source_id"),
)

change_topic = Table(
    "change_topic",
    metadata,
    Column("topic", Text, primary_key=True),
    Column("change_id", ForeignKey("change.id"), primary_key=True),
)

# --- who gets it ----------------------------------------------------------------------------------

# `links` counts how often the reader's manage links were made invalid: by leaving, or on request.
subscriber = Table(
    "subscriber",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("address", Text, nullable=False, unique=True),
    Column("created_at", Moment, nullable=False),
    Column("one_mail_an_item", Boolean, nullable=False, server_default=false()),
    Column("all_quiet", Boolean, nullable=False, server_default=false()),
    Column("links", Integer, nullable=False, server_default="0"),
    CheckConstraint("address = lower(address)", name="lower_case"),
)

# Each kind of news is wanted from a moment on, or not at all (NULL). A reader who adds a kind later
# does not get earlier news of that kind.
subscription = Table(
    "subscription",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("subscriber_id", ForeignKey("subscriber.id"), nullable=False),
    Column("topic", Text, nullable=False),
    Column("frequency", Text, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("ended_at", Moment),
    Column("ended_reason", Words),
    *(Column(f"{interest}_since", Moment) for interest in Interest),
    CheckConstraint("frequency IN ('immediately', 'daily', 'weekly')", name="frequency"),
)
ACTIVE = subscription.c.ended_at.is_(None)
SINCE = {interest: subscription.c[f"{interest}_since"] for interest in Interest}
# From a change's topics to those who follow one.
Index("ix_subscription_topic", subscription.c.topic, info={"where": "ended_at IS NULL"})
Index(
    "uq_subscription_active",
    subscription.c.subscriber_id,
    subscription.c.topic,
    unique=True,
    info={"where": "ended_at IS NULL"},
)

digest_run = Table(
    "digest_run",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("frequency", Text, nullable=False),
    Column("ends_at", Moment, nullable=False),
    Column("finished_at", Moment),
    UniqueConstraint("frequency", "ends_at"),
)

# An email to the operator has no run and no subscriber. Readers who want one email an item get several in a run.
delivery = Table(
    "delivery",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("run_id", ForeignKey("digest_run.id")),
    Column("subscriber_id", ForeignKey("subscriber.id")),
    Column("part", Integer, nullable=False, server_default="0"),
    Column("message_id", Text, nullable=False, unique=True),
    Column("address", Text, nullable=False),
    Column("subject", Words, nullable=False),
    Column("status", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("next_attempt_at", Moment, nullable=False),
    Column("last_error", Words),
    Column("ended_at", Moment),
    Column("failure_told_at", Moment),
    Column("blocked_since", Moment),
    Column("retried_at", Moment),
    UniqueConstraint("run_id", "subscriber_id", "part"),
    CheckConstraint("status IN ('pending', 'sent', 'failed', 'cancelled')", name="status"),
)
Index(
    "ix_delivery_pending",
    delivery.c.next_attempt_at,
    info={"where": "status = 'pending'"},
)
Index(
    "ix_delivery_failed",
    delivery.c.ended_at,
    info={"where": "status = 'failed'"},
)

# The finished bytes, until we forget them. A table of their own: updating the email does not rewrite them.
delivery_content = Table(
    "delivery_content",
    metadata,
    Column("delivery_id", ForeignKey("delivery.id"), primary_key=True),
    Column("content", LargeBinary, nullable=False),
)

receipt = Table(
    "receipt",
    metadata,
    Column("subscription_id", ForeignKey("subscription.id"), primary_key=True),
    Column("change_id", ForeignKey("change.id"), primary_key=True),
    Column("delivery_id", ForeignKey("delivery.id"), nullable=False),
    Index(None, "delivery_id"),
)
