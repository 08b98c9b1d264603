"""Our own articles, and what in them is out of date or wrong."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from watcher.model.news import Article, Mention
from watcher.store.engine import Part
from watcher.store.tables.news import news_item, news_stale


@dataclass(frozen=True, slots=True)
class PostOnRecord:
    """One article of our own. `since` says when we first reported each open reason: (letter, report date) -> moment."""

    source_id: str
    url: str
    mention: Mention
    article: Article | None
    since: dict[tuple[str, str], datetime]


class OwnPosts(Part):
    """The articles of our own that are on the record."""

    def on_record(self) -> list[PostOnRecord]:
        """Every article of our own on inspections that is still there, by address."""
        own = select(news_item).where(
            news_item.c.own, news_item.c.relevant, news_item.c.gone_at.is_(None), news_item.c.mention.is_not(None)
        )
        open_ = select(news_stale).where(news_stale.c.cleared_at.is_(None))
        since: dict[tuple[str, str], dict[tuple[str, str], datetime]] = defaultdict(dict)
        with self.reading() as conn:
            for row in conn.execute(open_):
                since[row.source_id, row.url][row.reason, row.report] = row.told_at
            rows = conn.execute(own.order_by(news_item.c.url)).all()
        return [
            PostOnRecord(row.source_id, row.url, row.mention, row.article, since[row.source_id, row.url])
            for row in rows
        ]
