"""Decides what a graded report changes: its grades and the earlier ones, or why they are held. Pure."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from watcher.differ.case import Case
from watcher.differ.change import build_change
from watcher.differ.diff import Difference
from watcher.differ.improvements import match_improvements
from watcher.model.change import Change, Comparison
from watcher.model.report import Grade, Matching, Report, ReportFile, ReportKind
from watcher.model.source import Observation
from watcher.model.text import day
from watcher.ofsted.grades import compare, compare_shown, unknown_before
from watcher.ofsted.rules import (
    RATING,
    before,
    doubtful,
    has_outcome,
    is_graded,
    order,
)

#: area SEND inspections end in one of three outcomes since this day
OUTCOMES_SINCE = date(2023, 1, 1)


def earlier_of(case: Case, entry: Observation) -> Observation | None:
    seen = {o.key: o for o in (*case.remembered(), *case.accepted)}
    return before(entry, seen.values())


def with_outcome(case: Case, difference: Difference, identity: tuple[object, object]) -> Change:
    """A report on the area's SEND, with its outcome if that was read and no newer report is known."""
    assert difference.after is not None
    file, entry = case.files.get(difference.key), difference.after
    known = [o for o in (*case.remembered(), *case.accepted) if has_outcome(o) and o.key != entry.key]
    if file is None or file.report is None or file.held or any(order(o) > order(entry) for o in known):
        return build_change(case, difference, identity)
    earlier = max((o for o in known if _ends_in_outcome(case, o)), key=order, default=None)
    was = case.file(earlier.key) if earlier else None
    if earlier and (was is None or was.held or was.report is None):
        rows = unknown_before(file.report, _not_certain(earlier))
    else:
        rows = compare(was.report if was else None, file.report)
    return build_change(case, difference, identity, rows, report=file.report, earlier=earlier)


def _ends_in_outcome(case: Case, entry: Observation) -> bool:
    """Whether a document on the area's SEND has one of the outcomes, as far as we know. Before 2023 none had, and a
    letter that was read is known to have none.
    """
    if entry.published is not None and entry.published < OUTCOMES_SINCE:
        return False
    file = case.file(entry.key)
    return file is None or file.report is None or file.report.kind is ReportKind.AREA_SEND


def _not_certain(earlier: Observation) -> str:
    when = f" of {day(earlier.published)}" if earlier.published else ""
    return f"the earlier report{when} could not be read for certain"


def graded(case: Case, difference: Difference, identity: tuple[object, object]) -> Change:
    entry = difference.after
    assert entry is not None
    file, earlier = case.file(entry.key), earlier_of(case, entry)
    if file is None or file.held or file.report is None:
        problems = file.problems if file else ("the report has not been read",)
        return build_change(case, difference, identity, held=True, problems=problems, earlier=earlier)
    why = _not_later(file, case.file(earlier.key) if earlier else None)
    if why and entry.key not in case.approved:
        case.files[entry.key] = doubtful(file, [why])
        return build_change(case, difference, identity, held=True, problems=(why,), earlier=earlier)
    newer = [o for o in case.remembered() if is_graded(o) and order(o) > order(entry)]
    if newer:
        reason = "older than the newest known report; current grades unchanged"
        rows = unknown_before(file.report, reason)
        return build_change(case, difference, identity, rows, report=file.report, older=True, earlier=earlier)
    rows = _compared(case, file.report, earlier)
    change = build_change(case, difference, identity, rows, report=file.report, earlier=earlier)
    return replace(change, improvements=_improvements(case, file.report, earlier))


def _improvements(case: Case, report: Report, earlier: Observation | None) -> Matching | None:
    file = case.file(earlier.key) if earlier else None
    if file is None or file.held or file.report is None or not (file.report.improve and report.improve):
        return None
    return match_improvements(file.report.improve, report.improve)


def _not_later(file: ReportFile, earlier: ReportFile | None) -> str | None:
    """Why a report is not from a later inspection than the earlier one: it may be the same one, issued again."""
    ends = [
        max((end for _, end in f.report.inspection_periods), default=None) for f in (file, earlier) if f and f.report
    ]
    if len(ends) == 2 and ends[0] and ends[1] and ends[0] <= ends[1]:
        return f"its inspection ended on {ends[0]}, which is not after the previous report's inspection ({ends[1]})"
    return None


def _compared(case: Case, report: Report, earlier: Observation | None) -> tuple[Comparison, ...]:
    if earlier is None:
        former = case.predecessor
        return compare(former.report, report, predecessor=former.name) if former else compare(None, report)
    file = case.file(earlier.key)
    if file is None or file.held or file.report is None:
        return unknown_before(report, _not_certain(earlier))
    return compare(file.report, report)


def shown_for(case: Case, entry: Observation, *, newest: bool) -> tuple[Comparison, ...]:
    """A new document's grade as its own entry shows it, or as the page does if that changed with it."""
    if "grade" in entry.facts:
        graded = [o for o in (*case.remembered(), *case.accepted) if "grade" in o.facts and o.key != RATING]
        earlier = max((o for o in graded if order(o) < order(entry)), key=order, default=None)
        return compare_shown(_grade(earlier), _grade(entry))
    was = case.known.observations.get(RATING)
    moved = case.visit.page.grade is not _grade(was)
    return shown(case) if newest and moved else ()


def shown(case: Case) -> tuple[Comparison, ...]:
    return compare_shown(_grade(case.known.observations.get(RATING)), case.visit.page.grade)


def _grade(shown: Observation | None) -> Grade | None:
    return Grade(shown.facts["grade"]) if shown else None
