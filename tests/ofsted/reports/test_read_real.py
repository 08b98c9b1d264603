"""Every column of what is known about the real reports: right, or held; no grade wrong."""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from watcher.model.errors import ReportError
from watcher.model.report import Report
from watcher.ofsted.reports.pdf import PdfReader
from watcher.ofsted.reports.read import read_report
from watcher.ofsted.reports.text import flatten, text_of_pages

pytestmark = pytest.mark.shared

Row = dict[str, str]

COLUMNS = {
    "leaders": "g_leaders",
    "help_and_protection": "g_help_protection",
    "in_care": "g_in_care",
    "care_leavers": "g_care_leavers",
    "in_care_and_care_leavers": "g_in_care_and_care_leavers",
    "adoption": "g_adoption",
}


def rows(folder: Path) -> list[Row]:
    with (folder / "truth.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def read_all(folder: Path) -> Iterator[tuple[Row, Report | ReportError]]:
    with PdfReader() as reader:
        for row in rows(folder):
            try:
                yield row, read_report(reader.text_of((folder / row["file"]).read_bytes()))
            except ReportError as error:
                yield row, error


@pytest.fixture(scope="module")
def readings(shared: Path) -> list[tuple[Row, Report | ReportError]]:
    return list(read_all(shared / "reports"))


@pytest.fixture(scope="module")
def reports(readings: list[tuple[Row, Report | ReportError]]) -> list[tuple[Row, Report]]:
    return [(row, reading) for row, reading in readings if isinstance(reading, Report)]


@pytest.fixture(scope="module")
def send_reports(shared: Path) -> list[tuple[Row, Report]]:
    return [(row, reading) for row, reading in read_all(shared / "reports_send") if isinstance(reading, Report)]


def grade_cells(row: Row, report: Report) -> Iterator[tuple[str, str, str]]:
    """Column, what is known and what was read, for every grade of a report."""
    read = {judgement.id.value: judgement.grade.value for judgement in report.judgements}
    yield "overall", row["overall"], report.overall.value if report.overall else "not_reported"
    yield "g_lscb", row["g_lscb"], report.board.value if report.board else "none"
    for judgement, column in COLUMNS.items():
        yield column, row[column], read.get(judgement, "none")


def share(pairs: list[tuple[Row, Report]], column: str, read: dict[str, str]) -> None:
    """At least 99 of 100 reports have what is known in a column."""
    wrong = {row["file"]: read[row["file"]] for row, _ in pairs if read[row["file"]] != row[column]}
    assert len(wrong) * 100 <= len(pairs), wrong


def test_only_what_is_no_report_is_refused(readings: list[tuple[Row, Report | ReportError]]) -> None:
    refused = [row["kind"] for row, reading in readings if isinstance(reading, ReportError)]
    assert refused == ["not_a_report"]


def test_at_most_one_in_a_hundred_is_held(reports: list[tuple[Row, Report]]) -> None:
    held = {row["file"]: report.problems for row, report in reports if report.held}
    assert len(held) * 100 <= len(reports), held


def test_no_grade_is_wrong(reports: list[tuple[Row, Report]]) -> None:
    wrong = [
        (row["file"], *cell)
        for row, report in reports
        if not report.held
        for cell in grade_cells(row, report)
        if cell[1] != cell[2]
    ]
    assert wrong == []
    cells = Counter(cell[2] for row, report in reports for cell in grade_cells(row, report))
    assert sum(cells.values()) - cells["none"] - cells["not_reported"] > 700


def test_labels_and_words_are_as_printed(reports: list[tuple[Row, Report]]) -> None:
    def words(text: str) -> str:
        return " ".join(text.split()).strip(" .").lower()

    for row, report in reports:
        known = {
            words(label).lstrip("0123456789. "): words(word) for label, word in json.loads(row["judgements_printed"])
        }
        read = {words(each.label).lstrip("0123456789. "): words(each.printed) for each in report.judgements}
        assert read.items() <= known.items(), row["file"]


def test_kinds(reports: list[tuple[Row, Report]]) -> None:
    share(reports, "kind", {row["file"]: report.kind.value for row, report in reports})


def test_inspection_periods(reports: list[tuple[Row, Report]]) -> None:
    read = {
        row["file"]: json.dumps([[day.isoformat() for day in period] for period in report.inspection_periods])
        for row, report in reports
    }
    share(reports, "inspection_periods", read)


def test_lead_inspectors(reports: list[tuple[Row, Report]]) -> None:
    share(reports, "lead_inspector", {row["file"]: "; ".join(report.lead_inspectors) for row, report in reports})


def test_printed_dates_of_publication(reports: list[tuple[Row, Report]]) -> None:
    read = {
        row["file"]: report.published_printed.isoformat() if report.published_printed else "" for row, report in reports
    }
    share(reports, "published_printed", read)


def test_numbers_of_improvement_items(reports: list[tuple[Row, Report]]) -> None:
    listed = [(row, report) for row, report in reports if row["n_improve"]]
    share(listed, "n_improve", {row["file"]: str(len(report.improve)) for row, report in listed})
    assert all(not report.improve for row, report in reports if not row["n_improve"])


def test_improvement_items_are_whole_sentences_of_the_list(reports: list[tuple[Row, Report]]) -> None:
    items = [item for _, report in reports for item in report.improve]
    assert all(10 < len(item.text) < 600 for item in items)
    for item in items:
        assert "cross-referenced" not in item.text
        assert "Inspection of" not in item.text


def test_paragraphs_are_found_in_every_report(reports: list[tuple[Row, Report]]) -> None:
    for row, report in reports:
        numbered = {passage.paragraph for passage in report.passages if passage.paragraph}
        assert len(numbered) > 20, row["file"]
        topics = {passage.topic for passage in report.passages}
        assert {each.id.value for each in report.judgements} <= topics, row["file"]


def test_names_of_authorities(reports: list[tuple[Row, Report]]) -> None:
    for row, report in reports:
        name = row["la_name"].replace("St.", "St")
        assert name in report.authority.replace("St.", "St"), row["file"]


def test_rows_of_area_send_tables(send_reports: list[tuple[Row, Report]], shared: Path) -> None:
    """One item a row: each begins as a sentence does, ends as one, and stands in the text of the report."""
    numbers: Counter[str] = Counter()
    with PdfReader() as reader:
        for row, report in send_reports:
            failing = row["outcome"] == "widespread_systemic_failings"
            assert bool(report.priority_action) is failing, row["file"]
            assert all(item.body for item in report.priority_action), row["file"]
            flat = text_of_pages(reader.text_of((shared / "reports_send" / row["file"]).read_bytes())).flat
            for item in (*report.improve, *report.priority_action):
                assert item.text[0].isupper(), (row["file"], item.text)
                assert item.text.endswith("."), (row["file"], item.text)
                assert flatten(item.text) in flat, (row["file"], item.text)
            numbers.update(improve=len(report.improve), priority=len(report.priority_action))
    print(dict(numbers))
    assert numbers == {"improve": 54, "priority": 20}


def test_area_send_outcomes(send_reports: list[tuple[Row, Report]], shared: Path) -> None:
    assert len(send_reports) == len(rows(shared / "reports_send"))
    for row, report in send_reports:
        assert report.problems == (), row["file"]
        assert [each.grade.value for each in report.judgements] == [row["outcome"]]
        assert report.judgements[0].printed == " ".join(row["outcome_text"].split())
        assert report.authority == row["partnership"]
        assert [day.isoformat() for day in report.inspection_periods[0]] == [
            row["inspection_start"],
            row["inspection_end"],
        ]
        assert report.passages[0].text == row["previous_inspection_printed"]
        assert report.improve
        assert report.strengths
