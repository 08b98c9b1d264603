"""The manual describes each column of each table, and a table says what it rests on."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.support.council_history import filled, graded
from watcher.desk.record import chains_of
from watcher.desk.record_documents import IMPROVEMENT_COLUMNS, REPORT_COLUMNS
from watcher.desk.record_judgements import COLUMNS
from watcher.desk.record_others import AUTHORITY_COLUMNS, CHANGE_COLUMNS, COVERAGE_COLUMNS
from watcher.desk.record_tables import Column, Selection, completeness, some_of
from watcher.model.source import Authority

MANUAL = Path(__file__).resolve().parents[2] / "docs" / "record.md"
TABLES = {
    "judgements": COLUMNS,
    "reports": REPORT_COLUMNS,
    "improvements": IMPROVEMENT_COLUMNS,
    "changes": CHANGE_COLUMNS,
    "authorities": AUTHORITY_COLUMNS,
    "coverage": COVERAGE_COLUMNS,
}


@pytest.mark.parametrize("name", TABLES)
def test_the_manual_describes_the_columns_in_their_order(name: str) -> None:
    section = MANUAL.read_text(encoding="utf-8").split(f"### `{name}`\n")[1].split("\n### ")[0]
    rows = [line for line in section.splitlines() if line.startswith("| `")]
    assert rows == [described(column) for column in TABLES[name]]


def described(column: Column) -> str:
    return f"| `{column.name}` | {column.meaning} |"


def test_what_is_missing_is_said_for_what_is_asked_for_alone(tmp_path: Path) -> None:
    authorities = {urn: Authority(urn, name) for urn, name in (("1", "Ashford"), ("2", "Bexhill"), ("3", "Cromer"))}
    documents = [
        graded("1", date(2021, 3, 3), "GGG", "G"),
        graded("1", date(2025, 3, 3), "GGGG", "G", held="two grades"),
        graded("2", date(2025, 3, 3), "GGGG", "G", unread=True),
    ]
    with filled(tmp_path / "state", documents) as store:
        chains = chains_of(store.record.documents())
    said = completeness(chains, Selection(), authorities, {"1", "2"}, {"1", "2", "3"})
    assert said == (
        "2 of 3 graded reports read, 1 held",
        "Reports not read yet: Bexhill",
        "Held reports: Ashford",
        "Page not read yet: Cromer",
    )
    assert completeness(chains, Selection(), authorities, {"1", "2"}, {"1", "2"})[-1] == "Not followed: Cromer"
    early = Selection(frozenset({"1"}), as_of=date(2022, 1, 1))
    assert completeness(chains, early, authorities, {"1", "2"}, {"1", "2"}) == ("1 of 1 graded reports read, 0 held",)
    ended = {"4": Authority("4", "Dulwich", abolished_on=date(2021, 4, 1))}
    assert "Not followed: Dulwich" in completeness({}, Selection(as_of=date(2020, 1, 1)), ended, (), ())
    assert len(completeness({}, Selection(), ended, (), ())) == 1


def test_a_long_list_of_names_ends_in_a_number() -> None:
    assert some_of(["A", "B"]) == "A and B"
    assert some_of([str(number) for number in range(20)]).endswith("11 and 8 more")
