"""What in an article identifies its report: days, grades, the earlier report. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from watcher.model.record import OnRecord
from watcher.model.report import Grade
from watcher.news.days_and_grades import (
    NamedDay,
    bare_months_named,
    days_named,
    grades_named,
    months_named,
    years_named,
)

_NUMBERS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10}
_YEARS_AGO = re.compile(
    r"\b(?P<number>\d{1,2}|" + "|".join(_NUMBERS) + r")\s+years\s+(?:ago|after|later|since|on\b|before|earlier)", re.I
)
_SINCE = re.compile(
    r"\b(?:since|after|from|in|up on|than in|previous(?:ly)?|"
    r"last (?:inspect\w+|inspection|report|rated|visited)[\w ]{0,20})"
    r"\s+(?:\w+\s+){0,3}?(?P<year>(?:19|20)\d\d)\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Signs:
    """The days, months and years that the lines about a council name, their grade words, and what went before."""

    days: tuple[NamedDay, ...]
    months: frozenset[tuple[int, int]]
    bare_months: frozenset[int]
    years: frozenset[int]
    grades: frozenset[Grade]
    since: frozenset[int]
    years_ago: frozenset[int]

    def names_day(self, report: OnRecord, written: date) -> bool:
        """Whether it names the day of publication or of the inspection. A day without a year counts within a year."""
        of_report = (report.published, *_inspected(report))
        recent = (written - report.published).days <= 366
        return any(named.is_day(day) and (named.year is not None or recent) for named in self.days for day in of_report)

    def names_month(self, report: OnRecord) -> bool:
        """Whether it names the month of publication, with its year."""
        return (report.published.year, report.published.month) in self.months

    def fits(self, report: OnRecord) -> bool:
        """Whether a grade it names is one of the report's."""
        return bool(self.grades & _grades(report))

    def weight(self, report: OnRecord, before: OnRecord | None) -> int:
        """How much supports a report if the article has no date; below 2 it could be any report."""
        weight = 3 if any(named.is_day(report.published) for named in self.days) else 0
        weight += 3 if self._of_inspection(report) else 1 if self._of_its_months(report) else 0
        weight += 2 if self.names_month(report) else 0
        weight += 1 if report.published.year in self.years else 0
        weight += 2 if before and self._follows(report, before) else 0
        weight += 1 if self.fits(report) else -2 if self.grades else 0
        return weight

    def _of_inspection(self, report: OnRecord) -> bool:
        return any(named.is_day(day) for named in self.days for day in _inspected(report))

    def _of_its_months(self, report: OnRecord) -> bool:
        return any(day.month in self.bare_months for day in _inspected(report))

    def _follows(self, report: OnRecord, before: OnRecord) -> bool:
        """Whether the earlier report is named: "since 2021", "four years ago"."""
        apart = report.published.year - before.published.year
        return before.published.year in self.since or bool({apart - 1, apart, apart + 1} & self.years_ago and apart)


def signs_of(lines: Sequence[str]) -> Signs:
    """The signs in lines with plain quotes."""
    text = "\n".join(lines)
    return Signs(
        days=days_named(text),
        months=months_named(text),
        bare_months=bare_months_named(text),
        years=years_named(text),
        grades=frozenset(grade for line in lines for grade in grades_named(line)),
        since=frozenset(int(found["year"]) for found in _SINCE.finditer(text)),
        years_ago=frozenset(_number(found["number"]) for found in _YEARS_AGO.finditer(text)),
    )


def _number(word: str) -> int:
    return _NUMBERS[word.lower()] if word.lower() in _NUMBERS else int(word)


def _inspected(report: OnRecord) -> tuple[date, ...]:
    """The first and last days of each visit."""
    return tuple(day for period in report.report.inspection_periods for day in period)


def _grades(report: OnRecord) -> frozenset[Grade]:
    grades = {judgement.grade for judgement in report.report.judgements}
    return frozenset(grades | ({report.report.overall} if report.report.overall else set()))
