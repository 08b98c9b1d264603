"""The text of a report's pages as clean lines, and as one run of letters in which its wording can be found.

Line breaks, hyphenation, spaces inside words, quotation marks and capitals differ from report to report
and from reader to reader; letters and digits do not. So wording is looked for in `Text.flat`, which has
nothing else, and what was found is given back as it was printed.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

BULLET = "◼"
DASH = "–"

_BULLETS = "◼◾■▪▫●•◦‣⚫⬛□➢\uf06e\uf0a7\uf0b7\uf0d8\uf076\uf0a8\uf0fc\uf071\uf06c\uf0e0"
_DASHES = "–—−‒―─̵̶\uf02d\uf0be"
_GLYPHS = {ord(glyph): BULLET for glyph in _BULLETS} | {ord(glyph): DASH for glyph in _DASHES}
_GLYPHS |= dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff\u200e\u200f"), None)  # print nothing
_GLYPHS |= dict.fromkeys(map(ord, "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"), " ")
_GLYPHS |= dict.fromkeys(map(ord, "\u202f\u205f\u3000\t"), " ")
# PDFium writes a hyphen at the end of a line as one of these, and swallows the line break
_GLYPHS |= dict.fromkeys(map(ord, "\x02\ufffe\u2010\u2011"), "-")
_GLYPHS |= {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl"}

_LINE_ENDS = re.compile(r"\r\n|[\r\n\x0b\x0c\x85\u2028\u2029]")
_NOT_FLAT = re.compile(r"[^a-z0-9]+")
_SOFT_BREAK = re.compile(r"\u00ad\s*[\r\n]+\s*")
#: "17- year-olds" once its lines are joined, but not "short- and long-term"
_BROKEN_WORD = re.compile(r"(?<=\w)- (?!(?:and|or|to)\b)(?=\w)")
_SPACES = re.compile(r" {2,}")
_PAGE_NUMBER = re.compile(r"(?:page\s*)?\d{1,3}(?:\s*of\s*\d{1,3})?", re.IGNORECASE)
_DIGITS = re.compile(r"\d+")

#: how many lines at either end of a page may belong to a running header or footer
_MARGIN = 4


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line; `page` counts from 1."""

    page: int
    text: str


@dataclass(frozen=True)
class Text:
    """All lines of a report. Offsets are places in `flat`."""

    lines: tuple[Line, ...]

    @cached_property
    def _flat_lines(self) -> list[str]:
        return [flatten(line.text) for line in self.lines]

    @cached_property
    def flat(self) -> str:
        return "".join(self._flat_lines)

    @cached_property
    def starts(self) -> list[int]:
        """The offset at which each line begins."""
        offsets, at = [], 0
        for flat in self._flat_lines:
            offsets.append(at)
            at += len(flat)
        return offsets

    @cached_property
    def _line_starts(self) -> frozenset[int]:
        return frozenset(self.starts)

    def line_at(self, offset: int) -> int:
        """The index of the line that holds the letter at `offset`."""
        return max(bisect_right(self.starts, offset) - 1, 0)

    def page_at(self, offset: int) -> int:
        return self.lines[self.line_at(offset)].page

    def begins_line(self, offset: int) -> bool:
        return offset in self._line_starts

    def ends_line(self, offset: int) -> bool:
        """Whether the letter before `offset` is the last of its line."""
        return offset in self._line_starts or offset >= len(self.flat)

    def end_of_line(self, offset: int) -> int:
        """The offset behind the last letter of the line that holds `offset`."""
        index = self.line_at(offset) + 1
        return self.starts[index] if index < len(self.starts) else len(self.flat)

    def begins_page(self, page: int) -> int:
        """The offset of the first letter of `page` or of the first page after it."""
        for line, start in zip(self.lines, self.starts, strict=True):
            if line.page >= page:
                return start
        return len(self.flat)

    def ends_word(self, offset: int) -> bool:
        """Whether no letter is printed directly behind the letter before `offset`."""
        index = self.line_at(offset - 1)
        behind = self.lines[index].text[self._column(index, offset - 1) + 1 :]
        return not behind[:1].isalpha()

    def printed(self, start: int, end: int) -> str:
        """What is printed from `start` to `end`, on one line."""
        if start >= end:
            return ""
        first, last = self.line_at(start), self.line_at(end - 1)
        texts = [line.text for line in self.lines[first : last + 1]]
        texts[-1] = texts[-1][: self._column(last, end - 1) + 1]
        texts[0] = texts[0][self._column(first, start) :]
        return joined(texts)

    def _column(self, index: int, offset: int) -> int:
        """Where in the printed line the letter at `offset` stands."""
        wanted = offset - self.starts[index]
        for column, char in enumerate(self.lines[index].text):
            wanted -= len(flatten(char))
            if wanted < 0:
                return column
        return len(self.lines[index].text)


def flatten(text: str) -> str:
    """Only the letters and digits, in lower case."""
    return _NOT_FLAT.sub("", text.lower())


def line_matches(text: Text, pattern: str, stop: int | None = None) -> Iterator[re.Match[str]]:
    """Every match of `pattern` that begins a line before the offset `stop`."""
    compiled, end = re.compile(pattern), len(text.flat) if stop is None else stop
    for start in sorted(set(text.starts)):
        if found := compiled.match(text.flat, start, end):
            yield found


def joined(texts: Iterable[str]) -> str:
    """Printed lines as one; a hyphen at the end of a line was meant, since reports are not hyphenated."""
    return _BROKEN_WORD.sub("-", " ".join(text.strip() for text in texts)).strip()


def text_of_pages(pages: Sequence[str]) -> Text:
    """The lines of all pages without running headers, footers and page numbers."""
    cleaned = [_clean_lines(page) for page in pages]
    running = _running_lines(cleaned)
    kept = ((number, text) for number, page in enumerate(cleaned, 1) for text in _keep(page, number, running))
    return Text(tuple(Line(number, text) for number, text in kept))


def _clean_lines(page: str) -> list[str]:
    lines = _LINE_ENDS.split(_SOFT_BREAK.sub("", page).translate(_GLYPHS))
    return [_SPACES.sub(" ", line).strip() for line in lines if line and not line.isspace()]


def _running_key(text: str) -> str:
    """A line without its numbers, or nothing where it is too plain to be told from prose."""
    letters = _DIGITS.sub("", flatten(text))
    plain = len(letters) < (4 if _DIGITS.search(text) else 20)
    return "" if plain else letters


def _running_lines(pages: Sequence[list[str]]) -> frozenset[str]:
    """Lines that stand near the edge of many pages, whatever the numbers in them."""
    seen: Counter[str] = Counter()
    for page in pages:
        edges = page[:_MARGIN] + page[_MARGIN:][-_MARGIN:]
        seen.update({_running_key(text) for text in edges} - {""})
    least = max(len(pages) * 3 // 10, 3 if len(pages) > 4 else 2)
    return frozenset(key for key, count in seen.items() if count >= least)


def _keep(page: Sequence[str], number: int, running: frozenset[str]) -> Iterator[str]:
    for place, text in enumerate(page):
        at_edge = min(place, len(page) - 1 - place) < _MARGIN
        if _PAGE_NUMBER.fullmatch(text) and at_edge:
            continue
        key = _running_key(text)
        # the top of the first page is the title, which the running header repeats
        if key in running and (at_edge or len(key) >= 20) and not (number == 1 and place < 2 * _MARGIN):
            continue
        yield text
