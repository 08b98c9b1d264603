"""Stated dates, periods, durations and delays against the record. Pure.

What has no year is about the newest report, and only an article written soon after that can be wrong about it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta

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


def check_inspected(stated: Statement, evidence: Evidence) -> Finding | None:
    """Of "from 3 to 14 October" or "in March": against the printed periods of the inspection."""
    return _of_reports(stated, evidence, lambda one: _inspected(stated, evidence, one))


def check_published(stated: Statement, evidence: Evidence) -> Finding | None:
    """Of "published on 12 November", "on Wednesday" or "today": against the day on Ofsted's page."""
    return _of_reports(stated, evidence, lambda one: _published(stated, evidence, one))


def check_duration(stated: Statement, evidence: Evidence) -> Finding | None:
    """Of "two weeks" or "a week-long inspection": against the printed periods."""
    return _of_reports(stated, evidence, lambda one: _lasted(stated, one))


def check_delay(stated: Statement, evidence: Evidence) -> Finding | None:
    """Of "took four months to appear": from the end of the inspection to the publication."""
    return _of_reports(stated, evidence, lambda one: _delayed(stated, one))


def _of_reports(stated: Statement, evidence: Evidence, check: Callable[[OnRecord], Finding]) -> Finding | None:
    """Of the newest report, unless another one fits; of an old one nobody says that it is contradicted."""
    findings: list[Finding] = []
    for urn in subjects_of(stated, evidence):
        year = stated.time.year if stated.time else None
        reports = tuple(one for one in evidence.reports(urn) if year is None or year in years_of(one))
        findings += [found for one in reports[-1:] if (found := _unless_old(stated, evidence, one, check(one)))]
        findings += [
            found
            for one in reports[:-1]
            if _is_dated(stated) and (found := check(one)).verdict is ClaimVerdict.SUPPORTED
        ]
    return any_of(findings) if findings else None


def _is_dated(stated: Statement) -> bool:
    return any(one.year is not None for one in stated.days)


def _unless_old(stated: Statement, evidence: Evidence, report: OnRecord, found: Finding) -> Finding | None:
    if found.verdict is ClaimVerdict.SUPPORTED and (evidence.is_recent(report) or _is_dated(stated)):
        return found
    if evidence.is_recent(report) and (not _is_dated(stated) or _is_of_its_years(stated, report)):
        return found
    return unknown("it may be about something after the newest graded report") if _is_dated(stated) else None


def _is_of_its_years(stated: Statement, report: OnRecord) -> bool:
    ends = {edge.year for period in report.report.inspection_periods for edge in period}
    return all(one.year in {None, report.published.year, *ends} for one in stated.days)


def _inspected(stated: Statement, evidence: Evidence, record: OnRecord) -> Finding:
    periods = record.report.inspection_periods
    if not periods:
        return unknown("the dates of the inspection are not on record")
    why = "inspected " + " and ".join(f"{day(begin)} to {day(end)}" for begin, end in periods)
    spans = (*periods, _span(periods))
    found = any_of([Finding(_of_period(stated, evidence, begin, end), why) for begin, end in spans])
    one, out = stated.days[0], record.published
    told_then = one.day is None and (one.month, one.year or out.year) == (out.month, out.year)
    if found.verdict is ClaimVerdict.CONTRADICTED and told_then:
        return Finding(ClaimVerdict.IMPRECISE, f"{why}; published on {day(out)}")
    return found


def _span(periods: Iterable[tuple[date, date]]) -> tuple[date, date]:
    days = [one for period in periods for one in period]
    return min(days), max(days)


def _of_period(stated: Statement, evidence: Evidence, begin: date, end: date) -> ClaimVerdict:
    if stated.days[0].day is None:
        return _of_month(stated.days[0], evidence, begin, end)
    dated = [near for one in stated.days if (near := resolved(one, begin))]
    if len(dated) < len(stated.days):
        return ClaimVerdict.CANNOT_CHECK
    if len(dated) == 1:
        return _of_day(dated[0], begin, end)
    first, last = dated
    if (first, last) == (begin, end):
        return ClaimVerdict.SUPPORTED
    close = abs(first - begin) <= _CLOSE and abs(last - end) <= _CLOSE
    around = begin - _OFF_SITE <= first <= begin and end <= last <= end + _CLOSE
    return ClaimVerdict.IMPRECISE if close or around else ClaimVerdict.CONTRADICTED


def _of_day(one: date, begin: date, end: date) -> ClaimVerdict:
    if begin <= one <= end:
        return ClaimVerdict.SUPPORTED
    return ClaimVerdict.IMPRECISE if begin - _OFF_SITE <= one <= end + _CLOSE else ClaimVerdict.CONTRADICTED


