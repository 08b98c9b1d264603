"""The pages we follow, what each showed last, and what a check found."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Row, bindparam, select, update

from watcher.model.errors import StoreError
from watcher.model.source import Coverage, PageState, Source, SourceStatus
from watcher.model.visit import Known, Record, Target, Unchanged
from watcher.store.engine import Part
from watcher.store.faults import clear_faults, open_fault
from watcher.store.sql import upsert
from watcher.store.tables.core import OPEN, fault, page, source

if TYPE_CHECKING:
    from watcher.model.change import Change


class Pages(Part):
    """The followed pages, and what we know about each."""

    def follow(self, sources: Sequence[Source], now: datetime) -> None:
        """Follow exactly these from now on. What we know about others stays, but we don't visit them."""
        with self.writing() as conn:
            _come_back(conn, sources, now)
            upsert(conn, source, [_row(one, now) for one in sources], ["id"], keep=["followed_since"])
            followed = set(conn.execute(select(source.c.id).where(source.c.followed)).scalars())
            left = sorted(followed - {one.id for one in sources})
            if left:
                gone = [{"left": source_id} for source_id in left]
                conn.execute(update(source).where(source.c.id == bindparam("left")).values(followed=False), gone)
                clear_faults(conn, left, now)

    def targets(self, spider: str | None = None, ids: Collection[str] = ()) -> list[Target]:
        """Every followed page by id, with what shows that it has not changed.

        `spider` and `ids`, if given, name those that one spider visits, and those that are wanted.
        """
        wanted = _TARGETS.where(source.c.followed).order_by(source.c.id)
        wanted = wanted.where(source.c.spider == spider) if spider else wanted
        wanted = wanted.where(source.c.id.in_(ids)) if ids else wanted
        with self.reading() as conn:
            return [_target(row) for row in conn.execute(wanted)]

    def councils(self) -> frozenset[str]:
        """The URNs of the councils whose pages are followed."""
        # by the spider as well, which has an index: the beginning of an id is not looked up in one everywhere
        of_ofsted = (source.c.spider == "ofsted") & source.c.id.startswith("ofsted:44/")
        mine = select(source.c.id).where(source.c.followed, of_ofsted)
        with self.reading() as conn:
            return frozenset(id_.rpartition("/")[2] for id_ in conn.execute(mine).scalars())

    def follows(self, source_id: str) -> bool:
        """Whether this source is followed."""
        with self.reading() as conn:
            found = select(source.c.id).where(source.c.id == source_id, source.c.followed)
            return conn.execute(found).one_or_none() is not None

    def statuses(self) -> list[SourceStatus]:
        """Every source that was ever followed, by id, with its state for the operator."""
        shown = select(source, fault.c.reason).outerjoin(fault, (fault.c.source_id == source.c.id) & OPEN)
        with self.reading() as conn:
            return [_status(row) for row in conn.execute(shown.order_by(source.c.id))]

    def unread_since(self, since: datetime) -> dict[str, datetime]:
        """When the bytes of a page last came, by source, for those that came at `since` or earlier and were answered
        "not modified" ever since.
        """
        old = (
            select(page.c.source_id, page.c.read_at, source.c.visited_at, fault.c.reason)
            .join(source, source.c.id == page.c.source_id)
            .outerjoin(fault, (fault.c.source_id == page.c.source_id) & OPEN)
            .where(source.c.followed, page.c.read_at <= since)
        )
        with self.reading() as conn:
            # asked for the whole page, a site that still says so is at fault
            return {
                row.source_id: row.read_at
                for row in conn.execute(old)
                if (row.visited_at and row.visited_at > since) or (row.reason or "").startswith("HTTP 304")
            }

    def known(self, source_id: str) -> Known:
        """All that we remember of one source. StoreError if it was never followed."""
        # imported here and in `record`: most pages have not changed
        from watcher.store import observations

        with self.reading() as conn:
            row = conn.execute(_TARGETS.where(source.c.id == source_id)).one_or_none()
            if row is None:
                raise _never_followed(source_id)
            return observations.known(conn, _target(row))

    def record(self, record: Record) -> tuple[Change, ...]:
        """Save all that one visit established, or nothing of it. Returns the changes that are new.

        Recording the same again changes nothing. StoreError if the source was never followed.
        """
        from watcher.store import observations
        from watcher.store.changes import add_changes
        from watcher.store.provenance import note_page
        from watcher.store.taken_as_known import note_taken

        with self.writing() as conn:
            _mark_visited(conn, record)
            _remember_page(conn, record)
            observations.save(conn, record)
            if record.fault is None:
                clear_faults(conn, [record.source_id], record.taken_at)
            else:
                open_fault(conn, record.source_id, record.fault, record.taken_at)
            note_taken(conn, record.taken)
            added = add_changes(conn, record.changes)
            note_page(conn, added, record.body_sha256, record.taken_at)
            return added

    def touch(self, unchanged: Sequence[Unchanged], now: datetime) -> None:
        """Record in one batch that these pages were visited and have not changed."""
        if not unchanged:
            return
        with self.writing() as conn:
            upsert(conn, page, [_page_row(one.state, now) for one in unchanged], ["source_id"])
            conn.execute(_TOUCH, [_touched(one, now) for one in unchanged])
            clear_faults(conn, [one.state.source_id for one in unchanged], now)


