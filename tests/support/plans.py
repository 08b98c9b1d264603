"""A store in which very much is watched and followed, and how its database would run what the store asks of it.

with capturing(store) as asked: ...          # the statements that the store really sends
table_scans(store, asked)                    # those for which the database would read a whole table
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import event, text

from tests.support.builders import a_change
from watcher.model.source import PageState
from watcher.model.subscription import Frequency
from watcher.model.visit import Record, Unchanged
from watcher.store import Store

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
# The tables that grow with what is watched and followed.
LARGE = ("source", "page", "subscriber", "subscription")
_NUMBERS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {many}) "
_AT = "'2026-03-01 08\\:00\\:00.000000'"
_FILL = (
    "INSERT INTO source (id, name, url, spider, coverage, at_least, topics, followed, followed_since, visited_at,"
    " last_tried_at) {numbers}SELECT {id}, 'Site ' || i, 'https\\://example.org/' || i, {spider}, 'complete', 0,"
    " '[\"all\"]', true, {at}, {at}, {at} FROM n",
    "INSERT INTO page (source_id, url, etag, body_sha256, region_sha256, read_at) {numbers}"
    "SELECT {id}, 'https\\://example.org/' || i, 'e', 'b', 'r', {at} FROM n",
    "INSERT INTO subscriber (address, created_at) {numbers}SELECT 'reader' || i || '@example.org', {at} FROM n",
    "INSERT INTO subscription (subscriber_id, topic, frequency, created_at, inspections_since) {numbers}"
    "SELECT i, 'topic' || (i % 1000), 'daily', {at}, {at} FROM n",
)
CHANGES, COUNCILS = 20, 150


@dataclass(frozen=True, slots=True)
class Asked:
    """A statement with its values, and which question of the store it belongs to."""

    question: str
    statement: str
    values: Any


def fill(store: Store, many: int) -> None:
    """So many sources with their pages, readers and subscriptions, 150 of the sources councils, and a few changes."""
    council = f"CASE WHEN i <= {COUNCILS} THEN 'ofsted\\:44/' || i ELSE 'news\\:site' || i END"
    spider = f"CASE WHEN i <= {COUNCILS} THEN 'ofsted' ELSE 'news' END"
    with store.engine.begin() as conn:
        for statement in _FILL:
            numbers = _NUMBERS.format(many=many)
            conn.execute(text(statement.format(numbers=numbers, id=council, spider=spider, at=_AT)))
    for number in range(CHANGES):
        change = a_change(id=f"c{number}", source_id="ofsted:44/1", key=f"k{number}", topics=(f"topic{number}",))
        store.pages.record(Record("ofsted:44/1", NOW - timedelta(hours=1), changes=(replace(change, recorded_at=NOW),)))
    with store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as conn:
        conn.execute(text("ANALYZE"))


def questions(store: Store) -> dict[str, Callable[[], object]]:
    """What planning a pass, finding what is due, recording a visit and choosing subscriptions ask of the store."""
    runs, pages = store.digest_runs, store.pages
    state = PageState("https://example.org/5000", "news:site5000", "e", None, "b", "r", NOW)
    return {
        "what one host is visited for": lambda: pages.targets("news", ["news:site5000", "news:site5001"]),
        "Ofsted's pages": lambda: pages.targets("ofsted"),
        "the councils": pages.councils,
        "whether a source is followed": lambda: pages.follows("news:site5000"),
        "what is known of a source": lambda: pages.known("news:site5000"),
        "pages that only say not modified": lambda: pages.unread_since(NOW - timedelta(days=30)),
        "recording a visit": lambda: pages.record(Record("news:site5000", NOW, page=state)),
        "recording unchanged pages": lambda: pages.touch([Unchanged(state, None)], NOW),
        "the readers who are due": lambda: list(runs.undelivered(runs.begin(Frequency.DAILY, NOW))),
        "the readers of a topic": lambda: store.subscribers.following("topic5"),
    }


@contextmanager
def capturing(store: Store, question: str = "") -> Iterator[list[Asked]]:
    """The statements that are sent meanwhile."""
    asked: list[Asked] = []

    def note(_conn: Any, _cursor: Any, statement: str, values: Any, _context: Any, many: bool) -> None:
        asked.append(Asked(question, statement, values[0] if many else values))

    event.listen(store.engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(store.engine, "before_cursor_execute", note)


def plan(store: Store, asked: Asked) -> list[str]:
    """How the database would run a statement; nothing for what it can't explain."""
    if not asked.statement.lstrip().upper().startswith(("SELECT", "UPDATE", "DELETE", "WITH")):
        return []
    explain = "EXPLAIN QUERY PLAN " if store.engine.dialect.name == "sqlite" else "EXPLAIN "
    with store.engine.connect() as conn:
        return [str(row[-1]) for row in conn.exec_driver_sql(explain + asked.statement, asked.values)]


def table_scans(store: Store, asked: Asked) -> list[str]:
    """The steps of a plan that read one of the large tables from its beginning to its end."""
    tables = "|".join(LARGE)
    whole = re.compile(rf"Seq Scan on ({tables})\b|^SCAN ({tables})\b(?! USING)")
    return [step for step in plan(store, asked) if whole.search(step)]
