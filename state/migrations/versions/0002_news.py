"""News items, what they say of which inspection, and what was found out of date."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "news_item",
        sa.Column("source_id", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("listed", sa.Date()),
        sa.Column("first_seen", sa.DateTime(timezone=True), nullable=False),
        sa.Column("baseline", sa.Boolean(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True)),
        sa.Column("reread_at", sa.DateTime(timezone=True)),
        sa.Column("failed_since", sa.DateTime(timezone=True)),
        sa.Column("failure", sa.Text()),
        sa.Column("gone_at", sa.DateTime(timezone=True)),
        sa.Column("damaged", sa.Boolean()),
        sa.Column("stumble", sa.Text()),
        sa.Column("relevant", sa.Boolean(), nullable=False),
        sa.Column("own", sa.Boolean(), nullable=False),
        sa.Column("article", sa.Text()),
        sa.Column("forget_at", sa.DateTime(timezone=True)),
        sa.Column("facts", sa.Text()),
        sa.Column("dead", sa.Text()),
        sa.Column("settled_at", sa.DateTime(timezone=True)),
        sa.Column("settled", sa.Text()),
        sa.Column("same_as", sa.Text()),
        sa.Column("stories", sa.Text()),
        sa.Column("mention", sa.Text()),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name="fk_news_item_source_id"),
        sa.PrimaryKeyConstraint("source_id", "url", name="pk_news_item"),
    )
    op.create_index("ix_news_item_source_id_reread_at", "news_item", ["source_id", "reread_at"])
    op.create_index("ix_news_item_relevant_settled_at", "news_item", ["relevant", "settled_at"])
    _of_items("news_shingle", sa.Column("hash", sa.BigInteger(), nullable=False))
    joined = sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False)
    _of_items("news_story", sa.Column("story", sa.Text(), nullable=False), joined)
    op.create_table(
        "news_stale",
        sa.Column("source_id", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("report", sa.Text(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cleared_at", sa.DateTime(timezone=True)),
        _item("news_stale"),
        sa.PrimaryKeyConstraint("source_id", "url", "reason", "report", name="pk_news_stale"),
    )


def downgrade() -> None:
    for table in ("news_stale", "news_story", "news_shingle", "news_item"):
        op.drop_table(table)


def _of_items(table: str, first: sa.Column[object], *more: sa.Column[object]) -> None:
    op.create_table(
        table,
        first,
        sa.Column("source_id", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        *more,
        _item(table),
        sa.PrimaryKeyConstraint(first.name, "source_id", "url", name=f"pk_{table}"),
    )


def _item(table: str) -> sa.ForeignKeyConstraint:
    item = ["news_item.source_id", "news_item.url"]
    return sa.ForeignKeyConstraint(["source_id", "url"], item, name=f"fk_{table}_item")
