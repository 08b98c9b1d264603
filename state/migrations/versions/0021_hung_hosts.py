"""When a host last hung, so that the next checks wait less for it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("asked_host", sa.Column("hung_at", sa.DateTime(timezone=True)))


def downgrade() -> None:
    op.drop_column("asked_host", "hung_at")
