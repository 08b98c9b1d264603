"""Stated dates, periods, durations and delays against the record. Pure.

What has no year is about the newest report, and only an article written soon after that can be wrong about it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

from watcher.claims.record import Evidence, Finding, any_of, day, unknown, years_of
from watcher.claims.statements.statement import Day, Statement
from watcher.claims.which_report import subjects_of
from watcher.model.news import ClaimVerdict
from watcher.model.record import OnRecord

_CLOSE = timedelta(days=3)
#: inspectors begin away from the council a week before the printed dates
_OFF_SITE = timedelta(days=9)
_SATURDAY = 5
_DAYS = {"day": 1, "week": 7, "month": 30.4}
_NO_PERIOD = unknown("the dates of the inspection are not on record")


def _graded(exact: bool, near: bool) -> ClaimVerdict:
    return ClaimVerdict.SUPPORTED if exact else ClaimVerdict.IMPRECISE if near else ClaimVerdict.CONTRADICTED


def _of_reports(
    check: Callable[[Statement, Evidence, OnRecord], Finding], stated: Statement, evidence: Evidence
) -> Finding | None:
    """Of the newest report, unless another one fits; of an old one nobody says that it is contradicted."""
    findings: list[Finding] = []
    year = stated.time.year if stated.time else None
    dated = any(one.year is not None for one in stated.days)
    for urn in subjects_of(stated, evidence):
        reports = [one for one in evidence.reports(urn) if year is None or year in years_of(one)]
        for one in reports[-1:]:
            found, recent = check(stated, evidence, one), evidence.is_recent(one)
            if (recent and (not dated or _is_of_its_years(stated, one))) or (dated and _fits(found)):
                findings.append(found)
            elif dated:
                findings.append(unknown("it may be about something after the newest graded report"))
        if dated:
            findings += [found for one in reports[:-1] if _fits(found := check(stated, evidence, one))]
    return any_of(findings) if findings else None


def _fits(found: Finding) -> bool:
    return found.verdict is ClaimVerdict.SUPPORTED


def _is_of_its_years(stated: Statement, report: OnRecord) -> bool:
    ends = {edge.year for period in report.report.inspection_periods for edge in period}
    return all(one.year in {None, report.published.year, *ends} for one in stated.days)


def _inspected(stated: Statement, evidence: Evidence, record: OnRecord) -> Finding:
    periods = record.report.inspection_periods
    if not periods:
        return _NO_PERIOD
    why = "inspected " + " and ".join(f"{day(begin)} to {day(end)}" for begin, end in periods)
    edges = [edge for period in periods for edge in period]
    spans = (*periods, (min(edges), max(edges)))
    found = any_of([Finding(_of_period(stated, evidence, *span), why) for span in spans])
    one, out = stated.days[0], record.published
    told_then = one.day is None and (one.month, one.year or out.year) == (out.month, out.year)
    if found.verdict is ClaimVerdict.CONTRADICTED and told_then:
        return Finding(ClaimVerdict.IMPRECISE, f"{why}; published on {day(out)}")
    return found


def _of_period(stated: Statement, evidence: Evidence, begin: date, end: date) -> ClaimVerdict:
    if stated.days[0].day is None:
        return _of_month(stated.days[0], evidence, (begin, end))
    dated = [near for one in stated.days if (near := resolved(one, begin))]
    if len(dated) < len(stated.days):
        return ClaimVerdict.CANNOT_CHECK
    first, last = dated[0], dated[-1]
    around = begin - _OFF_SITE <= first <= (end if len(dated) == 1 else begin) + _CLOSE
    if len(dated) == 1:
        return _graded(begin <= first <= end, around)
    close = abs(first - begin) <= _CLOSE and abs(last - end) <= _CLOSE
    return _graded((first, last) == (begin, end), close or (around and end <= last <= end + _CLOSE))


def _of_month(one: Day, evidence: Evidence, edges: tuple[date, ...]) -> ClaimVerdict:
    """Whether something that lasted from the first to the last of some days was in a month, or just outside of it."""
    year = one.year if one.year is not None else None if one.back is None else evidence.written.year - one.back

    def is_in(days: set[date]) -> bool:
        return any(one.month == each.month and year in (None, each.year) for each in days)

    return _graded(is_in({*edges}), is_in({edges[0] - _OFF_SITE, edges[-1] + _OFF_SITE}))


def resolved(one: Day, near: date) -> date | None:
    """The date, in the year that comes nearest where none is printed; None for 31 June."""
    found = []
    for year in (one.year,) if one.year else (near.year - 1, near.year, near.year + 1):
        try:
            found.append(date(year, one.month or 1, one.day or 1))
        except ValueError:
            continue
    return min(found, key=lambda day: abs(day - near)) if found else None


def _published(stated: Statement, evidence: Evidence, record: OnRecord) -> Finding:
    one, out = stated.days[0], record.published
    why, elapsed = f"published on {day(out)}, a {out:%A}", (evidence.written - out).days
    if one.relative is not None:
        nearest, farthest = one.relative
        verdict = _graded(nearest <= elapsed <= farthest, nearest - 2 <= elapsed <= farthest + 3)
    elif one.weekday is not None:
        verdict = _graded(elapsed <= 14, True) if one.weekday == out.weekday() else _graded(False, False)
        if one.weekday != out.weekday() and elapsed > 6:
            verdict = ClaimVerdict.CANNOT_CHECK
    elif one.day is None:
        verdict = _of_month(one, evidence, (out,))
    elif dated := resolved(one, out):
        verdict = _graded(dated == out, abs(dated - out) <= _CLOSE)
    else:
        return unknown(f"no such date; {why}")
    return Finding(verdict, why)


def _lasted(stated: Statement, _: Evidence, record: OnRecord) -> Finding:
    """Weeks are counted with their weekends, days as working days or as printed."""
    periods = record.report.inspection_periods
    if not periods or stated.number is None:
        return _NO_PERIOD
    why = "inspected " + " and ".join(f"{day(begin)} to {day(end)}" for begin, end in periods)
    every = [begin + timedelta(days=n) for begin, end in periods for n in range((end - begin).days + 1)]
    working = sum(one.weekday() < _SATURDAY for one in every)
    if stated.unit == "day":
        return Finding(_graded(stated.number in (len(every), working, working + 1, working - 1), False), why)
    away = stated.number * _DAYS[stated.unit] - (len(every) + 2)
    return Finding(_graded(abs(away) <= (4 if stated.unit == "week" else 10), 0 < away <= 8), why)


def _delayed(stated: Statement, _: Evidence, record: OnRecord) -> Finding:
    edges = [edge for period in record.report.inspection_periods for edge in period]
    if not edges or stated.number is None:
        return _NO_PERIOD
    claimed = stated.number * _DAYS[stated.unit]
    off = min(abs((record.published - edge).days - claimed) for edge in (max(edges), min(edges))) / max(claimed, 1)
    elapsed = (record.published - max(edges)).days
    why = f"{elapsed} days from the end of the inspection to {day(record.published)}"
    return Finding(_graded(off <= 0.2, off <= 0.4), why)


#: "from 3 to 14 October" or "in March", against the printed periods of the inspection
check_inspected = partial(_of_reports, _inspected)
#: "published on 12 November", "on Wednesday" or "today", against the day on Ofsted's page
check_published = partial(_of_reports, _published)
#: "two weeks" or "a week-long inspection", against the printed periods
check_duration = partial(_of_reports, _lasted)
#: "took four months to appear": from the end of the inspection to the publication
check_delay = partial(_of_reports, _delayed)
