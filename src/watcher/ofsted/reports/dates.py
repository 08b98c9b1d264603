"""Inspection periods and publication dates as reports print them.

Seen so far: "27 September to 8 October 2021", "1/06/2015 – 25/06/2015", "6 to 17 December 2021",
"5 to 9 December 2022 and 14 to 15 February 2023". Spaces are ignored, also inside numbers.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise

from watcher.model.errors import UnreadableDateError
from watcher.model.months import MONTH, NUMBER_OF_MONTH

Period = tuple[date, date]

_WEEKDAYS = re.compile(r"(?:mon|tues|wednes|thurs|fri|satur|sun)day", re.IGNORECASE)


def _day(name: str) -> str:
    """A day, followed by the parts of its month and year that are printed."""
    month = rf"(?:[/.](?P<{name}_number>\d{{1,2}})[/.]|(?P<{name}_month>{MONTH}),?)"
    return rf"(?P<{name}_day>\d{{1,2}})(?:st|nd|rd|th)?(?:of)?(?:{month}(?P<{name}_year>20\d\d|\d\d(?!\d))?)?"


_PERIOD = re.compile(rf"{_day('start')}(?:to|until|and|[-–])+{_day('end')}(?!\d)")
_SINGLE = re.compile(rf"{_day('end')}(?!\d)")

#: no inspection of a council has been on site for longer
_LONGEST = timedelta(days=92)
_EARLIEST = date(2009, 1, 1)


def read_periods(printed: str) -> tuple[Period, ...]:
    """Every period of a printed line, in printed order. UnreadableDateError says why one can't be read."""
    matches = _matches(_squeeze(printed), printed)
    periods: list[Period] = []
    later: date | None = None
    for match in reversed(matches):
        periods.insert(0, _period(match, later, printed))
        later = periods[0][0]
    if any(before[1] >= after[0] for before, after in pairwise(periods)):
        raise UnreadableDateError(f'"{printed}": the periods overlap')
    return tuple(periods)


def read_date(printed: str) -> date:
    """One printed date; raises UnreadableDateError."""
    match = _SINGLE.match(_squeeze(printed))
    if match is None or match["end_year"] is None:
        raise UnreadableDateError(f'"{printed}" is not a date')
    return _date(match, "end", None, None, printed)


def _squeeze(printed: str) -> str:
    return re.sub(r"\s+", "", _WEEKDAYS.sub("", printed)).lower()


def _matches(squeezed: str, printed: str) -> list[re.Match[str]]:
    """The periods or, without any, the single days. Nothing else that could be a date may remain."""
    if matches := list(_PERIOD.finditer(squeezed)):
        left = re.search(r"\d", _unmatched(squeezed, matches))
    else:
        matches = list(_SINGLE.finditer(squeezed))
        left = re.search(r"[^,;&.]", _unmatched(squeezed, matches).replace("and", ""))
    if left or not matches:
        raise UnreadableDateError(f'"{printed}" is not an inspection date')
    return matches


def _unmatched(squeezed: str, matches: Sequence[re.Match[str]]) -> str:
    for match in reversed(matches):
        squeezed = squeezed[: match.start()] + squeezed[match.end() :]
    return squeezed


def _period(match: re.Match[str], later: date | None, printed: str) -> Period:
    end = _date(match, "end", later.year if later else None, None, printed)
    if later and match["end_year"] is None and end > later:
        end = end.replace(year=end.year - 1)
    if "start_day" not in match.re.groupindex:
        return end, end
    start = _date(match, "start", end.year, end.month, printed)
    if match["start_year"] is None and start > end:
        start = start.replace(year=start.year - 1)
    if not _EARLIEST <= start <= end <= start + _LONGEST:
        raise UnreadableDateError(f'"{printed}": an inspection can\'t run from {start} to {end}')
    return start, end


def _date(match: re.Match[str], name: str, year: int | None, month: int | None, printed: str) -> date:
    """The date of one end of a period. Without a printed year or month it uses those of the other end."""
    if match[f"{name}_number"]:
        month = int(match[f"{name}_number"])
    elif match[f"{name}_month"]:
        month = _month(match[f"{name}_month"])
    if match[f"{name}_year"]:
        year = 2000 + int(match[f"{name}_year"][-2:])
    if year is None or month is None:
        raise UnreadableDateError(f'"{printed}" has no month or no year')
    try:
        return date(year, month, int(match[f"{name}_day"]))
    except ValueError as error:
        raise UnreadableDateError(f'"{printed}" has a day that does not exist') from error


def _month(name: str) -> int:
    return NUMBER_OF_MONTH[name]
