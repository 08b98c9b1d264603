"""The program's own life: its runs, who works at present, and what the store knows of itself."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("started_at", MOMENT, nullable=False),
        sa.Column("pretended", sa.Boolean(), nullable=False),
        sa.Column("reached", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("seconds", sa.Float()),
        *(sa.Column(name, sa.Integer(), nullable=False, server_default="0") for name in COUNTS),
        sa.Column("outcome", sa.Text()),
        sa.Column("said", sa.Text(), nullable=False, server_default=""),
        sa.PrimaryKeyConstraint("id", name="pk_run"),
        sa.CheckConstraint("outcome IN ('well', 'at fault', 'failed', 'stopped')", name=op.f("ck_run_outcome")),
    )
    op.create_index("ix_run_started_at", "run", ["started_at"])
    op.create_table(
        "lease",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("token", sa.Integer(), nullable=False),
        sa.Column("holder", sa.Text(), nullable=False),
        sa.Column("taken_at", MOMENT, nullable=False),
        sa.Column("beat_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_lease"),
    )
    op.create_table(
        "store_fact",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_store_fact"),
    )
    # a state that was used before runs were recorded was used under the real clock
    op.execute(
        "INSERT INTO store_fact (name, value) SELECT 'real_clock', 'before runs were recorded' "
        "WHERE EXISTS (SELECT 1 FROM source WHERE visited_at IS NOT NULL)"
    )


COUNTS = ("visited", "changed", "mailed", "faults")


def downgrade() -> None:
    for table in ("store_fact", "lease", "run"):
        op.drop_table(table)
