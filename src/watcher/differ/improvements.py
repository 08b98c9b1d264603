"""Which improvement items of a report repeat items of the report before. Pure.

Two items match when their key words overlap: the words that every item uses ("the quality of", "to ensure that") do not
count. Matches are one to one, the closest first.
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

#: out of 100; set by reading the closest pairs of consecutive reports of some sixty authorities
_ALIKE = 72.0


def match_improvements(before: Sequence[Improvement], after: Sequence[Improvement]) -> Matching:
    """Which items the later report repeats from the earlier one, which are new, and which are gone."""
    pairs = _closest_pairs([_key_words(item) for item in before], [_key_words(item) for item in after])
    return Matching(
        repeated=tuple(
            Repeated(before[old], after[new], closeness)
            for old, new, closeness in sorted(pairs, key=lambda pair: pair[1])
        ),
        new=_without(after, {new for _, new, _ in pairs}),
        gone=_without(before, {old for old, _, _ in pairs}),
    )


def _closest_pairs(before: Sequence[str], after: Sequence[str]) -> list[tuple[int, int, float]]:
    """Positions in both lists with their closeness; each position appears once."""
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
    """Weighs the words they share against the words they don't: a short item does not match every long one."""
    if not one or not other:
        return 0.0
    return (fuzz.token_set_ratio(one, other) + fuzz.token_sort_ratio(one, other)) / 2


def _key_words(item: Improvement) -> str:
    words = _WORD.findall(item.text.lower().replace("’", "'"))
    return " ".join(word.removesuffix("'s") for word in words if word.removesuffix("'s") not in _COMMON)


def _without(items: Iterable[Improvement], taken: set[int]) -> tuple[Improvement, ...]:
    return tuple(item for place, item in enumerate(items) if place not in taken)
