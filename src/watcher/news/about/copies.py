"""Finds the same text on several sites: fingerprints to look it up by, and a comparison to confirm it. Pure.

A publisher prints one article under several titles, with an added line or a word changed to its house style. Two
articles about one report share facts and quotations, but not runs of words.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from hashlib import blake2b

from rapidfuzz.distance import LCSseq

from watcher.model.sentences import straight

_RUN = 5  # words
_KEPT = 16
_SHORT = 12  # words: too few to tell a copy from a coincidence
_LONGEST = 5_000  # words
_SAME = 85.0
# Of an earlier wording we have only the shingles; most of them must be there, and enough to tell.
_SHARED_SHINGLES, _FEWEST = 0.75, 8
_SHARED_RUNS = 0.4  # of the shorter text; any long text contains most everyday words of a short one
_WORD = re.compile(r"[a-z0-9]+(?:'[a-z]+)?")


def shingles(text: str) -> tuple[int, ...]:
    """The 16 smallest hashes of the runs of five words, sorted: 63 bits, the same in every process.

    Copies share most of them, so we find candidates by equality in a table.
    """
    words = _words(text)
    return tuple(sorted({_hash(run) for run in _runs(words)})[:_KEPT])


def closeness(one: str, other: str) -> float:
    """How much of the shorter text appears in the longer one, in order: 0 to 100.

    We measure against the shorter text, because a copy gains a summary or loses its end to a paywall.
    """
    first, second = _words(one), _words(other)
    shorter = min(len(first), len(second))
    return 100.0 * LCSseq.similarity(first, second) / shorter if shorter else 0.0


def same_text(one: str, other: str) -> bool:
    """Whether both are the same text. Very short ones must match word for word."""
    first, second = _words(one), _words(other)
    if min(len(first), len(second)) < _SHORT:
        return bool(first) and first == second
    runs = sorted((set(_runs(first)), set(_runs(second))), key=len)
    return len(runs[0] & runs[1]) >= _SHARED_RUNS * len(runs[0]) and closeness(one, other) >= _SAME


def was_worded(mine: Sequence[int], wordings: Collection[int]) -> bool:
    """Whether a text with the shingles `mine` is one that another item once had: `wordings` are all its shingles."""
    return len(mine) >= _FEWEST and sum(one in wordings for one in mine) >= _SHARED_SHINGLES * len(mine)


def _words(text: str) -> list[str]:
    return _WORD.findall(straight(text).lower())[:_LONGEST]


def _runs(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    if words:
        yield from (tuple(words[n : n + _RUN]) for n in range(max(1, len(words) - _RUN + 1)))


def _hash(run: Sequence[str]) -> int:
    return int.from_bytes(blake2b(" ".join(run).encode(), digest_size=8).digest()) >> 1
