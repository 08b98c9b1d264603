"""One shape for all: earlier migrations were changed after databases had been built with them.

What such a database lacks is added, and what it has too much is moved to where it belongs.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

KINDS = "kind IN ('delayed', 'failed', 'gone', 'complaint', 'left')"
# When an item joined its story was not written down: at the latest when it was settled.
JOINED = """UPDATE news_story SET joined_at = (
    SELECT coalesce(news_item.settled_at, news_item.first_seen) FROM news_item
    WHERE news_item.source_id = news_story.source_id AND news_item.url = news_story.url)"""


def upgrade() -> None:
    shape = sa.inspect(op.get_bind())
    columns = {table: {one["name"] for one in shape.get_columns(table)} for table in shape.get_table_names()}
    for name, kind in (("damaged", sa.Boolean()), ("stumble", sa.Text())):
        if name not in columns["news_item"]:
            op.add_column("news_item", sa.Column(name, kind))
    if "joined_at" not in columns["news_story"]:
        _add_joined_at()
    if "content" in columns["delivery"]:
        _move_content()
    if not any("left" in str(check["sqltext"]) for check in shape.get_check_constraints("bounce")):
        with op.batch_alter_table("bounce") as table:
            table.drop_constraint(op.f("ck_bounce_kind"), type_="check")
            table.create_check_constraint(op.f("ck_bounce_kind"), KINDS)


def _add_joined_at() -> None:
    moment = sa.DateTime(timezone=True)
    op.add_column("news_story", sa.Column("joined_at", moment))
    op.execute(JOINED)
    with op.batch_alter_table("news_story") as table:
        table.alter_column("joined_at", existing_type=moment, nullable=False)


def _move_content() -> None:
    op.create_table(
        "delivery_content",
        sa.Column("delivery_id", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["delivery_id"], ["delivery.id"], name="fk_delivery_content_delivery_id"),
        sa.PrimaryKeyConstraint("delivery_id", name="pk_delivery_content"),
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE delivery_content ALTER COLUMN content SET STORAGE EXTERNAL")
    op.execute("INSERT INTO delivery_content SELECT id, content FROM delivery WHERE length(content) > 0")
    with op.batch_alter_table("delivery") as table:
        table.drop_column("content")


def downgrade() -> None:
    """The shape before is the same one, where it was right."""
