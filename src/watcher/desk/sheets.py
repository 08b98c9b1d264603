"""Writes tables as CSV, JSON or XLSX. No cell is ever a formula."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence

from watcher.desk.formats import TableFormat
from watcher.desk.record_tables import LICENCE, Cell, RecordTable
from watcher.model.cells import plain_cell
from watcher.model.errors import ConfigError, install_extra

_WIDEST = 60


def written(table: RecordTable, format_: TableFormat) -> bytes:
    """The table as a file. `ConfigError` if the library for spreadsheets is not installed."""
    match format_:
        case TableFormat.CSV:
            return _csv(table).encode()
        case TableFormat.JSON:
            return _json(table).encode()
        case TableFormat.XLSX:
            return _xlsx(table)


def _csv(table: RecordTable) -> str:
    file = io.StringIO()
    rows = csv.writer(file, lineterminator="\n")
    rows.writerow(column.name for column in table.columns)
    rows.writerows([_plain(cell) for cell in row] for row in table.rows)
    return file.getvalue()


def _plain(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case bool():
            return "true" if cell else "false"
        case int():
            return str(cell)
        case str():
            return plain_cell(cell)


def _json(table: RecordTable) -> str:
    """A list with one object on each line."""
    lines = [json.dumps(document, ensure_ascii=False) for document in table.documents()]
    return "[\n" + ",\n".join(lines) + "\n]\n" if lines else "[]\n"


def _xlsx(table: RecordTable) -> bytes:
    try:
        from xlsxwriter import Workbook
    except ModuleNotFoundError:
        raise ConfigError(f"XLSX needs one more package. {install_extra('desk')}") from None
    file = io.BytesIO()
    book = Workbook(file, {"in_memory": True})
    bold = book.add_format({"bold": True})
    sheet = book.add_worksheet(table.name)
    _fill(sheet, [tuple(column.name for column in table.columns), *table.rows], bold)
    sheet.freeze_panes(1, 0)
    if table.rows:
        sheet.autofilter(0, 0, len(table.rows), len(table.columns) - 1)
    about = book.add_worksheet("about")
    _fill(about, _about(table), bold)
    book.close()
    return file.getvalue()


def _about(table: RecordTable) -> list[tuple[Cell, ...]]:
    """The second sheet: completeness, licence, and what each column says."""
    complete = [("completeness" if not place else None, line) for place, line in enumerate(table.completeness)]
    columns = [(column.name, column.meaning) for column in table.columns]
    return [("about", f"the table of {table.name}"), *complete, ("licence", LICENCE), (), ("column", ""), *columns]


def _fill(sheet: object, rows: Sequence[Sequence[Cell]], bold: object) -> None:
    widths: dict[int, int] = {}
    for number, row in enumerate(rows):
        for place, cell in enumerate(row):
            _put(sheet, number, place, cell, bold if number == 0 else None)
            widths[place] = min(_WIDEST, max(widths.get(place, 0), len(str(cell)) + 2 if cell is not None else 0))
    for place, width in widths.items():
        sheet.set_column(place, place, width)  # type: ignore[attr-defined]


def _put(sheet: object, row: int, place: int, cell: Cell, format_: object) -> None:
    match cell:
        case None:
            return
        case bool():
            sheet.write_boolean(row, place, cell, format_)  # type: ignore[attr-defined]
        case int():
            sheet.write_number(row, place, cell, format_)  # type: ignore[attr-defined]
        case str():
            # never `write`: it would guess formulas and links
            sheet.write_string(row, place, cell, format_)  # type: ignore[attr-defined]
