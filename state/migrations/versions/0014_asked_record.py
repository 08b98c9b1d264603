"""The record that can be asked: imported reports, and an index of the words of what was read."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

# An index of the words alone: the texts stay in `report_text`, and triggers keep the two in step.
_SQLITE = (
    "CREATE VIRTUAL TABLE report_text_words USING fts5(text, content='report_text', content_rowid='id', "
    "tokenize='porter unicode61')",
    "CREATE TRIGGER report_text_added AFTER INSERT ON report_text BEGIN "
    "INSERT INTO report_text_words(rowid, text) VALUES (new.id, new.text); END",
    "CREATE TRIGGER report_text_removed AFTER DELETE ON report_text BEGIN "
    "INSERT INTO report_text_words(report_text_words, rowid, text) VALUES ('delete', old.id, old.text); END",
)
_POSTGRESQL = (
    "CREATE INDEX ix_report_text_words ON report_text USING gin "
    "(to_tsvector('english', regexp_replace(text, '[^[:alnum:]]+', ' ', 'g')))"
)


def upgrade() -> None:
    op.create_table(
        "imported_report",
        sa.Column("urn", sa.Text(), nullable=False),
        sa.Column("file_id", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("published", sa.Date(), nullable=False),
        sa.Column("sha256", sa.Text()),
        sa.Column("report", sa.Text(), nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("urn", "file_id", name="pk_imported_report"),
    )
    op.create_table(
        "report_text",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Text(), nullable=False),
        sa.Column("file_id", sa.Text(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("part", sa.Text(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("page", sa.Integer()),
        sa.Column("paragraph", sa.Integer()),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_report_text"),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name="fk_report_text_source_id"),
    )
    op.create_index("ix_report_text_source_id_file_id", "report_text", ["source_id", "file_id"])
    op.create_table(
        "report_text_of",
        sa.Column("source_id", sa.Text(), nullable=False),
        sa.Column("file_id", sa.Text(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("source_id", "file_id", name="pk_report_text_of"),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name="fk_report_text_of_source_id"),
    )
    for statement in _SQLITE if _is_sqlite() else (_POSTGRESQL,):
        op.execute(statement)


def downgrade() -> None:
    if _is_sqlite():
        op.execute("DROP TABLE report_text_words")
    for table in ("report_text_of", "report_text", "imported_report"):
        op.drop_table(table)


def _is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"
