"""The dates that the Ofsted site prints: a closed list of forms, no guessing."""

from __future__ import annotations

import re
from datetime import date, datetime

from watcher.parsing.selectors import UnreadableError, collapsed

# "08 April 2019"; the day also comes without its zero
_FORM = "%d %B %Y"
_AT_END = re.compile(r"(\d{1,2} [^\W\d]+ \d{4})$")


def site_date(words: str) -> date:
    """The date that is all of the words. Raises UnreadableError for anything else."""
    try:
        return datetime.strptime(collapsed(words), _FORM).date()  # noqa: DTZ007 (a date, no moment)
    except ValueError:
        raise UnreadableError(f"not a date of the form '08 April 2019': {words.strip()[:60]!r}") from None


def date_at_end(words: str) -> date | None:
    """The date that ends the words, as in "Full inspection, PDF - 08 September 2026"; None without one."""
    found = _AT_END.search(collapsed(words))
    return site_date(found[1]) if found else None
