"""News items: found in lists, read, joined to stories, and later forgotten except for the results.

It is long because an item's whole life is in one table, and its states are best seen together.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, case, delete, exists, func, or_, select, update

from watcher.model.change import Change
from watcher.model.news import Headline, Mention, Tier
from watcher.model.news_item import Assessment, ItemFailed, ItemRead, NewsItem, Posted, RowsSeen, SiteVisited
from watcher.model.taken import TakenAsKnown, WhyTaken
from watcher.model.text import LONDON
from watcher.store.changes import BATCH, add_changes
from watcher.store.engine import Part
from watcher.store.faults import open_fault
from watcher.store.pages import visited
from watcher.store.sql import upsert
from watcher.store.tables.core import report_file
from watcher.store.tables.held import ruling
from watcher.store.tables.news import news_item, news_shingle, news_stale, news_story
from watcher.store.taken_as_known import note_taken
from watcher.store.visit_counts import count_visit

# Two texts are worth comparing if they share this part of their shingles.
SHARED_SHINGLES = 4
_KEY = ("source_id", "url")
# What stands where the reason of a fault stands: while an item is judged, and once a check did not survive that.
_JUDGED_NOW, _SET_ASIDE = "being judged", "set aside: "


class NewsStore(Part):
    """What publishers other than Ofsted wrote about inspections."""

    # --- what the spider finds --------------------------------------------------------------------

    def posted(self, source_id: str, urls: Sequence[str]) -> dict[str, Posted]:
        """The items among these that we have seen before, by address."""
        met = select(*_POSTED).where(news_item.c.source_id == source_id)
        with self.reading() as conn:
            some = (urls[start : start + BATCH] for start in range(0, len(urls), BATCH))
            found = (row for each in some for row in conn.execute(met.where(news_item.c.url.in_(each))))
            return {row.url: _posted(row) for row in found}

    def to_reread(self, source_id: str, now: datetime) -> list[Headline]:
        """The items of a site whose pages are due for another look, those that waited longest first."""
        due = select(news_item).where(news_item.c.source_id == source_id, news_item.c.reread_at <= now)
        with self.reading() as conn:
            rows = conn.execute(due.order_by(news_item.c.reread_at, news_item.c.url))
            return [Headline(row.url, row.title, row.listed) for row in rows]

    def remember_rows(self, seen: RowsSeen, now: datetime) -> None:
        """Save rows that are not read, or not yet. Rows that we have seen before stay as they are."""
        rows = [_row(seen.source_id, one, now, baseline=True) | {"reread_at": None} for one in seen.headlines]
        wanted = (_row(seen.source_id, one, now, baseline=seen.first_sight) for one in seen.wanted)
        rows += [row | {"reread_at": now} for row in wanted]
        taken = [_taken(seen.source_id, one, why, now) for one, why in seen.taken]
        with self.writing() as conn:
            upsert(conn, news_item, rows, _KEY, keep=[name for name in rows[0] if name not in _KEY] if rows else ())
            note_taken(conn, taken)

    def record_item(
        self,
        read: ItemRead,
        facts: Mapping[str, str],
        now: datetime,
        *,
        relevant: bool,
        own: bool,
        reread_at: datetime | None,
        forget_at: datetime | None,
        reading: str | None = None,
    ) -> None:
        """Save an item as its page is now. If its facts changed it has to be assessed again."""
        row = _row(read.source_id, read.headline, now, baseline=False)
        row |= {"read_at": now, "reread_at": reread_at, "failed_since": None, "failure": None, "gone_at": None}
        row |= {"relevant": relevant, "own": own, "forget_at": forget_at, "facts": dict(facts), "damaged": read.damaged}
        row |= {"article": read.article if relevant else None, "reading": reading if relevant else None}
        row["title"] = read.headline.title or read.article.title  # a sitemap gives no title
        known = select(news_item.c.dead, news_item.c.article).where(_is(read.source_id, read.headline.url))
        with self.writing() as conn:
            before = conn.execute(known).one_or_none()
            row["dead"] = read.dead | (((before and before.dead) or frozenset()) & read.untried)
            if before and before.article and before.article.text != read.article.text:
                row["assess_error"] = None
            upsert(conn, news_item, [row], _KEY, keep=["first_seen", "baseline"])

    def record_failure(self, failed: ItemFailed, now: datetime, *, give_up: bool, reread_at: datetime | None) -> None:
        """Save that an item could not be read.

        Once given up, it counts as read and is fetched again only at `reread_at`; no email links to it until it can be
        read again.
        """
        row = _row(failed.source_id, failed.headline, now, baseline=False)
        with self.writing() as conn:
            upsert(conn, news_item, [row], _KEY, keep=[name for name in row if name not in _KEY])
            this = update(news_item).where(_is(failed.source_id, failed.headline.url))
            since = func.coalesce(news_item.c.failed_since, now)
            conn.execute(this.values(failed_since=since, failure=failed.reason, reread_at=reread_at))
            if give_up:
                conn.execute(this.values(read_at=func.coalesce(news_item.c.read_at, now)))
            if failed.gone or give_up:
                conn.execute(this.values(gone_at=func.coalesce(news_item.c.gone_at, now)))

    def record_site(self, visit: SiteVisited, now: datetime) -> None:
        """Save that a site was visited, what its list looked like, how many rows it showed, and its fault."""
        with self.writing() as conn:
            visited(conn, visit.source_id, now, visit.state, visit.fault or _why_unassessed(conn, visit.source_id))
            if visit.found is not None and not visit.fault:
                count_visit(conn, visit.source_id, visit.found, now)

    # --- which stories they belong to -------------------------------------------------------------

    def unassessed(self, now: datetime, *, young: timedelta, rules: int = 0) -> list[NewsItem]:
        """The items to assess, oldest first.

        These are the new and the edited ones. Once a day, and after news about reports, they are also those without a
        story that were first seen less than `young` ago, and all our own articles. What was judged by other `rules`
        comes once more.
        """
        alone = and_(news_item.c.stories == (), news_item.c.first_seen >= now - young)
        again = and_(or_(alone, news_item.c.own), _is_out_of_step(now))
        due = select(news_item).where(*_ASSESSABLE, or_(_FRESH, again, func.coalesce(news_item.c.rules, 0) != rules))
        with self.reading() as conn:
            rows = conn.execute(due.order_by(news_item.c.first_seen, news_item.c.url)).all()
            told = _told(conn)
        return [_item(row, told.get((row.source_id, row.url), frozenset()), rules) for row in rows]

    def has_unassessed(self, source_ids: Sequence[str]) -> bool:
        """Whether an item of these sites is new, or was edited, since it was assessed."""
        found = exists().where(news_item.c.source_id.in_(source_ids), *_ASSESSABLE, _FRESH)
        with self.reading() as conn:
            return bool(conn.execute(select(found)).scalar_one())

    def alike(self, shingles: Sequence[int], source_id: str, url: str) -> list[NewsItem]:
        """Other items that this text may be a copy of, those that share most first."""
        shared = func.count().label("shared")
        of_others = (news_shingle.c.source_id != source_id) | (news_shingle.c.url != url)
        like = (
            select(news_shingle.c.source_id, news_shingle.c.url, shared)
            .where(news_shingle.c.hash.in_(shingles), of_others)
            .group_by(news_shingle.c.source_id, news_shingle.c.url)
            .having(shared >= SHARED_SHINGLES)
            .subquery()
        )
        found = select(news_item).join(like, _is(like.c.source_id, like.c.url)).where(news_item.c.article.is_not(None))
        with self.reading() as conn:
            items = [_item(row, frozenset()) for row in conn.execute(found.order_by(like.c.shared.desc()).limit(10))]
            return [replace(one, wordings=_wordings(conn, one)) for one in items]

    def judging(self, source_id: str, url: str) -> None:
        """Note that an item is about to be judged; `assess` and `note_unassessed` end that."""
        with self.writing() as conn:
            conn.execute(update(news_item).where(_is(source_id, url)).values(assess_error=_JUDGED_NOW))

    def set_aside_interrupted(self, now: datetime) -> None:
        """Set aside what was being judged when a check was killed, until its text changes, so that others get their
        turn. Its site gets a fault, so that we tell the operator.
        """
        left = select(news_item.c.source_id, news_item.c.url).where(news_item.c.assess_error == _JUDGED_NOW)
        with self.writing() as conn:
            for source_id, url in conn.execute(left).all():
                reason = f"{_SET_ASIDE}{url}: the last check was ended while it judged this item"
                conn.execute(update(news_item).where(_is(source_id, url)).values(assess_error=reason))
                open_fault(conn, source_id, reason, now)

    def note_unassessed(self, source_id: str, url: str, reason: str, now: datetime, *, set_aside: bool = False) -> None:
        """Record why an item could not be assessed. Its site is at fault until it can be, or its text is forgotten.

        What is `set_aside` is not tried again until its text changes.
        """
        reason = f"{_SET_ASIDE}{reason}" if set_aside else reason
        with self.writing() as conn:
            conn.execute(update(news_item).where(_is(source_id, url)).values(assess_error=reason))
            open_fault(conn, source_id, reason, now)

    def assess(self, assessed: Assessment, now: datetime) -> tuple[Change, ...]:
        """Save the result of assessing an item together with its changes, or nothing. Returns the changes that are
        new.
        """
        item = assessed.item
        key = {"source_id": item.source_id, "url": item.url}
        values = {"assessed_at": now, "assessed": item.facts, "same_as": assessed.same_as, "rules": assessed.rules}
        values |= {"stories": assessed.stories, "mention": assessed.mention, "assess_error": None}
        # a text that was deleted meanwhile leaves no reading
        values["reading"] = case((news_item.c.article.is_not(None), assessed.reading))
        with self.writing() as conn:
            conn.execute(update(news_item).where(_is(**key)).values(**values))
            _replace(conn, news_story, key, "story", assessed.stories, {"joined_at": now})
            # those of earlier wordings stay: others may have copied one of them
            rows = [{"hash": value, **key} for value in assessed.shingles]
            upsert(conn, news_shingle, rows, ["hash", *_KEY])
            _tell_stale(conn, assessed, now)
            if assessed.taken:
                headline = Headline(item.url, assessed.mention.title, assessed.mention.published)
                note_taken(conn, [_taken(item.source_id, headline, assessed.taken, now)])
            return add_changes(conn, assessed.changes)

    def find(self, source_id: str, url: str) -> NewsItem | None:
        """An item that was read and whose text is kept; None otherwise."""
        with self.reading() as conn:
            row = conn.execute(select(news_item).where(_is(source_id, url))).one_or_none()
        return _item(row, frozenset()) if row is not None and row.article is not None else None

    def unmatched_posts(self) -> list[tuple[str, str]]:
        """The address and title of each of our own articles on inspections that names no council, so that we can't
        check it.
        """
        own = select(news_item.c.url, news_item.c.title).where(
            news_item.c.own, news_item.c.relevant.is_(False), news_item.c.gone_at.is_(None)
        )
        with self.reading() as conn:
            return [(row.url, row.title) for row in conn.execute(own.order_by(news_item.c.url))]

    # --- what emails need -------------------------------------------------------------------------

    def mentions(self, stories: Sequence[str], until: datetime | None = None) -> dict[str, tuple[Mention, ...]]:
        """What was published about each of these stories, by tier and date. A copy is named with its original.

        `until` leaves out what joined its story later: that is separate news. Our own articles that are out of date are
        left out, so that no email links to them.
        """
        wanted = select(news_story.c.story, news_item.c.url, news_item.c.same_as, news_item.c.mention)
        there = wanted.join(news_item, _is(news_story.c.source_id, news_story.c.url)).where(
            news_story.c.story.in_(stories), news_item.c.gone_at.is_(None), news_item.c.mention.is_not(None)
        )
        if until is not None:
            there = there.where(news_story.c.joined_at <= until)
        with self.reading() as conn:
            rows = [row for row in conn.execute(there) if not row.mention.stale]
        by_story: dict[str, list[Any]] = defaultdict(list)
        for row in rows:
            by_story[row.story].append(row)
        return {story: _in_order(found) for story, found in by_story.items()}

    def unjoined(self) -> list[Mention]:
        """What councils and papers published about inspections whose report we don't know, oldest first."""
        wanted = select(news_item.c.mention).where(
            news_item.c.relevant, news_item.c.own.is_(False), news_item.c.mention.is_not(None)
        )
        with self.reading() as conn:
            found = conn.execute(wanted.order_by(news_item.c.first_seen, news_item.c.url)).scalars()
            return [one for one in found if one.authorities and not one.stories]


