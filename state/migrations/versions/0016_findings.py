"""Since when a reader wants to see strengths and concerns of a report in its own words."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("subscription", sa.Column("findings_since", sa.DateTime(timezone=True)))


def downgrade() -> None:
    op.drop_column("subscription", "findings_since")
