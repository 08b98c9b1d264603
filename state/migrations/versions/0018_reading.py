"""What was understood of a news item's text, kept as long as the text, so that it is understood once."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("news_item", sa.Column("reading", sa.Text()))


def downgrade() -> None:
    op.drop_column("news_item", "reading")
