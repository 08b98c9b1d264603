"""Corrects moments that lie in the future, written by a run under a wrong clock, so that nothing waits for them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from sqlalchemy import Column, Connection, Table, bindparam, delete, exists, func, select, union_all, update
from sqlalchemy import and_ as both

from watcher.model.subscription import Frequency
from watcher.store.engine import Part
from watcher.store.tables.core import (
    SINCE,
    attempt,
    change,
    delivery,
    digest_run,
    fault,
    listing,
    observation,
    page,
    report_file,
    source,
    subscriber,
    subscription,
)
from watcher.store.tables.held import correction, ruling, visit_count
from watcher.store.tables.news import news_item, news_stale, news_story
from watcher.store.tables.posts import post_ruling
from watcher.store.tables.readers import requested_mail, sign_up
from watcher.store.tables.runs import run

# The clocks of two machines may differ by seconds. Moments so little ahead block nothing for long.
TOLERATED = timedelta(minutes=5)
# The time of the next look at an item's page is rightly in the future, by at most this much.
REREAD_WITHIN = timedelta(days=7)

# Moments that we compare with now: those in the future become now. The date of a consent stays as it is.
_COMPARED: Mapping[Table, tuple[str, ...]] = {
    source: ("followed_since", "visited_at", "last_tried_at", "revisit_at"),
    page: ("read_at",),
    observation: ("missing_since",),
    attempt: ("first_failed",),
    report_file: ("read_at",),
    listing: ("last_listed",),
    fault: ("first_seen", "last_seen", "told_at", "cleared_at", "clearance_told_at"),
    change: ("told_at",),
    subscriber: ("created_at",),
    subscription: ("ended_at",),
    digest_run: ("finished_at",),
    delivery: ("created_at", "next_attempt_at", "ended_at", "failure_told_at", "blocked_since", "retried_at"),
    news_item: ("first_seen", "read_at", "failed_since", "gone_at", "assessed_at"),
    news_story: ("joined_at",),
    news_stale: ("told_at", "cleared_at"),
    post_ruling: ("ruled_at",),
    visit_count: ("visited_at",),
    ruling: ("ruled_at",),
    correction: ("made_at",),
    requested_mail: ("asked_at",),
    sign_up: ("asked_at",),
    run: ("started_at",),
}
# The order of these decides who gets what, so we keep it.
_IN_ORDER: tuple[Column[datetime], ...] = (change.c.recorded_at, subscription.c.created_at, *SINCE.values())
# Columns that show a wrong clock and are quick to read.
_SIGNS: tuple[Column[datetime], ...] = (
    run.c.started_at,
    source.c.last_tried_at,
    source.c.followed_since,
    digest_run.c.ends_at,
    change.c.recorded_at,
    subscription.c.created_at,
)


class Clock(Part):
    """Repairs the record after the clock was ahead and is right again."""

    def furthest_ahead(self, now: datetime) -> datetime | None:
        """The latest recorded time in the future, if any."""
        newest = union_all(*(select(func.max(sign).label("at")) for sign in _SIGNS)).subquery()
        waiting = select(func.max(delivery.c.created_at)).where(delivery.c.status == "pending")
        with self.reading() as conn:
            found = [*conn.execute(select(newest.c.at)).scalars(), conn.execute(waiting).scalar_one()]
        latest = max((at for at in found if at is not None), default=now)
        return latest if latest > now + TOLERATED else None

    def set_right(self, now: datetime, due: Mapping[Frequency, datetime], keep_text: timedelta) -> None:
        """Make sure that no recorded time is in the future. `due` says for each frequency when its emails were last
        due.

        News that was found under the wrong clock is judged again: it looked too old to send.
        """
        with self.writing() as conn:
            _judge_news_anew(conn, now)
            _keep_order(conn, now)
            for frequency, boundary in due.items():
                _end_before(conn, frequency, boundary, now)
            for table, names in _COMPARED.items():
                for column in (table.c[name] for name in names):
                    conn.execute(update(table).where(column > now).values({column: now}))
            for column, most in ((news_item.c.reread_at, REREAD_WITHIN), (news_item.c.forget_at, keep_text)):
                conn.execute(update(news_item).where(column > now + most).values({column: now + most}))


def _judge_news_anew(conn: Connection, now: datetime) -> None:
    ahead = news_item.c.first_seen > now
    met_before = exists().where(news_item.c.source_id == source.c.id, news_item.c.first_seen <= now)
    never_rightly = both(source.c.spider == "news", source.c.visited_at > now, ~met_before)
    conn.execute(update(source).where(never_rightly).values(visited_at=None, followed_since=now))
    # rows that were only seen are checked again; items that were read are assessed again
    conn.execute(delete(news_item).where(ahead, news_item.c.read_at.is_(None), news_item.c.assessed_at.is_(None)))
    anew = {"assessed_at": None, "assessed": None, "stories": None}
    conn.execute(update(news_item).where(ahead).values(**anew))


def _keep_order(conn: Connection, now: datetime) -> None:
    """Move the moments that lie in the future to just before now, keeping their order."""
    ahead = {at for column in _IN_ORDER for at in conn.execute(select(column).where(column > now).distinct()).scalars()}
    moments = sorted(ahead)
    rows = [
        {"was": at, "is_now": now - timedelta(microseconds=len(moments) - place)} for place, at in enumerate(moments)
    ]
    for column in _IN_ORDER if rows else ():
        again = update(column.table).where(column == bindparam("was")).values({column: bindparam("is_now")})
        conn.execute(again, rows)


def _end_before(conn: Connection, frequency: Frequency, boundary: datetime, now: datetime) -> None:
    """Give each run that ended in the future an end of its own, before the emails that are due now."""
    of_kind = select(digest_run.c.id, digest_run.c.ends_at).where(digest_run.c.frequency == frequency)
    taken = {row.ends_at: row.id for row in conn.execute(of_kind)}
    for number in _ahead(taken, now):
        boundary -= timedelta(microseconds=1)
        while boundary in taken:
            boundary -= timedelta(microseconds=1)
        conn.execute(update(digest_run).where(digest_run.c.id == number).values(ends_at=boundary))


def _ahead(taken: Mapping[datetime, int], now: datetime) -> Iterable[int]:
    return [number for ends_at, number in sorted(taken.items(), reverse=True) if ends_at > now]
