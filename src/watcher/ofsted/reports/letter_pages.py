"""The running text of a letter: its pages without letterhead, footnotes and footnote marks.

A letterhead, a footnote or a page number often interrupts a sentence or an item.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from watcher.model.months import MONTH
from watcher.ofsted.reports.text import BULLET, POINT, Line, Text, flatten

#: Ofsted's letterhead, line by line; not every letter has all lines.
_LETTERHEAD = re.compile(
    "(?:ofsted)?(?:piccadillygate|aviationhouse|clivehouse|royalexchangebuildings)?(?:storestreet|125kingsway|"
    "70petiefrance|70pettyfrance|stannssquare)?(?:manchester|london)?(?:m12wd|m27la|wc2b6se|sw1h9ex)?"
    "(?:t?(?:0?300)1231231|t?03001234234)?(?:textphone(?:0161618(?:8524)?)?)?(?:8524)?(?:enquiriesofstedgovuk)?"
    "(?:(?:www)?(?:gov|ofsted|reports)?(?:gov)?ukofsted|wwwofstedgovuk)?(?:laslgrenquiriesofstedgovuk)?"
)
#: the lines that no other address has
_OF_OFSTED = re.compile("piccadillygate|aviationhouse|clivehouse|03001231231|03001234234|textphone|enquiriesofsted")

_NOTE = re.compile(rf"(?P<number>\d{{1,2}})(?:$|\s*(?=[A-Z‘“'\"]|www|http)(?!(?i:{MONTH})\b))")
_USUAL_NOTE = re.compile(r"\d{0,2}theareasforimprovementhavebeencrossreferenced")
#: no page has more footnotes than this
_MOST_NOTES = 20


def letter_text(text: Text) -> Text:
    """The same text, with only what belongs to the sentences of the letter."""
    lines: list[Line] = []
    last_note = 0
    for _, page in groupby(text.lines, key=lambda line: line.page):
        kept, last_note = _without_notes(_without_letterhead(list(page)), last_note)
        lines.extend(_without_usual_note(kept))
    return Text(tuple(lines))


# --- the letterhead -------------------------------------------------------------------------------


def _without_letterhead(lines: Sequence[Line]) -> list[Line]:
    """The lines without runs of letterhead lines, if a run has a line of Ofsted's own."""
    kept: list[Line] = []
    for is_head, run in groupby(lines, key=lambda line: bool(_LETTERHEAD.fullmatch(line.flat))):
        block = list(run)
        if not (is_head and any(_OF_OFSTED.search(line.flat) for line in block)):
            kept.extend(block)
    return kept


# --- footnotes ------------------------------------------------------------------------------------


def _without_notes(lines: Sequence[Line], last: int) -> tuple[list[Line], int]:
    """The lines above the footnotes of a page, without their marks; and the number of the last footnote."""
    start, numbers = _notes(lines, last)
    body = list(lines[:start])
    for number in numbers:
        body = list(_without_mark(body, number))
    return body, numbers[-1] if numbers else last


def _without_usual_note(lines: Sequence[Line]) -> Iterator[Line]:
    """The lines without the note on the national framework, wherever it stands and whether or not its mark is there."""
    inside = False
    for line in lines:
        inside = inside or bool(_USUAL_NOTE.match(line.flat))
        if not inside:
            yield line
        inside = inside and not line.text.endswith(".")


def _notes(lines: Sequence[Line], last: int) -> tuple[int, list[int]]:
    """Where the footnotes of a page begin, and their numbers: they are consecutive, come last and are referred to."""
    numbered = [(place, number) for place, line in enumerate(lines) if (number := _number(line)) is not None]
    bullets = [place for place, line in enumerate(lines) if line.text.startswith((BULLET, POINT))]
    for wanted in (last + 1, 1):
        mark = _mark(wanted)
        referred = next((place for place, line in enumerate(lines) if mark.search(line.text)), len(lines))
        lowest = max(referred, *bullets[-1:], 0) + 1
        if places := [place for place, number in numbered if number == wanted and place >= lowest]:
            return places[-1], _following(wanted, [number for place, number in numbered if place > places[-1]])
    return len(lines), []


def _following(first: int, others: Sequence[int]) -> list[int]:
    """The numbers that continue from the first."""
    numbers = [first]
    for number in others[:_MOST_NOTES]:
        if number == numbers[-1] + 1:
            numbers.append(number)
    return numbers


def _number(line: Line) -> int | None:
    found = _NOTE.match(line.text)
    return int(found["number"]) if found else None


def _mark(number: int) -> re.Pattern[str]:
    """A footnote mark: at the beginning of a line, or after a letter or a full stop."""
    at_head = rf"^{number}(?:$|(?= ?[^\W\d])(?! ?(?i:{MONTH})\b))"
    return re.compile(rf"{at_head}|(?<=[^\W\d_]){number}(?!\d)|(?<=[.,;:)?!’”']){number}(?![\d%])")


def _without_mark(lines: Sequence[Line], number: int) -> Iterator[Line]:
    mark = _mark(number)
    for line in lines:
        text = mark.sub(" ", line.text)
        text = re.sub(r" +(?=[ .,;:?!])", "", text).strip() if text != line.text else text
        if text:
            yield line if text == line.text else replace(line, text=text, flat=flatten(text))
