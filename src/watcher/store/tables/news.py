"""The tables of the news: items as they were found, the shingles of their texts, and the stories they belong to."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Date, ForeignKey, ForeignKeyConstraint, Index, Integer, Table, Text

from watcher.model.news import Article, Mention
from watcher.store.tables.columns import JsonColumn, Moment, Words
from watcher.store.tables.core import metadata

# An item that was only seen has no `read_at`; an assessed one has its `mention`, or says in
# `assess_error` why it can't be assessed.
news_item = Table(
    "news_item",
    metadata,
    Column("source_id", ForeignKey("source.id"), primary_key=True),
    Column("url", Words, primary_key=True),
    Column("title", Words, nullable=False),
    Column("listed", Date),
    Column("first_seen", Moment, nullable=False),
    Column("baseline", Boolean, nullable=False),
    Column("read_at", Moment),
    Column("reread_at", Moment),
    Column("failed_since", Moment),
    Column("failure", Words),
    Column("gone_at", Moment),
    Column("damaged", Boolean),
    Column("stumble", Words, key="assess_error"),
    Column("relevant", Boolean, nullable=False),
    Column("own", Boolean, nullable=False),
    Column("article", JsonColumn(Article)),
    Column("reading", Words),
    Column("forget_at", Moment),
    Column("facts", JsonColumn(dict[str, str])),
    Column("dead", JsonColumn(frozenset[str])),
    Column("settled_at", Moment, key="assessed_at"),
    Column("settled", JsonColumn(dict[str, str]), key="assessed"),
    Column("rules", Integer),
    Column("same_as", Words),
    Column("stories", JsonColumn(tuple[str, ...])),
    Column("mention", JsonColumn(Mention)),
    Index(None, "source_id", "reread_at"),
    # each site's newest items and dates, without looking at years of rows
    Index(None, "source_id", "first_seen"),
    Index(None, "source_id", "listed"),
    Index(None, "own", "relevant"),
)
# The few items whose text is kept, and the fewer that can't be assessed.
Index("ix_news_item_to_settle", news_item.c.relevant, news_item.c.assessed_at, info={"where": "article IS NOT NULL"})
Index("ix_news_item_to_forget", news_item.c.forget_at, info={"where": "article IS NOT NULL"})
Index("ix_news_item_stumble", news_item.c.source_id, news_item.c.assess_error, info={"where": "stumble IS NOT NULL"})


def _of_item(table: str) -> ForeignKeyConstraint:
    item = ["news_item.source_id", "news_item.url"]
    return ForeignKeyConstraint(["source_id", "url"], item, name=f"fk_{table}_item")


news_shingle = Table(
    "news_shingle",
    metadata,
    Column("hash", BigInteger, primary_key=True),
    Column("source_id", Text, primary_key=True),
    Column("url", Words, primary_key=True),
    _of_item("news_shingle"),
)

news_story = Table(
    "news_story",
    metadata,
    Column("story", Text, primary_key=True),
    Column("source_id", Text, primary_key=True),
    Column("url", Words, primary_key=True),
    Column("joined_at", Moment, nullable=False),
    _of_item("news_story"),
)

# Why one of our own articles is out of date; `report` is the date of the report that made it so, or empty.
news_stale = Table(
    "news_stale",
    metadata,
    Column("source_id", Text, primary_key=True),
    Column("url", Words, primary_key=True),
    Column("reason", Text, primary_key=True),
    Column("report", Text, primary_key=True),
    Column("told_at", Moment, nullable=False),
    Column("cleared_at", Moment),
    _of_item("news_stale"),
)
