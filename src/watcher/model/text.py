"""Scraped text cleaned for readers; days, moments and lists in words. Pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
NAME_LIMIT = 80
_NAMED_HOURS = {0: "midnight", 12: "midday"}


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


def london_day(when: datetime) -> date:
    """The day in London at an aware moment."""
    return when.astimezone(LONDON).date()


def moment(when: datetime) -> str:
    """An aware moment in London: `29 January 2025 at 10.05am`."""
    there = when.astimezone(LONDON)
    return f"{day(there.date())} at {clock_time(there.time())}"


def clock_time(when: time) -> str:
    """`8.30am`, `5pm`, `midday`."""
    if when.minute == 0 and when.hour in _NAMED_HOURS:
        return _NAMED_HOURS[when.hour]
    minutes = f".{when:%M}" if when.minute else ""
    return f"{when.hour % 12 or 12}{minutes}{'am' if when.hour < 12 else 'pm'}"


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
