"""Which of the times that a sentence names belongs to which of its grades. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from watcher.claims.statements.grades import Graded
from watcher.claims.statements.statement import Scope
from watcher.claims.statements.times import Time

_BREAK = re.compile(
    r"[;:]|, (?!in\b|since\b|back in\b)|\b(?:but|while|whereas|although|though|which|who|and|with|now|currently|from)\b"
)
_PRESENT = re.compile(r"\b(?:now|currently|today|is|are|has|have)\b")
_IN = re.compile(r"['\"]?(?: overall)? (?:in|for) (?:the )?")
_LATER = re.compile(r";|\b(?:later|then|on|afterwards|by the time)\b")


def times_of(sentence: str, times: Sequence[Time], found: Sequence[Graded]) -> list[Time | None]:
    """The time of each grade of a folded sentence: the one right behind it, else the one that stands before it."""
    placed: list[Time | None] = [None] * len(found)
    for time in times:
        if time.all_before:
            placed = [
                held or (time if one.end <= time.start else None) for one, held in zip(found, placed, strict=True)
            ]
        elif (place := _place(sentence, found, time)) is not None:
            better = _is_better(time, placed[place], found[place], sentence)
            if not better and place + 1 < len(found) and time.end <= found[place + 1].start:
                place, better = place + 1, True  # "in 2019 it was inadequate, in 2022 it was good"
            if better:
                placed[place] = replace(time, adjacent=_is_adjacent(sentence, found[place], time))
    for place in range(1, len(found)):
        if placed[place] is None and _leads(placed[place - 1], found[place - 1], found[place]):
            placed[place] = placed[place - 1]
    return placed


def _leads(time: Time | None, one: Graded, following: Graded) -> bool:
    """Whether a time before one grade is that of the next as well: "In 2021, leaders were good and help inadequate"."""
    if time is None or time.end > one.start or _LATER.search(following.head):
        return False
    return following.scope is Scope.SOME or (time.start < 5 and not _PRESENT.search(following.head))


def _is_better(time: Time, held: Time | None, one: Graded, sentence: str) -> bool:
    """Whether a time says more than the one held: a date more than "previously", one right behind than one before."""
    if held is None or (held.earlier and (time.last or not time.earlier)):
        return True
    behind = bool(time.year) and time.start >= one.end and held.end <= one.start
    return behind and _IN.fullmatch(sentence[one.end : time.start]) is not None


def _place(sentence: str, found: Sequence[Graded], time: Time) -> int | None:
    """The grade that a time belongs to, None for one that says when something else was."""
    before = [place for place, one in enumerate(found) if one.end <= time.start]
    after = [place for place, one in enumerate(found) if one.start >= time.end]
    if before and time.after is None:
        gap = sentence[found[before[-1]].end : time.start]
        if not _BREAK.search(gap) and len(gap) < 60:
            return before[-1]
    if after:
        gap = sentence[time.end : found[after[0]].start]
        if time.since or not _PRESENT.search(gap):
            return after[0]
    return before[-1] if before and _in_one_clause(sentence, found[before[-1]], time) else None


def _in_one_clause(sentence: str, one: Graded, time: Time) -> bool:
    """As in "which were good with children in care in 2022": the joined words are not a statement of their own."""
    gap = sentence[one.end : time.start]
    return bool(time.year) and len(gap) < 60 and not re.search(r"[,;:]|\b(?:but|while|now|is|are|has|have)\b", gap)


def _is_adjacent(sentence: str, one: Graded, time: Time) -> bool:
    gap = sentence[one.end : time.start] if time.start >= one.end else sentence[time.end : one.start]
    return len(gap.split()) <= 5 or time.start < 12
