"""The layouts of graded inspection reports, as data. How to add one: docs/adding-a-report-layout.md.

All patterns are for `Text.flat`: lower-case letters and digits without spaces or punctuation.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from watcher.model import Grade, JudgementId, ReportKind
from watcher.parsing.report_dates import Period
from watcher.parsing.report_grades import FOUR_GRADES, OLD_GRADES, Row
from watcher.parsing.report_text import Text, line_matches


@dataclass(frozen=True, slots=True)
class Era:
    """A whole table: which judgements it has, and when inspections that print it began (`since` to `before`)."""

    judgements: frozenset[JudgementId]
    since: date = date.min
    before: date = date.max


@dataclass(frozen=True, slots=True)
class Layout:
    """What tells a layout, where its parts are, and what makes it whole.

    `titles` are tried in order on the first pages; a group `authority` holds the name, without one the
    name stands above.
    The table begins behind
    `table` or, where that is not printed, with the first label; `gap` is how many letters of other text
    may stand between its rows. `headline` gives the overall grade where the table has no such row, and
    `summary` is how the body repeats it. `limiting` are the judgements of which one inadequate makes the
    whole inadequate. `board` is how the grade of the safeguarding board is stated; `improvements` says whether there is a
    list "What needs to improve?". `kind` is told from
    the title page and the periods.
    """

    name: str
    titles: tuple[str, ...]
    rows: tuple[Row, ...]
    eras: tuple[Era, ...]
    scale: Mapping[str, Grade]
    kind: Callable[[Text, tuple[Period, ...]], ReportKind]
    inspector: str
    table: str = ""
    gap: int = 20
    headline: str = ""
    summary: str = ""
    key_judgements: frozenset[JudgementId] = frozenset()
    limiting: frozenset[JudgementId] = frozenset()
    board: str = ""
    published: str = ""
    improvements: bool = False


_CHILDRENS_SERVICES = "childrens(?:socialcare)?services"
_NAME = "(?P<authority>(?:(?!inspectionof)[a-z0-9]){2,90}?)"
_PROGRESS = "(?:the)?(?:experiences?(?:andprogress)?|progress)of"
_CHILDREN = "(?:all)?children(?:andyoungpeople)?"
_HELP = f"{_CHILDREN}(?:who|whoare)?(?:needing|need|inneedof)helpandprotection"
_LEAVERS = "(?:children)?(?:and)?careleavers"
_LEADERS = "(?:the)?impactof(?:practice)?leaders(?:on|in)(?:socialwork|socialcare)?practicewithchildrenandfamilies"


def _same(judgement: JudgementId, pattern: str) -> Row:
    return Row(judgement, pattern, pattern)


# --- inspection of local authority children's services (ILACS), since January 2018 ----------------

_ILACS_CORE = frozenset({JudgementId.LEADERS, JudgementId.HELP_AND_PROTECTION})
_APART = frozenset({JudgementId.IN_CARE, JudgementId.CARE_LEAVERS})


def _ilacs_kind(text: Text, periods: tuple[Period, ...]) -> ReportKind:
    """Standard or short is not printed: inspectors of a short inspection are on site for one week."""
    if periods and periods[0][1] - periods[0][0] <= timedelta(days=7):
        return ReportKind.ILACS_SHORT
    return ReportKind.ILACS_STANDARD


#: Care leavers were judged together with children in care until December 2022; there has been no
#: overall effectiveness in inspections since April 2026.
ILACS = Layout(
    name="inspection of local authority children's services",
    titles=(
        f"inspectionof(?:localauthority)?{_CHILDRENS_SERVICES}(?=.{{0,60}}inspectiondate)",
        f"inspectionof{_NAME}(?:localauthority)?{_CHILDRENS_SERVICES}(?=.{{0,60}}inspectiondate)",
    ),
    rows=(
        _same(JudgementId.LEADERS, _LEADERS),
        _same(JudgementId.HELP_AND_PROTECTION, _PROGRESS + _HELP),
        _same(JudgementId.IN_CARE_AND_CARE_LEAVERS, f"{_PROGRESS}{_CHILDREN}(?:incare|lookedafter)andcareleavers"),
        _same(JudgementId.IN_CARE, f"{_PROGRESS}{_CHILDREN}(?:incare|lookedafter)(?!andcare)"),
        _same(JudgementId.CARE_LEAVERS, _PROGRESS + _LEAVERS),
        Row(JudgementId.OVERALL, "overalleffectiveness", ""),
    ),
    eras=(
        Era(
            _ILACS_CORE | {JudgementId.IN_CARE_AND_CARE_LEAVERS, JudgementId.OVERALL},
            since=date(2018, 1, 1),
            before=date(2023, 1, 1),
        ),
        Era(_ILACS_CORE | _APART | {JudgementId.OVERALL}, since=date(2023, 1, 1), before=date(2026, 4, 1)),
        Era(_ILACS_CORE | _APART, since=date(2026, 4, 1)),
    ),
    scale=FOUR_GRADES,
    kind=_ilacs_kind,
    inspector="leadinspector",
    table="judge?mentgrade",
    improvements=True,
    key_judgements=_ILACS_CORE | _APART | {JudgementId.IN_CARE_AND_CARE_LEAVERS},
    limiting=frozenset({JudgementId.HELP_AND_PROTECTION, JudgementId.IN_CARE, JudgementId.IN_CARE_AND_CARE_LEAVERS}),
)

# --- single inspection framework (SIF), November 2013 to 2018 -------------------------------------

_PERMANENCE = f"{_CHILDREN}lookedafter(?:andachievingpermanence)?"
_LEADERSHIP = "leadershipmanagementandgovernance"
_GRADED = "thegradedjudge?ment(?:for|about|of|on)(?:the)?"
_SERVICES_IN = "childrensservices?(?:(?:in|for)[a-z0-9]{2,70}?)?"


def _sif_kind(text: Text, periods: tuple[Period, ...]) -> ReportKind:
    title = text.begins_page(2)
    if any(line_matches(text, "reinspectionofservices", title)):
        return ReportKind.SIF_REINSPECTION
    reviewed = "reviewoftheeffectivenessofthelocalsafeguarding" in text.flat[:title]
    return ReportKind.SIF if reviewed else ReportKind.SIF_NO_LSCB


#: The overall grade is in the headline only. The footnote of page 1 may stand between rows.
SIF = Layout(
    name="inspection under the single inspection framework",
    titles=("(?:re)?inspectionofservicesforchildreninneedofhelpandprotection",),
    rows=(
        Row(JudgementId.HELP_AND_PROTECTION, f"1?{_HELP}", _PROGRESS + _HELP),
        Row(JudgementId.IN_CARE, f"2?{_PERMANENCE}", _PROGRESS + _PERMANENCE),
        Row(JudgementId.ADOPTION, "(?:21)?adoptionperformance", f"{_GRADED}adoptionperformance"),
        Row(
            JudgementId.CARE_LEAVERS,
            "(?:22)?(?:the)?experiencesandprogressofcareleavers",
            f"(?:{_GRADED})?experiences?andprogressof{_LEAVERS}",
        ),
        Row(JudgementId.LEADERS, f"3{_LEADERSHIP}", _LEADERSHIP),
    ),
    eras=(
        Era(
            frozenset(
                {
                    JudgementId.HELP_AND_PROTECTION,
                    JudgementId.IN_CARE,
                    JudgementId.ADOPTION,
                    JudgementId.CARE_LEAVERS,
                    JudgementId.LEADERS,
                }
            ),
            since=date(2013, 11, 1),
            before=date(2019, 1, 1),
        ),
    ),
    scale=FOUR_GRADES,
    kind=_sif_kind,
    inspector="leadinspector",
    gap=700,
    headline=f"(?:theoverall(?:effectiveness)?judge?ment(?:isthat)?(?:{_SERVICES_IN})?|{_SERVICES_IN})",
    summary=f"(?:thislocalauthority|{_SERVICES_IN}|servicesforchildren(?:andfamilies)?in[a-z0-9]{{2,50}}?)",
    key_judgements=frozenset({JudgementId.HELP_AND_PROTECTION, JudgementId.IN_CARE, JudgementId.LEADERS}),
    limiting=frozenset({JudgementId.HELP_AND_PROTECTION, JudgementId.IN_CARE, JudgementId.LEADERS}),
    board="(?:theeffectivenessof)?the(?:[a-z]{2,30})?localsafeguardingchildrenboard(?:lscb)?",
    published="reportpublished",
)

# --- looked after children, 2013 ------------------------------------------------------------------

#: The table is on the last page; each section opens with "Grade 4 (Inadequate)".
LAC_2013 = Layout(
    name="inspection of looked after children services",
    titles=("inspectionoflookedafterchildrenservices(?P<authority>[a-z0-9]{2,90}?)(?=inspectiondate)",),
    rows=tuple(
        Row(judgement, label, f"{label}grade[1-4]")
        for judgement, label in (
            (
                JudgementId.OVERALL,
                "overalleffectiveness(?:ofservicesforlookedafterchildren(?:andyoungpeople)?)?",
            ),
            (JudgementId.CAPACITY_TO_IMPROVE, "capacity(?:to|for)improve(?:ment)?"),
            (JudgementId.OUTCOMES, "outcomesforlookedafterchildren(?:andyoungpeople)?"),
            (JudgementId.QUALITY_OF_PROVISION, "(?:the)?qualityofprovision"),
            (JudgementId.LEADERS, "leadershipandmanagement"),
        )
    ),
    eras=(
        Era(
            frozenset(
                {
                    JudgementId.OVERALL,
                    JudgementId.CAPACITY_TO_IMPROVE,
                    JudgementId.OUTCOMES,
                    JudgementId.QUALITY_OF_PROVISION,
                    JudgementId.LEADERS,
                }
            ),
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
