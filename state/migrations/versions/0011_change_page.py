"""The hash of the page that each change was found on, and when it was fetched."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "change_page",
        sa.Column("change_id", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("fetched_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["change_id"], ["change.id"], name="fk_change_page_change_id"),
        sa.PrimaryKeyConstraint("change_id", name="pk_change_page"),
    )


def downgrade() -> None:
    op.drop_table("change_page")
