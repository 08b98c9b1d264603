"""The months as English prints them: in full, shortened, in lower case. Pure."""

from __future__ import annotations

MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip

# The number of a month by every way to write its name: "september", "sept", "sep".
NUMBER_OF_MONTH = {name[:3]: n for n, name in enumerate(MONTHS, 1)} | {name: n for n, name in enumerate(MONTHS, 1)}
NUMBER_OF_MONTH |= {"sept": 9}

# A pattern of one such name in lower case, the longest first; it captures nothing.
MONTH = rf"(?:{'|'.join(sorted(NUMBER_OF_MONTH, key=len, reverse=True))})"
