"""Our own articles: what in them is out of date or wrong, and what a person decided."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, update

from watcher.model.own_post import PostOnFile, PostRuling
from watcher.store.engine import Part
from watcher.store.sql import upsert
from watcher.store.tables.news import news_item, news_stale
from watcher.store.tables.posts import post_ruling

_Place = tuple[str, str]


class OwnPosts(Part):
    """Our own articles on record."""

    def on_record(self) -> list[PostOnFile]:
        """Each of our own articles on inspections that still exists, by address."""
        own = select(news_item).where(
            news_item.c.own, news_item.c.relevant, news_item.c.gone_at.is_(None), news_item.c.mention.is_not(None)
        )
        since: dict[_Place, dict[tuple[str, str], datetime]] = defaultdict(dict)
        rulings: dict[_Place, list[PostRuling]] = defaultdict(list)
        with self.reading() as conn:
            for row in conn.execute(select(news_stale).where(news_stale.c.cleared_at.is_(None))):
                since[row.source_id, row.url][row.reason, row.report] = row.told_at
            for row in conn.execute(select(post_ruling)):
                rulings[row.source_id, row.url].append(PostRuling(row.issue, row.verdict, row.why, row.ruled_at))
            rows = conn.execute(own.order_by(news_item.c.url)).all()
        return [
            PostOnFile(
                row.source_id,
                row.url,
                row.mention,
                row.article,
                row.read_at or row.first_seen,
                since[row.source_id, row.url],
                tuple(rulings[row.source_id, row.url]),
            )
            for row in rows
        ]

    def rule(self, post: PostOnFile, rulings: Sequence[PostRuling], *, reread: bool) -> None:
        """Save what a person decided. With `reread` the next check reads the page again."""
        rows = [
            {
                "source_id": post.source_id, "url": post.url, "issue": one.issue, "verdict": one.verdict,
                "why": one.why, "ruled_at": one.ruled_at,
            }
            for one in rulings
        ]  # fmt: skip
        with self.writing() as conn:
            upsert(conn, post_ruling, rows, ["source_id", "url", "issue"])
            if reread and rulings:
                this = (news_item.c.source_id == post.source_id) & (news_item.c.url == post.url)
                conn.execute(update(news_item).where(this).values(reread_at=rulings[0].ruled_at))
