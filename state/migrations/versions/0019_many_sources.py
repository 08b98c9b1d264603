"""Indexes that keep questions about sources and subscriptions fast when there are a million of each."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    active = sa.text("ended_at IS NULL")
    op.create_index("ix_source_followed_spider_id", "source", ["followed", "spider", "id"])
    op.create_index("ix_page_read_at", "page", ["read_at"])
    op.create_index("ix_subscription_topic", "subscription", ["topic"], sqlite_where=active, postgresql_where=active)


def downgrade() -> None:
    op.drop_index("ix_subscription_topic", "subscription")
    op.drop_index("ix_page_read_at", "page")
    op.drop_index("ix_source_followed_spider_id", "source")
