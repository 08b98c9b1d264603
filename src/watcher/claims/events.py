"""What is stated of an inspection apart from grades and dates: its kind, its points, whether it is the newest. Pure."""

from __future__ import annotations

from datetime import date

from watcher.claims.record import Evidence, Finding, any_of, day, of, parts, shown, unknown
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
_SINGLE = (ReportKind.SIF, ReportKind.SIF_NO_LSCB)
_ILACS = (ReportKind.ILACS_STANDARD, ReportKind.ILACS_SHORT)


def _newest(stated: Statement, evidence: Evidence) -> list[tuple[str, OnRecord]]:
    return [(urn, report) for urn in subjects_of(stated, evidence) if (report := evidence.current(urn))]


def check_kind(stated: Statement, evidence: Evidence) -> Finding | None:
    """A grade was named with a visit that carries none: the kind comes from Ofsted and from nobody else."""
    if stated.doubt:
        return unknown(stated.doubt)
    event = EVENTS[stated.event].lower() if stated.event else "visit"
    year = stated.time.year if stated.time else None
    for urn in subjects_of(stated, evidence):
        for report in reversed(evidence.reports(urn)):
            years = {report.published.year, *(end.year for _, end in report.report.inspection_periods)}
            if year in years or (year is None and evidence.is_recent(report)):
                return Finding(
                    ClaimVerdict.CONTRADICTED, f"a {event} carries no grade; {of(report)} is of a full inspection"
                )
    return unknown(f"no record of a {event}; it would carry no grade")


def check_points(stated: Statement, evidence: Evidence) -> Finding | None:
    """The number of items under "What needs to improve?"."""
    if stated.time and stated.time.year and not _is_of_the_newest(stated.time.year, stated, evidence):
        return _points_of(stated.time.year, stated, evidence)
    findings = []
    for _, report in _newest(stated, evidence):
        listed = len(report.report.improve)
        if not listed or not evidence.is_recent(report):
            right = listed == stated.number and listed
            findings.append(
                Finding(ClaimVerdict.SUPPORTED, _points(report)) if right else unknown("the list is not on record")
            )
        else:
            verdict = ClaimVerdict.SUPPORTED if listed == stated.number else ClaimVerdict.CONTRADICTED
            findings.append(Finding(verdict, _points(report)))
    if stated.doubt or not findings:
        return unknown(stated.doubt or "no graded report on record")
    return any_of(findings)


def _points_of(year: int, stated: Statement, evidence: Evidence) -> Finding:
    """The number of points of an older report."""
    everything = [one for urn in subjects_of(stated, evidence) for one in evidence.reports(urn)]
    reports = [one for one in everything if one.published.year == year]
    right = [one for one in reports if len(one.report.improve) == stated.number]
    return (
        Finding(ClaimVerdict.SUPPORTED, _points(right[0])) if right else unknown(f"it may be about a report of {year}")
    )


def _is_of_the_newest(year: int, stated: Statement, evidence: Evidence) -> bool:
    reports = [report for _, report in _newest(stated, evidence)]
    ends = {edge.year for one in reports for period in one.report.inspection_periods for edge in period}
    return year in ends | {one.published.year for one in reports}


def _points(report: OnRecord) -> str:
    return f"{of(report)} lists {len(report.report.improve)} points to improve"


def check_areas(stated: Statement, evidence: Evidence) -> Finding | None:
    """How many areas were judged; the overall grade may be counted or not."""
    findings = []
    for _, report in _newest(stated, evidence):
        printed = len(parts(report))
        if printed:
            right = stated.number in (printed, printed + 1) if report.report.overall else stated.number == printed
            why = f"{of(report)} makes {printed} judgements{' and an overall one' if report.report.overall else ''}"
            findings.append(Finding(ClaimVerdict.SUPPORTED if right else ClaimVerdict.CONTRADICTED, why))
    return any_of(findings) if findings and not stated.doubt else unknown(stated.doubt or "no graded report on record")


def check_no_overall(stated: Statement, evidence: Evidence) -> Finding | None:
    """That no overall grade is given."""
    newest = [report for _, report in _newest(stated, evidence)]
    if newest and all(_lacks_overall(report) for report in newest):
        return Finding(
            ClaimVerdict.SUPPORTED, f"{of(newest[0])} gives no overall grade; none is given since April 2026"
        )
    if evidence.written >= NO_OVERALL_FROM:
        return Finding(ClaimVerdict.SUPPORTED, "inspections since April 2026 give no overall grade")
    return unknown("overall grades were given until April 2026")


def _lacks_overall(report: OnRecord) -> bool:
    return report.report.kind in _ILACS and report.report.overall is None


