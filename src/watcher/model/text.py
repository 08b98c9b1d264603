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

    Control characters, formatting characters (including bidirectional ones), private-use characters and surrogates are
    removed; runs of whitespace become one space. Text that is cut ends in an ellipsis.
    """
    # a title may be megabytes long: look only at as much as could still matter
    head = text[: limit * 8]
    # most texts hold no such character, and checking each one is most of the work of an email
    kept = head if head.isprintable() else "".join(filter(_is_kept, head))
    line = " ".join(kept.split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def _is_kept(character: str) -> bool:
    return character.isspace() or not unicodedata.category(character).startswith("C")


def joined(words: Iterable[str]) -> str:
    """`North Marlow, West Marlow and Eastmere`: at least one name, each once."""
    *most, last = dict.fromkeys(words)
    return " and ".join([", ".join(most), last] if most else [last])


def day(when: date) -> str:
    """A day as `29 January 2025`."""
    return f"{when.day} {when:%B %Y}"


def london_day(when: datetime) -> date:
    """The day in London at an aware moment."""
    return when.astimezone(LONDON).date()


def moment(when: datetime) -> str:
    """An aware moment in London: `29 January 2025 at 10.05am`."""
    there = when.astimezone(LONDON)
    return f"{day(there.date())} at {clock_time(there.time())}"


def clock_time(when: time) -> str:
    """The time of day as `8.30am`, `5pm`, `midday`."""
    if when.minute == 0 and when.hour in _NAMED_HOURS:
        return _NAMED_HOURS[when.hour]
    minutes = f".{when:%M}" if when.minute else ""
    return f"{when.hour % 12 or 12}{minutes}{'am' if when.hour < 12 else 'pm'}"


def periods(visits: Sequence[tuple[date, date]]) -> str:
    """`25 November to 6 December 2024`. Several visits are joined with "and"; empty without any."""
    return " and ".join(_period(start, end) for start, end in visits)


def _period(start: date, end: date) -> str:
    if start == end:
        return day(start)
    if start.year != end.year:
        return f"{day(start)} to {day(end)}"
    first = f"{start.day}" if start.month == end.month else f"{start.day} {start:%B}"
    return f"{first} to {day(end)}"
