"""Signs against addresses that add up, hosts that sending waits for, and how often a reader's links were made new."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "doubt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("delivery_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("weight", sa.Float(), nullable=False),
        sa.Column("proof", sa.Boolean(), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["delivery_id"], ["delivery.id"], name="fk_doubt_delivery_id"),
        sa.PrimaryKeyConstraint("id", name="pk_doubt"),
    )
    op.create_index("ix_doubt_delivery_id", "doubt", ["delivery_id"])
    op.create_table(
        "waiting_host",
        sa.Column("host", sa.Text(), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("host", name="pk_waiting_host"),
    )
    op.add_column("subscriber", sa.Column("links", sa.Integer(), nullable=False, server_default="0"))


def downgrade() -> None:
    op.drop_column("subscriber", "links")
    op.drop_table("waiting_host")
    op.drop_table("doubt")
