"""Area SEND inspections of Ofsted and the CQC, since January 2023: one of three outcomes, never a grade.

The outcome has fixed wording in a box on the first page. Its consequences have fixed wording too, and we read them
separately: when the next inspection is, and whether the partnership must plan for priority action.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from watcher.model.errors import UnreadableDateError
from watcher.model.report import Grade, Improvement, Judgement, JudgementId, Passage, Report, ReportKind
from watcher.ofsted.reports.dates import Period
from watcher.ofsted.reports.front_page import inspection_periods
from watcher.ofsted.reports.passages import Section, read_items, read_paragraphs
from watcher.ofsted.reports.send_tables import SendTables, read_tables
from watcher.ofsted.reports.text import Text, line_matches

TITLES = ("areasendinspectionof(?:the)?(?P<authority>[a-z0-9]{3,110}?)(?=inspectiondate)",)

#: The wording of each outcome, worst first.
_OUTCOMES: Mapping[Grade, str] = {
    Grade.SYSTEMIC_FAILINGS: "widespreadandorsystemicfailingsleadingtosignificantconcerns",
    Grade.INCONSISTENT: "leads?toinconsistentexperiencesandoutcomes",
    Grade.TYPICALLY_POSITIVE: "typicallyleads?topositiveexperiencesandoutcomes",
}


@dataclass(frozen=True, slots=True)
class _Consequence:
    """What the box says after an outcome, and what it then does not say."""

    says: str
    never: str


_MONITORED = "monitoringinspection|priorityactionplan"
_FIVE_YEARS = "within(?:approximately)?(?:5|five)years"
_CONSEQUENCES: Mapping[Grade, _Consequence] = {
    Grade.SYSTEMIC_FAILINGS: _Consequence(says="priorityactionplan", never=_FIVE_YEARS),
    Grade.INCONSISTENT: _Consequence(
        says="workjointlytomakeimprovements|within(?:approximately)?(?:3|three)years",
        never=f"{_MONITORED}|{_FIVE_YEARS}",
    ),
    Grade.TYPICALLY_POSITIVE: _Consequence(
        says=f"takingactionwhereimprovements?|{_FIVE_YEARS}",
        never=f"{_MONITORED}|within(?:approximately)?(?:3|three)years",
    ),
}

_BOX = "inspectionoutcome"
_AFTER_BOX = "informationaboutthelocalareapartnership|whatisitliketobea"
_PREVIOUS = "dates?ofpreviousinspections?"
_PRIORITIES = "areas?forpriorityaction"
_EFFECTIVE = "whatisthe(?:local)?areapartnershipdoingthatiseffective"
_TO_DO = "whatdoesthe(?:local)?areapartnershipneedtodobetter"
_IMPROVE = "areas?forimprovement"
_DETAILS = "localareapartnershipdetails"


def read_send(text: Text, name: str, pages: Sequence[str]) -> Report:
    """The report on the partnership called `name`; its outcome is the one member of `judgements`."""
    problems: list[str] = []
    tables = read_tables(pages)
    outcome = _outcome(text, problems)
    return Report(
        kind=ReportKind.AREA_SEND,
        authority=name,
        inspection_periods=_periods(text, problems),
        lead_inspectors=_lead_inspectors(text),
        judgements=(outcome,) if outcome else (),
        improve=tables.improve or tuple(Improvement(said.text, page=said.page) for said in _improvements(text)),
        priority_action=tables.priority,
        strengths=tuple(item for part in _sections(text, _EFFECTIVE) for item in read_items(text, part)),
        passages=(*_previous(text), *_findings(text, tables)),
        pages=len(pages),
        problems=tuple(problems),
    )


def _periods(text: Text, problems: list[str]) -> tuple[Period, ...]:
    try:
        return inspection_periods(text)
    except UnreadableDateError as error:
        problems.append(str(error))
        return ()


# --- the outcome ----------------------------------------------------------------------------------


def _outcome(text: Text, problems: list[str]) -> Judgement | None:
    """From the box; nothing where the box is not there or has the wording of no outcome or of two."""
    box = next(iter(_sections(text, _BOX)), None)
    if box is None:
        problems.append("the box with the inspection outcome was not found")
        return None
    wording = text.flat[box.start : box.end]
    found = [grade for grade, pattern in _OUTCOMES.items() if re.search(pattern, wording)]
    if len(found) != 1:
        problems.append(
            "the box has the words of two outcomes" if found else "the box does not have the words of a known outcome"
        )
        return None
    problems.extend(_contradictions(text, found[0], wording))
    printed = text.printed(box.start, box.end) + "."
    return Judgement(JudgementId.SEND_OUTCOME, "Inspection outcome", printed, found[0])


def _contradictions(text: Text, outcome: Grade, wording: str) -> Iterator[str]:
    """Where the consequences in the box and in the body don't match the printed outcome."""
    said = str(outcome).replace("_", " ")
    consequence = _CONSEQUENCES[outcome]
    if not re.search(consequence.says, wording):
        yield f"the outcome is {said}, but the box does not say what happens next"
    if re.search(consequence.never, wording):
        yield f"the outcome is {said}, but the box continues with the text of another outcome"
    has_priorities = any(text.ends_line(found.end()) for found in line_matches(text, _PRIORITIES))
    if has_priorities is not (outcome is Grade.SYSTEMIC_FAILINGS):
        yield f"the outcome is {said}, but there {'are' if has_priorities else 'are no'} areas for priority action"