_FRESH = news_item.c.assessed_at.is_(None) | (news_item.c.assessed_at < news_item.c.read_at)
_ASSESSABLE = (
    news_item.c.relevant,
    news_item.c.article.is_not(None),
    news_item.c.gone_at.is_(None),
    func.coalesce(news_item.c.assess_error, "").not_like(f"{_SET_ASIDE}%"),
)


def _is_out_of_step(now: datetime) -> ColumnElement[bool]:
    """Whether the day or the record may have changed since an item was assessed."""
    midnight = now.astimezone(LONDON).replace(hour=0, minute=0, second=0, microsecond=0)
    newest = (select(func.max(moment)).scalar_subquery() for moment in (report_file.c.read_at, ruling.c.ruled_at))
    assessed_at = news_item.c.assessed_at
    return or_(assessed_at < midnight, assessed_at > now, *(assessed_at <= moment for moment in newest))


def _is(source_id: Any, url: Any) -> Any:
    return (news_item.c.source_id == source_id) & (news_item.c.url == url)


def _taken(source_id: str, one: Headline, why: WhyTaken, now: datetime) -> TakenAsKnown:
    return TakenAsKnown(source_id, one.url, one.title, one.url, one.published, why, now)


def _row(source_id: str, one: Headline, now: datetime, *, baseline: bool) -> dict[str, Any]:
    return {
        "source_id": source_id,
        "url": one.url,
        "title": one.title,
        "listed": one.published,
        "first_seen": now,
        "baseline": baseline,
        "relevant": False,
        "own": False,
    }


