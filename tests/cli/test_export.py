"""`watcher export` and `watcher import`, as a person uses them on the first day."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from tests.support.council_history import fill, graded
from tests.support.inside import inside
from tests.support.program import configure
from tests.support.stores import new_store
from watcher.model.report import Improvement

LEICESTER, DERBY, NOTTINGHAM = "80482", "80459", "80533"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A deployment that has read some pages and has recorded no change."""
    folder = tmp_path_factory.mktemp("deployment")
    configure(folder, "https://reports.example")
    with new_store(folder / "state") as store:
        homes = Improvement("The sufficiency of homes for children in care.", page=2)
        fill(
            store,
            [
                graded(LEICESTER, date(2021, 11, 12), "GGG", "G", improve=(homes,)),
                graded(LEICESTER, date(2025, 1, 29), "RRRR", "R", improve=(homes,)),
                graded(DERBY, date(2022, 5, 24), "OOG", "O", unread=True),
                graded(NOTTINGHAM, date(2022, 9, 5), "III", "I", held="two grades"),
            ],
        )
    return folder


def rows(folder: Path, *arguments: str) -> list[dict[str, str]]:
    ended = inside(folder, "export", *arguments)
    assert ended.code == 0, ended.err
    return list(csv.DictReader(io.StringIO(ended.out)))


def test_the_grades_that_stand_on_a_day_are_one_command(folder: Path) -> None:
    found = rows(folder, "judgements", "--region", "East Midlands", "--as-of", "2025-02-01")
    overall = [(row["authority"], row["grade"], row["held"]) for row in found if row["judgement"] in ("overall", "")]
    assert overall == [
        ("Derby", "", "true"),
        ("Leicester", "requires_improvement", "false"),
        ("Nottingham", "", "true"),
    ]
    earlier = rows(folder, "judgements", "--authority", "Leicester", "--as-of", "2025-01-28")
    assert {(row["grade"], row["since"]) for row in earlier} == {("good", "2021-11-12")}


def test_who_declined_in_care_leavers_since_2023_is_one_command(folder: Path) -> None:
    asked = ("judgements", "--judgement", "care_leavers", "--change", "declined", "--since", "2023-01-01")
    [row] = rows(folder, *asked)
    assert (row["authority"], row["previous"], row["grade"], row["steps"]) == (
        "Leicester",
        "good",
        "requires_improvement",
        "-1",
    )
    assert row["basis"] == "compared with the former combined judgement"


def test_what_the_table_rests_on_is_said_beside_it(folder: Path) -> None:
    said = inside(folder, "export", "judgements", "--region", "East Midlands").err.splitlines()
    assert said[0] == "3 of 4 graded reports read, 1 held"
    assert "Reports not read yet: Derby" in said
    assert "Held reports: Nottingham" in said
    assert any(line.startswith("Not followed: Derbyshire, ") for line in said)


def test_items_that_come_again_are_marked(folder: Path) -> None:
    found = rows(folder, "improvements")
    assert [(row["published"], row["recurrence"], row["pdf_page"]) for row in found] == [
        ("2021-11-12", "", "2"),
        ("2025-01-29", "again", "2"),
    ]
    assert found[0]["url"].endswith("#page=2")


def test_authorities_have_their_neighbours_and_the_report_that_stands(folder: Path) -> None:
    [leicester] = rows(folder, "authorities", "--authority", "Leicester")
    assert (leicester["newest_published"], leicester["overall"]) == ("2025-01-29", "requires_improvement")
    assert len(leicester["neighbours"].split("; ")) == 10
    all_ = rows(folder, "authorities", "--as-of", "2026-01-01")
    assert len(all_) == 153 and all(not row["abolished_on"] for row in all_)


@pytest.mark.parametrize("table", ["reports", "changes", "coverage"])
def test_every_table_has_its_columns_before_anything_changed(folder: Path, table: str) -> None:
    ended = inside(folder, "export", table, "--format", "json")
    assert ended.code == 0 and isinstance(json.loads(ended.out), list)


def test_a_name_that_nobody_has_is_refused_with_a_hint(folder: Path) -> None:
    ended = inside(folder, "export", "judgements", "--authority", "Leicster")
    assert ended.code == 2 and "Did you mean Leicester" in ended.err


def test_what_selects_judgements_selects_nothing_else(folder: Path) -> None:
    ended = inside(folder, "export", "reports", "--grade", "good")
    assert ended.code == 2 and "Leave them out" in ended.err


@pytest.mark.parametrize("option", ["--grade", "--judgement", "--change"])
def test_a_word_that_nobody_knows_is_refused_with_those_that_are_known(folder: Path, option: str) -> None:
    ended = inside(folder, "export", "judgements", option, "fine")
    assert ended.code == 2 and f"{option} 'fine' is not known. Expected one of " in ended.err


