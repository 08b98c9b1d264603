"""Held changes, and what a ruling on one leads to. Pure.

An Ofsted report is held if its grades could not be read for certain: readers get it without grades. An edit of an
article is held if it changed a grade word: readers get nothing of it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from watcher.differ.case import Case, Predecessor, ReadReport, read_file
from watcher.differ.decide import release
from watcher.model.change import Change, change_id
from watcher.model.held import Held
from watcher.model.report import ReportFile
from watcher.model.source import PageState
from watcher.model.visit import FetchedFile, Known, ProviderPage, Visit
from watcher.ofsted.authorities import Gazetteer

# --- releasing ------------------------------------------------------------------------------------


def released_edit(held: Held, now: datetime) -> Change:
    """The edit as it is sent to readers who follow coverage: a change of its own, recorded now."""
    one = held.change
    id_ = change_id(one.source_id, one.kind, one.key, one.id, "released")
    return replace(one, id=id_, recorded_at=now, held=False, problems=())


def released_report(
    held: Held, known: Known, predecessor: Predecessor | None, now: datetime
) -> tuple[ReportFile, Change]:
    """The report without its problems, because the operator has looked at it; and the change that sends its grades.

    Only if `no_release` has no objection.
    """
    assert held.file is not None and held.file.report is not None
    file = replace(held.file, problems=(), report=replace(held.file.report, problems=()))
    case = _case(held, known, predecessor, now, file, approved=frozenset({file.file_id}))
    return file, release(case, file.file_id, held.change.id)


def read_again(
    held: Held, known: Known, predecessor: Predecessor | None, reading: ReadReport, now: datetime, gazetteer: Gazetteer
) -> tuple[ReportFile, Change | None]:
    """The report as we read it now, and the change that sends its grades; None for the change if it stays held."""
    entry = known.observations[held.change.key]
    file = read_file(FetchedFile(entry, None), reading, now, gazetteer, source_name=known.target.source.name)
    if file.held or held.withdrawn:
        return file, None
    case = _case(held, known, predecessor, now, file)
    change = release(case, file.file_id, held.change.id)
    return case.files[file.file_id], None if change.held else change


def _case(
    held: Held,
    known: Known,
    predecessor: Predecessor | None,
    now: datetime,
    file: ReportFile,
    approved: frozenset[str] = frozenset(),
) -> Case:
    """The case of a visit in which the page shows what we remember of it."""
    one, source = held.change, known.target.source
    page = ProviderPage(one.provider, one.provider_name, None, tuple(known.observations.values()))
    state = known.target.page or PageState(source.url, source.id, None, None, "", "")
    visit = Visit(known, page, b"", state, (), known.target.marker)
    return Case(visit, now, predecessor, files={file.file_id: file}, approved=approved)
