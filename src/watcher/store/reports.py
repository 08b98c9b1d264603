"""Reports that were read, and reports still to be read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import (
    LABEL_STYLE_TABLENAME_PLUS_COL,
    Connection,
    RowMapping,
    Select,
    and_,
    exists,
    select,
    true,
    update,
)

from watcher.model.record import OnRecord, Records, is_of_the_area
from watcher.model.report import ReportFile
from watcher.model.source import Observation, Source
from watcher.store.engine import Part
from watcher.store.observations import file_row, observed, read
from watcher.store.sql import upsert
from watcher.store.tables.core import change, observation, report_file, source

COUNCIL = "ofsted:44/"
# All councils together have some thousand documents.
_NO_LIMIT = 100_000


class Reports(Part):
    """Report files by their numbers. A file that two providers list is stored once for each."""

    def unread(self, limit: int, sources: Collection[str] = ()) -> list[Observation]:
        """At most `limit` documents on the pages of followed councils that we have not read, newest published first:
        reports, letters and all others. Only of these `sources`, if there are any.

        What is missing from its page or withdrawn is left out: the file may no longer exist.
        """
        wanted = (
            select(observation)
            .join(source, source.c.id == observation.c.source_id)
            .outerjoin(report_file, _THE_FILE)
            .where(source.c.followed, source.c.id.startswith(COUNCIL, autoescape=True))
            .where(observation.c.missing_since.is_(None), ~observation.c.withdrawn)
            .where(report_file.c.file_id.is_(None), observation.c.url != "")
            .where(source.c.id.in_(sources) if sources else true())
            .order_by(observation.c.published.desc().nulls_last(), observation.c.key)
        )
        with self.reading() as conn:
            return [observed(row) for row in conn.execute(wanted.limit(limit))]

    def unread_count(self) -> int:
        """How many documents on the pages of followed councils we have not read yet."""
        return len(self.unread(_NO_LIMIT))

    def uncertain(self) -> list[ReportFile]:
        """The older documents of councils that could not be read for certain, newest published first. Readers and the
        operator never heard of them, because no change was recorded.
        """
        told = exists().where(change.c.source_id == report_file.c.source_id, change.c.key == report_file.c.file_id)
        of_councils = (
            select(report_file)
            .join(observation, _THE_FILE)
            .where(report_file.c.source_id.startswith(COUNCIL, autoescape=True), ~observation.c.withdrawn, ~told)
            .order_by(report_file.c.published.desc().nulls_last(), report_file.c.file_id)
        )
        with self.reading() as conn:
            return [file for row in conn.execute(of_councils) if (file := read(row)).held]

    def save(self, file: ReportFile) -> None:
        """Save what was read of a report, replacing the earlier reading."""
        with self.writing() as conn:
            upsert(conn, report_file, [file_row(file)], ["source_id", "file_id"])

    def doubt(self, source_id: str, file_id: str, why: str) -> None:
        """Stop trusting the grades of a report: from now on we neither send them nor compare with them."""
        this = (report_file.c.source_id == source_id) & (report_file.c.file_id == file_id)
        with self.writing() as conn:
            conn.execute(update(report_file).where(this).values(problems=(why,)))

    def find(self, file_id: str) -> ReportFile | None:
        """The latest reading of the report with that number, if there is one."""
        by_number = select(report_file).where(report_file.c.file_id == file_id)
        return self._first(by_number.order_by(report_file.c.read_at.desc()))

    def newest_graded(self, urn: str) -> ReportFile | None:
        """The council's newest graded report, also if it is held or withdrawn; None if there is none or if that one
        was not read.
        """
        of_council = (observation.c.source_id == COUNCIL + urn) & observation.c.graded
        newest_first = (observation.c.published.desc().nulls_last(), observation.c.key.desc())
        newest = select(observation.c.key).where(of_council).order_by(*newest_first).limit(1).scalar_subquery()
        return self._first(
            select(report_file).filter_by(source_id=COUNCIL + urn).where(report_file.c.file_id == newest)
        )

    def graded_listings(self) -> dict[str, list[Observation]]:
        """The graded reports that each council's page lists, read or not, by URN.

        Councils whose page was never read are left out.
        """
        council = source.c.id.startswith(COUNCIL, autoescape=True)
        seen = select(source.c.id).where(council, source.c.visited_at.is_not(None))
        graded = select(observation).where(observation.c.graded)
        with self.reading() as conn:
            listed: dict[str, list[Observation]] = {id_: [] for id_ in conn.execute(seen).scalars()}
            for row in conn.execute(graded.where(observation.c.source_id.in_(seen))):
                listed[row.source_id].append(observed(row))
        return {id_.removeprefix(COUNCIL): listed[id_] for id_ in listed}

    def listed_since(self, since: date) -> list[tuple[Source, Observation]]:
        """The documents that followed pages list, published since that day and never recorded as a change.

        They were on the page before we watched it.
        """
        recorded = exists().where(change.c.source_id == observation.c.source_id, change.c.key == observation.c.key)
        listed = (
            select(source, observation)
            .join(observation, observation.c.source_id == source.c.id)
            .where(source.c.followed, observation.c.published >= since, ~recorded)
            .where(observation.c.missing_since.is_(None), ~observation.c.withdrawn)
        )
        with self.reading() as conn:
            rows = conn.execute(listed.set_label_style(LABEL_STYLE_TABLENAME_PLUS_COL)).mappings()
            return [(_source(row), _observation(row)) for row in rows]

    def records(self) -> Records:
        """The reports on councils and their areas that were read completely and are not held, by URN, oldest first.

        Of two versions published on one day the newer file counts. What is listed and not among them is `not_read`.
        """
        read = select(report_file).where(report_file.c.source_id.startswith(COUNCIL, autoescape=True))
        known = read.where(report_file.c.report.is_not(None), report_file.c.problems == ())
        on_record: dict[str, dict[Any, OnRecord]] = defaultdict(dict)
        certain: set[tuple[str, str]] = set()
        with self.reading() as conn:
            for row in conn.execute(known.order_by(report_file.c.published, report_file.c.file_id)):
                if row.report.judgements and not row.report.held:
                    certain.add((row.source_id, row.file_id))
                    if row.published:
                        urn = row.source_id.removeprefix(COUNCIL)
                        one = OnRecord(urn, row.published, row.url, row.report)
                        on_record[urn][one.published, is_of_the_area(one)] = one
            not_read = _not_read(conn, certain)
        return Records({urn: tuple(found.values()) for urn, found in on_record.items()}, not_read)

    def _first(self, statement: Select[Any]) -> ReportFile | None:
        with self.reading() as conn:
            row = conn.execute(statement.limit(1)).one_or_none()
        return None if row is None else read(row)


def _not_read(conn: Connection, certain: Collection[tuple[str, str]]) -> dict[str, tuple[date, ...]]:
    """When the graded reports came out that councils' pages list and that are not among the certain ones, by URN."""
    listed = (
        select(observation.c.source_id, observation.c.key, observation.c.published)
        .where(observation.c.source_id.startswith(COUNCIL, autoescape=True), observation.c.graded)
        .where(observation.c.published.is_not(None), ~observation.c.withdrawn)
        .order_by(observation.c.published, observation.c.key)
    )
    found: dict[str, list[date]] = defaultdict(list)
    for row in conn.execute(listed):
        if (row.source_id, row.key) not in certain:
            found[row.source_id.removeprefix(COUNCIL)].append(row.published)
    return {urn: tuple(days) for urn, days in found.items()}


_THE_FILE = and_(report_file.c.source_id == observation.c.source_id, report_file.c.file_id == observation.c.key)


def _source(row: RowMapping) -> Source:
    return Source(
        row["source_id"], row["source_name"], row["source_url"], row["source_spider"], topics=row["source_topics"]
    )


def _observation(row: RowMapping) -> Observation:
    of = {name: row[f"observation_{name}"] for name in ("source_id", "key", "title", "url", "published", "facts")}
    return Observation(**of)
