"""Ofsted's reports as values: grades, judgements, dates, what was read from the file. All frozen.

Dates are `date` (the sites print no time of day), moments are timezone-aware `datetime` in UTC. `None` means not known
or not printed; an empty tuple means that the page shows none.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum


class Grade(StrEnum):
    """Every grade or outcome word of every remit. `ofsted/grades.py` decides which may be compared."""

    OUTSTANDING = "outstanding"
    GOOD = "good"
    REQUIRES_IMPROVEMENT = "requires_improvement"
    INADEQUATE = "inadequate"
    ADEQUATE = "adequate"
    NOT_JUDGED = "not_judged"
    EXCEPTIONAL = "exceptional"
    STRONG_STANDARD = "strong_standard"
    EXPECTED_STANDARD = "expected_standard"
    NEEDS_ATTENTION = "needs_attention"
    URGENT_IMPROVEMENT = "urgent_improvement"
    MET = "met"
    NOT_MET = "not_met"
    TYPICALLY_POSITIVE = "typically_positive"
    INCONSISTENT = "inconsistent"
    SYSTEMIC_FAILINGS = "widespread_systemic_failings"


class JudgementId(StrEnum):
    """The judgements of council reports, by lineage; the first is the overall one.

    Those of reports of 2013 have no successor; the areas of report cards are on a scale of their own.
    """

    OVERALL = "overall"
    LEADERS = "leaders"
    HELP_AND_PROTECTION = "help_and_protection"
    IN_CARE_AND_CARE_LEAVERS = "in_care_and_care_leavers"
    IN_CARE = "in_care"
    CARE_LEAVERS = "care_leavers"
    ADOPTION = "adoption"
    SEND_OUTCOME = "send_outcome"
    CAPACITY_TO_IMPROVE = "capacity_to_improve"
    OUTCOMES = "outcomes"
    QUALITY_OF_PROVISION = "quality_of_provision"
    # the areas of report cards
    INCLUSION = "inclusion"
    CURRICULUM_AND_TEACHING = "curriculum_and_teaching"
    ACHIEVEMENT = "achievement"
    ATTENDANCE_AND_BEHAVIOUR = "attendance_and_behaviour"
    PERSONAL_DEVELOPMENT = "personal_development"
    BEHAVIOUR_AND_ROUTINES = "behaviour_and_routines"
    WELFARE_AND_WELLBEING = "welfare_and_wellbeing"
    EARLY_YEARS = "early_years"
    POST_16 = "post_16"
    LEADERSHIP_AND_GOVERNANCE = "leadership_and_governance"
    SAFEGUARDING = "safeguarding"


#: the areas of the report cards of schools, nurseries and colleges since November 2025
CARD_AREAS = frozenset(
    {
        JudgementId.INCLUSION, JudgementId.CURRICULUM_AND_TEACHING, JudgementId.ACHIEVEMENT,
        JudgementId.ATTENDANCE_AND_BEHAVIOUR, JudgementId.PERSONAL_DEVELOPMENT, JudgementId.BEHAVIOUR_AND_ROUTINES,
        JudgementId.WELFARE_AND_WELLBEING, JudgementId.EARLY_YEARS, JudgementId.POST_16,
        JudgementId.LEADERSHIP_AND_GOVERNANCE, JudgementId.SAFEGUARDING,
    }
)  # fmt: skip
#: how the key of a report card begins among the records of a page; its inspection date follows
CARD = "card:"


def is_card(key: str) -> bool:
    """Whether a record of a page is a report card, and not a document."""
    return key.startswith(CARD)


class ReportKind(StrEnum):
    """The layouts of reports that we read."""

    ILACS_STANDARD = "ilacs_standard"
    ILACS_SHORT = "ilacs_short"
    SIF = "sif"
    SIF_NO_LSCB = "sif_no_lscb"
    SIF_REINSPECTION = "sif_reinspection"
    LAC_2013 = "lac_2013"
    CHILDREN_AND_FAMILIES = "children_and_families"
    AREA_SEND = "area_send"
    FOCUSED_VISIT = "focused_visit"
    MONITORING_VISIT = "monitoring_visit"
    JTAI = "jtai"


#: letters about visits: they never give a grade
LETTERS = frozenset({ReportKind.FOCUSED_VISIT, ReportKind.MONITORING_VISIT, ReportKind.JTAI})


class PriorityAction(StrEnum):
    """Whether a letter asks for priority action. REMAIN: it only says that earlier areas still apply."""

    YES = "yes"
    NO = "no"
    REMAIN = "remain"
    NOT_STATED = "not_stated"


# --- who is watched -------------------------------------------------------------------------------


# --- what was seen --------------------------------------------------------------------------------


# --- what a report says ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Judgement:
    """One graded row: `label` and `printed` as in the document, `grade` normalised.

    `page` is the page of the file that prints it, from 1; None in what was read before we noted it.
    """

    id: JudgementId
    label: str
    printed: str
    grade: Grade
    page: int | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Improvement:
    """One bullet of "What needs to improve?"; `tag` is the national framework outcome printed after it.

    `body` names who must act, where the document says so apart: in the table of an area SEND report.
    """

    text: str
    tag: str | None = None
    page: int | None = None
    body: str | None = None


@dataclass(frozen=True, slots=True)
class Repeated:
    """An item that the earlier report had too: how close the wording is, up to 100."""

    before: Improvement
    after: Improvement
    closeness: float


@dataclass(frozen=True, slots=True)
class Matching:
    """How the items of two consecutive reports belong together, each list in printed order."""

    repeated: tuple[Repeated, ...]
    new: tuple[Improvement, ...]
    gone: tuple[Improvement, ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph worth quoting. `topic` is a judgement id or a lawyer's topic; `paragraph` its printed number."""

    topic: str
    text: str
    page: int
    paragraph: int | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """What was read from one report. If it has `problems` it is held, and readers don't get its grades.

    `inspectors` to `priority_action` are of letters: everyone who carried out the visit, what was looked at, and the
    priority action. `overall_row` is how and where the overall grade is printed; None in what was read before we noted
    it.
    """

    kind: ReportKind
    authority: str
    inspection_periods: tuple[tuple[date, date], ...] = ()
    published_printed: date | None = None
    lead_inspectors: tuple[str, ...] = ()
    overall: Grade | None = None
    judgements: tuple[Judgement, ...] = ()
    board: Grade | None = None
    improve: tuple[Improvement, ...] = ()
    strengths: tuple[Passage, ...] = ()
    passages: tuple[Passage, ...] = ()
    pages: int = 0
    problems: tuple[str, ...] = ()
    inspectors: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    priority_action_status: PriorityAction | None = None
    priority_action: tuple[Improvement, ...] = ()
    overall_row: Judgement | None = field(default=None, compare=False)

    @property
    def held(self) -> bool:
        return bool(self.problems)


@dataclass(frozen=True, slots=True)
class ReportCard:
    """A report card as a provider page shows it. If it has `problems` it is held, and `judgements` are empty."""

    inspected: date | None
    judgements: tuple[Judgement, ...] = ()
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReportFile:
    """One report file in the store. `report` is None if it could not be read; `problems` says why."""

    file_id: str
    source_id: str
    url: str
    title: str
    published: date | None
    sha256: str | None
    report: Report | None
    problems: tuple[str, ...]
    read_at: datetime

    @property
    def held(self) -> bool:
        return bool(self.problems) or self.report is None or self.report.held


# --- what changed ---------------------------------------------------------------------------------


# --- who is told ----------------------------------------------------------------------------------
