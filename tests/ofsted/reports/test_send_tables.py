"""Rows of the ruled tables of area SEND reports, one item a row, whatever the page breaks do to them."""

from __future__ import annotations

from dataclasses import dataclass

from watcher.ofsted.reports.ruled_tables import CELL, ROW, TABLE, rows_of, ruled_rows, without_tables
from watcher.ofsted.reports.send_tables import read_tables


def paged(*rows: tuple[str, ...], text: str = "Some text") -> str:
    return text + TABLE + "".join(ROW + CELL.join(row) for row in rows)


HEAD = ("Responsible body", "Areas for priority action")
BODY = "Eastmere Council and\nEastmere ICB"


def test_a_row_is_an_item_with_who_must_act() -> None:
    tables = read_tables([paged(HEAD, (BODY, "Leaders should plan\njointly."), (BODY, "Leaders should act."))])
    assert [(item.text, item.body, item.page) for item in tables.priority] == [
        ("Leaders should plan jointly.", "Eastmere Council and Eastmere ICB", 1),
        ("Leaders should act.", "Eastmere Council and Eastmere ICB", 1),
    ]


def test_a_row_that_a_page_cuts_in_two_stays_one_item() -> None:
    first = paged(HEAD, (BODY, "Leaders ensure that:"))
    second = paged(
        ("", "• plans are kept."), (BODY, "Leaders listen."), ("Areas for improvement",), ("Waits are long",)
    )
    third = paged(("for many children.",), ("Leaders share.",))
    tables = read_tables([first, second, third])
    assert [item.text for item in tables.priority] == [
        "Leaders ensure that: • plans are kept.",
        "Leaders listen.",
    ]
    assert [item.text for item in tables.improve] == [
        "Waits are long for many children.",
        "Leaders share.",
    ]


def test_the_next_table_ends_the_list() -> None:
    details = (("Local authority", "Integrated care board"), ("Eastmere Council", "NHS Eastmere"))
    tables = read_tables([paged(("Areas for improvement",), ("Leaders should share.",), *details)])
    assert [item.text for item in tables.improve] == ["Leaders should share."]


def test_without_rules_there_are_no_tables() -> None:
    assert read_tables(["Areas for improvement\nLeaders should share."]).improve == ()
    assert rows_of("Some text") == []
    assert without_tables(paged(HEAD)) == "Some text"


@dataclass
class Drawn:
    """Something drawn on a page, by its bounds."""

    bounds: tuple[float, float, float, float]
    type: int = 2

    def get_bounds(self) -> tuple[float, float, float, float]:
        return self.bounds


@dataclass
class DrawnPage:
    drawn: list[Drawn]

    def get_objects(self, *, max_depth: int) -> list[Drawn]:
        return self.drawn


def test_rows_stand_between_upright_rules_of_one_height() -> None:
    uprights = [Drawn((x, bottom, x + 1, top)) for bottom, top in ((600, 700), (500, 600)) for x in (57, 218, 531)]
    others = [Drawn((57, 600, 531, 601)), Drawn((57, 600, 58, 700), type=1), Drawn((57, 500, 531, 700))]
    rows = ruled_rows(DrawnPage([*others, *uprights]))
    assert [[(round(left), round(right)) for left, _, right, _ in row] for row in rows] == [[(57, 218), (218, 531)]] * 2
    assert rows[0][0][3] > rows[1][0][3]
