"""The record of councils: every listed document, with what we read in it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import fields, replace
from datetime import datetime
from typing import Any

from sqlalchemy import LABEL_STYLE_TABLENAME_PLUS_COL, RowMapping, Select, and_, delete, func, select

from watcher.model.on_file import ImportedReport, OnFile
from watcher.model.report import ReportFile
from watcher.model.source import Observation
from watcher.store.engine import Part
from watcher.store.reports import COUNCIL
from watcher.store.sql import upsert
from watcher.store.tables.core import observation, report_file, source
from watcher.store.tables.record import imported_report

# What a page lists beside its documents: the rating that it shows.
_NO_DOCUMENT = "rating"


class RecordStore(Part):
    """Reads the record for exports, comparisons, timelines and briefs."""

    def documents(self, urns: Collection[str] | None = None, *, whole: bool = True) -> list[OnFile]:
        """Every document that the pages of these councils (None: of all) list or listed, the oldest first.

        Documents without a date come first. With `whole` false, reports come without passages and strengths, which
        take most of the memory.
        """
        found = []
        with self.reading() as conn:
            for row in conn.execute(_listed(urns)).mappings():
                one = _on_file(row)
                found.append(one if whole else _slim(one))
        return found

    def imported(self) -> list[ImportedReport]:
        """The reports that a person imported, by council, the oldest first."""
        in_order = select(imported_report).order_by(imported_report.c.urn, imported_report.c.published)
        with self.reading() as conn:
            return [ImportedReport(**row) for row in conn.execute(in_order).mappings()]

    def import_reports(self, reports: Sequence[ImportedReport]) -> None:
        """Save imported reports, each in place of an earlier import of the same one."""
        with self.writing() as conn:
            upsert(conn, imported_report, [_import_row(one) for one in reports], ["urn", "file_id"])

    def undo_import(self) -> tuple[int, datetime] | None:
        """Remove the reports of the last import. Returns how many, and when they were imported; None if there is none.

        Reports of an earlier import that it replaced do not come back.
        """
        newest = select(func.max(imported_report.c.imported_at)).scalar_subquery()
        with self.writing() as conn:
            when = conn.execute(select(imported_report.c.imported_at).where(imported_report.c.imported_at == newest))
            found = when.scalars().all()
            conn.execute(delete(imported_report).where(imported_report.c.imported_at == newest))
        return (len(found), found[0]) if found else None


def _import_row(one: ImportedReport) -> dict[str, Any]:
    return {field.name: getattr(one, field.name) for field in fields(one)}


def _listed(urns: Collection[str] | None) -> Select[Any]:
    the_file = and_(report_file.c.source_id == observation.c.source_id, report_file.c.file_id == observation.c.key)
    listed = (
        select(source.c.url, observation, report_file)
        .join(source, source.c.id == observation.c.source_id)
        .outerjoin(report_file, the_file)
        .where(source.c.id.startswith(COUNCIL, autoescape=True), observation.c.key != _NO_DOCUMENT)
        .order_by(observation.c.published.nulls_first(), observation.c.source_id, observation.c.key)
        .set_label_style(LABEL_STYLE_TABLENAME_PLUS_COL)
    )
    return listed if urns is None else listed.where(source.c.id.in_([COUNCIL + urn for urn in urns]))


def _on_file(row: RowMapping) -> OnFile:
    seen = ("source_id", "key", "title", "url", "published", "facts")
    return OnFile(
        urn=row["observation_source_id"].removeprefix(COUNCIL),
        entry=Observation(**{name: row[f"observation_{name}"] for name in seen}),
        provider_url=row["source_url"],
        graded=row["observation_graded"],
        withdrawn=row["observation_withdrawn"],
        file=_file(row) if row["report_file_file_id"] is not None else None,
    )


def _file(row: RowMapping) -> ReportFile:
    names = ("file_id", "source_id", "url", "title", "published", "sha256", "report", "problems", "read_at")
    return ReportFile(**{name: row[f"report_file_{name}"] for name in names})


def _slim(one: OnFile) -> OnFile:
    if one.file is None or one.file.report is None:
        return one
    return replace(one, file=replace(one.file, report=replace(one.file.report, passages=(), strengths=())))
