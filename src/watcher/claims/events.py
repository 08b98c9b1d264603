"""What is stated of an inspection apart from grades and dates: its kind, its points, whether it is the newest. Pure."""

from __future__ import annotations

from datetime import date

from watcher.claims.record import Evidence, Finding, any_of, day, of, parts, unknown, years_of
from watcher.claims.statements.statement import Statement
from watcher.claims.which_report import subjects_of
from watcher.model.change import Movement
from watcher.model.news import ClaimVerdict
from watcher.model.record import OnRecord, as_of
from watcher.model.report import JudgementId, ReportKind
from watcher.ofsted.grades import compare
from watcher.ofsted.words import EVENTS

#: from here on inspections of councils give no overall grade
NO_OVERALL_FROM = date(2026, 4, 1)
_ILACS = (ReportKind.ILACS_STANDARD, ReportKind.ILACS_SHORT)
_NONE = unknown("no graded report on record")


def _newest(stated: Statement, evidence: Evidence) -> list[tuple[str, OnRecord]]:
    return [(urn, report) for urn in subjects_of(stated, evidence) if (report := evidence.current(urn))]


def _year(stated: Statement) -> int | None:
    return stated.time.year if stated.time else None


def check_kind(stated: Statement, evidence: Evidence) -> Finding:
    """A grade was named with a visit that carries none: the kind comes from Ofsted and from nobody else."""
    event, year = EVENTS[stated.event].lower() if stated.event else "visit", _year(stated)
    for urn in subjects_of(stated, evidence):
        for report in reversed(evidence.reports(urn)):
            if year in years_of(report) or (year is None and evidence.is_recent(report)):
                why = f"a {event} carries no grade; {of(report)} is of a full inspection"
                return Finding(ClaimVerdict.CONTRADICTED, why)
    return unknown(f"no record of a {event}; it would carry no grade")


def check_points(stated: Statement, evidence: Evidence) -> Finding:
    """The number of items under "What needs to improve?"."""
    year, findings = _year(stated), []
    for report in (one for urn in subjects_of(stated, evidence) for one in evidence.reports(urn)):
        listed = len(report.report.improve)
        if report is not evidence.current(report.urn) if year is None else year not in years_of(report):
            continue
        why = f"{of(report)} lists {listed} points to improve"
        if listed and (listed == stated.number or evidence.is_recent(report)):
            right = listed == stated.number
            findings.append(Finding(ClaimVerdict.SUPPORTED if right else ClaimVerdict.CONTRADICTED, why))
        else:
            findings.append(unknown("the list is not on record"))
    return any_of(findings) if findings else _NONE


def check_areas(stated: Statement, evidence: Evidence) -> Finding:
    """How many areas were judged; the overall grade may be counted or not."""
    findings = []
    for _, report in _newest(stated, evidence):
        if printed := len(parts(report)):
            overall = report.report.overall is not None
            right = stated.number in (printed, printed + overall)
            why = f"{of(report)} makes {printed} judgements{' and an overall one' if overall else ''}"
            findings.append(Finding(ClaimVerdict.SUPPORTED if right else ClaimVerdict.CONTRADICTED, why))
    return any_of(findings) if findings else _NONE


def check_no_overall(stated: Statement, evidence: Evidence) -> Finding:
    """That no overall grade is given."""
    newest = [report for _, report in _newest(stated, evidence)]
    if newest and all(one.report.kind in _ILACS and one.report.overall is None for one in newest):
        why = f"{of(newest[0])} gives no overall grade; none is given since April 2026"
        return Finding(ClaimVerdict.SUPPORTED, why)
    if evidence.written >= NO_OVERALL_FROM:
        return Finding(ClaimVerdict.SUPPORTED, "inspections since April 2026 give no overall grade")
    return unknown("overall grades were given until April 2026")


def check_first(stated: Statement, evidence: Evidence) -> Finding:
    """That children in care or care leavers were judged on their own for the first time."""
    for urn, report in _newest(stated, evidence):
        before = evidence.previous(urn)
        if before is None:
            continue
        fresh = (JudgementId.CARE_LEAVERS, JudgementId.IN_CARE)
        moved = [one for one in compare(before.report, report.report) if one.id in fresh]
        combined = JudgementId.IN_CARE_AND_CARE_LEAVERS in {row.id for row in before.report.judgements}
        if moved and (combined or all(one.change is Movement.NEW_JUDGEMENT for one in moved)):
            why = f"{of(before)} judged children in care and care leavers together"
            return Finding(ClaimVerdict.SUPPORTED, why)
    return unknown("no earlier report on record")


def check_latest(stated: Statement, evidence: Evidence) -> Finding | None:
    """ "The latest report, of MONTH": the month of publication, and still the newest on the day of checking."""
    findings = [_latest(stated, evidence, urn) for urn in subjects_of(stated, evidence)]
    return any_of(findings) if findings else None


def _latest(stated: Statement, evidence: Evidence, urn: str) -> Finding:
    for report in reversed(evidence.reports(urn)):
        if _is_of(stated, report.published, evidence):
            return _dated(stated, evidence, report, ClaimVerdict.SUPPORTED)
        if any(_is_of(stated, edge, evidence) for period in report.report.inspection_periods for edge in period):
            return _dated(stated, evidence, report, ClaimVerdict.IMPRECISE)
    return unknown("no graded report of that date on record")


def _is_of(stated: Statement, when: date, evidence: Evidence) -> bool:
    one = stated.days[0]
    year = one.year or when.year
    return (year, one.month) == (when.year, when.month) and one.day in (None, when.day) and when <= evidence.written


def _dated(stated: Statement, evidence: Evidence, report: OnRecord, verdict: ClaimVerdict) -> Finding:
    ends = [end for _, end in report.report.inspection_periods]
    why = f"{f'inspected to {day(ends[-1])}, ' if ends else ''}published on {day(report.published)}"
    newest, then = as_of(evidence.records, report.urn, evidence.today), evidence.current(report.urn)
    if stated.words != "latest":
        return Finding(verdict, why)
    if then and then.published > report.published:
        return Finding(ClaimVerdict.CONTRADICTED, f"{why}; {of(then)} was out already")
    late = evidence.records.newer_not_read(report.urn, newest, evidence.today)
    if late is None and newest and newest.published > report.published:
        late = newest.published
    return (
        Finding(ClaimVerdict.IMPRECISE, f"{why}; no longer the newest since {day(late)}")
        if late
        else Finding(verdict, why)
    )
