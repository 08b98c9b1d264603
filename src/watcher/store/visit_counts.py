"""The history that shows a source's habits: how much its visits found, and when it published."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Connection, Select, delete, exists, insert, or_, select

from watcher.model.source import SEARCH_SOURCE
from watcher.store.engine import Part
from watcher.store.reports import COUNCIL
from watcher.store.tables.core import observation, source
from watcher.store.tables.held import visit_count
from watcher.store.tables.news import news_item

# How many visits of each source we keep for comparison.
VISITS_KEPT = 30


class VisitCounts(Part):
    """Only followed sources are counted."""

    def by_source(self) -> dict[str, list[int]]:
        """What the last visits of each source found, the oldest first."""
        followed = select(visit_count.c.source_id, visit_count.c.found).join(source).where(source.c.followed)
        counts: dict[str, list[int]] = defaultdict(list)
        with self.reading() as conn:
            for source_id, found in conn.execute(followed.order_by(visit_count.c.visited_at, visit_count.c.id)):
                counts[source_id].append(found)
        return counts

    def publishing_days(self, quiet_since: date) -> dict[str, list[date]]:
        """The days on which sources published, for sources that have published nothing since that day.

        Ofsted's councils count together, under the name of the search list: a single council may be quiet for years.
        """
        with self.reading() as conn:
            days = {source_id: _days_of_site(conn, source_id) for source_id in _quiet_sites(conn, quiet_since)}
            ofsted = _days(conn, _OFSTED)
        return days | ({SEARCH_SOURCE: ofsted} if ofsted and max(ofsted) <= quiet_since else {})


_OFSTED = (
    select(observation.c.published)
    .join(source, source.c.id == observation.c.source_id)
    .where(source.c.followed, source.c.id.startswith(COUNCIL, autoescape=True), observation.c.published.is_not(None))
    .distinct()
)


def _quiet_sites(conn: Connection, since: date) -> list[str]:
    """The followed news sites with nothing dated, or first seen, after that day."""
    after = datetime.combine(since + timedelta(days=1), time(), UTC)
    mine = news_item.c.source_id == source.c.id
    # two questions, so that each has its index
    newer = or_(exists().where(mine, news_item.c.first_seen >= after), exists().where(mine, news_item.c.listed > since))
    quiet = select(source.c.id).where(source.c.followed, exists().where(mine), ~newer)
    return list(conn.execute(quiet.order_by(source.c.id)).scalars())


def _days_of_site(conn: Connection, source_id: str) -> list[date]:
    """The dates of its items. Items without a date count on the day they were first seen, if that came later."""
    mine = news_item.c.source_id == source_id
    dated = _days(conn, select(news_item.c.listed).where(mine, news_item.c.listed.is_not(None)).distinct())
    undated = select(news_item.c.first_seen).where(mine, news_item.c.listed.is_(None), ~news_item.c.baseline)
    return dated + [seen.date() for seen in conn.execute(undated).scalars()]


def _days(conn: Connection, statement: Select[Any]) -> list[date]:
    return list(conn.execute(statement).scalars())


def count_visit(conn: Connection, source_id: str, found: int, now: datetime) -> None:
    """Save how much a good visit found, and forget what is too old to show a habit."""
    conn.execute(insert(visit_count).values(source_id=source_id, visited_at=now, found=found))
    mine = visit_count.c.source_id == source_id
    newest = select(visit_count.c.id).where(mine).order_by(visit_count.c.visited_at.desc(), visit_count.c.id.desc())
    conn.execute(delete(visit_count).where(mine, visit_count.c.id.not_in(newest.limit(VISITS_KEPT))))
