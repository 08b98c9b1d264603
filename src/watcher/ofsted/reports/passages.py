"""The numbered paragraphs of a report, by judgement and by the topics of child care law; and its strengths."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from watcher.model.report import Passage
from watcher.ofsted.reports.text import BULLET, DASH, POINT, Line, Text, joined

#: What a child care lawyer looks for: phrases by topic id, with hyphens as spaces; capitals match only capitals.
LEGAL_TOPICS: Mapping[str, tuple[str, ...]] = {
    "pre_proceedings": (
        "pre proceedings",
        "preproceedings",
        "public law outline",
        "PLO",
        "letters before proceedings",
        "before proceedings",
    ),
    "care_proceedings": (
        " care proceedings",
        "court proceedings",
        "legal proceedings",
        "law proceedings",
        "care order",
        "supervision order",
        "family court",
        "Cafcass",
    ),
    "unregistered_placements": (
        "unregistered",
        "unregulated",
        "deprivation of liberty",
        "deprivations of liberty",
        "deprived of their liberty",
        "not registered with ofsted",
    ),
    "kinship_and_special_guardianship": (
        "kinship",
        "special guardian",
        "connected person",
        "connected carer",
        "family and friends carer",
        "SGO",
    ),
    "private_fostering": ("private fostering", "privately foster", "private foster"),
    "care_leavers": (
        "care leaver",
        "leaving care",
        "care experienced",
        "pathway plan",
        "personal adviser",
        "personal advisor",
        "staying put",
    ),
}

_NUMBER = re.compile(r"(\d{1,3})\s*\.\s*(?!\d)(?=\S)")
_ENDS_SENTENCE = re.compile(r"[.?!][’”\"')\]]*\d{0,2}$")


@dataclass(frozen=True, slots=True)
class Section:
    """The part of a report under a heading that begins at `heading`; its text is from `start` to `end`."""

    topic: str
    heading: int
    start: int
    end: int


def read_passages(text: Text, sections: Sequence[Section]) -> tuple[Passage, ...]:
    """Every paragraph of the sections under its judgement, and again under each legal topic it mentions."""
    passages: list[Passage] = []
    last = 0
    for section in sections:
        for passage in read_paragraphs(text, section, last):
            passages.append(passage)
            last = passage.paragraph or last
            passages.extend(by_topic(passage))
    return tuple(passages)


def by_topic(passage: Passage) -> Iterator[Passage]:
    """The same paragraph under each legal topic that it mentions."""
    lowered = passage.text.lower().replace("-", " ")
    for topic, phrases in LEGAL_TOPICS.items():
        if topic != passage.topic and any(
            phrase in (lowered if phrase.islower() else passage.text) for phrase in phrases
        ):
            yield Passage(topic, passage.text, passage.page, passage.paragraph)


def _lines(text: Text, section: Section) -> tuple[Line, ...]:
    if section.start >= section.end:
        return ()
    return text.lines[text.line_at(section.start) : text.line_at(section.end - 1) + 1]


def read_paragraphs(text: Text, section: Section, last: int = 0) -> Iterator[Passage]:
    """Paragraphs by their printed numbers, which continue from `last`; others by their short last lines."""
    lines, topic = _lines(text, section), section.topic
    full = max((len(line.text) for line in lines), default=0) * 4 // 5
    number: int | None = None
    collected: list[Line] = []
    for line in lines:
        found = _NUMBER.match(line.text)
        # the first number of a section continues from lists that we don't read here
        numbered = found is not None and last < int(found[1]) <= (999 if number is None else last + 3)
        if numbered or (number is None and _is_over(collected, full)):
            yield from _passage(collected, topic, number)
            collected = []
        if numbered and found is not None:
            number = last = int(found[1])
            line = replace(line, text=line.text[found.end() :])
        collected.append(line)
    yield from _passage(collected, topic, number)


def _is_over(lines: Sequence[Line], full: int) -> bool:
    return bool(lines) and len(lines[-1].text) < full and bool(_ENDS_SENTENCE.search(lines[-1].text))


def _passage(lines: Sequence[Line], topic: str, number: int | None) -> Iterator[Passage]:
    whole = joined(line.text for line in lines)
    if len(whole) > 40:
        yield Passage(topic, whole, lines[0].page, number)


# --- strengths ------------------------------------------------------------------------------------

_ITEM = re.compile(rf"(?:{BULLET}|{POINT}|{DASH}|\d{{1,3}}\s*\.(?!\d))\s*(?=\S)")


def read_items(text: Text, section: Section) -> tuple[Passage, ...]:
    """The bulleted or numbered items of a section, up to the end of its list."""
    items: list[Passage] = []
    collected: list[Line] = []
    for line in _lines(text, section):
        found = _ITEM.match(line.text)
        if found is None and collected and _ends_list(collected[-1].text, line.text):
            break
        if found:
            items.extend(_passage(collected, section.topic, None))
            collected = [replace(line, text=line.text[found.end() :])]
        elif collected:
            collected.append(line)
    return (*items, *_passage(collected, section.topic, None))


def _ends_list(before: str, line: str) -> bool:
    """Whether a line is the next heading: a sentence ended before it, and it is none itself."""
    return bool(_ENDS_SENTENCE.search(before)) and line[:1].isupper() and len(line) < 70 and line[-1] not in ".,;"
