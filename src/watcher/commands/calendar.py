"""The work behind `watcher calendar`: what to expect, going by the record, as sentences."""

from __future__ import annotations

from datetime import date

from watcher.commands.record import AskedRecord
from watcher.desk.expected import (
    ExpectedEvent,
    in_order,
    monitoring_visits,
    next_inspections,
    past_inspections,
    reports_due,
)
from watcher.desk.pages import said
from watcher.model.text import day
from watcher.store import Store


def expected(store: Store, today: date) -> list[tuple[ExpectedEvent, str]]:
    """Every council's next inspection, the reports that are due, and monitoring visits; each with its sentence."""
    documents = store.record.documents(whole=False)
    inspections, authorities = past_inspections(documents), AskedRecord(store).gazetteer.by_urn
    events = (
        *reports_due(store.news.unjoined(), inspections, authorities, today),
        *monitoring_visits(documents, inspections, authorities, today),
        *next_inspections(inspections, authorities, today),
    )
    return [(one, _sentence(one)) for one in in_order(events)]


def _sentence(one: ExpectedEvent) -> str:
    first, last = (day(when) if when else "" for when in (one.first, one.last))
    return " ".join(said("desk/calendar.j2", "sentence", one, day(one.since), first, last).split())
