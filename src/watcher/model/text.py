"""Sentences for readers: cleaned text, dates in London, and the headline of a change. Pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from watcher.model.report import ChangeKind, Comparison, Event, EventKind, JudgementId
from watcher.ofsted.headline import finding, severity
from watcher.ofsted.words import DOCUMENTS, MOVEMENTS, NARRATIVE

__all__ = ["clean", "day", "headline", "joined", "moment", "movement", "periods", "severity"]

LONDON = ZoneInfo("Europe/London")
NAME_LIMIT = 80
TITLE_LIMIT = 120


def clean(text: str, limit: int) -> str:
    """Scraped text as one line of at most `limit` characters.

    Control, format (so also bidirectional), private-use and surrogate characters go; runs of
    whitespace become one space. What is cut ends in an ellipsis.
    """
    # a title may be megabytes long: nothing beyond what could still matter is looked at
    head = text[: limit * 8]
    # most texts hold nothing of the kind, and to ask each character is most of the work of a mail
    kept = head if head.isprintable() else "".join(filter(_is_kept, head))
    line = " ".join(kept.split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def _is_kept(character: str) -> bool:
    return character.isspace() or not unicodedata.category(character).startswith("C")


def joined(words: Iterable[str]) -> str:
    """`North Marlow, West Marlow and Eastmere`: at least one, each once."""
    *most, last = dict.fromkeys(words)
    return " and ".join([", ".join(most), last] if most else [last])


def day(when: date) -> str:
    """`29 January 2025`."""
    return f"{when.day} {when:%B %Y}"


def moment(when: datetime) -> str:
    """An aware moment in London: `29 January 2025 at 10:05`."""
    there = when.astimezone(LONDON)
    return f"{day(there.date())} at {there:%H:%M}"


def periods(visits: Sequence[tuple[date, date]]) -> str:
    """`25 November to 6 December 2024`; several visits are joined with "and"; empty when there is none."""
    return " and ".join(_period(start, end) for start, end in visits)


def _period(start: date, end: date) -> str:
    if start == end:
        return day(start)
    if start.year != end.year:
        return f"{day(start)} to {day(end)}"
    first = f"{start.day}" if start.month == end.month else f"{start.day} {start:%B}"
    return f"{first} to {day(end)}"


def movement(comparison: Comparison) -> str:
    """`down 1`, `unchanged`, `first grade on record`…"""
    word = MOVEMENTS[comparison.change]
    if comparison.id is JudgementId.SEND_OUTCOME:
        word = word.replace("grade", "outcome")
    return f"{word} {abs(comparison.steps)}" if comparison.steps else word


def headline(
    name: str,
    kind: ChangeKind,
    event: Event,
    title: str,
    judgements: Sequence[Comparison],
    *,
    held: bool,
    older: bool,
    current: date | None,
) -> str:
    """The change in words, after the provider's name: `Leicester: Good to Requires improvement, 4 of 4
    judgements lower`.

    `older` is a report older than the newest one held, whose publication date is `current`; it never
    speaks of grades, nor does a `held` one.
    """
    return f"{clean(name, NAME_LIMIT)}: " + _news(kind, event, title, judgements, held, older, current)


def _news(
    kind: ChangeKind,
    event: Event,
    title: str,
    judgements: Sequence[Comparison],
    held: bool,
    older: bool,
    current: date | None,
) -> str:
    document = _document(event.kind, title)
    if kind is ChangeKind.REMOVED:
        return f"{document} no longer listed by Ofsted"
    if older:
        return f"older {document} listed late{_still(event, current)}"
    if held:
        return f"new {document}, its grades are being checked"
    if judgements:
        return finding(judgements)
    if kind is ChangeKind.CHANGED:
        return f"Ofsted changed its entry for the {document}"
    return f"new {document}" + (" (not graded)" if event.kind in NARRATIVE else "")


def _document(kind: EventKind, title: str) -> str:
    said = clean(title, TITLE_LIMIT)
    return f"{DOCUMENTS[kind]} “{said}”" if kind is EventKind.OTHER and said else DOCUMENTS[kind]


def _still(event: Event, current: date | None) -> str:
    return f", grades still those of {day(current)}" if event.graded and current else ""
