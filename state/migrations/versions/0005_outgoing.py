"""How mails leave and what comes back: when one is blocked or retried, bounces; the bytes of mails apart."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

MOMENTS = ("blocked_since", "retried_at")
TO_CONTENT = "INSERT INTO delivery_content SELECT id, content FROM delivery WHERE length(content) > 0"
FROM_CONTENT = """UPDATE delivery SET content =
    coalesce((SELECT content FROM delivery_content WHERE delivery_id = delivery.id), '')"""


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
        sa.CheckConstraint("kind IN ('delayed', 'failed', 'gone', 'complaint', 'left')", name=op.f("ck_bounce_kind")),
    )
    _move_content()


def _move_content() -> None:
    op.create_table(
        "delivery_content",
        sa.Column("delivery_id", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["delivery_id"], ["delivery.id"], name="fk_delivery_content_delivery_id"),
        sa.PrimaryKeyConstraint("delivery_id", name="pk_delivery_content"),
    )
    if op.get_bind().dialect.name == "postgresql":
        # to compress a mail takes longer than all the rest of planning it
        op.execute("ALTER TABLE delivery_content ALTER COLUMN content SET STORAGE EXTERNAL")
    op.execute(TO_CONTENT)
    with op.batch_alter_table("delivery") as table:
        table.drop_column("content")


def downgrade() -> None:
    op.add_column("delivery", sa.Column("content", sa.LargeBinary()))
    op.execute(FROM_CONTENT)
    with op.batch_alter_table("delivery") as table:
        table.alter_column("content", existing_type=sa.LargeBinary(), nullable=False)
    op.drop_table("delivery_content")
    op.drop_table("bounce")
    for name in MOMENTS:
        op.drop_column("delivery", name)
