"""Tables of the record as plain cells: the shape that every export has, and what may be left out of one. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from watcher.desk.record import Chains, existed
from watcher.model.change import Movement
from watcher.model.report import Grade, JudgementId
from watcher.model.source import Authority
from watcher.model.text import clean, joined

# Dates are ISO texts, so that every format shows the same. None is an empty cell.
Cell = str | int | bool | None
# What a spreadsheet takes in one cell.
LONGEST_CELL = 32_000

LICENCE = (
    "Contains public sector information licensed under the Open Government Licence v3.0: Ofsted's reports and letters, "
    "and the names and codes of authorities from the Office for National Statistics and the Department for Education. "
    "Titles of news items belong to those who published them."
)
NAMED_AT_MOST = 12


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its name, and what its cells say."""

    name: str
    meaning: str


@dataclass(frozen=True, slots=True)
class RecordTable:
    """A finished table. Each row has a cell for each column. `completeness` says in sentences what it rests on."""

    name: str
    columns: tuple[Column, ...]
    rows: Sequence[tuple[Cell, ...]]
    completeness: tuple[str, ...]

    def documents(self) -> list[dict[str, Cell]]:
        """The rows by the names of their columns."""
        names = [column.name for column in self.columns]
        return [dict(zip(names, row, strict=True)) for row in self.rows]


@dataclass(frozen=True, slots=True)
class Selection:
    """Which part of the record is asked for. None and empty mean all.

    `since` and `as_of` are days of publication. `urns` are councils.
    """

    urns: frozenset[str] | None = None
    since: date | None = None
    as_of: date | None = None
    judgements: Collection[JudgementId] = ()
    grades: Collection[Grade] = ()
    moves: Collection[Movement] = ()

    def has(self, urn: str) -> bool:
        """Whether a council is asked for."""
        return self.urns is None or urn in self.urns

    def dated(self, published: date | None) -> bool:
        """Whether a day of publication is asked for. A document without a date is, unless days are asked for."""
        if published is None:
            return self.since is None and self.as_of is None
        return (self.since is None or published >= self.since) and (self.as_of is None or published <= self.as_of)


def text_cell(text: str | None) -> str | None:
    """Scraped text as a cell: on one line, without control characters; None stays None."""
    return None if text is None else clean(text, LONGEST_CELL)


def day_cell(day: date | None) -> str | None:
    return day.isoformat() if day else None


def place_cells(urn: str, authorities: Mapping[str, Authority]) -> tuple[Cell, Cell, Cell]:
    """URN, name and region of a council; without a name if our table does not have it."""
    known = authorities.get(urn)
    return (urn, known.name, known.region) if known else (urn, None, None)


def page_link(url: str, page: int | None) -> str:
    """The address of a page of a PDF: browsers open `#page=4` there."""
    return f"{url}#page={page}" if page else url


def completeness(
    chains: Chains,
    selection: Selection,
    authorities: Mapping[str, Authority],
    visited: Collection[str],
    followed: Collection[str],
) -> tuple[str, ...]:
    """What a table rests on, in sentences: how many graded reports were read, and what is missing.

    `followed` are the councils that are watched, `visited` those whose page has been read.
    """
    found = [one for urn, chain in chains.items() if selection.has(urn) for one in chain]
    until = [one for one in found if selection.as_of is None or (one.published and one.published <= selection.as_of)]
    listed = [one for one in until if one.provider_url]
    read = [one for one in listed if one.origin == "read"]
    held = [one for one in read if one.report is None]
    said = [f"{len(read)} of {len(listed)} graded reports read, {len(held)} held"]
    if imported := sum(one.origin == "imported" for one in until):
        said.append(f"{imported} imported, and not read by this program")
    if unread := sorted({_name(one.urn, authorities) for one in listed if not one.origin}):
        said.append(f"Reports not read yet: {some_of(unread)}")
    if held:
        said.append(f"Held reports: {some_of(sorted({_name(one.urn, authorities) for one in held}))}")
    unseen = [one for one in authorities.values() if _is_asked(one, selection) and one.urn not in visited]
    if waiting := sorted(one.name for one in unseen if one.urn in followed):
        said.append(f"Page not read yet: {some_of(waiting)}")
    if strangers := sorted(one.name for one in unseen if one.urn not in followed):
        said.append(f"Not followed: {some_of(strangers)}")
    return tuple(said)


def some_of(names: Sequence[str]) -> str:
    """The first names of a list, and how many more there are."""
    more = len(names) - NAMED_AT_MOST
    return joined(names) if more <= 1 else f"{', '.join(names[:NAMED_AT_MOST])} and {more} more"


def _is_asked(authority: Authority, selection: Selection) -> bool:
    on = selection.as_of
    return selection.has(authority.urn) and (existed(authority, on) if on else authority.abolished_on is None)


def _name(urn: str, authorities: Mapping[str, Authority]) -> str:
    known = authorities.get(urn)
    return known.name if known else urn
