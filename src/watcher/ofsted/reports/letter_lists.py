"""The lists of a letter: what is strong, what needs to improve, what asks for priority action.

Only a heading begins or ends a list, because findings have bullets too. Sub-headings and boxed case studies are not
items, and not parts of items.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from watcher.model.report import Improvement, Passage
from watcher.ofsted.reports.improvements import split_tag
from watcher.ofsted.reports.text import BULLET, POINT, Line, joined


class LetterPart(StrEnum):
    """What the text under a heading of a letter is."""

    OPENING = "opening"
    SUMMARY = "summary"
    STRENGTHS = "strengths"
    IMPROVE = "improve"
    PRIORITY_ACTION = "priority_action"
    FINDINGS = "findings"
    CASE_STUDY = "case_study"
    NEXT_STEPS = "next_steps"


_HEADINGS: tuple[tuple[LetterPart, re.Pattern[str]], ...] = tuple(
    (part, re.compile(pattern))
    for part, pattern in (
        (LetterPart.PRIORITY_ACTION, r"(?:areas?(?:for|of|requiring))?(?:urgent)?priorityactions?\d{0,2}"),
        (
            LetterPart.IMPROVE,
            r"what(?:else)?(?:needs?|should|must)(?:to)?(?:improve|improvement|improving|beimproved)"
            r"(?:in[a-z]{0,60}(?:practice|services?|area))?\d{0,2}|"
            r"(?:key|main|other|further)?areas?(?:for|of|requiring|thatneed)(?:further)?(?:improvements?|development)\d{0,2}",
        ),
        (
            LetterPart.STRENGTHS,
            r"(?:key|main|[a-z]{0,30})?strengths\d{0,2}|(?:key|main)?areas?ofstrengths?\d{0,2}|whatisworkingwell\d{0,2}",
        ),
        (
            LetterPart.SUMMARY,
            r"(?:headlinefindings?|overview|context|background|summary(?:offindings)?|headlines)\d{0,2}",
        ),
        (LetterPart.OPENING, r"areascoveredbythe(?:monitoring|focused)?visit|scopeofthe(?:monitoring|focused)?visit"),
        (
            LetterPart.FINDINGS,
            r"(?:main|key|detailed)?findings?\d{0,2}|findingsandevaluationofprogress|evaluationofprogress",
        ),
        (LetterPart.CASE_STUDY, r"(?:case|practice)stud(?:y|ies)[a-z]{0,60}|[a-z]{0,30}highlyeffectivepractice"),
        (LetterPart.NEXT_STEPS, r"nextsteps?\d{0,2}|yoursincerely|yourssincerely|yoursfaithfully"),
    )
)
#: how the last paragraphs of a letter begin; they have no heading
_CLOSING = re.compile(
    "ofstedwill(?:take|use)|wehavenotified|i(?:am|have)cop(?:y|ied)|wewillnotify|weunderstandthatyouwill"
)
_MOST_LINES = 3
_LISTS = (LetterPart.IMPROVE, LetterPart.PRIORITY_ACTION, LetterPart.STRENGTHS)
_ENDS_SENTENCE = re.compile(r"[.?!][’”\"')\]]*$")


@dataclass(frozen=True, slots=True)
class LetterBlock:
    """The lines under one heading, which is empty before the first heading. `width` is that of a full line."""

    part: LetterPart
    heading: str
    lines: tuple[Line, ...]
    width: int


def blocks_of(lines: Sequence[Line]) -> tuple[LetterBlock, ...]:
    """The letter cut at its headings, in printed order."""
    blocks: list[LetterBlock] = []
    part, heading, start, at, width = LetterPart.OPENING, "", 0, 0, _width(lines)
    while at < len(lines):
        found = _heading_at(lines, at)
        # the title of a box may go on with the words of a heading: "Case study:" above "Areas for improvement"
        if found is None or (part is LetterPart.CASE_STUDY and at == start and found[0] in _LISTS):
            at += 1
            continue
        blocks.append(LetterBlock(part, heading, tuple(lines[start:at]), width))
        part, length = found
        heading = joined(line.text for line in lines[at : at + length])
        start = at + length
        at = max(start, at + 1)
    blocks.append(LetterBlock(part, heading, tuple(lines[start:]), width))
    return tuple(_resumed(blocks))


def _resumed(blocks: Sequence[LetterBlock]) -> list[LetterBlock]:
    """The same blocks. If a boxed case study cuts a list in the middle of a sentence, the list continues below the
    box.
    """
    whole: list[LetterBlock] = []
    for block in blocks:
        if block.part is LetterPart.CASE_STUDY and block.lines and whole and _is_cut(whole[-1]):
            box = tuple(line for line in block.lines if line.page == block.lines[0].page)
            whole[-1] = replace(whole[-1], lines=whole[-1].lines + block.lines[len(box) :])
            block = replace(block, lines=box)
        whole.append(block)
    return whole


def _is_cut(block: LetterBlock) -> bool:
    return bool(block.lines) and not _ENDS_SENTENCE.search(block.lines[-1].text)


def _heading_at(lines: Sequence[Line], at: int) -> tuple[LetterPart, int] | None:
    """The heading that begins on a line, and its number of lines: its last word may be alone on a line."""
    if not lines[at].text[:1].isupper():
        return None
    if _CLOSING.match(lines[at].flat):
        return LetterPart.NEXT_STEPS, 0
    for length in range(min(_MOST_LINES, len(lines) - at), 0, -1):
        if part := _part_headed(lines[at : at + length]):
            return part, length
    return None


def _part_headed(lines: Sequence[Line]) -> LetterPart | None:
    if lines[-1].text.endswith((".", ",", ";")) or lines[-1].page != lines[0].page:
        return None
    if any(not line.text[:1].islower() and not line.text.isdigit() for line in lines[1:]):
        return None
    flat = "".join(line.flat for line in lines)
    return next((part for part, pattern in _HEADINGS if pattern.fullmatch(flat)), None)


# --- items ----------------------------------------------------------------------------------------


def items_of(blocks: Iterable[LetterBlock], part: LetterPart) -> tuple[Improvement, ...]:
    """The items of every list of that part, in printed order."""
    return tuple(item for block in blocks if block.part is part for item in _items(block))


def paragraphs_of(block: LetterBlock, topic: str = "") -> Iterator[Passage]:
    """The paragraphs of a block; each item of a list in it is one."""
    width = block.width
    collected: list[Line] = []
    for place, line in enumerate(block.lines):
        marked = line.text.startswith((BULLET, POINT))
        if collected and (marked or not _goes_on(collected[-1], line, block.lines[place + 1 : place + 2], width)):
            yield _paragraph(collected, topic)
            collected = []
        collected.append(line)
    if collected:
        yield _paragraph(collected, topic)


def _paragraph(lines: Sequence[Line], topic: str) -> Passage:
    return Passage(topic, joined(line.text for line in lines), lines[0].page)


def introduction_of(block: LetterBlock) -> str:
    """The text between the heading of a list and its first item; all of it if there are no items."""
    marker = _marker(block.lines)
    first = next((n for n, line in enumerate(block.lines) if line.text.startswith(marker)), len(block.lines))
    return joined(line.text for line in block.lines[:first])


def _marker(lines: Sequence[Line]) -> str:
    return next((line.text[0] for line in lines if line.text.startswith((BULLET, POINT))), BULLET)


def _items(block: LetterBlock) -> Iterator[Improvement]:
    lines, marker = block.lines, _marker(block.lines)
    item: list[Line] = []
    for place, line in enumerate(lines):
        if line.text.startswith(marker):
            yield from _item(item)
            item = [line]
        elif item and _goes_on(item[-1], line, lines[place + 1 : place + 2], block.width):
            item.append(line)
        else:
            yield from _item(item)
            item = []
    yield from _item(item)


def _item(lines: Sequence[Line]) -> Iterator[Improvement]:
    if lines:
        whole, tag = split_tag(joined(line.text for line in lines)[1:].strip())
        yield Improvement(text=whole, tag=tag, page=lines[0].page)


def _width(lines: Sequence[Line]) -> int:
    """How many characters a full line has."""
    lengths = sorted(len(line.text) for line in lines)
    return lengths[len(lengths) * 9 // 10] if lengths else 0


def _goes_on(before: Line, line: Line, after: Sequence[Line], width: int) -> bool:
    """Whether a line without a marker belongs to the item above, and is not a sub-heading or a new paragraph."""
    if not line.text[:1].isupper():
        return True
    if not _ENDS_SENTENCE.search(before.text):
        # an item may lack its full stop
        return not (_is_sub_heading(line, after, width) and _had_room(before, line, width))
    return not _is_sub_heading(line, after, width) and not _had_room(before, line, width)


def _is_sub_heading(line: Line, after: Sequence[Line], width: int) -> bool:
    short = len(line.text) < width * 4 // 5 and line.text[-1] not in ".,;:"
    return short and bool(after) and (after[0].text[:1].isupper() or after[0].text.startswith((BULLET, POINT)))


def _had_room(before: Line, line: Line, width: int) -> bool:
    """Whether the first word would have fitted on the line above, if the paragraph had not ended there."""
    return len(before.text) + 1 + len(line.text.split()[0]) < width * 4 // 5
