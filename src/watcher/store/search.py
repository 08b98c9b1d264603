"""Full-text search in what was read: the index of each engine, kept in step with the readings.

Held documents are never found. A document is indexed when it is first searched, or when it becomes news.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from datetime import date
from itertools import islice
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    column,
    func,
    literal,
    literal_column,
    or_,
    select,
    table,
)

from watcher.model.report import Passage, Report
from watcher.model.search import FoundText, Query, TextPart, query_of
from watcher.model.text import clean
from watcher.store.engine import Part
from watcher.store.reports import COUNCIL
from watcher.store.sql import insert_many, upsert
from watcher.store.tables.core import ACTIVE, report_file, subscription
from watcher.store.tables.record import report_text, report_text_of

SEARCH = "search:"
_LONGEST_TEXT = 20_000
_BATCH = 50

# Hears how many documents are indexed, and how many there are to do.
Indexing = Callable[[int, int], None]

_WORDS = table("report_text_words", column("rowid"), column("report_text_words"))
# as the index of PostgreSQL has it; otherwise the index is not used
_WORDS_OF_TEXT: ColumnElement[Any] = literal_column(
    "to_tsvector('english', regexp_replace(report_text.text, '[^[:alnum:]]+', ' ', 'g'))"
)
_THIS_FILE = and_(report_text.c.source_id == report_file.c.source_id, report_text.c.file_id == report_file.c.file_id)


class SearchStore(Part):
    """Searches the paragraphs and items of councils' reports and letters."""

    def find(
        self,
        query: Query,
        urns: Collection[str] | None = None,
        *,
        since: date | None = None,
        topics: Collection[str] = (),
        limit: int | None = None,
        indexing: Indexing = lambda done, total: None,
    ) -> list[FoundText]:
        """The matching texts: newest document first, in printed order within each.

        `urns` None means all councils. `topics` are sections; items stand in none. `indexing` hears how many documents
        of those that were read since the last search are indexed.
        """
        self._bring_up_to_date(indexing)
        with self.reading() as conn:
            wanted = _saying(conn, query)
            if urns is not None:
                wanted = wanted.where(report_text.c.source_id.in_([COUNCIL + urn for urn in urns]))
            if since is not None:
                wanted = wanted.where(report_file.c.published >= since)
            if topics:
                wanted = wanted.where(report_text.c.topic.in_(topics))
            newest = report_file.c.published.desc().nulls_last()
            in_order = wanted.order_by(newest, report_file.c.source_id, report_file.c.file_id, report_text.c.place)
            saying = (row for row in conn.execute(in_order) if query.matches(row.text))
            return [_found(row) for row in islice(saying, limit)]

    def _bring_up_to_date(self, indexing: Indexing) -> None:
        """Index what was read since the last search, some documents in each transaction. Usually there is nothing."""
        with self.reading() as conn:
            total = conn.execute(select(func.count()).select_from(_stale().subquery())).scalar_one()
        done = 0
        while done < total:
            indexing(done, total)
            with self.writing() as conn:
                # another process may have done the rest
                done += _index_some(conn) or total


def search_topics(conn: Connection, source_id: str, file_id: str) -> list[str]:
    """The searches that somebody follows and that a document matches. None if it is held or was not read."""
    followed = select(subscription.c.topic).where(ACTIVE, subscription.c.topic.startswith(SEARCH, autoescape=True))
    topics = list(conn.execute(followed.distinct()).scalars())
    if not topics:
        return []
    stale = _stale().where(report_file.c.source_id == source_id, report_file.c.file_id == file_id)
    for row in conn.execute(stale).all():
        _index(conn, row)
    this = and_(report_text.c.source_id == source_id, report_text.c.file_id == file_id)
    return [topic for topic in topics if _says(conn, query_of(topic.removeprefix(SEARCH)), this)]


def _says(conn: Connection, query: Query, this: ColumnElement[bool]) -> bool:
    return any(query.matches(row.text) for row in conn.execute(_saying(conn, query).where(this)))


def _saying(conn: Connection, query: Query) -> Select[Any]:
    found = select(report_text).join(report_file, _THIS_FILE).where(report_file.c.problems == ())
    return found.where(_matches(conn, query))


def _matches(conn: Connection, query: Query) -> ColumnElement[bool]:
    phrases = [" ".join(phrase) for phrase in query.phrases]
    if conn.dialect.name == "postgresql":
        return and_(
            *(_WORDS_OF_TEXT.op("@@")(func.phraseto_tsquery(literal_column("'english'"), one)) for one in phrases)
        )
    # words are letters and digits alone, so nothing in them can be an operator
    wanted = " AND ".join(f'"{one}"' for one in phrases)
    matching = select(_WORDS.c.rowid).where(_WORDS.c.report_text_words.op("MATCH")(literal(wanted)))
    return report_text.c.id.in_(matching)


def _found(row: Any) -> FoundText:
    urn = row.source_id.removeprefix(COUNCIL)
    return FoundText(urn, row.file_id, TextPart(row.part), row.topic, row.page, row.paragraph, row.text)


# --- the index ------------------------------------------------------------------------------------


def _stale() -> Select[Any]:
    """Readings of council documents whose texts are not indexed, or are those of an earlier reading."""
    same = and_(
        report_text_of.c.source_id == report_file.c.source_id, report_text_of.c.file_id == report_file.c.file_id
    )
    return (
        select(report_file.c.source_id, report_file.c.file_id, report_file.c.read_at, report_file.c.report)
        .outerjoin(report_text_of, same)
        .where(report_file.c.source_id.startswith(COUNCIL, autoescape=True), report_file.c.report.is_not(None))
        .where(or_(report_text_of.c.read_at.is_(None), report_text_of.c.read_at != report_file.c.read_at))
    )


def _index_some(conn: Connection) -> int:
    rows = conn.execute(_stale().limit(_BATCH)).all()
    for row in rows:
        _index(conn, row)
    return len(rows)


def _index(conn: Connection, row: Any) -> None:
    this = {"source_id": row.source_id, "file_id": row.file_id}
    # first, so that another process that indexes the same document waits here, and then replaces these texts
    upsert(conn, report_text_of, [{**this, "read_at": row.read_at}], ["source_id", "file_id"])
    conn.execute(report_text.delete().filter_by(**this))
    texts = [{**this, "place": place, **said} for place, said in enumerate(_texts(row.report), 1)]
    insert_many(conn, report_text, texts)


def _texts(report: Report) -> Iterator[dict[str, Any]]:
    """Every paragraph and item once, under the section in which it is printed."""
    seen: set[tuple[int, int | None, str]] = set()
    for passage in report.passages:
        place = (passage.page, passage.paragraph, passage.text)
        if place not in seen:
            seen.add(place)
            yield _text(TextPart.PASSAGE, passage.text, passage.page, passage)
    for strength in report.strengths:
        yield _text(TextPart.STRENGTH, strength.text, strength.page, strength)
    for part, items in ((TextPart.IMPROVE, report.improve), (TextPart.PRIORITY_ACTION, report.priority_action)):
        for item in items:
            yield _text(part, item.text, item.page, None)


def _text(part: TextPart, said: str, page: int | None, passage: Passage | None) -> dict[str, Any]:
    return {
        "part": part.value,
        "topic": passage.topic if passage else "",
        "page": page,
        "paragraph": passage.paragraph if passage else None,
        "text": clean(said, _LONGEST_TEXT),
    }
