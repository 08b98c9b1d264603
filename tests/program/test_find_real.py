"""`find` on all real documents, against passages that a person chose from the PDFs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.support.inside import inside
from tests.support.real_record import real_record

pytestmark = pytest.mark.shared

# What Leicester's last three reports say of private fostering, read in the PDFs: day, page, paragraph, words.
LEICESTER = [
    ("2025-01-29", 4, 15, "although there are delays in this being done for some children"),
    ("2025-01-29", 9, 54, "children identified as living in private fostering arrangements is not accurate"),
    ("2021-11-12", 4, 12, "visits to review their circumstances are not always timely"),
    ("2021-11-12", 3, None, "The coordination of private fostering support."),
    ("2017-09-04", 8, 3, "all privately fostered children have an individual assessment"),
    ("2017-09-04", 10, None, "some privately fostered children are not seen and assessed quickly enough"),
    ("2017-09-04", 15, 33, "do not receive their own individual assessment of need"),
]


@pytest.fixture(scope="module")
def folder(shared: Path) -> Path:
    return real_record(shared)


def found(folder: Path, *arguments: str) -> list[dict[str, Any]]:
    ended = inside(folder, "find", *arguments, "--json")
    assert ended.code == 0, ended.err
    return [json.loads(line) for line in ended.out.splitlines()]


def test_what_leicesters_last_three_reports_say_about_private_fostering_is_one_command(folder: Path) -> None:
    hits = found(folder, "private fostering", "--authority", "Leicester", "--last", "3")
    assert {hit["published"] for hit in hits} == {"2025-01-29", "2021-11-12", "2017-09-04"}
    for day, page, paragraph, words in LEICESTER:
        assert [hit for hit in hits if (hit["published"], hit["pdf_page"], hit["paragraph"]) == (day, page, paragraph)
                and words in hit["text"]], (day, page)  # fmt: skip
    then = {hit["published"]: hit["grade_then"] for hit in hits if hit["section"] == "help_and_protection"}
    assert then == {"2025-01-29": "requires_improvement", "2021-11-12": "good", "2017-09-04": "requires_improvement"}
    assert all(hit["url"].endswith(f"#page={hit['pdf_page']}") for hit in hits)


def test_letters_are_searched_too_and_the_newest_comes_first(folder: Path) -> None:
    hits = found(folder, "pre-proceedings")
    days = [hit["published"] for hit in hits]
    assert days == sorted(days, reverse=True)
    assert {hit["event"] for hit in hits} >= {"inspection", "focused_visit"}


def test_a_word_of_another_meaning_is_not_found_for_its_stem(folder: Path) -> None:
    hits = found(folder, "sufficiency")
    assert hits and all("sufficiency" in hit["text"].casefold() for hit in hits)
