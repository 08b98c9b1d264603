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
    """One change of one provider. `history_text` is the history as a sentence, `history` its bar.

    `region` places the council among those of its region on the day of the report; empty where nobody can say.
    """

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
    region: str = ""


@dataclass(frozen=True, slots=True)
class Outdated:
    """One sentence of an article of our own that is out of date, as printed; each reason with what is true now."""

    sentence: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """One news item or article. `byline` says whose it is and when it came out.

    `quoted` is what somebody says in it, with the marks, and `speaker` who. `about` are sentences of our own, and
    `disputed` say each what in it is not so. `banner` is the line that an article of our own that is out of date
    might show.
    """

    byline: str
    link: Link | None
    quoted: str = ""
    speaker: str = ""
    about: str = ""
    disputed: tuple[str, ...] = ()
    outdated: tuple[Outdated, ...] = ()
    banner: str = ""


@dataclass(frozen=True, slots=True)
class CoverageGroup:
    """What one sort of publisher says of a story."""

    heading: str
    pieces: tuple[Piece, ...]
    more: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One story, the same for every reader: usually one change, or those of several providers that belong together.

    `short` is the headline as a part of a list. Where there is nothing but coverage, `entries` are empty and
    `official` says in short what Ofsted found.
    """

    headline: str
    short: str
    tone: str
    entries: tuple[Entry, ...]
    official: str = ""
    official_links: tuple[Link, ...] = ()
    coverage: tuple[CoverageGroup, ...] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """A story as it is told to one reader: `why` is empty where the mail says it once for all of them."""

    item: Item
    why: str


@dataclass(frozen=True, slots=True)
class Footer:
    why: str
    leave: str
    leave_link: Link
    manage_link: Link | None
    licence: str
    licence_link: Link
    disclaimer: str
    identity: str


@dataclass(frozen=True, slots=True)
class Brief:
    """What stands around the items that there was no room for; `note` says where they are told in full."""

    heading: str
    note: str


@dataclass(frozen=True, slots=True)
class Digest:
    """One mail to one reader.

    `intro` are paragraphs before the stories, with `intro_links` below them. `checked` says what was looked at and
    what is not working.
    """

    subject: str
    preheader: str
    kicker: str
    opening: str
    intro: tuple[str, ...]
    items: tuple[Told, ...]
    checked: tuple[str, ...]
    footer: Footer
    intro_links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class NoteLine:
    """One fault or held report, for the operator. `commands` are lines to copy that settle it."""

    name: str
    what: str
    details: tuple[str, ...]
    link: Link | None
    commands: tuple[str, ...] = ()


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
