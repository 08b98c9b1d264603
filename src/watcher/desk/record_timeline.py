"""Everything that Ofsted published about one council, in order: every judgement through all frameworks, every visit.

Pure. What is held or was not read stands in its place as not known.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from watcher.desk.record import GradedReport, framework_of
from watcher.model.event_kind import EventKind
from watcher.model.on_file import OnFile
from watcher.model.report import Grade, JudgementId, PriorityAction, ReportKind
from watcher.model.source import Authority
from watcher.model.text import NAME_LIMIT, clean, day, joined
from watcher.ofsted.grades import rows_of
from watcher.ofsted.words import GRADES, JUDGEMENTS_IN_TEXT

# The framework whose reports no longer give an overall grade.
ENDED_OVERALL = "ilacs_c"
FRAMEWORKS: Mapping[str, str] = {
    "lac_2013": "2013 framework",
    "sif": "Single inspection",
    "ilacs_a": "ILACS",
    "ilacs_b": "ILACS",
    "ilacs_c": "ILACS",
}
_VISITS: Mapping[str, str] = {
    EventKind.FOCUSED_VISIT: "Focused visit",
    EventKind.MONITORING_VISIT: "Monitoring visit",
    EventKind.JTAI: "Joint inspection",
    EventKind.SEND: "Area SEND inspection",
}


@dataclass(frozen=True, slots=True)
class TimelineEvent:
    """One document. A graded one has its grades, or `why` they are not known; a visit has neither.

    `name` is what the picture calls it; `priority` means that it asks for priority action; `outcome` is that of an area
    SEND inspection.
    """

    published: date
    name: str
    event: str
    graded: bool
    framework: str | None
    grades: Mapping[JudgementId, Grade]
    why: str
    priority: bool
    outcome: str
    url: str


@dataclass(frozen=True, slots=True)
class CouncilTimeline:
    """The documents of a council, the oldest first. `notes` say what is missing, and which council replaced which."""

    council: str
    urn: str
    until: date
    events: tuple[TimelineEvent, ...]
    notes: tuple[str, ...]


def timeline_of(
    own: Authority,
    documents: Iterable[OnFile],
    chain: Sequence[GradedReport],
    authorities: Mapping[str, Authority],
    until: date,
    is_seen: bool = True,
) -> CouncilTimeline:
    """The timeline of a council as it was known on a day. `chain` are its graded reports, imported ones among them.

    `is_seen`: its page was read, so that its list of reports is whole.
    """
    graded = [_graded(one, one.published) for one in chain if one.published and one.published <= until]
    visits = [
        _visit(one, one.entry.published)
        for one in documents
        if one.urn == own.urn and not one.graded and one.entry.published and one.entry.published <= until
    ]
    events = sorted([*graded, *(one for one in visits if one)], key=lambda event: (event.published, not event.graded))
    gaps = [] if events else [f"We know no report up to {day(until)}."]
    if not is_seen:
        gaps.append("We have not read its page, so reports may be missing.")
    notes = (*gaps, *_notes(own, authorities))
    return CouncilTimeline(clean(own.name, NAME_LIMIT), own.urn, until, tuple(events), notes)


def alternative_text(timeline: CouncilTimeline) -> str:
    """The picture in words, for those who can't see it."""
    said = [f"Ofsted's judgements of children's services in {timeline.council}, up to {day(timeline.until)}."]
    said.extend(f"{line}." for line in lines_of(timeline))
    return " ".join([*said, *timeline.notes])


def lines_of(timeline: CouncilTimeline) -> list[str]:
    """One line for each document, the oldest first."""
    return [f"{day(one.published)}: {_in_words(one)}" for one in timeline.events]


def _in_words(one: TimelineEvent) -> str:
    if one.graded and one.why:
        return f"{one.name}, grades not known ({clean(one.why, NAME_LIMIT)})"
    if one.graded:
        ended = ["no overall grade"] if one.framework == ENDED_OVERALL else []
        grades = [f"{JUDGEMENTS_IN_TEXT[id_]} {GRADES[grade].lower()}" for id_, grade in one.grades.items()]
        return f"{one.name}: {', '.join([*ended, *grades])}"
    more = [one.outcome.lower()] if one.outcome else []
    more += ["asks for priority action"] if one.priority else []
    return ", ".join([one.name, *more])


def _graded(one: GradedReport, published: date) -> TimelineEvent:
    framework = framework_of(one.report) if one.report else None
    name = FRAMEWORKS[framework] if framework else "Inspection"
    grades = {row.id: row.grade for row in rows_of(one.report)} if one.report else {}
    return TimelineEvent(published, name, "inspection", True, framework, grades, one.why, False, "", one.url)


def _visit(one: OnFile, published: date) -> TimelineEvent | None:
    """A visit, a letter or an area SEND inspection; other documents have no place in the picture."""
    event = one.entry.facts.get("event", "")
    if event not in _VISITS:
        return None
    report = one.report
    priority = report is not None and report.priority_action_status is PriorityAction.YES
    priority = priority or (report is not None and report.kind is ReportKind.AREA_SEND and bool(report.priority_action))
    outcome = (
        report.judgements[0].grade if report and report.kind is ReportKind.AREA_SEND and report.judgements else None
    )
    return TimelineEvent(
        published, _VISITS[event], event, False, None, {}, "", priority, GRADES[outcome] if outcome else "",
        one.entry.url,
    )  # fmt: skip


def _notes(own: Authority, authorities: Mapping[str, Authority]) -> Iterable[str]:
    if own.predecessors and own.created_on:
        before = joined(authorities[urn].name for urn in own.predecessors if urn in authorities)
        yield f"{own.name} replaced {before} on {day(own.created_on)}."
    if own.successors and own.abolished_on:
        after = joined(authorities[urn].name for urn in own.successors if urn in authorities)
        yield f"{after} replaced {own.name} on {day(own.abolished_on)}."