def _of_month(one: Day, evidence: Evidence, begin: date, end: date) -> ClaimVerdict:
    year = one.year if one.year is not None else None if one.back is None else evidence.written.year - one.back
    months = {(begin.year, begin.month), (end.year, end.month)}
    if (year, one.month) in months or (year is None and one.month in {begin.month, end.month}):
        return ClaimVerdict.SUPPORTED
    near = {(edge.year, edge.month) for edge in (begin - _OFF_SITE, end + _OFF_SITE)}
    if one.month in {month for year_, month in near if year in (None, year_)}:
        return ClaimVerdict.IMPRECISE
    return ClaimVerdict.CONTRADICTED


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
    why = f"published on {day(out)}, a {out:%A}"
    if one.relative is not None:
        return Finding(_of_span(one.relative, (evidence.written - out).days), why)
    if one.weekday is not None:
        return Finding(_of_weekday(one.weekday, evidence.written, out), why)
    if one.day is None:
        return Finding(_of_published_month(one, evidence, out), why)
    dated = resolved(one, out)
    if dated is None:
        return unknown(f"no such date; {why}")
    away = abs(dated - out)
    verdict = (
        ClaimVerdict.SUPPORTED if not away else ClaimVerdict.IMPRECISE if away <= _CLOSE else ClaimVerdict.CONTRADICTED
    )
    return Finding(verdict, why)


def _of_span(span: tuple[int, int], elapsed: int) -> ClaimVerdict:
    nearest, farthest = span
    if nearest <= elapsed <= farthest:
        return ClaimVerdict.SUPPORTED
    return ClaimVerdict.IMPRECISE if nearest - 2 <= elapsed <= farthest + 3 else ClaimVerdict.CONTRADICTED


def _of_weekday(weekday: int, written: date, out: date) -> ClaimVerdict:
    elapsed = (written - out).days
    if weekday == out.weekday():
        return ClaimVerdict.SUPPORTED if elapsed <= 14 else ClaimVerdict.IMPRECISE
    return ClaimVerdict.CONTRADICTED if elapsed <= 6 else ClaimVerdict.CANNOT_CHECK


def _of_published_month(one: Day, evidence: Evidence, out: date) -> ClaimVerdict:
    year = one.year if one.year is not None else None if one.back is None else evidence.written.year - one.back
    if one.month == out.month and year in (None, out.year):
        return ClaimVerdict.SUPPORTED
    near = {((out + step).year, (out + step).month) for step in (-_OFF_SITE, _OFF_SITE)}
    return ClaimVerdict.IMPRECISE if (year or out.year, one.month) in near else ClaimVerdict.CONTRADICTED


def _lasted(stated: Statement, record: OnRecord) -> Finding:
    periods = record.report.inspection_periods
    if not periods or stated.number is None:
        return unknown("the dates of the inspection are not on record")
    spans = [(end - begin).days + 1 for begin, end in periods]
    why = " and ".join(f"{day(begin)} to {day(end)}" for begin, end in periods)
    worked = sum(_working_days(begin, end) for begin, end in periods)
    return Finding(_of_length(stated.number, stated.unit, sum(spans), worked), f"inspected {why}")


def _working_days(begin: date, end: date) -> int:
    days = (begin + timedelta(days=n) for n in range((end - begin).days + 1))
    return sum(day.weekday() < _SATURDAY for day in days)


def _of_length(number: int, unit: str, days: int, working: int) -> ClaimVerdict:
    """Weeks are counted with their weekends, days as working days or as printed."""
    if unit == "day":
        return (
            ClaimVerdict.SUPPORTED if number in (days, working, working + 1, working - 1) else ClaimVerdict.CONTRADICTED
        )
    away = number * _DAYS[unit] - (days + 2)
    if abs(away) <= (4 if unit == "week" else 10):
        return ClaimVerdict.SUPPORTED
    return ClaimVerdict.IMPRECISE if 0 < away <= 8 else ClaimVerdict.CONTRADICTED


def _delayed(stated: Statement, record: OnRecord) -> Finding:
    periods = record.report.inspection_periods
    if not periods or stated.number is None:
        return unknown("the dates of the inspection are not on record")
    begin, end = _span(periods)
    elapsed = (record.published - end).days
    claimed = stated.number * _DAYS[stated.unit]
    off = min(abs(elapsed - claimed), abs((record.published - begin).days - claimed)) / max(claimed, 1)
    verdict = (
        ClaimVerdict.SUPPORTED if off <= 0.2 else ClaimVerdict.IMPRECISE if off <= 0.4 else ClaimVerdict.CONTRADICTED
    )
    return Finding(verdict, f"{elapsed} days from the end of the inspection to {day(record.published)}")
