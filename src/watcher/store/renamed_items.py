"""Recognises news items whose address gets a new query each time: the same items, not new ones."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, or_, select

from watcher.model.news import Headline
from watcher.store.changes import BATCH
from watcher.store.engine import Part
from watcher.store.tables.news import news_item


class RenamedItems(Part):
    """Recognises items that we know under another query."""

    def renamed(self, source_id: str, rows: Sequence[Headline]) -> frozenset[str]:
        """The addresses of these rows that are known items under another query: a site that adds a number at random.

        They have the same title, which also shows in their path; otherwise the query may say which page it is.
        """
        asked = [row for row in rows if "?" in row.url and _names_its_title(row.url, row.title)][:BATCH]
        with self.reading() as conn:
            return frozenset(row.url for row in asked if _is_known(conn, source_id, row))


def _names_its_title(url: str, title: str) -> bool:
    path = url.partition("?")[0].casefold()
    words = [word for word in title.casefold().split() if len(word) > 3 and word.isalpha()]
    return len(words) > 1 and sum(word in path for word in words) * 2 >= len(words)


def _is_known(conn: Connection, source_id: str, row: Headline) -> bool:
    base = row.url.partition("?")[0]
    other = or_(news_item.c.url == base, news_item.c.url.startswith(f"{base}?", autoescape=True))
    same = select(news_item.c.url).where(news_item.c.source_id == source_id, news_item.c.title == row.title, other)
    return conn.execute(same.limit(1)).one_or_none() is not None
