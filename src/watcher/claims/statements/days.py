"""The dates and periods that a sentence prints, as far as it prints them. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from watcher.claims.statements.statement import Day
from watcher.claims.statements.words import NUMBER, WEEKDAYS, number
from watcher.model.months import MONTH, NUMBER_OF_MONTH

_D = r"(\d{1,2})(?:st|nd|rd|th)?"
_M = rf"({MONTH})\b\.?"
_Y = r"(?:,? (20\d\d))?"
_TO = r" ?(?:to|-|and|until|till|through) ?(?:the )?"
_PERIODS = (
    re.compile(rf"\b{_D}(?: (?:of )?{_M}{_Y})?{_TO}(?:\w+day )?{_D} (?:of )?{_M}{_Y}"),
    re.compile(rf"\b{_M} {_D}{_TO}(?:\w+day )?(?:({MONTH})\.? )?{_D}\b{_Y}"),
)
_DATES = (
    re.compile(rf"\b{_D} (?:of )?{_M}{_Y}"),
    re.compile(rf"\b{_M} {_D}\b(?! ?%){_Y}"),
)
_MONTH = re.compile(rf"(?P<last>\blast )?\b(?P<month>{MONTH})\b\.?(?:,? (?P<year>20\d\d)| (?P<back>last|this) year)?")
_BARE_MONTH = re.compile(
    r"(?:in|of|during|last|this|early|late|mid|and|from|since|dated|beginning|end of|until|inspection|report|'s|late-"
    r"|mid-)[ -]$"
)
_WEEKDAY = re.compile(rf"\b(?:on |last |this )(?:last )?({'|'.join(WEEKDAYS)})\b(?! \d| {MONTH})")
# Days before the writing, the nearest and the farthest.
_RELATIVE = (
    (re.compile(r"\btoday\b(?!'s)|\bthis (?:morning|afternoon)\b"), (0, 0)),
    (re.compile(r"\byesterday\b"), (1, 1)),
    (re.compile(r"\bthis week\b"), (0, 6)),
    (re.compile(r"\blast week\b"), (1, 13)),
    (re.compile(r"\bthis month\b"), (0, 31)),
    (re.compile(r"\blast month\b"), (1, 62)),
)
DURATION = re.compile(
    rf"\b(?:(?P<n>{NUMBER})[- ](?P<unit>week|day|month)s?(?P<long>[- ]long)?|(?P<fortnight>fortnight)|(?P<alone>week"
    r"|day|month)-long)\b"
)


@dataclass(frozen=True, slots=True)
class Dated:
    """A date or a period of a folded sentence with its place."""

    start: int
    end: int
    days: tuple[Day, ...]


def dates(sentence: str) -> tuple[Dated, ...]:
    """Every period, date, month, weekday and "last week" in order; no stretch is read twice."""
    taken: list[Dated] = []
    for found in (*_periods(sentence), *_days(sentence), *_months(sentence), *_others(sentence)):
        if not any(a.start < found.end and found.start < a.end for a in taken):
            taken.append(found)
    return tuple(sorted(taken, key=lambda one: one.start))


def _periods(sentence: str) -> Iterator[Dated]:
    for hit in _PERIODS[0].finditer(sentence):
        day, month, year, day2, month2, year2 = hit.groups()
        first = Day(int(day), NUMBER_OF_MONTH[month or month2], _int(year or year2))
        yield Dated(hit.start(), hit.end(), (first, Day(int(day2), NUMBER_OF_MONTH[month2], _int(year2))))
    for hit in _PERIODS[1].finditer(sentence):
        month, day, month2, day2, year = hit.groups()
        first = Day(int(day), NUMBER_OF_MONTH[month], _int(year))
        yield Dated(hit.start(), hit.end(), (first, Day(int(day2), NUMBER_OF_MONTH[month2 or month], _int(year))))


def _days(sentence: str) -> Iterator[Dated]:
    for hit in _DATES[0].finditer(sentence):
        yield Dated(hit.start(), hit.end(), (Day(int(hit[1]), NUMBER_OF_MONTH[hit[2]], _int(hit[3])),))
    for hit in _DATES[1].finditer(sentence):
        yield Dated(hit.start(), hit.end(), (Day(int(hit[2]), NUMBER_OF_MONTH[hit[1]], _int(hit[3])),))


def _months(sentence: str) -> Iterator[Dated]:
    for hit in _MONTH.finditer(sentence):
        alone = hit["year"] or hit["back"] or hit["last"] or _BARE_MONTH.search(sentence[: hit.start()])
        if alone:
            back = 1 if hit["back"] == "last" else 0 if hit["back"] else None
            yield Dated(
                hit.start(), hit.end(), (Day(month=NUMBER_OF_MONTH[hit["month"]], year=_int(hit["year"]), back=back),)
            )


def _others(sentence: str) -> Iterator[Dated]:
    for hit in _WEEKDAY.finditer(sentence):
        yield Dated(hit.start(), hit.end(), (Day(weekday=WEEKDAYS.index(hit[1])),))
    for pattern, days in _RELATIVE:
        for hit in pattern.finditer(sentence):
            yield Dated(hit.start(), hit.end(), (Day(relative=days),))


def duration(hit: re.Match[str]) -> tuple[int, str]:
    """How many of which unit a match of `DURATION` says."""
    if hit["fortnight"]:
        return 2, "week"
    return (1, hit["alone"]) if hit["alone"] else (number(hit["n"]), hit["unit"])


def _int(words: str | None) -> int | None:
    return int(words) if words else None
