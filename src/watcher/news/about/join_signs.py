"""What in an article identifies its report: days, grades, the earlier report. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Self

from watcher.model.record import OnRecord
from watcher.model.report import Grade
from watcher.news.about.reading import Sentence
from watcher.news.days_and_grades import NamedDates


@dataclass(frozen=True, slots=True)
class Signs:
    """The days, months and years that lines about a council name, their grade words, and what went before."""

    dates: NamedDates
    grades: frozenset[Grade]

    @classmethod
    def of(cls, lines: Iterable[Sentence]) -> Self:
        each = list(lines)
        grades = frozenset(grade for one in each for grade in one.grades)
        return cls(NamedDates.together(one.dates for one in each), grades)

    def names_day(self, report: OnRecord, written: date) -> bool:
        """Whether it names the day of publication or of the inspection. A day without a year counts within a year."""
        of_report = (report.published, *_inspected(report))
        recent = (written - report.published).days <= 366
        return any(
            named.is_day(day) and (named.year is not None or recent) for named in self.dates.days for day in of_report
        )

    def names_month(self, report: OnRecord) -> bool:
        """Whether it names the month of publication, with its year."""
        return (report.published.year, report.published.month) in self.dates.months

    def fits(self, report: OnRecord) -> bool:
        """Whether a grade it names is one of the report's."""
        return bool(self.grades & _grades(report))

    def weight(self, report: OnRecord, before: OnRecord | None) -> int:
        """How much supports a report if the article has no date; below 2 it could be any report."""
        weight = 3 if any(named.is_day(report.published) for named in self.dates.days) else 0
        weight += 3 if self._of_inspection(report) else 1 if self._of_its_months(report) else 0
        weight += 2 if self.names_month(report) else 0
        weight += 1 if report.published.year in self.dates.years else 0
        weight += 2 if before and self._follows(report, before) else 0
        weight += 1 if self.fits(report) else -2 if self.grades else 0
        return weight

    def _of_inspection(self, report: OnRecord) -> bool:
        return any(named.is_day(day) for named in self.dates.days for day in _inspected(report))

    def _of_its_months(self, report: OnRecord) -> bool:
        return any(day.month in self.dates.bare_months for day in _inspected(report))

    def _follows(self, report: OnRecord, before: OnRecord) -> bool:
        """Whether the earlier report is named: "since 2021", "four years ago"."""
        year, since = before.published.year, report.published.year - before.published.year
        return year in self.dates.since or bool(since and {since - 1, since, since + 1} & self.dates.years_ago)


def _inspected(report: OnRecord) -> tuple[date, ...]:
    """The first and last days of each visit."""
    return tuple(day for period in report.report.inspection_periods for day in period)


def _grades(report: OnRecord) -> frozenset[Grade]:
    grades = {judgement.grade for judgement in report.report.judgements}
    return frozenset(grades | ({report.report.overall} if report.report.overall else set()))
