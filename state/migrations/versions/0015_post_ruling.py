"""What a person decided on the sentences of our own articles that need a change."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "post_ruling",
        sa.Column("source_id", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("issue", sa.Text(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("ruled_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("verdict IN ('done', 'accepted')", name=op.f("ck_post_ruling_verdict")),
        sa.ForeignKeyConstraint(
            ["source_id", "url"], ["news_item.source_id", "news_item.url"], name="fk_post_ruling_item"
        ),
        sa.PrimaryKeyConstraint("source_id", "url", "issue", name="pk_post_ruling"),
    )


def downgrade() -> None:
    op.drop_table("post_ruling")
