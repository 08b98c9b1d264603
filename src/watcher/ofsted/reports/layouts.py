"""The layouts of graded inspection reports, as data. How to add one: docs/adding-a-report-layout.md.

All patterns are for `Text.flat`: lower-case letters and digits without spaces or punctuation.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from watcher.model.report import Grade, JudgementId, ReportKind
from watcher.ofsted.reports.dates import Period
from watcher.ofsted.reports.grade_table import FOUR_GRADES, OLD_GRADES, GradeRow, words
from watcher.ofsted.reports.text import Text, line_matches


@dataclass(frozen=True, slots=True)
class Era:
    """One form of the table: its judgements, and when inspections that print it began (`since` to `before`)."""

    judgements: frozenset[JudgementId]
    since: date = date.min
    before: date = date.max


@dataclass(frozen=True, slots=True)
class Layout:
    """What tells a layout, where its parts are, and what makes it whole.

    `titles`: tried in order on the first pages; a group `authority` holds the name, without one the name
        stands above.
    `kind`: tells the kind from the title page and the periods.
    `table`: what the table begins behind; without it, the table begins with its first label.
    `gap`: how many letters of other text may stand between two rows.
    `headline`: where the overall grade is if the table has no such row.
    `sums_up`: the judgements that the overall grade sums up, and so never lies outside.
    `limiting`: the judgements of which one inadequate makes the whole inadequate.
    `board`: how the grade of the safeguarding board is stated, the usual wording first.
    `published`: the label of the date of publication.
    `improvements`: whether there is a list "What needs to improve?".
    """

    name: str
    titles: tuple[str, ...]
    rows: tuple[GradeRow, ...]
    eras: tuple[Era, ...]
    scale: Mapping[str, Grade]
    kind: Callable[[Text, tuple[Period, ...]], ReportKind]
    inspector: str = "leadinspector"
    table: str = ""
    gap: int = 20
    headline: str = ""
    sums_up: frozenset[JudgementId] = frozenset()
    limiting: frozenset[JudgementId] = frozenset()
    board: tuple[str, ...] = ()
    published: str = ""
    improvements: bool = False


_NAME = "(?P<authority>(?:(?!inspectionof)[a-z0-9]){2,90}?)"
_PROGRESS = "(?:the)?(?:experiences?(?:andprogress)?|progress)of"
_CHILDREN = "(?:all)?children(?:and(?:youngpeople|families|theirfamilies))?"
_HELP = f"{_CHILDREN}(?:whoare|who)?(?:needing|need|inneedof)help(?:and|or)protection"
_LEAVERS = "(?:children)?(?:and)?(?:careleavers|careexperienced(?:young)?(?:people|adults))"
#: for labels with slips of the pen, in which only the key words count
_LIKELY = "(?:the)?(?:experience|progress|impact)"
_LIKELY_HELP = f"{_LIKELY}[a-z]{{0,60}}?(?:help|protect)[a-z]{{0,30}}?"

# --- inspection of local authority children's services (ILACS), since January 2018 ----------------

_CHILDRENS_SERVICES = "childrens(?:socialcare)?services"
_IN_CARE = f"{_PROGRESS}{_CHILDREN}(?:incare|lookedafter)"
_LEADERS = "(?:the)?impactof(?:practice)?leaders(?:on|in)(?:socialwork|socialcare)?practicewithchildrenandfamilies"
_ILACS_CORE = frozenset({JudgementId.LEADERS, JudgementId.HELP_AND_PROTECTION})
_APART = frozenset({JudgementId.IN_CARE, JudgementId.CARE_LEAVERS})
_COMBINED = frozenset({JudgementId.IN_CARE_AND_CARE_LEAVERS})
_OVERALL = frozenset({JudgementId.OVERALL})


def _ilacs_kind(text: Text, periods: tuple[Period, ...]) -> ReportKind:
    """Standard or short is not printed: inspectors of a short inspection are on site for one week."""
    if periods and periods[0][1] - periods[0][0] <= timedelta(days=7):
        return ReportKind.ILACS_SHORT
    return ReportKind.ILACS_STANDARD


#: Care leavers were judged together with children in care until December 2022; inspections since April
#: 2026 have no overall effectiveness.
ILACS = Layout(
    name="inspection of local authority children's services",
    titles=(
        f"inspectionof(?:localauthority)?{_CHILDRENS_SERVICES}(?=.{{0,60}}inspectiondate)",
        f"inspectionof(?:localauthority)?{_CHILDRENS_SERVICES}(?:in|for){_NAME}(?=inspectiondate)",
        f"inspectionof{_NAME}(?:localauthority)?{_CHILDRENS_SERVICES}(?=.{{0,60}}inspectiondate)",
    ),
    rows=(
        GradeRow(
            JudgementId.LEADERS,
            label=_LEADERS,
            statement=_LEADERS,
            likely="(?:the)?impact[a-z]{0,30}?leaders[a-z]{0,70}?",
        ),
        GradeRow(
            JudgementId.HELP_AND_PROTECTION,
            label=_PROGRESS + _HELP,
            statement=_PROGRESS + _HELP,
            likely=_LIKELY_HELP,
        ),
        GradeRow(
            JudgementId.IN_CARE_AND_CARE_LEAVERS,
            label=f"{_IN_CARE}and{_LEAVERS}",
            statement=f"{_IN_CARE}and{_LEAVERS}",
            likely=f"{_LIKELY}[a-z]{{0,40}}?(?:incare|lookedafter)[a-z]{{0,12}}?leavers",
        ),
        GradeRow(
            JudgementId.IN_CARE,
            label=f"{_IN_CARE}(?!andcare)",
            statement=f"{_IN_CARE}(?!andcare)",
            likely=f"{_LIKELY}[a-z]{{0,40}}?(?:incare|lookedafter)",
        ),
        GradeRow(
            JudgementId.CARE_LEAVERS,
            label=_PROGRESS + _LEAVERS,
            statement=_PROGRESS + _LEAVERS,
            likely=f"{_LIKELY}(?:(?!incare|lookedafter)[a-z]){{0,40}}?leavers",
        ),
        GradeRow(JudgementId.OVERALL, label="overalleffectiveness"),
    ),
    eras=(
        Era(_ILACS_CORE | _COMBINED | _OVERALL, since=date(2018, 1, 1), before=date(2023, 1, 1)),
        Era(_ILACS_CORE | _APART | _OVERALL, since=date(2023, 1, 1), before=date(2026, 4, 1)),
        Era(_ILACS_CORE | _APART, since=date(2026, 4, 1)),
    ),
    scale=FOUR_GRADES,
    kind=_ilacs_kind,
    table="judge?ment(?:and)?grade",
    sums_up=_ILACS_CORE | _APART | _COMBINED,
    limiting=frozenset({JudgementId.HELP_AND_PROTECTION, JudgementId.IN_CARE}) | _COMBINED,
    improvements=True,
)

# --- single inspection framework (SIF), November 2013 to 2018 -------------------------------------

_PERMANENCE = f"{_CHILDREN}lookedafter(?:andachievingpermanence)?"
_LEADERSHIP = "leadership(?:management(?:and)?governance|managementandgovernance|governanceandmanagement)"
_GRADED = "thegradedjudge?ment(?:for|about|of|on)(?:the)?"
_SERVICES_IN = (
    "(?:childrensservices?(?:(?:in|for|on|of|across|provided)[a-z0-9]{2,70}?)?|"
    "servicesforchildren(?:and(?:youngpeople|families))?in(?!need|care)[a-z0-9]{2,50}?)"
)
_BOARD = "localsafeguardingchildrens?board"
_SIF_KEYS = frozenset({JudgementId.HELP_AND_PROTECTION, JudgementId.IN_CARE, JudgementId.LEADERS})


def _sif_kind(text: Text, periods: tuple[Period, ...]) -> ReportKind:
    """A re-inspection says so in its title; a review of the safeguarding board is part of the title."""
    title = text.begins_page(2)
    if any(line_matches(text, "reinspectionofservices", title)):
        return ReportKind.SIF_REINSPECTION
    reviewed = "reviewoftheeffectivenessofthelocalsafeguarding" in text.flat[:title]
    return ReportKind.SIF if reviewed else ReportKind.SIF_NO_LSCB


#: The overall grade is only in the headline. The footnote of page 1 may come between rows.
SIF = Layout(
    name="inspection under the single inspection framework",
    titles=("(?:re)?inspectionofservicesforchildreninneedofhelpandprotection",),
    rows=(
        GradeRow(
            JudgementId.HELP_AND_PROTECTION,
            label=f"1?{_HELP}",
            statement=_PROGRESS + _HELP,
            likely=_LIKELY_HELP,
        ),
        GradeRow(
            JudgementId.IN_CARE,
            label=f"2?{_PERMANENCE}",
            statement=_PROGRESS + _PERMANENCE,
            likely=f"{_LIKELY}[a-z]{{0,40}}?lookedafter[a-z]{{0,30}}?",
        ),
        GradeRow(
            JudgementId.ADOPTION,
            label="(?:21)?adoptionperformance",
            statement=f"{_GRADED}adoption(?:performance)?",
            likely="thegraded[a-z]{0,40}?adoption[a-z]{0,20}?",
        ),
        GradeRow(
            JudgementId.CARE_LEAVERS,
            label="(?:22)?(?:the)?experiences?andprogressofcareleavers",
            statement=f"(?:{_GRADED})?experiences?andprogressof{_LEAVERS}",
            likely="thegraded[a-z]{0,60}?leavers[a-z]{0,10}?",
        ),
        GradeRow(JudgementId.LEADERS, label=f"3?{_LEADERSHIP}", statement=_LEADERSHIP),
    ),
    eras=(
        Era(
            _SIF_KEYS | {JudgementId.ADOPTION, JudgementId.CARE_LEAVERS},
            since=date(2013, 11, 1),
            before=date(2019, 1, 1),
        ),
    ),
    scale=FOUR_GRADES,
    kind=_sif_kind,
    gap=700,
    headline=f"(?:theoverall(?:effectiveness)?judge?ment(?:isthat)?(?:{_SERVICES_IN})?|{_SERVICES_IN})",
    sums_up=_SIF_KEYS,
    limiting=_SIF_KEYS,
    board=(
        f"(?:theeffectivenessof)?the(?:[a-z]{{2,50}}?)?{_BOARD}(?:lscb)?",
        "(?:the)?(?:overall)?(?:effectivenessof)?(?:the)?[a-z]{0,50}?safeguardingchildrens?board[a-z]{0,8}?",
    ),
    published="reportpublished",
)

# --- looked after children, 2013 ------------------------------------------------------------------


def _old_row(judgement: JudgementId, label: str) -> GradeRow:
    """Labels go on as they like ("for looked after children"); sections open with "Grade 4 (Inadequate)"."""
    whole = f"{label}(?:(?:of|for)[a-z]{{0,70}}?)?"
    return GradeRow(judgement, label=f"{whole}(?={words(OLD_GRADES)})", statement=f"{whole}grade[1-4]")


#: The table is on the last page.
LAC_2013 = Layout(
    name="inspection of looked after children services",
    titles=(
        "inspectionof(?:servicesfor)?lookedafterchildren(?:andyoungpeople)?(?:services)?"
        "(?P<authority>[a-z0-9]{2,90}?)(?=inspectiondate)",
    ),
    rows=(
        _old_row(JudgementId.OVERALL, "overalleffectiveness"),
        _old_row(JudgementId.CAPACITY_TO_IMPROVE, "capacity(?:toimprove|forimprovement)"),
        _old_row(JudgementId.OUTCOMES, "outcomes"),
        _old_row(JudgementId.QUALITY_OF_PROVISION, "(?:the)?qualityofprovision"),
        _old_row(JudgementId.LEADERS, "leadershipandmanagement"),
    ),
    eras=(
        Era(
            frozenset(
                {
                    JudgementId.CAPACITY_TO_IMPROVE,
                    JudgementId.OUTCOMES,
                    JudgementId.QUALITY_OF_PROVISION,
                    JudgementId.LEADERS,
                }
            )
            | _OVERALL,
            before=date(2014, 1, 1),
        ),
    ),
    scale=OLD_GRADES,
    kind=lambda text, periods: ReportKind.LAC_2013,
    inspector="(?:reporting|lead)inspector",
    table="recordofmainfindings(?:servicesforlookedafterchildren(?:andyoungpeople)?)?",
    published="published",
)

LAYOUTS = (ILACS, SIF, LAC_2013)

# --- a framework that is announced ----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Announced:
    """A framework that Ofsted has announced and nobody has seen a report of. Once one is here, it becomes a `Layout`
    of kind `ReportKind.CHILDREN_AND_FAMILIES`: names, scale and all are data (docs/adding-a-report-layout.md).
    """

    name: str
    since: date


ANNOUNCED = Announced("the children and families framework announced for 2027", date(2027, 1, 1))
