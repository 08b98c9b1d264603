"""What was published and told to nobody, and why; when the bytes of each page last came."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

WHY = "why IN ('first sight', 'followed again', 'too old', 'copy', 'another authority')"


def upgrade() -> None:
    op.create_table(
        "taken_as_known",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("source_id", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("published", sa.Date()),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True)),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name="fk_taken_as_known_source_id"),
        sa.PrimaryKeyConstraint("id", name="pk_taken_as_known"),
        sa.CheckConstraint(WHY, name=op.f("ck_taken_as_known_why")),
    )
    op.create_index("ix_taken_as_known_noted_at", "taken_as_known", ["noted_at"])
    op.add_column("page", sa.Column("read_at", sa.DateTime(timezone=True)))


def downgrade() -> None:
    op.drop_column("page", "read_at")
    op.drop_table("taken_as_known")
