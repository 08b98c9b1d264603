"""The ruled tables of an area SEND report: what needs priority action and by whom, and what needs to improve."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from watcher.model.report import Improvement
from watcher.ofsted.reports.ruled_tables import rows_of
from watcher.ofsted.reports.text import BULLET, DASH, POINT, clean_text, flatten

_PRIORITY = frozenset({"areasforpriorityaction", "areaforpriorityaction"})
_IMPROVE = frozenset({"areasforimprovement", "areaforimprovement"})

#: how many cells a row of each table has; the next table has other ones
_CELLS = {"priority": 2, "improve": 1}


@dataclass(frozen=True, slots=True)
class SendTables:
    """The rows of both tables, one item a row, in printed order."""

    priority: tuple[Improvement, ...] = ()
    improve: tuple[Improvement, ...] = ()


def read_tables(pages: Sequence[str]) -> SendTables:
    """Both tables of the report whose pages these are; empty where no rules were found."""
    found: dict[str, list[Improvement]] = {"priority": [], "improve": []}
    table = ""
    for page, cells in _rows(pages):
        if name := _headed(cells):
            table = name
        elif len(cells) != _CELLS.get(table):
            table = ""
        elif cells[-1]:
            _add(found[table], cells, page)
    return SendTables(tuple(found["priority"]), tuple(found["improve"]))


def _rows(pages: Sequence[str]) -> Iterator[tuple[int, tuple[str, ...]]]:
    for number, page in enumerate(pages, 1):
        for row in rows_of(page):
            yield number, tuple(clean_text(cell) for cell in row)


def _headed(cells: Sequence[str]) -> str:
    """Which table begins with this row."""
    heading = flatten(cells[-1])
    return "priority" if heading in _PRIORITY else "improve" if heading in _IMPROVE else ""


def _add(items: list[Improvement], cells: Sequence[str], page: int) -> None:
    """A row as an item; one that a page cut in two goes on with the row above."""
    body, text = (cells[0] if len(cells) > 1 else ""), cells[-1]
    last = items[-1] if items else None
    if last and last.page != page and _goes_on(last, body, text, apart=len(cells) > 1):
        joined = replace(last, text=f"{last.text} {text}", body=" ".join(filter(None, (last.body, body))) or None)
        items[-1] = joined
        return
    items.append(Improvement(text, page=page, body=body or None))


def _goes_on(last: Improvement, body: str, text: str, *, apart: bool) -> bool:
    """Whether the first row of a page is the rest of the last row of the page before."""
    unfinished = not last.text.endswith((".", "!", "?"))
    begun = text[:1].islower() or text.startswith((BULLET, POINT, DASH))
    return unfinished or begun or (apart and not body)
