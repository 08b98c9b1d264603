"""Every letter known word for word, against what was checked by hand. `pytest -s` prints the figures."""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from watcher.model.report import LETTERS, Report
from watcher.ofsted.reports.pdf import PdfReader
from watcher.ofsted.reports.read import read_report

pytestmark = pytest.mark.shared

Row = dict[str, str]
Pairs = list[tuple[Row, Report]]

LISTS = ("priority", "improve", "strengths")


@pytest.fixture(scope="module")
def letters(shared: Path) -> Pairs:
    folder = shared / "letters"
    with (folder / "truth.csv").open(encoding="utf-8", newline="") as file, PdfReader() as reader:
        return [(row, read_report(reader.text_of((folder / row["file"]).read_bytes()))) for row in csv.DictReader(file)]


def words(text: str) -> str:
    """A text for comparing: single spaces, and one kind of dash, for that is all the reading changes."""
    return " ".join(text.replace("−", "–").replace("⎯", "–").split())


def known_items(row: Row, column: str) -> list[tuple[str, str | None]]:
    return [(words(item["text"]), item["tag"]) for item in json.loads(row[column])]


def read_items(report: Report, column: str) -> list[tuple[str, str | None]]:
    if column == "strengths":
        return [(words(item.text), None) for item in report.strengths]
    items = report.improve if column == "improve" else report.priority_action
    return [(words(item.text), item.tag) for item in items]


def wrong(letters: Pairs, column: str, read: Iterable[Any], known: Iterable[Any]) -> dict[str, tuple[Any, Any]]:
    """What differs, by file: what is known and what was read."""
    rows = [row["file"] for row, _ in letters]
    differs = {file: (k, r) for file, k, r in zip(rows, known, read, strict=True) if k != r}
    print(f"{column}: {len(rows) - len(differs)} of {len(rows)} letters right")
    return differs


def test_items_word_for_word(letters: Pairs) -> None:
    right = total = extra = 0
    for row, report in letters:
        for column in LISTS:
            known, read = Counter(known_items(row, column)), Counter(read_items(report, column))
            right += (known & read).total()
            total += known.total()
            extra += (read - known).total()
    print(f"items: {right} of {total} word for word, {extra} others read")
    assert right >= total * 0.98
    assert extra <= total * 0.02


def test_no_list_is_longer_or_shorter_than_it_is(letters: Pairs) -> None:
    for column in LISTS:
        known = [len(known_items(row, column)) for row, _ in letters]
        read = [len(read_items(report, column)) for _, report in letters]
        assert wrong(letters, f"length of {column}", read, known) == {}


def test_whether_priority_action_is_asked_for(letters: Pairs) -> None:
    """What is known does not tell "there are none" from silence."""
    read = [str(report.priority_action_status).replace("not_stated", "no") for _, report in letters]
    assert wrong(letters, "priority action", read, [row["priority_action"] for row, _ in letters]) == {}


def test_never_a_grade(letters: Pairs) -> None:
    for row, report in letters:
        assert report.kind in LETTERS, row["file"]
        assert report.problems == (), row["file"]
        assert (report.overall, report.judgements, report.board) == (None, (), None)


def test_kinds_and_names(letters: Pairs) -> None:
    assert wrong(letters, "kind", [r.kind for _, r in letters], [row["kind"] for row, _ in letters]) == {}
    assert (
        wrong(letters, "name", [r.authority for _, r in letters], [row["authority_printed"] for row, _ in letters])
        == {}
    )


def test_days(letters: Pairs) -> None:
    read = [[[day.isoformat() for day in period] for period in r.inspection_periods] for _, r in letters]
    assert wrong(letters, "periods", read, [json.loads(row["inspection_periods"]) for row, _ in letters]) == {}
    printed = [r.published_printed.isoformat() if r.published_printed else "" for _, r in letters]
    differs = wrong(letters, "printed date", printed, [row["published_printed"] for row, _ in letters])
    # one letter prints a year of five digits, which is no date
    assert list(differs.values()) in ([], [("2020-11-06", "")])


def test_inspectors(letters: Pairs) -> None:
    known = [json.loads(row["inspectors"]) for row, _ in letters]
    assert wrong(letters, "inspectors", [list(r.inspectors) for _, r in letters], known) == {}
    leads = [[row["lead"]] if row["lead"] else [] for row, _ in letters]
    assert wrong(letters, "lead", [list(r.lead_inspectors) for _, r in letters], leads) == {}


def test_topics(letters: Pairs) -> None:
    def bare(topics: Iterable[str]) -> list[str]:
        return [topic.strip(" .") for topic in topics]

    known = [bare(json.loads(row["topics"])) for row, _ in letters]
    assert wrong(letters, "topics", [bare(r.topics) for _, r in letters], known) == {}


def test_passages_have_pages(letters: Pairs) -> None:
    for row, report in letters:
        topics = {passage.topic for passage in report.passages}
        assert {"opening", "findings"} & topics, row["file"]
        assert all(1 <= passage.page <= report.pages for passage in report.passages)