def check_first(stated: Statement, evidence: Evidence) -> Finding | None:
    """The first rating, the first inspection under a framework, or a judgement made for the first time."""
    if stated.doubt:
        return unknown(stated.doubt)
    check = {"alone": _alone, "framework": _first_under, "": _first}[stated.words]
    findings = [check(evidence, urn, report) for urn, report in _newest(stated, evidence)]
    return any_of(findings) if findings else unknown("no graded report on record")


def _first(evidence: Evidence, urn: str, report: OnRecord) -> Finding:
    earlier = evidence.reports(urn)[:-1]
    if evidence.lacks_any(urn):
        return unknown("an earlier report has not been read")
    authority = evidence.authorities.get(urn)
    if not earlier and authority and authority.created_on and authority.created_on < report.published:
        return Finding(
            ClaimVerdict.SUPPORTED,
            f"{of(report)} is the first of {authority.name}, created {day(authority.created_on)}",
        )
    if earlier and evidence.is_recent(report):
        return unknown(
            f"an earlier report of {day(earlier[-1].published)} is on record; it may be the first of another kind"
        )
    return unknown("whether there was an earlier inspection is not on record")


def _first_under(evidence: Evidence, urn: str, report: OnRecord) -> Finding:
    families = (_SINGLE, _ILACS)
    family = next((each for each in families if report.report.kind in each), None)
    earlier = [one for one in evidence.reports(urn)[:-1] if family and one.report.kind in family]
    if family is None or not evidence.is_recent(report):
        return unknown("the framework is not on record")
    if earlier:
        return Finding(ClaimVerdict.CONTRADICTED, f"{of(earlier[-1])} is of the same framework")
    if evidence.lacks_any(urn):
        return unknown("an earlier report has not been read")
    if family is _SINGLE or len(evidence.reports(urn)) > 1:
        return Finding(ClaimVerdict.SUPPORTED, f"{of(report)} is the first of its framework on record")
    return unknown("whether there was an earlier inspection is not on record")


def _alone(evidence: Evidence, urn: str, report: OnRecord) -> Finding:
    before = evidence.previous(urn)
    if before is None:
        return unknown("no earlier report on record")
    fresh = (JudgementId.CARE_LEAVERS, JudgementId.IN_CARE)
    moved = [one for one in compare(before.report, report.report) if one.id in fresh]
    combined = JudgementId.IN_CARE_AND_CARE_LEAVERS in {row.id for row in before.report.judgements}
    if moved and (combined or all(one.change is Movement.NEW_JUDGEMENT for one in moved)):
        return Finding(ClaimVerdict.SUPPORTED, f"{of(before)} judged children in care and care leavers together")
    return unknown(f"{of(before)} says {shown(parts(before))}")


def check_latest(stated: Statement, evidence: Evidence) -> Finding | None:
    """ "The latest report, of MONTH": the month of publication, and still the newest on the day of checking."""
    if stated.doubt:
        return unknown(stated.doubt)
    findings = [_latest(stated, evidence, urn) for urn in subjects_of(stated, evidence)]
    return any_of(findings) if findings else None


def _latest(stated: Statement, evidence: Evidence, urn: str) -> Finding:
    for report in reversed(evidence.reports(urn)):
        if _is_of(stated, report.published, evidence):
            return _dated(stated, evidence, urn, report, ClaimVerdict.SUPPORTED)
        for begin, end in report.report.inspection_periods:
            if _is_of(stated, begin, evidence) or _is_of(stated, end, evidence):
                return _dated(stated, evidence, urn, report, ClaimVerdict.IMPRECISE)
    return unknown("no graded report of that date on record")


def _is_of(stated: Statement, when: date, evidence: Evidence) -> bool:
    one = stated.days[0]
    year = one.year or when.year
    return (year, one.month) == (when.year, when.month) and one.day in (None, when.day) and when <= evidence.written


def _dated(stated: Statement, evidence: Evidence, urn: str, report: OnRecord, verdict: ClaimVerdict) -> Finding:
    ends = [end for _, end in report.report.inspection_periods]
    why = (
        f"inspected to {day(ends[-1])}, published on {day(report.published)}"
        if ends
        else f"published on {day(report.published)}"
    )
    newest, then = as_of(evidence.records, urn, evidence.today), evidence.current(urn)
    if stated.words != "latest":
        return Finding(verdict, why)
    if then and then.published > report.published:
        return Finding(ClaimVerdict.CONTRADICTED, f"{why}; {of(then)} was out already")
    if late := evidence.records.newer_not_read(urn, newest, evidence.today):
        return Finding(ClaimVerdict.IMPRECISE, f"{why}; no longer the newest since {day(late)}")
    if newest and newest.published > report.published:
        return Finding(ClaimVerdict.IMPRECISE, f"{why}; no longer the newest since {day(newest.published)}")
    return Finding(verdict, why)
