"""Recognises pieces about councils in general, which only mention one or another. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from watcher.news.about.reading import Sentence

# Councils as a whole: where the title says so, that is the subject.
_COUNCILS = re.compile(
    r"\b(?:(?:councils|local authorities|authorities|children's services) (?:across|around|all over|in) "
    r"(?:england|the country|the nation)|(?:one|two|three|\d+) (?:in|out of) (?:\w+|\d+) (?:councils|authorities)"
    r"|(?:more|fewer|most|half of|many|number of|all) (?:councils|local authorities)|annual report|league table"
    r"|national picture)\b",
    re.IGNORECASE,
)
# Where these are spoken of, a council may still be the subject: a minister intervenes in one.
_NATION = re.compile(
    r"\b(?:nationally|all over the country|across the country|ministers?|government|secretary of state)\b",
    re.IGNORECASE,
)


def is_national(title: Sentence, lead: Sequence[Sentence]) -> bool:
    """Whether a title names no council and it or the first sentences speak of councils in general."""
    if title.councils:
        return False
    if _COUNCILS.search(title.straight):
        return True
    if any(line.councils for line in lead[:1]):
        return False
    return any(_COUNCILS.search(line.straight) or _NATION.search(line.straight) for line in (title, *lead[:2]))
