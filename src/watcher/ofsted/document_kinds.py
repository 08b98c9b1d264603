"""Compares what a document says it is with its label on the council's page. Pure.

A whole inspection report may have an unknown label, and a known label may be on another document. The document confirms
or contradicts its label. A report with grades under any other label is held, because a wrong alert costs more than a
late one. A letter gives no grade, so it is sent as what it is, and the operator hears of the label.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from watcher.model.change import Event
from watcher.model.event_kind import EventKind
from watcher.model.report import ReportFile, ReportKind
from watcher.model.source import COUNCIL_TYPE, Observation
from watcher.model.text import clean
from watcher.ofsted.pages.labels import event_of, label_of
from watcher.ofsted.words import DOCUMENTS

_COUNCILS = f"ofsted:{COUNCIL_TYPE}/"
_LABEL_LIMIT = 120
_EVENTS: Mapping[ReportKind, EventKind] = {
    ReportKind.AREA_SEND: EventKind.SEND,
    ReportKind.FOCUSED_VISIT: EventKind.FOCUSED_VISIT,
    ReportKind.MONITORING_VISIT: EventKind.MONITORING_VISIT,
    ReportKind.JTAI: EventKind.JTAI,
}


def event_of_report(kind: ReportKind) -> Event:
    """The event of such a document: letters and area SEND reports have their own; all others are graded inspections."""
    event = _EVENTS.get(kind, EventKind.INSPECTION)
    return Event(event, graded=event is EventKind.INSPECTION)


def as_read(entry: Observation, file: ReportFile | None) -> Observation:
    """The entry with the kind of event of its document, if that was read on a council's page."""
    if file is None or file.report is None or not entry.source_id.startswith(_COUNCILS):
        return entry
    event = event_of_report(file.report.kind)
    if entry.facts.get("event") == event.kind:
        return entry
    return replace(entry, facts={**entry.facts, "event": event.kind.value, "graded": "yes" if event.graded else "no"})


def contested(entry: Observation, file: ReportFile) -> str | None:
    """Why the grades of a report are held although we could read them: its label does not say that it has any."""
    if file.report is None or not entry.source_id.startswith(_COUNCILS):
        return None
    read, listed = event_of_report(file.report.kind), event_of(entry.title)
    if not read.graded or listed.graded:
        return None
    return f"{_listed(entry, listed)}, but the document is an inspection report with grades"


def label_note(entry: Observation, file: ReportFile | None) -> str | None:
    """What the operator should know about a label that is unknown or contradicts its document."""
    listed = event_of(entry.title)
    if not entry.source_id.startswith(_COUNCILS):
        return None
    if file is None or file.report is None:
        known = listed.kind is not EventKind.OTHER
        return None if known else f"{_listed(entry, listed)}, and the document could not be read{_why(file)}"
    read = event_of_report(file.report.kind)
    return None if read.kind is listed.kind else f"{_listed(entry, listed)}, but the document is {_a(read.kind)}"


def _why(file: ReportFile | None) -> str:
    return f": {file.problems[0]}" if file and file.problems else ""


def _listed(entry: Observation, listed: Event) -> str:
    label = clean(label_of(entry.title), _LABEL_LIMIT)
    if listed.kind is EventKind.OTHER:
        return f"its label “{label}” is not known"
    return f"it is listed as “{label}”"


def _a(kind: EventKind) -> str:
    words = DOCUMENTS[kind]
    return f"{'an' if words[0] in 'aeiou' else 'a'} {words}"
