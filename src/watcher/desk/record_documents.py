"""The tables of reports and letters, and of what they ask for. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from watcher.desk.record import Chains, framework_of, standing
from watcher.desk.record_items import ItemOnRecord, items_of
from watcher.desk.record_tables import (
    Cell,
    Column,
    RecordTable,
    Selection,
    day_cell,
    page_link,
    place_cells,
    text_cell,
)
from watcher.model.on_file import OnFile
from watcher.model.source import Authority
from watcher.ofsted.reports.framework_tags import framework_tag

_PLACE = (
    Column("authority_urn", "Ofsted's number of the council"),
    Column("authority", "its name"),
    Column("region", "its region"),
)

REPORT_COLUMNS = (
    *_PLACE,
    Column("file_id", "Ofsted's number of the document"),
    Column("event", "inspection, focused_visit, monitoring_visit, jtai, send or other: what its label says it is"),
    Column("graded", "true if the document may change a grade"),
    Column("kind", "its layout, as `read-report --json` names it; empty if it was not read or is held"),
    Column("framework", "lac_2013, sif, ilacs_a, ilacs_b or ilacs_c; empty for what gives no grade"),
    Column("title", "its title on the council's page"),
    Column("published", "the day on which Ofsted published it"),
    Column("inspected_from", "the first day of the inspection or visit"),
    Column("inspected_to", "the last day of the inspection or visit"),
    Column("days_to_publication", "days from the last day of the inspection to publication"),
    Column("lead_inspectors", "the lead inspectors, separated by semicolons"),
    Column("overall", "the overall grade; empty if the report gives none"),
    Column("topics", "what a visit looked at, separated by semicolons"),
    Column("priority_action_status", "of a letter: yes, no, remain or not_stated"),
    Column("improvement_items", "how many items its list of what must improve has"),
    Column("priority_action_items", "how many areas for priority action it lists"),
    Column("pages", "pages of the file"),
    Column("read", "true if the file was read"),
    Column("held", "true if it could not be read with certainty: nothing of it is shown"),
    Column("problems", "why it is held"),
    Column("withdrawn", "true if Ofsted took it off its page"),
    Column("url", "the address of the document"),
    Column("provider_url", "the address of the council's page"),
    Column("sha256", "fingerprint of the file that was read"),
)

IMPROVEMENT_COLUMNS = (
    *_PLACE,
    Column("file_id", "Ofsted's number of the document"),
    Column("kind", "its layout, as `read-report --json` names it"),
    Column("published", "the day on which Ofsted published it"),
    Column("list", "improve, or priority_action"),
    Column("number", "the place of the item in its list, from 1"),
    Column("text", "the item in the document's words"),
    Column("tag", "the tag of the national framework as printed"),
    Column("framework_tag", "the same tag in its standard form"),
    Column("responsible_body", "who must act, if the document says so beside the item"),
    Column("recurrence", "again if the previous report asks for it too, otherwise new; empty without two lists"),
    Column("pdf_page", "the page that prints the item, from 1"),
    Column("url", "the address of that page"),
    Column("sha256", "fingerprint of the file that was read"),
)


def report_table(
    documents: Sequence[OnFile], authorities: Mapping[str, Authority], selection: Selection, notes: Sequence[str]
) -> RecordTable:
    """Every document that a council's page lists or listed."""
    asked = [one for one in documents if selection.has(one.urn) and selection.dated(one.entry.published)]
    return RecordTable("reports", REPORT_COLUMNS, [_report(one, authorities) for one in asked], tuple(notes))


def improvement_table(
    documents: Sequence[OnFile],
    chains: Chains,
    authorities: Mapping[str, Authority],
    selection: Selection,
    notes: Sequence[str],
) -> RecordTable:
    """What must improve, item by item. With `as_of`, the items of the report that stood on that day."""
    newest = standing(chains, selection.as_of, authorities) if selection.as_of else None
    rows = [
        _item(row, authorities)
        for row in items_of(documents)
        if selection.has(row.of.urn)
        and selection.dated(row.of.entry.published)
        and (newest is None or (row.of.urn in newest and newest[row.of.urn].file_id == row.of.entry.key))
    ]
    return RecordTable("improvements", IMPROVEMENT_COLUMNS, rows, tuple(notes))


def _report(one: OnFile, authorities: Mapping[str, Authority]) -> tuple[Cell, ...]:
    report, file, entry = one.report, one.file, one.entry
    periods = report.inspection_periods if report else ()
    end = periods[-1][1] if periods else None
    return (
        *place_cells(one.urn, authorities),
        entry.key,
        entry.facts.get("event"),
        one.graded,
        report.kind.value if report else None,
        framework_of(report) if report else None,
        text_cell(entry.title),
        day_cell(entry.published),
        day_cell(periods[0][0]) if periods else None,
        day_cell(end),
        (entry.published - end).days if end and entry.published else None,
        text_cell("; ".join(report.lead_inspectors)) if report else None,
        report.overall.value if report and report.overall else None,
        text_cell("; ".join(report.topics)) if report else None,
        report.priority_action_status.value if report and report.priority_action_status else None,
        len(report.improve) if report else None,
        len(report.priority_action) if report else None,
        report.pages if report else None,
        file is not None,
        file is not None and file.held,
        text_cell("; ".join(file.problems)) if file else None,
        one.withdrawn,
        entry.url,
        one.provider_url,
        file.sha256 if file else None,
    )


def _item(row: ItemOnRecord, authorities: Mapping[str, Authority]) -> tuple[Cell, ...]:
    one, item = row.of, row.item
    assert one.report is not None and one.file is not None
    return (
        *place_cells(one.urn, authorities),
        one.entry.key,
        one.report.kind.value,
        day_cell(one.entry.published),
        row.list.value,
        row.number,
        text_cell(item.text),
        text_cell(item.tag),
        text_cell(framework_tag(item.tag)),
        text_cell(item.body),
        row.recurrence.value if row.recurrence else None,
        item.page,
        page_link(one.entry.url, item.page),
        one.file.sha256,
    )
