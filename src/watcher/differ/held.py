"""What is held until the operator has looked, and what a ruling on it establishes. Pure.

An Ofsted report is held when its grades could not be read for certain: readers know of it, not of its grades. An
edit of what others publish is held when it moved a grade word: readers know nothing of it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from watcher.differ.case import Case, Predecessor, Reading, read_file
from watcher.differ.decide import release
from watcher.model.change import Change, change_id
from watcher.model.held import Held
from watcher.model.report import ReportFile
from watcher.model.source import PageState
from watcher.model.visit import FetchedFile, Known, ProviderPage, Visit
from watcher.ofsted.authorities import Gazetteer

# --- releasing ------------------------------------------------------------------------------------


def released_edit(held: Held, now: datetime) -> Change:
    """The edit as it is told to those who follow what others publish: a change of its own, recorded now."""
    one = held.change
    id_ = change_id(one.source_id, one.kind, one.key, one.id, "released")
    return replace(one, id=id_, recorded_at=now, held=False, problems=())


def released_report(
    held: Held, known: Known, predecessor: Predecessor | None, now: datetime
) -> tuple[ReportFile, Change]:
    """The report without its problems, for the operator has looked at it; and the change that tells its grades.

    Only where `no_release` has no objection.
    """
    assert held.file is not None and held.file.report is not None
    file = replace(held.file, problems=(), report=replace(held.file.report, problems=()))
    case = _case(held, known, predecessor, now, file, approved=frozenset({file.file_id}))
    return file, release(case, file.file_id, held.change.id)


def read_again(
    held: Held, known: Known, predecessor: Predecessor | None, reading: Reading, now: datetime, gazetteer: Gazetteer
) -> tuple[ReportFile, Change | None]:
    """The report as it reads now, and the change that tells its grades; None for the change while it stays held."""
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
    """The case of a visit at which the page shows what is remembered of it."""
    one, source = held.change, known.target.source
    page = ProviderPage(one.provider, one.provider_name, None, tuple(known.observations.values()))
    state = known.target.page or PageState(source.url, source.id, None, None, "", "")
    visit = Visit(known, page, b"", state, (), known.target.marker)
    return Case(visit, now, predecessor, files={file.file_id: file}, approved=approved)