_TARGETS = select(
    source,
    page.c.url.label("page_url"),
    page.c.etag,
    page.c.last_modified,
    page.c.body_sha256,
    page.c.region_sha256,
    page.c.read_at,
).outerjoin(page)

_TOUCH = (
    update(source)
    .where(source.c.id == bindparam("touched"))
    .values(
        visited_at=bindparam("now"),
        last_tried_at=bindparam("now"),
        marker=bindparam("listed"),
        revisit_at=None,
    )
)


def _come_back(conn: Connection, sources: Sequence[Source], now: datetime) -> None:
    """A source that is followed again is looked at at once, and what it published since its last visit is news."""
    left = select(source.c.id, source.c.visited_at).where(~source.c.followed)
    visited = {row.id: row.visited_at is not None for row in conn.execute(left)}
    back = [one.id for one in sources if one.id in visited]
    seen = [{"back": id_, "now": now} for id_ in back if visited[id_]]
    unseen = [{"back": id_, "now": now} for id_ in back if not visited[id_]]
    again = update(source).where(source.c.id == bindparam("back"))
    if seen:
        conn.execute(again.values(revisit_at=bindparam("now")), seen)
    if unseen:
        conn.execute(again.values(followed_since=bindparam("now"), revisit_at=None), unseen)


def _touched(one: Unchanged, now: datetime) -> dict[str, Any]:
    return {"touched": one.state.source_id, "now": now, "listed": one.listed}


def _row(one: Source, now: datetime) -> dict[str, Any]:
    return {
        "id": one.id,
        "name": one.name,
        "url": one.url,
        "spider": one.spider,
        "coverage": one.coverage,
        "at_least": one.at_least,
        "topics": one.topics,
        "followed": True,
        "followed_since": now,
    }


def _target(row: Row[Any]) -> Target:
    coverage = Coverage(row.coverage)
    followed = Source(row.id, row.name, row.url, row.spider, coverage, row.at_least, row.topics)
    return Target(followed, row.followed_since, row.visited_at, _page_state(row), row.marker, row.revisit_at)


def _page_state(row: Row[Any]) -> PageState | None:
    if row.page_url is None:
        return None
    validators = (row.etag, row.last_modified)
    return PageState(row.page_url, row.id, *validators, row.body_sha256, row.region_sha256, row.read_at)


def _page_row(state: PageState, now: datetime) -> dict[str, Any]:
    return {
        "source_id": state.source_id,
        "url": state.url,
        "etag": state.etag,
        "last_modified": state.last_modified,
        "body_sha256": state.body_sha256,
        "region_sha256": state.region_sha256,
        "read_at": state.read_at or now,
    }


def _status(row: Row[Any]) -> SourceStatus:
    tried = (row.visited_at, row.last_tried_at)
    return SourceStatus(row.id, row.name, row.url, row.followed, *tried, row.reason, row.topics)


def visited(conn: Connection, source_id: str, now: datetime, state: PageState | None, why: str | None) -> None:
    """Record a visit without observations to compare: its page, and the fault that it ended with."""
    record = Record(source_id, now, page=state, fault=why)
    _mark_visited(conn, record)
    _remember_page(conn, record)
    if why is None:
        clear_faults(conn, [source_id], now)
    else:
        open_fault(conn, source_id, why, now)


def _mark_visited(conn: Connection, record: Record) -> None:
    visited = update(source).where(source.c.id == record.source_id)
    moment = record.taken_at
    tried = {"visited_at": moment, "last_tried_at": moment}
    named = {"name": record.name} if record.name else {}
    done = conn.execute(visited.values(marker=record.marker, revisit_at=record.revisit_at, **tried, **named))
    if not done.rowcount:
        raise _never_followed(record.source_id)


def _remember_page(conn: Connection, record: Record) -> None:
    if record.page is None:
        conn.execute(page.delete().where(page.c.source_id == record.source_id))
    else:
        upsert(conn, page, [_page_row(record.page, record.taken_at)], ["source_id"])


def _never_followed(source_id: str) -> StoreError:
    return StoreError(f"{source_id} was never followed, so nothing is known of it; follow it first")
