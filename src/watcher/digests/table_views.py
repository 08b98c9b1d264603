"""What the templates receive of the past, of a region, and of all changes of a long mail."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class PastKind(StrEnum):
    """What a report of the past gives for one judgement. TOGETHER: its grade is for children in care and care leavers
    as one. UNKNOWN: the report exists, and is held or not read yet.
    """

    GIVEN = "given"
    TOGETHER = "together"
    NOT_GIVEN = "not_given"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Past:
    """What one report found on one judgement; `when` is its year, or its month where a year had several reports."""

    when: str
    kind: PastKind
    grade: str = ""
    tone: str = "none"


@dataclass(frozen=True, slots=True)
class PastRow:
    """One judgement through all frameworks, the oldest report first; `is_overall` for the overall grade."""

    judgement: str
    past: tuple[Past, ...]
    is_overall: bool = False


@dataclass(frozen=True, slots=True)
class PastGrades:
    """The reports of a provider over the years. Each row has one `past` for each of `when`.

    `unknown` are the days of reports that exist and whose grades we don't know; `earlier` reports are not shown.
    """

    when: tuple[str, ...]
    rows: tuple[PastRow, ...]
    unknown: tuple[str, ...] = ()
    earlier: int = 0


class OverviewKind(StrEnum):
    """What a row says about now. PARTS: the judgements counted, because the report has no overall grade."""

    GRADE = "grade"
    PARTS = "parts"
    HELD = "held"
    PRIORITY_ACTION = "priority_action"
    LETTER = "letter"
    REMOVED = "removed"
    DOCUMENT = "document"


@dataclass(frozen=True, slots=True)
class OverviewRow:
    """One document. `before` is empty if it is not known, `now` if the document gives no grade."""

    name: str
    kind: OverviewKind
    before: str = ""
    now: str = ""


@dataclass(frozen=True, slots=True)
class RegionGrade:
    """The councils of a region that had one grade."""

    grade: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RegionRow:
    """How the councils of a region stood in one judgement: those good or better, and all by their grade."""

    judgement: str
    is_overall: bool
    good_or_better: tuple[str, ...]
    is_one_of_them: bool
    standings: tuple[RegionGrade, ...]


@dataclass(frozen=True, slots=True)
class RegionPlace:
    """Where a council stood among all (`total`) of its region on a day, by the newest report of each.

    There is at least one row, the overall one first where every report gives an overall grade. The councils are named
    only where there are few of them (`by_name`), else counted.
    """

    council: str
    region: str
    total: int
    on: str
    rows: tuple[RegionRow, ...]
    not_yet_inspected: tuple[str, ...]
    by_name: bool
