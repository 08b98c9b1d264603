"""What the operator decides: rulings on held changes, corrections; and how much each visit of a list found."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "ruling",
        sa.Column("change_id", sa.Text(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("ruled_by", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("ruled_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["change_id"], ["change.id"], name="fk_ruling_change_id"),
        sa.PrimaryKeyConstraint("change_id", name="pk_ruling"),
        sa.CheckConstraint("verdict IN ('released', 'rejected')", name=op.f("ck_ruling_verdict")),
    )
    op.create_table(
        "correction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("change_id", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["change_id"], ["change.id"], name="fk_correction_change_id"),
        sa.PrimaryKeyConstraint("id", name="pk_correction"),
        sa.UniqueConstraint("change_id", "fingerprint", name="uq_correction_change_id_fingerprint"),
    )
    op.create_table(
        "correction_mail",
        sa.Column("correction_id", sa.Integer(), nullable=False),
        sa.Column("subscriber_id", sa.Integer(), nullable=False),
        sa.Column("delivery_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["correction_id"], ["correction.id"], name="fk_correction_mail_correction_id"),
        sa.ForeignKeyConstraint(["subscriber_id"], ["subscriber.id"], name="fk_correction_mail_subscriber_id"),
        sa.ForeignKeyConstraint(["delivery_id"], ["delivery.id"], name="fk_correction_mail_delivery_id"),
        sa.PrimaryKeyConstraint("correction_id", "subscriber_id", name="pk_correction_mail"),
    )
    op.create_table(
        "visit_count",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Text(), nullable=False),
        sa.Column("visited_at", MOMENT, nullable=False),
        sa.Column("found", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name="fk_visit_count_source_id"),
        sa.PrimaryKeyConstraint("id", name="pk_visit_count"),
    )
    op.create_index("ix_visit_count_source_id_visited_at", "visit_count", ["source_id", "visited_at"])


def downgrade() -> None:
    for table in ("visit_count", "correction_mail", "correction", "ruling"):
        op.drop_table(table)
