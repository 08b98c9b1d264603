"""The table of all changes at the head of a long mail: council, before, now. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from watcher.digests.story import asks_for_priority_action
from watcher.digests.table_views import OverviewKind, OverviewRow
from watcher.model.change import Change, ChangeKind, Comparison
from watcher.model.event_kind import EventKind
from watcher.model.report import Grade, JudgementId
from watcher.model.text import NAME_LIMIT, clean
from watcher.ofsted.headline import spread
from watcher.ofsted.words import GRADES, NARRATIVE


def overview_row(change: Change) -> OverviewRow:
    """The row of one of Ofsted's documents."""
    name, rows = clean(change.provider_name, NAME_LIMIT), () if change.held else change.judgements
    if change.kind is ChangeKind.REMOVED:
        return OverviewRow(name, OverviewKind.REMOVED)
    if rows:
        overall = next((row for row in rows if row.id in (JudgementId.OVERALL, JudgementId.SEND_OUTCOME)), None)
        return _graded(name, overall, [row for row in rows if row is not overall])
    if asks_for_priority_action(change):
        return OverviewRow(name, OverviewKind.PRIORITY_ACTION)
    if change.held and (change.event.graded or change.event.kind in NARRATIVE):
        return OverviewRow(name, OverviewKind.HELD)
    letter = change.event.kind in NARRATIVE
    return OverviewRow(name, OverviewKind.LETTER if letter else OverviewKind.DOCUMENT, now=_document(change))


def _document(change: Change) -> str:
    return {EventKind.SEND: "area SEND report"}.get(change.event.kind, "")


def _graded(name: str, overall: Comparison | None, parts: Sequence[Comparison]) -> OverviewRow:
    before = _word(overall.before) if overall else spread([part.before for part in parts])
    if overall is not None and overall.after is not None:
        return OverviewRow(name, OverviewKind.GRADE, before, _word(overall.after))
    before = f"{before} overall" if overall and before else before
    return OverviewRow(name, OverviewKind.PARTS, before, spread([part.after for part in parts]))


def _word(grade: Grade | None) -> str:
    return GRADES[grade] if grade else ""