_POSTED = (
    news_item.c.url,
    news_item.c.listed,
    news_item.c.first_seen,
    news_item.c.read_at,
    news_item.c.reread_at,
    news_item.c.failed_since,
    news_item.c.damaged,
)


def _posted(row: Any) -> Posted:
    # an item that we saw and don't need to read is done with too
    done = row.read_at or (None if row.failed_since or row.reread_at else row.first_seen)
    return Posted(row.url, done, row.failed_since, row.listed, row.first_seen, damaged=row.damaged)


def _why_unassessed(conn: Connection, source_id: str) -> str | None:
    """Why an item of this site can't be assessed. None if all can."""
    unassessed = select(news_item.c.assess_error).where(
        news_item.c.source_id == source_id,
        news_item.c.assess_error.is_not(None),
        news_item.c.article.is_not(None),
        news_item.c.gone_at.is_(None),
    )
    return conn.execute(unassessed.limit(1)).scalar()


def _item(row: Row[Any], told: frozenset[tuple[str, str]], rules: int = 0) -> NewsItem:
    return NewsItem(
        row.source_id,
        row.url,
        row.listed,
        row.first_seen,
        row.baseline,
        row.article,
        row.facts or {},
        row.assessed,
        row.stories or (),
        row.mention,
        row.dead or frozenset(),
        told,
        row.assessed_at if row.assessed is not None and (row.rules or 0) != rules else None,
        reading=row.reading,
    )


