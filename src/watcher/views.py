"""What the mail templates receive: values whose strings are ready. Nothing here decides anything.

A `tone` (`worse`, `better`, `mixed`, `same`) is for colour only; the words beside it say the same, and so
do those beside the `width` of a bar.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Link:
    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Fact:
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Row:
    """One judgement, as a sentence and in its parts.

    `arrow` is decoration; `basis` is empty where the comparison is the plain one.
    """

    sentence: str
    judgement: str
    before: str
    after: str
    movement: str
    arrow: str
    direction: str
    basis: str


@dataclass(frozen=True, slots=True)
class Past:
    """One report of the history: its year and what it found. `width` of the bar is a percentage by rank."""

    year: str
    grade: str
    tone: str
    width: int


@dataclass(frozen=True, slots=True)
class Entry:
    """One change of one provider. `history_text` is the history as a sentence, `history` its bar."""

    name: str
    facts: tuple[Fact, ...]
    note: str
    rows: tuple[Row, ...]
    basis: str
    improve: tuple[str, ...]
    more_improve: str
    links: tuple[Link, ...]
    history: tuple[Past, ...]
    history_text: str


@dataclass(frozen=True, slots=True)
class Item:
    """One story: usually one change, or those of several providers that belong together.

    `heading` is empty where the mail's own first line says it already.
    """

    anchor: str
    headline: str
    heading: str
    tone: str
    entries: tuple[Entry, ...]
    why: str


@dataclass(frozen=True, slots=True)
class Footer:
    why: str
    leave: str
    leave_link: Link
    licence: str
    licence_link: Link
    disclaimer: str
    identity: str


@dataclass(frozen=True, slots=True)
class Brief:
    """The items there was no room for, one line each; `note` says where they are told in full."""

    heading: str
    lines: tuple[Link, ...]
    note: str


@dataclass(frozen=True, slots=True)
class Digest:
    """One mail to one reader.

    `items` are told in full; `brief` (headline and link) holds those that the size of the HTML leaves no
    room for.
    """

    subject: str
    preheader: str
    kicker: str
    opening: str
    items: tuple[Item, ...]
    coverage: tuple[str, ...]
    footer: Footer
    brief: Brief | None = None


@dataclass(frozen=True, slots=True)
class NoteLine:
    """One fault or held report, for the operator."""

    name: str
    what: str
    details: tuple[str, ...]
    link: Link | None


@dataclass(frozen=True, slots=True)
class NoteSection:
    heading: str
    lines: tuple[NoteLine, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """A mail to the operator."""

    subject: str
    opening: str
    sections: tuple[NoteSection, ...]
    closing: str
