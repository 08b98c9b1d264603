"""The dates that the Ofsted site prints: a fixed list of forms, no guessing."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date, datetime
from functools import lru_cache

from watcher.model.errors import UnreadableError
from watcher.ofsted.pages.html import collapsed

# "08 April 2019"; the day may have no leading zero
_FORM = "%d %B %Y"
_PRINTED = re.compile(r"\b\d{1,2} [^\W\d]+ \d{4}\b")
_AT_END = re.compile(r"(\d{1,2} [^\W\d]+ \d{4})$")


def site_date(words: str) -> date:
    """The date if the words are nothing else. Raises UnreadableError otherwise."""
    try:
        return _parsed(collapsed(words))
    except ValueError:
        raise UnreadableError(
            f"{words.strip()[:60]!r} is not a date. Expected something like '08 April 2019'"
        ) from None


# a page prints each date in several places
@lru_cache(256)
def _parsed(words: str) -> date:
    return datetime.strptime(words, _FORM).date()  # noqa: DTZ007 (a date, no moment)


def date_at_end(words: str) -> date | None:
    """The date at the end of the words, as in "Full inspection, PDF - 08 September 2026"; None without one."""
    found = _AT_END.search(collapsed(words))
    return site_date(found[1]) if found else None


def is_date(words: str) -> bool:
    """Whether the words are a date and nothing else."""
    return _PRINTED.fullmatch(collapsed(words)) is not None and bool(dates_in(words))


def without_date(words: str) -> str:
    """The words without the date at their end."""
    return _AT_END.sub("", collapsed(words)).rstrip()


def dates_in(words: str) -> set[date]:
    """Every date printed among the words."""
    found = set()
    for printed in _PRINTED.findall(collapsed(words)):
        with suppress(UnreadableError):  # "12 Rooms 2024"
            found.add(site_date(printed))
    return found
