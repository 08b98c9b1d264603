"""Which improvement items of a report repeat items of the report before. Pure.

Two items match when they are about the same children and their key words overlap: the words that every item uses ("the
quality of", "to ensure that") do not count. Matches are one to one, the closest first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

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

#: an item on some of these is not repeated by one on others, or on children in general
_ABOUT = {
    name: re.compile(said)
    for name, said in {
        "care leavers": r"care[- ]leavers?\b|care[- ]experienced|\bleav(?:e|es|ing) care\b|\bpathway plan",
        "in care": r"\bin care\b|\bfrom care\b|looked[- ]after|looked after by|\bpermanence\b|\blife[- ]story",
        "private fostering": r"private(?:ly)? foster",
        "foster carers": r"(?<!private )\bfoster carers?\b",
        "homeless": r"\bhomeless",
        "missing": r"\b(?:go|goes|going|went) missing\b|\bmissing (?:from|episodes?)\b|\breturn home interview",
        "exploited": r"\bexploit",
        "disabled": r"\bdisab|special educational",
        "unaccompanied": r"\bunaccompanied\b|\basylum\b",
        "unborn": r"\bunborn\b|pre-birth",
        "kinship": r"\bkinship\b|\bconnected (?:carers?|persons?|people)\b|special guardian",
        "adopted": r"\badopt(?:ed|ion|ers?|ive)\b",
        "neglected": r"\bneglect",
        "domestic abuse": r"\bdomestic (?:abuse|violence)\b",
        "out of school": r"\bhome[- ]educat|\bmissing (?:from )?education\b|not in education",
    }.items()
}
#: out of 100; set by reading the closest pairs of consecutive reports of some sixty authorities
_ALIKE = 72.0


def match_improvements(before: Sequence[Improvement], after: Sequence[Improvement]) -> Matching:
    """Which items the later report repeats from the earlier one, which are new, and which are gone."""
    pairs = _closest_pairs(list(map(_Subject.of, before)), list(map(_Subject.of, after)))
    return Matching(
        repeated=tuple(
            Repeated(before[old], after[new], closeness)
            for old, new, closeness in sorted(pairs, key=lambda pair: pair[1])
        ),
        new=_without(after, {new for _, new, _ in pairs}),
        gone=_without(before, {old for old, _, _ in pairs}),
    )


@dataclass(frozen=True, slots=True)
class _Subject:
    """The key words of an item, and whom or what it is about in particular."""

    words: str
    about: frozenset[str]

    @classmethod
    def of(cls, item: Improvement) -> _Subject:
        text = item.text.lower().replace("’", "'")
        return cls(_key_words(text), frozenset(name for name, said in _ABOUT.items() if said.search(text)))

    def is_of(self, earlier: _Subject) -> bool:
        """Whether an earlier item was about the same: about all children, or about these and perhaps others too."""
        return self.about <= earlier.about and bool(self.about) is bool(earlier.about)


def _closest_pairs(before: Sequence[_Subject], after: Sequence[_Subject]) -> list[tuple[int, int, float]]:
    """Positions in both lists with their closeness; each position appears once."""
    scored = sorted(
        (
            (_closeness(old.words, new.words), i, j)
            for i, old in enumerate(before)
            for j, new in enumerate(after)
            if new.is_of(old)
        ),
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


def _key_words(text: str) -> str:
    words = _WORD.findall(text)
    return " ".join(word.removesuffix("'s") for word in words if word.removesuffix("'s") not in _COMMON)


def _without(items: Iterable[Improvement], taken: set[int]) -> tuple[Improvement, ...]:
    return tuple(item for place, item in enumerate(items) if place not in taken)
