"""The days of a visit as letters print them: "19 and 20 November 2025", "30 and 31 January", "3 to 4 November 2021"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from watcher.model.months import MONTH, NUMBER_OF_MONTH
from watcher.ofsted.reports.dates import Period

_WEEKDAY = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+)?"
_DAY = rf"(?:the\s+)?{_WEEKDAY}\d{{1,2}}(?:\s*(?:st|nd|rd|th)\b)?(?:\s+(?:of\s+)?{MONTH}\b(?:,?\s+20\d\d)?)?"
_BETWEEN_DAYS = r"(?:\s*,?\s*\b(?:to|until|and|through)\b\s*|\s*[-–—,&]\s*)"
_DAYS = re.compile(rf"(?P<lead>\b(?:between|from)\s+)?(?P<days>\b{_DAY}(?:{_BETWEEN_DAYS}{_DAY})*)", re.IGNORECASE)
_ONE = re.compile(
    rf"(?P<link>{_BETWEEN_DAYS})?(?:the\s+)?{_WEEKDAY}(?P<day>\d{{1,2}})(?:\s*(?:st|nd|rd|th)\b)?"
    rf"(?:\s+(?:of\s+)?(?P<month>{MONTH})\b(?:,?\s+(?P<year>20\d\d))?)?",
    re.IGNORECASE,
)
#: days between two printed ones that follow each other, or are the Monday and the Friday of a week
_OF_ONE_VISIT = (1, 4)
_RANGE = re.compile(r"to|until|through|[-–—]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Day:
    on: date
    ends_range: bool


def visit_periods(printed: str, published: date | None, *, whole_week: bool) -> tuple[Period, ...]:
    """The first days that a text prints, as periods; consecutive days are one period.

    Days without a year are in the last year in which they come before `published`. With `whole_week`, "12 and 16
    February" is a week. Empty if no day is printed, or one that does not exist.
    """
    for found in _DAYS.finditer(printed):
        if re.search(MONTH, found["days"].lower()):
            try:
                days = _days(
                    found["days"], published, whole_week or (found["lead"] or "").lower().startswith("between")
                )
            except ValueError:
                return ()
            return _periods(days)
    return ()


def _days(printed: str, published: date | None, is_range: bool) -> list[_Day]:
    days: list[_Day] = []
    month = year = later = None
    for found in reversed(list(_ONE.finditer(printed))):
        month = NUMBER_OF_MONTH[found["month"].lower()] if found["month"] else month
        year = int(found["year"]) if found["year"] else year
        if month is None:
            raise ValueError("no month")
        on = _day(year, month, int(found["day"]), later, published)
        linked = bool(found["link"]) and (is_range or bool(_RANGE.search(found["link"])))
        days.insert(0, _Day(on, linked))
        later, year = on, on.year
    return days


def _day(year: int | None, month: int, day: int, later: date | None, published: date | None) -> date:
    """The day, one year earlier if it would otherwise be after the next printed day."""
    if year is None and published is None:
        raise ValueError("no year")
    limit = later or published
    on = date(year or (published or date.min).year, month, day)
    turns = limit is not None and on > limit and (later is not None or year is None)
    return on.replace(year=on.year - 1) if turns else on


def _periods(days: Sequence[_Day]) -> tuple[Period, ...]:
    periods: list[Period] = []
    for day in days:
        gap = (day.on - periods[-1][1]).days if periods else 0
        if periods and (day.ends_range or gap in _OF_ONE_VISIT):
            periods[-1] = (periods[-1][0], day.on)
        else:
            periods.append((day.on, day.on))
    return tuple(periods)