# --- the rest -------------------------------------------------------------------------------------

_HEADINGS = (_BOX, _AFTER_BOX, _EFFECTIVE, _TO_DO, _PRIORITIES, _IMPROVE, _DETAILS)


def _sections(text: Text, heading: str, topic: str = "strengths") -> Iterator[Section]:
    """Each part under `heading`, which has a line of its own, up to the next heading of the layout."""
    limits = [*(found.start() for found in line_matches(text, "|".join(_HEADINGS))), len(text.flat)]
    for found in line_matches(text, heading):
        stop = limits[bisect_left(limits, found.end())]
        if text.ends_line(found.end()) and stop > found.end():
            yield Section(topic, found.start(), found.end(), stop)


def _improvements(text: Text) -> Iterator[Passage]:
    for part in _sections(text, _IMPROVE, "areas_for_improvement"):
        yield from read_paragraphs(text, part)


def _previous(text: Text) -> Iterator[Passage]:
    """When the area was last inspected, as printed: a date, a range, or "never"."""
    for found in line_matches(text, f"{_PREVIOUS}(?=.{{0,600}}?{_BOX})", text.begins_page(2)):
        stop = text.flat.index(_BOX, found.end())
        yield Passage("previous_inspection", text.printed(found.end(), stop), text.page_at(found.start()))


def _findings(text: Text, tables: SendTables) -> Iterator[Passage]:
    for part in _sections(text, _TO_DO, "to_do_better"):
        yield from read_paragraphs(text, part)
    if tables.priority:
        yield from (Passage("priority_action", item.text, item.page or 1) for item in tables.priority)
        return
    for part in _sections(text, _PRIORITIES, "priority_action"):
        yield from read_paragraphs(text, part)


_LEAD = re.compile(
    r"(?:(?:Dr|Mrs?|Ms|Miss) )?(?P<name>[^,]{3,50}?)(?: HMI)?,? (?:Ofsted|CQC)(?: HMI)?,? lead inspector", re.IGNORECASE
)


def _lead_inspectors(text: Text) -> tuple[str, ...]:
    """Ofsted's and the CQC's, from the first row of the table of the team."""
    for line in text.lines:
        if "leadinspector" not in line.flat or len(line.text) > 200:
            continue
        if names := tuple(found["name"].strip() for found in _LEAD.finditer(line.text)):
            return names
    return ()
