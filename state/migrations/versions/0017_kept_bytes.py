"""Stored pages and reports in the database, where several machines can read them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "kept_bytes",
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("packed", sa.Boolean(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_kept_bytes")),
    )


def downgrade() -> None:
    op.drop_table("kept_bytes")
