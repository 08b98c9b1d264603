"""How mails leave and what comes back: since when a mail is blocked, when it was retried, and bounces."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

MOMENTS = ("blocked_since", "retried_at")


def upgrade() -> None:
    for name in MOMENTS:
        op.add_column("delivery", sa.Column(name, sa.DateTime(timezone=True)))
    op.create_table(
        "bounce",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("delivery_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["delivery_id"], ["delivery.id"], name="fk_bounce_delivery_id"),
        sa.PrimaryKeyConstraint("id", name="pk_bounce"),
        sa.UniqueConstraint("delivery_id", "key", name="uq_bounce_delivery_id_key"),
        sa.CheckConstraint("kind IN ('delayed', 'failed', 'gone', 'complaint')", name=op.f("ck_bounce_kind")),
    )


def downgrade() -> None:
    op.drop_table("bounce")
    for name in MOMENTS:
        op.drop_column("delivery", name)
