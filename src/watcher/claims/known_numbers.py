"""Figures about inspections in England that articles quote and no single report prints. Data, each with its source.

A figure counts for the time it was counted for and no longer.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from watcher.model.report import Grade


@dataclass(frozen=True, slots=True)
class Shares:
    """How many of the inspected authorities had each overall grade, from one day to another."""

    begin: date
    end: date
    inadequate: float
    good_or_better: float
    good: float | None
    outstanding: float | None
    source: str

    def of(self, grade: Grade, *, better: bool) -> float | None:
        """The share with a grade, or with a better one as well; None where it was not counted."""
        if better and grade is Grade.GOOD:
            return self.good_or_better
        # before 2014 "requires improvement" was called adequate
        rest = 1 - self.inadequate - self.good_or_better
        return {Grade.INADEQUATE: self.inadequate, Grade.GOOD: self.good, Grade.OUTSTANDING: self.outstanding}.get(
            grade, rest
        )


NATIONAL: tuple[Shares, ...] = (
    Shares(
        date(2013, 1, 1), date(2013, 12, 31), 1 / 7, 0.4, None, None,
        "Ofsted's first social care annual report, of 2013: about 1 in 7 inadequate, 4 in 10 good or better",
    ),
    Shares(
        date(2016, 12, 1), date(2017, 4, 30), 28 / 117, 34 / 117, 32 / 117, 2 / 117,
        "117 single inspections published by February 2017: 2 outstanding, 32 good, 55 requires improvement, "
        "28 inadequate",
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class KnownNumbers:
    """An overall grade that was in force on a day, from Ofsted's published list of outcomes; the report is not held.

    It speaks of the day itself and, as far as nothing newer is on record, of the months after it.
    """

    urn: str
    on: date
    grade: Grade
    year: int | None = None


# East Midlands councils in November 2021, the county that was divided in 2021, and the first result of a part of it.
KNOWN: tuple[KnownNumbers, ...] = (
    KnownNumbers("80459", date(2021, 11, 12), Grade.GOOD),
    KnownNumbers("80460", date(2021, 11, 12), Grade.REQUIRES_IMPROVEMENT),
    KnownNumbers("80533", date(2021, 11, 12), Grade.REQUIRES_IMPROVEMENT),
    KnownNumbers("80534", date(2021, 11, 12), Grade.GOOD),
    KnownNumbers("2637548", date(2022, 11, 25), Grade.REQUIRES_IMPROVEMENT),
    KnownNumbers("121939", date(2021, 3, 31), Grade.INADEQUATE, year=2019),
)
