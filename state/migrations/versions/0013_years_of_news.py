"""Indexes that keep questions about news fast when years of it are on record."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

# name, columns, and the rows that are in it
INDEXES = (
    ("ix_news_item_to_settle", ["relevant", "settled_at"], "article IS NOT NULL"),
    ("ix_news_item_to_forget", ["forget_at"], "article IS NOT NULL"),
    ("ix_news_item_stumble", ["source_id", "stumble"], "stumble IS NOT NULL"),
    ("ix_news_item_own_relevant", ["own", "relevant"], None),
    ("ix_news_item_source_id_first_seen", ["source_id", "first_seen"], None),
    ("ix_news_item_source_id_listed", ["source_id", "listed"], None),
)


def upgrade() -> None:
    op.drop_index("ix_news_item_relevant_settled_at", "news_item")
    for name, columns, where in INDEXES:
        some = sa.text(where) if where else None
        op.create_index(name, "news_item", columns, sqlite_where=some, postgresql_where=some)


def downgrade() -> None:
    for name, _, _ in INDEXES:
        op.drop_index(name, "news_item")
    op.create_index("ix_news_item_relevant_settled_at", "news_item", ["relevant", "settled_at"])
