"""The table of judgements: one row for each judgement of each graded report. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from watcher.desk.record import Chains, JudgementOnRecord, judgements_of, standing
from watcher.desk.record_tables import Cell, Column, RecordTable, Selection, day_cell, place_cells, text_cell
from watcher.model.source import Authority

COLUMNS = (
    Column("authority_urn", "Ofsted's number of the council"),
    Column("authority", "its name"),
    Column("region", "its region"),
    Column("file_id", "Ofsted's number of the report"),
    Column("kind", "the layout of the report, as `read-report --json` names it"),
    Column("framework", "lac_2013, sif, ilacs_a, ilacs_b or ilacs_c: what the table of the report contains"),
    Column("published", "the day on which Ofsted published the report"),
    Column("inspected_from", "the first day of the inspection"),
    Column("inspected_to", "the last day of the inspection"),
    Column("judgement", "id of the judgement; empty if we could not read the report"),
    Column("grade", "the grade; empty if the report is held, or if the judgement ended with this report"),
    Column("printed", "the grade as the report prints it"),
    Column("previous", "the grade in the previous report"),
    Column("previous_published", "the day of the previous report"),
    Column(
        "change", "improved, declined, unchanged, first, new-judgement, ended or not-comparable; empty in held rows"
    ),
    Column("steps", "how many grades up (positive) or down (negative); empty if they can't be compared"),
    Column("basis", "what was compared with what; in held rows why they are held"),
    Column("since", "the day from which this grade has stood in this judgement; empty if a report between is unknown"),
    Column("held", "true if the report was not read, or could not be read with certainty: such a row has no grade"),
    Column("origin", "read, or imported from a table; empty if the report was not read"),
    Column("url", "the address of the report"),
    Column("provider_url", "the address of the council's page"),
    Column("pdf_page", "the page of the report that prints the grade, from 1"),
    Column("sha256", "fingerprint of the file that was read"),
)


def judgement_table(
    chains: Chains, authorities: Mapping[str, Authority], selection: Selection, notes: Sequence[str]
) -> RecordTable:
    """The judgements asked for. With `as_of`, those of the report of each council that stood on that day."""
    newest = standing(chains, selection.as_of, authorities) if selection.as_of else None
    rows = [row for row in judgements_of(chains, authorities) if _is_asked(row, selection)]
    kept = [row for row in rows if newest is None or newest.get(row.of.urn) is row.of]
    return RecordTable("judgements", COLUMNS, [cells(row, authorities) for row in kept], tuple(notes))


def _is_asked(row: JudgementOnRecord, selection: Selection) -> bool:
    asked = selection.has(row.of.urn) and selection.dated(row.of.published)
    judgement = not selection.judgements or row.judgement in selection.judgements
    grade = not selection.grades or row.grade in selection.grades
    return asked and judgement and grade and (not selection.moves or row.change in selection.moves)


def cells(row: JudgementOnRecord, authorities: Mapping[str, Authority]) -> tuple[Cell, ...]:
    """One row in the order of `COLUMNS`."""
    one = row.of
    periods = one.report.inspection_periods if one.report else ()
    return (
        *place_cells(one.urn, authorities),
        one.file_id,
        row.kind.value if row.kind else None,
        row.framework,
        day_cell(one.published),
        day_cell(periods[0][0]) if periods else None,
        day_cell(periods[-1][1]) if periods else None,
        row.judgement.value if row.judgement else None,
        row.grade.value if row.grade else None,
        text_cell(row.printed),
        row.previous.value if row.previous else None,
        day_cell(row.previous_published),
        row.change.value if row.change else None,
        row.steps,
        text_cell(row.basis),
        day_cell(row.since),
        row.held,
        one.origin or None,
        one.url,
        one.provider_url or None,
        row.page,
        one.sha256,
    )
