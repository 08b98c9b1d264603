"""When each host may be asked again, so that its delay is kept between two crawls."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "asked_host",
        sa.Column("host", sa.Text(), nullable=False),
        sa.Column("wait", sa.Float(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("delay", sa.Float(), nullable=False),
        sa.Column("under_way", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("host", name=op.f("pk_asked_host")),
    )


def downgrade() -> None:
    op.drop_table("asked_host")
