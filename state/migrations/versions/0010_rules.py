"""By which version of the rules on claims a news item was judged: it is judged anew when they change."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("news_item", sa.Column("rules", sa.Integer()))


def downgrade() -> None:
    op.drop_column("news_item", "rules")