# --- import ---------------------------------------------------------------------------------------


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Path]:
    """A new deployment that has read one report of Leicester and knows that there is an older one."""
    configure(tmp_path, "https://reports.example")
    with new_store(tmp_path / "state") as store:
        fill(
            store,
            [
                graded(LEICESTER, date(2021, 11, 12), "GGG", "G", unread=True),
                graded(LEICESTER, date(2025, 1, 29), "RRRR", "R"),
            ],
        )
    yield tmp_path


def test_an_imported_history_fills_what_was_not_read_and_says_so(folder: Path, other: Path) -> None:
    table = other / "history.csv"
    assert inside(folder, "export", "judgements", "--out", str(table)).code == 0
    ended = inside(other, "import", "judgements", str(table))
    assert (ended.code, ended.out) == (0, "imported 2 reports, 5 rows without a grade left out\n")
    found = rows(other, "judgements", "--authority", "Leicester", "--judgement", "overall")
    assert [(row["published"], row["grade"], row["origin"], row["previous"]) for row in found] == [
        ("2021-11-12", "good", "imported", ""),
        ("2025-01-29", "requires_improvement", "read", "good"),
    ]


def test_an_import_is_undone_and_then_the_one_before(folder: Path, other: Path) -> None:
    table, part = other / "history.csv", other / "part.csv"
    assert inside(folder, "export", "judgements", "--out", str(table)).code == 0
    lines = table.read_text(encoding="utf-8").splitlines(keepends=True)
    part.write_text(lines[0] + next(line for line in lines if ",good," in line), encoding="utf-8")
    was = rows(other, "judgements")
    for file in (table, part):
        assert inside(other, "import", "judgements", str(file)).code == 0
    assert inside(other, "import", "undo").out.startswith("removed 1 report imported on ")
    assert inside(other, "import", "undo").code == 0
    assert rows(other, "judgements") == was
    ended = inside(other, "import", "undo")
    assert (ended.code, ended.err) == (1, "watcher: No judgements are imported. Nothing to undo.\n")


@pytest.mark.parametrize(
    ("column", "cell", "said"),
    [
        ("authority_urn", "1", "Line 2: authority_urn is '1'. Expected the URN of a council"),
        ("published", "29/01/2025", "Line 2: published is '29/01/2025'. Expected an ISO date"),
        ("grade", "great", "Line 2: grade is 'great'. Expected outstanding, good"),
        ("judgement", "all", "Line 2: judgement is 'all'. Expected"),
        ("kind", "focused_visit", "Line 2: kind is 'focused_visit'. Expected"),
        ("published", "2999-01-01", "Line 2: published is '2999-01-01'. Expected a day that has come"),
        ("pdf_page", "²", "Line 2: pdf_page is '²'. Expected the number of a page"),
        ("pdf_page", "two", "Line 2: pdf_page is 'two'. Expected the number of a page"),
        ("inspected_from", "June", "Line 2: inspected_from is 'June'. Expected an ISO date"),
        ("inspected_to", "2016-01-01", "Line 2: inspected_to is '2016-01-01'. Expected no day before"),
        ("url", "javascript:alert(1)", "Line 2: url is 'javascript:alert(1)'. Expected a web address"),
    ],
)
def test_one_wrong_cell_refuses_the_whole_file_with_its_line(other: Path, column: str, cell: str, said: str) -> None:
    good = {
        "authority_urn": LEICESTER,
        "file_id": "50004397",
        "kind": "sif_reinspection",
        "published": "2017-09-04",
        "judgement": "overall",
        "grade": "requires_improvement",
        "url": "https://files.ofsted.gov.uk/v1/file/50004397",
        "inspected_from": "2017-06-19",
        "inspected_to": "2017-06-22",
        "pdf_page": "1",
    }
    table = other / "history.csv"
    with table.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(good))
        writer.writeheader()
        writer.writerow(good | {column: cell})
    ended = inside(other, "import", "judgements", str(table))
    assert ended.code == 2 and said in ended.err
    assert [row["origin"] for row in rows(other, "judgements", "--judgement", "overall")] == ["read"]


def test_a_file_without_the_columns_or_in_another_encoding_is_refused(other: Path) -> None:
    table = other / "history.csv"
    table.write_text("a,b\n1,2\n", encoding="utf-8")
    assert "no column authority_urn, file_id" in inside(other, "import", "judgements", str(table)).err
    table.write_bytes(b"\xff\xfe")
    assert "not UTF-8" in inside(other, "import", "judgements", str(table)).err
    table.write_text(f"{'a' * 200_000},b\n", encoding="utf-8")
    assert "Line 1 is not CSV" in inside(other, "import", "judgements", str(table)).err
    assert "Can't read" in inside(other, "import", "judgements", str(other / "none.csv")).err


def test_a_held_row_that_a_spreadsheet_saved_gives_no_grade(other: Path) -> None:
    table = other / "history.csv"
    table.write_text(
        "authority_urn,file_id,kind,published,judgement,grade,held\n"
        f"{LEICESTER},50004397,sif,2017-09-04,overall,good,TRUE\n",
        encoding="utf-8",
    )
    ended = inside(other, "import", "judgements", str(table))
    assert ended.out == "imported 0 reports, 1 row without a grade left out\n"
