"""The exported judgements of all real reports, cell by cell against what is known, also read again from XLSX."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.support.inside import inside
from tests.support.real_record import Row, grades_of, real_record, truth_of
from watcher.ofsted.authorities import gazetteer

pytestmark = pytest.mark.shared

COLUMNS = (  # noqa: SIM905
    "authority_urn,authority,region,file_id,kind,framework,published,inspected_from,inspected_to,judgement,grade,"
    "printed,previous,previous_published,change,steps,basis,since,held,origin,url,provider_url,pdf_page,sha256"
).split(",")
KNOWN = {
    "overall": "overall",
    "leaders": "g_leaders",
    "help_and_protection": "g_help_protection",
    "in_care": "g_in_care",
    "care_leavers": "g_care_leavers",
    "in_care_and_care_leavers": "g_in_care_and_care_leavers",
    "adoption": "g_adoption",
}
RANKS = ("inadequate", "requires_improvement", "good", "outstanding")
COMBINED = "in_care_and_care_leavers"

# A cell of the export, by report, judgement and column.
Cells = dict[tuple[str, str, str], str]


@pytest.fixture(scope="module")
def folder(shared: Path) -> Path:
    return real_record(shared)


@pytest.fixture(scope="module")
def truth(shared: Path) -> dict[str, Row]:
    return truth_of(shared)


@pytest.fixture(scope="module")
def exported(folder: Path) -> list[Row]:
    ended = inside(folder, "export", "judgements")
    assert ended.code == 0, ended.err
    return list(csv.DictReader(io.StringIO(ended.out)))


def judged(row: Row) -> dict[str, str]:
    """The grades of a report as they are known, by judgement."""
    found = {judgement: row[column] for judgement, column in KNOWN.items()}
    found = {} if row["kind"] == "not_a_report" else found
    return {judgement: grade for judgement, grade in found.items() if grade not in ("none", "not_reported")}


def before(truth: dict[str, Row], file_id: str) -> tuple[str, dict[str, str]] | None:
    """The day and the grades of the report before, worked out from what is known alone."""
    row = truth[file_id]
    earlier = [one for one in truth.values() if one["urn"] == row["urn"] and one["published"] < row["published"]]
    newest = max(earlier, key=lambda one: one["published"], default=None)
    return (newest["published"], judged(newest)) if newest else None


def expected(truth: dict[str, Row], file_id: str, judgement: str) -> dict[str, str]:
    """The cells of one judgement that follow from what is known."""
    row, grade, was = truth[file_id], judged(truth[file_id])[judgement], before(truth, file_id)
    cells = {
        "authority_urn": row["urn"],
        "kind": row["kind"],
        "published": row["published"],
        "inspected_from": row["inspection_start"],
        "inspected_to": row["inspection_end"],
        "grade": grade,
        "held": "false",
        "origin": "read",
        "url": row["file_url"],
    }
    if was is None:
        return cells | {"previous": "", "change": "first", "steps": "", "since": row["published"]}
    parent = COMBINED if judgement in ("in_care", "care_leavers") else judgement
    parts = {was[1].get("in_care"), was[1].get("care_leavers")}
    both = next(iter(parts)) if judgement == COMBINED and len(parts) == 1 else None
    previous = was[1].get(judgement) or was[1].get(parent) or both
    if was[1] == {}:
        # an old link that has died: what was before is not known
        return cells | {"previous": "", "change": "not-comparable", "steps": "", "since": ""}
    if is_of_2013(truth, row) != is_of_2013(truth, row, was[0]) and previous:
        return cells | {"previous": previous, "change": "not-comparable", "steps": "", "since": row["published"]}
    if previous is None:
        return cells | {"previous": "", "change": "new-judgement", "steps": "", "since": row["published"]}
    steps = RANKS.index(grade) - RANKS.index(previous)
    moved = "improved" if steps > 0 else "declined" if steps < 0 else "unchanged"
    same = was[1].get(judgement) == grade
    earlier = next(one for one in truth if truth[one]["urn"] == row["urn"] and truth[one]["published"] == was[0])
    since = expected(truth, earlier, judgement)["since"] if same else row["published"]
    return cells | {
        "previous": previous, "previous_published": was[0], "change": moved, "steps": str(steps), "since": since,
    }  # fmt: skip


def is_of_2013(truth: dict[str, Row], row: Row, published: str = "") -> bool:
    """Whether a report, or the one of that day, is graded on the scale that ended in 2013."""
    when = published or row["published"]
    return any(
        one["kind"] == "lac_2013" for one in truth.values() if (one["urn"], one["published"]) == (row["urn"], when)
    )


def wrong_cells(truth: dict[str, Row], rows: list[Row]) -> Iterator[tuple[str, ...]]:
    by_place = {(row["file_id"], row["judgement"]): row for row in rows}
    held = {row["file_id"] for row in rows if row["held"] == "true"}
    for file_id, known in truth.items():
        for judgement in judged(known) if file_id not in held else ():
            row = by_place.get((file_id, judgement))
            if row is None:
                yield (file_id, judgement, "no row")
                continue
            for column, cell in expected(truth, file_id, judgement).items():
                if row[column] != cell:
                    yield (file_id, judgement, column, row[column], cell)


def test_every_cell_of_every_real_report_is_as_known(exported: list[Row], truth: dict[str, Row]) -> None:
    assert list(exported[0]) == COLUMNS
    assert {row["file_id"] for row in exported} >= set(truth)
    assert list(wrong_cells(truth, exported)) == []


def test_no_row_gives_a_grade_that_is_not_known(exported: list[Row], truth: dict[str, Row]) -> None:
    graded = [row for row in exported if row["grade"]]
    graded = [row for row in graded if row["judgement"] in KNOWN]
    assert [row for row in graded if judged(truth[row["file_id"]]).get(row["judgement"]) != row["grade"]] == []
    assert [row for row in exported if row["held"] == "true" and (row["grade"] or row["printed"])] == []
    ended = [row for row in exported if not row["grade"] and row["held"] == "false"]
    assert {row["change"] for row in ended} == {"ended"}


def test_the_printed_words_are_those_of_the_report_on_the_page_that_prints_them(
    exported: list[Row], truth: dict[str, Row]
) -> None:
    for row in exported:
        printed = grades_of(truth[row["file_id"]])
        if row["grade"] and row["judgement"] != "overall":
            assert row["printed"] in printed.values(), row
        elif row["grade"] and "Overall effectiveness" in printed:
            assert row["printed"] == printed["Overall effectiveness"], row
        pages = {"ilacs_standard": "1", "ilacs_short": "1"}.get(row["kind"], row["pdf_page"])
        assert row["pdf_page"] == (pages if row["grade"] else "")
        assert bool(row["pdf_page"]) is bool(row["grade"])


def test_names_and_regions_are_ours_and_the_fingerprint_is_of_the_file(exported: list[Row]) -> None:
    for row in exported:
        known = gazetteer().by_urn[row["authority_urn"]]
        assert (row["authority"], row["region"]) == (known.name, known.region)
        assert len(row["sha256"]) == 64
        assert row["provider_url"] == f"https://reports.ofsted.gov.uk/provider/44/{row['authority_urn']}"


def test_the_spreadsheet_read_again_has_the_same_cells_and_no_formula(
    folder: Path, exported: list[Row], tmp_path: Path
) -> None:
    target = tmp_path / "judgements.xlsx"
    ended = inside(folder, "export", "judgements", "--format", "xlsx", "--out", str(target))
    assert ended.code == 0, ended.err
    book = load_workbook(target)
    header, *rows = ([cell.value for cell in row] for row in book["judgements"].iter_rows())
    assert header == COLUMNS
    assert [[as_csv(cell) for cell in row] for row in rows] == [list(row.values()) for row in exported]
    assert not [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    about = [str(row[1].value) for row in book["about"].iter_rows()]
    assert any("graded reports read" in line for line in about)
    assert any("Open Government Licence v3.0" in line for line in about)
    assert [row[0].value for row in book["about"].iter_rows()][-len(COLUMNS) :] == COLUMNS


def test_the_json_has_the_same_rows(folder: Path, exported: list[Row]) -> None:
    documents: list[dict[str, Any]] = json.loads(inside(folder, "export", "judgements", "--format", "json").out)
    assert [{name: as_csv(cell) for name, cell in one.items()} for one in documents] == exported


def as_csv(cell: Any) -> str:
    return "" if cell is None else str(cell).lower() if isinstance(cell, bool) else str(cell)


def test_completeness_counts_what_was_read_and_what_is_held(folder: Path, truth: dict[str, Row]) -> None:
    first = inside(folder, "export", "judgements").err.splitlines()[0]
    assert first.startswith(f"{len(truth)} of {len(truth)} graded reports read, ")


@pytest.mark.parametrize("table", ["reports", "improvements", "changes", "authorities", "coverage"])
def test_every_table_is_written_from_what_is_on_record_alone(folder: Path, table: str, tmp_path: Path) -> None:
    target = tmp_path / f"{table}.xlsx"
    assert inside(folder, "export", table, "--format", "xlsx", "--out", str(target)).code == 0
    rows = inside(folder, "export", table, "--authority", "Leicester")
    assert rows.code == 0
    assert load_workbook(target)[table].max_column == len(rows.out.splitlines()[0].split(","))