def _told(conn: Connection) -> dict[tuple[str, str], frozenset[tuple[str, str]]]:
    open_ones: dict[tuple[str, str], set[tuple[str, str]]] = defaultdict(set)
    for row in conn.execute(select(news_stale).where(news_stale.c.cleared_at.is_(None))):
        open_ones[row.source_id, row.url].add((row.reason, row.report))
    return {key: frozenset(found) for key, found in open_ones.items()}


def _wordings(conn: Connection, item: NewsItem) -> frozenset[int]:
    of_item = (news_shingle.c.source_id == item.source_id) & (news_shingle.c.url == item.url)
    return frozenset(conn.execute(select(news_shingle.c.hash).where(of_item)).scalars())


def _replace(
    conn: Connection, table: Any, key: Mapping[str, str], name: str, values: Sequence[Any], more: Mapping[str, Any]
) -> None:
    """Make the item's rows name exactly these values. Rows that already did stay as they were."""
    of_item = (table.c.source_id == key["source_id"]) & (table.c.url == key["url"])
    conn.execute(delete(table).where(of_item, table.c[name].not_in(values)))
    rows = [{name: value, **key, **more} for value in values]
    upsert(conn, table, rows, [column.name for column in table.primary_key], keep=list(more))


def _tell_stale(conn: Connection, assessed: Assessment, now: datetime) -> None:
    item = assessed.item
    named = {(one.reason, one.report.isoformat() if one.report else "") for one in assessed.stale}
    rows = [
        {"source_id": item.source_id, "url": item.url, "reason": reason, "report": report, "told_at": now}
        for reason, report in sorted(named - item.told)
    ]
    upsert(conn, news_stale, [row | {"cleared_at": None} for row in rows], [*_KEY, "reason", "report"])
    for reason, report in sorted(item.told - named):
        this = (news_stale.c.source_id == item.source_id) & (news_stale.c.url == item.url)
        this &= (news_stale.c.reason == reason) & (news_stale.c.report == report)
        conn.execute(update(news_stale).where(this).values(cleared_at=now))


_TIERS = list(Tier)


def _public(mention: Mention) -> Mention:
    """What readers may know about an item. What is wrong in our own articles is only for their editors."""
    return replace(mention, claims=()) if mention.tier is Tier.OWN else mention


def _in_order(rows: Iterable[Any]) -> tuple[Mention, ...]:
    """Copies are listed under their original. The rest is ordered by tier, then date, with undated items last."""
    originals = {row.url: row.mention for row in rows if row.same_as is None}
    copies: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        if row.same_as in originals:
            copies[row.same_as].append(row.mention.outlet)
        elif row.same_as is not None:
            originals[row.url] = row.mention
    found = [replace(_public(one), also_in=tuple(sorted(set(copies[url])))) for url, one in originals.items()]
    return tuple(sorted(found, key=lambda one: (_TIERS.index(one.tier), one.published is None, str(one.published))))
