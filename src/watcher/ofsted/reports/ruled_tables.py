"""Tables that only their rules part into rows: where the rules are on a page, and what the rows say.

The process that opens a PDF adds the rows of each page behind its text, set apart by separators that no text has.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, pairwise
from typing import Protocol

#: the separators of ASCII: of the tables from the text of a page, of rows, and of the cells of a row
TABLE, ROW, CELL = "\x1d", "\x1e", "\x1f"

#: a rule is at most so thick, a row at least so high and a cell at least so wide, in points
_THICK, _HIGH, _WIDE = 2.0, 8.0, 30.0
#: the tails of the letters above hang into a row by less than this
_TAIL = 3.0
#: a page of a report never has more than this
_MOST_OBJECTS, _MOST_ROWS = 20_000, 200
_PATH = 2

Box = tuple[float, float, float, float]


class PageObject(Protocol):
    """What PDFium gives for anything drawn on a page."""

    type: int

    def get_bounds(self) -> Box: ...


class DrawnPage(Protocol):
    """A page of which the objects can be had."""

    def get_objects(self, *, max_depth: int) -> Iterable[PageObject]: ...


def ruled_rows(page: DrawnPage) -> list[tuple[Box, ...]]:
    """The cells of each row, from the top: between two upright rules of one height."""
    uprights: dict[tuple[int, int], set[float]] = defaultdict(set)
    for drawn in islice(page.get_objects(max_depth=3), _MOST_OBJECTS):
        if drawn.type == _PATH:
            left, bottom, right, top = drawn.get_bounds()
            if right - left <= _THICK and top - bottom >= _HIGH:
                uprights[round(top), round(bottom)].add(left)
    rows = [tuple(_cells(sorted(xs), top, bottom)) for (top, bottom), xs in sorted(uprights.items(), reverse=True)]
    return [row for row in rows if row][:_MOST_ROWS]


def _cells(uprights: Sequence[float], top: int, bottom: int) -> Iterator[Box]:
    for left, right in pairwise(uprights):
        if right - left >= _WIDE:
            yield left, bottom + _TAIL / 3, right, top - _TAIL


def without_tables(page: str) -> str:
    """The text of a page alone."""
    return page.partition(TABLE)[0]


def rows_of(page: str) -> list[tuple[str, ...]]:
    """The cells of each row of a page's tables, lines joined."""
    return [tuple(row.split(CELL)) for row in page.partition(TABLE)[2].split(ROW)[1:]]
