"""What a reader chose: kinds of news, one mail an item, all quiet."""

from __future__ import annotations

import json

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

USUAL = ("inspections_since", "visits_since", "send_since")
SINCE = (*USUAL, "coverage_since")
OPTIONS = ("one_mail_an_item", "all_quiet")

change = sa.table("change", sa.column("id", sa.Text()), sa.column("event", sa.Text()), sa.column("document", sa.Text()))


def upgrade() -> None:
    op.add_column("change", sa.Column("event", sa.Text()))
    _fill_events()
    with op.batch_alter_table("change") as table:
        table.alter_column("event", existing_type=sa.Text(), nullable=False)
    for name in SINCE:
        op.add_column("subscription", sa.Column(name, sa.DateTime(timezone=True)))
    subscription = sa.table("subscription", sa.column("created_at"), *map(sa.column, USUAL))
    op.execute(subscription.update().values(dict.fromkeys(USUAL, subscription.c.created_at)))
    for name in OPTIONS:
        op.add_column("subscriber", sa.Column(name, sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("delivery", sa.Column("part", sa.Integer(), server_default="0", nullable=False))
    with op.batch_alter_table("delivery") as table:
        table.drop_constraint("uq_delivery_run_id_subscriber_id", type_="unique")
        table.create_unique_constraint("uq_delivery_run_id_subscriber_id_part", ["run_id", "subscriber_id", "part"])


def _fill_events() -> None:
    conn = op.get_bind()
    for id_, document in conn.execute(sa.select(change.c.id, change.c.document)).all():
        event = json.loads(document)["event"]["kind"]
        conn.execute(sa.update(change).where(change.c.id == id_).values(event=event))


def downgrade() -> None:
    with op.batch_alter_table("delivery") as table:
        table.drop_constraint("uq_delivery_run_id_subscriber_id_part", type_="unique")
        table.create_unique_constraint("uq_delivery_run_id_subscriber_id", ["run_id", "subscriber_id"])
        table.drop_column("part")
    for name in OPTIONS:
        op.drop_column("subscriber", name)
    for name in SINCE:
        op.drop_column("subscription", name)
    op.drop_column("change", "event")
