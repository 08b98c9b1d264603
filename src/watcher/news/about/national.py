"""Recognises pieces about councils in general, which only mention one or another. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

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


def is_national(title: str, lead: Sequence[str], named: Mapping[str, tuple[str, ...]]) -> bool:
    """Whether a title names no council and it or the first sentences speak of councils in general.

    `named` are the councils that each sentence names.
    """
    if named.get(title):
        return False
    if _COUNCILS.search(title):
        return True
    top = [title, *lead[:2]]
    if any(named.get(line) for line in lead[:1]):
        return False
    return any(_COUNCILS.search(line) or _NATION.search(line) for line in top)
