"""Tables in three formats: nothing in them is a formula, and an empty cell is empty."""

from __future__ import annotations

import io
import json

import pytest
from openpyxl import load_workbook

from watcher.desk.formats import TableFormat
from watcher.desk.record_tables import Column, RecordTable
from watcher.desk.sheets import written
from watcher.model.cells import plain_cell, typed_cell

HOSTILE = (
    '=HYPERLINK("https://x.example")', "+1+1", "-1+1", "@SUM(A1)", "plain", "https://x.example", "{=1}", "＝1", "'=1",
)  # fmt: skip


def table(*cells: str | int | bool | None) -> RecordTable:
    columns = tuple(Column(f"c{place}", "what it says") for place in range(len(cells)))
    return RecordTable("reports", columns, [cells], ("1 of 1 graded reports read, 0 held",))


@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_that_looks_like_a_formula_stays_a_text_in_every_format(text: str) -> None:
    book = load_workbook(io.BytesIO(written(table(text), TableFormat.XLSX)))
    cell = book["reports"]["A2"]
    assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)
    _, cell_of_csv = written(table(text), TableFormat.CSV).decode().splitlines()
    assert cell_of_csv.strip('"')[0] not in "=+-@＝"
    assert typed_cell(plain_cell(text)) == text
    assert json.loads(written(table(text), TableFormat.JSON)) == [{"c0": text}]


def test_numbers_stay_numbers_and_true_is_true() -> None:
    made = table(-1, True, False, None)
    assert written(made, TableFormat.CSV).decode() == "c0,c1,c2,c3\n-1,true,false,\n"
    book = load_workbook(io.BytesIO(written(made, TableFormat.XLSX)))
    assert [cell.value for cell in book["reports"][2]] == [-1, True, False, None]


def test_the_second_sheet_says_what_the_table_rests_on_whose_it_is_and_what_each_column_means() -> None:
    book = load_workbook(io.BytesIO(written(table("x"), TableFormat.XLSX)))
    about = {str(row[0].value): row[1].value for row in book["about"].iter_rows()}
    assert about["completeness"] == "1 of 1 graded reports read, 0 held"
    assert "Open Government Licence v3.0" in str(about["licence"])
    assert about["c0"] == "what it says"


def test_an_empty_table_has_its_columns() -> None:
    empty = RecordTable("reports", (Column("a", ""),), [], ())
    assert written(empty, TableFormat.CSV) == b"a\n"
    assert json.loads(written(empty, TableFormat.JSON)) == []
    assert load_workbook(io.BytesIO(written(empty, TableFormat.XLSX)))["reports"].max_row == 1
