"""Deletes the texts of news after a while. What was found in them stays."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam, delete, select, update

from watcher.store.engine import Part
from watcher.store.tables.news import news_item, news_shingle

_NOTHING = {"article": None, "reading": None, "forget_at": None, "reread_at": None}


class NewsTexts(Part):
    """The texts of news items, which are not ours to keep."""

    def forget(self, now: datetime) -> int:
        """Delete what is kept of the texts of items that have expired; the results stay. Returns how many items."""
        due = select(news_item.c.source_id, news_item.c.url).where(
            news_item.c.forget_at <= now, news_item.c.article.is_not(None)
        )
        with self.writing() as conn:
            rows = [{"of": row.source_id, "at": row.url} for row in conn.execute(due)]
            for table in (news_item, news_shingle) if rows else ():
                this = (table.c.source_id == bindparam("of")) & (table.c.url == bindparam("at"))
                emptied = update(news_item).where(this).values(**_NOTHING)
                conn.execute(emptied if table is news_item else delete(table).where(this), rows)
        return len(rows)
