"""Recognises pieces about councils in general, which only mention one or another. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

_GENERAL = re.compile(
    r"\b(?:(?:councils|local authorities|authorities|areas|children's services) (?:across|around|all over|in) "
    r"(?:england|the country|the nation)|(?:one|two|three|\d+) (?:in|out of) (?:\w+|\d+) (?:councils|authorities)"
    r"|(?:more|fewer|most|half of|many|number of|all) (?:councils|local authorities)|annual report|nationally"
    r"|all over the country|across the country|ministers?|government|secretary of state|league table"
    r"|national picture)\b",
    re.IGNORECASE,
)
_MANY = 3


def is_national(title: str, lead: Sequence[str], named: Mapping[str, tuple[str, ...]]) -> bool:
    """Whether a title names no council and it or the first sentences speak of councils in general.

    `named` are the councils that each sentence names.
    """
    if named.get(title):
        return False
    if _GENERAL.search(title):
        return True
    first = {urn for line in lead[:1] for urn in named.get(line, ())}
    everywhere = {urn for line in lead for urn in named.get(line, ())}
    return not first and (any(map(_GENERAL.search, lead[:2])) or len(everywhere) >= _MANY)
