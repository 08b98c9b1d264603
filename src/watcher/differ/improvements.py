"""Which improvement items of a report repeat items of the report before. Pure.

Two items match when their telling words overlap: the words that every item uses ("the quality of", "to
ensure that") do not count. Matches are one to one, the closest first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from rapidfuzz import fuzz

from watcher.model.report import Improvement, Matching, Repeated

_COMMON_WORDS = (
    "a all an and are as at be been by can for from has have how in including is it its more not of on or so some "
    "that the their them they this those to when where which who with "
    "authority child children consistency consistent consistently effective effectively effectiveness ensure "
    "ensuring impact improve improved local quality timeliness timely"
)
_COMMON = frozenset(_COMMON_WORDS.split())
_WORD = re.compile(r"[a-z0-9]+(?:'[a-z]+)?")

#: of 100; set by reading the closest pairs of consecutive reports of some sixty authorities
_ALIKE = 72.0


def match_improvements(before: Sequence[Improvement], after: Sequence[Improvement]) -> Matching:
    """What the later report repeats of the earlier one, what is new in it, and what is gone from it."""
    pairs = _closest_pairs([_telling(item) for item in before], [_telling(item) for item in after])
    return Matching(
        repeated=tuple(
            Repeated(before[old], after[new], closeness)
            for old, new, closeness in sorted(pairs, key=lambda pair: pair[1])
        ),
        new=_without(after, {new for _, new, _ in pairs}),
        gone=_without(before, {old for old, _, _ in pairs}),
    )


def _closest_pairs(before: Sequence[str], after: Sequence[str]) -> list[tuple[int, int, float]]:
    """Places in both lists with their closeness, no place twice."""
    scored = sorted(
        ((_closeness(old, new), i, j) for i, old in enumerate(before) for j, new in enumerate(after)),
        key=lambda pair: (-pair[0], pair[1], pair[2]),
    )
    pairs: list[tuple[int, int, float]] = []
    for closeness, i, j in scored:
        taken = any(i == old or j == new for old, new, _ in pairs)
        if closeness >= _ALIKE and not taken:
            pairs.append((i, j, closeness))
    return pairs


def _closeness(one: str, other: str) -> float:
    """Between the words they share and the words they do not: a short item is not found in every long one."""
    if not one or not other:
        return 0.0
    return (fuzz.token_set_ratio(one, other) + fuzz.token_sort_ratio(one, other)) / 2


def _telling(item: Improvement) -> str:
    words = _WORD.findall(item.text.lower().replace("’", "'"))
    return " ".join(word.removesuffix("'s") for word in words if word.removesuffix("'s") not in _COMMON)


def _without(items: Iterable[Improvement], taken: set[int]) -> tuple[Improvement, ...]:
    return tuple(item for place, item in enumerate(items) if place not in taken)
