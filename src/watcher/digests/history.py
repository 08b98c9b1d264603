"""The grades of a provider over the years, one row for each judgement. Pure.

Every report that a page lists has its place: one that is held or not read yet is a gap, and is never left out. Reports
of another remit, such as those of 2013 on services for looked-after children, have none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date

from watcher.digests.background import StoryContext
from watcher.digests.table_views import Past, PastGrades, PastKind, PastRow
from watcher.model.change import Change, ChangeKind
from watcher.model.event_kind import EventKind
from watcher.model.record import is_of_the_area
from watcher.model.report import Grade, JudgementId, Report, ReportKind
from watcher.model.source import COUNCIL_TYPE
from watcher.model.text import day
from watcher.ofsted.grades import rows_of
from watcher.ofsted.words import BELOW_GOOD, GRADES, JUDGEMENTS, WORST

SHOWN = 6

_ROWS = (
    JudgementId.OVERALL,
    JudgementId.LEADERS,
    JudgementId.HELP_AND_PROTECTION,
    JudgementId.IN_CARE,
    JudgementId.CARE_LEAVERS,
)
_TOGETHER = frozenset({JudgementId.IN_CARE, JudgementId.CARE_LEAVERS})
_OTHER_REMIT = frozenset({ReportKind.AREA_SEND, ReportKind.LAC_2013})
# The single inspections began in November 2013; what came before had another remit.
_SINCE = date(2013, 11, 1)

# The grades of one report by judgement; None where the report exists and they are not known.
_Found = Mapping[JudgementId, Grade] | None


def past_grades(change: Change, background: StoryContext) -> PastGrades | None:
    """Every report of the provider, oldest first, including the new one. None if it is the only one, because the table
    says it all. None also for a report on the whole area's SEND: these grades are those of the council's services.
    """
    if change.event.kind is EventKind.SEND:
        return None
    council = change.provider.type == COUNCIL_TYPE
    known = _of_council(change, background) if council else _of_other(change, background)
    if len(known) < 2:
        return None
    shown = sorted(known)[-SHOWN:]
    names = _names(shown)
    rows = [_row(id_, [(names[one], known[one]) for one in shown]) for id_ in _ROWS]
    return PastGrades(
        when=tuple(names[one] for one in shown),
        rows=tuple(row for row in rows if any(past.grade for past in row.past)),
        unknown=tuple(day(one) for one in shown if known[one] is None),
        earlier=len(known) - len(shown),
    )


def _of_council(change: Change, background: StoryContext) -> dict[date, _Found]:
    urn, records = change.provider.urn, background.records
    gaps = [one for one in records.not_read.get(urn, ()) if one >= _SINCE]
    known: dict[date, _Found] = dict.fromkeys(gaps)
    reports = [one for one in records.get(urn, ()) if one.report.kind not in _OTHER_REMIT and not is_of_the_area(one)]
    known |= {one.published: _grades(one.report) for one in reports}
    published = change.after.published if change.after else None
    if known and published and change.event.graded and change.kind is not ChangeKind.REMOVED:
        told = None if change.held or change.report is None else change.report
        if told is None or told.kind not in _OTHER_REMIT:
            known[published] = _grades(told) if told else known.get(published)
    return known


def _of_other(change: Change, background: StoryContext) -> dict[date, _Found]:
    past = background.histories.get(change.provider.key, ())
    return {published: {JudgementId.OVERALL: grade} if grade else {} for published, grade in past}


def _grades(report: Report) -> Mapping[JudgementId, Grade]:
    return {row.id: row.grade for row in rows_of(report)}


def _names(days: list[date]) -> dict[date, str]:
    """The year of each report; its month too where a year had several."""
    years = Counter(one.year for one in days)
    return {one: f"{one:%b %Y}" if years[one.year] > 1 else str(one.year) for one in days}


def _row(id_: JudgementId, reports: list[tuple[str, _Found]]) -> PastRow:
    past = tuple(_past(id_, when, found) for when, found in reports)
    return PastRow(JUDGEMENTS[id_], past, id_ is JudgementId.OVERALL)


def _past(id_: JudgementId, when: str, found: _Found) -> Past:
    if found is None:
        return Past(when, PastKind.UNKNOWN)
    if id_ in found:
        return Past(when, PastKind.GIVEN, GRADES[found[id_]], _tone(found[id_]))
    combined = found.get(JudgementId.IN_CARE_AND_CARE_LEAVERS)
    if id_ in _TOGETHER and combined:
        return Past(when, PastKind.TOGETHER, GRADES[combined], _tone(combined))
    return Past(when, PastKind.NOT_GIVEN)


def _tone(grade: Grade) -> str:
    if grade is Grade.NOT_JUDGED:
        return "none"
    return "worst" if grade in WORST else "low" if grade in BELOW_GOOD else "good"
