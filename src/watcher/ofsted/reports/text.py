"""The text of a report's pages as clean lines, and as one run of letters for searching.

Line breaks, hyphenation, spaces inside words, quotation marks and capitals differ from report to report and from reader
to reader; letters and digits do not. So we search in `Text.flat`, which has nothing else, and return what was found as
it was printed.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from watcher.ofsted.reports.ruled_tables import without_tables

#: markers of list items: every printed marker becomes one of these three
BULLET = "◼"
POINT = "•"
DASH = "–"

_BULLETS = "◼◾■□⬛➢\uf06e\uf0d8\uf076\uf0a8\uf0fc\uf071\uf0e0"
_POINTS = "•●○◦‣▪▫\uf0a7\uf0b7\uf06c"
_DASHES = "–—−‒―─⎯̵̶\uf02d\uf0be"
_NOTHING = "\u00ad\u200b\u200c\u200d\u2060\ufeff\u200e\u200f"
_SPACE_GLYPHS = "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t"
# PDFium writes a hyphen at the end of a line as one of the first two, and swallows the line break
_HYPHENS = "\x02\ufffe\u2010\u2011"
_GLYPHS = (
    dict.fromkeys(_BULLETS, BULLET)
    | dict.fromkeys(_POINTS, POINT)
    | dict.fromkeys(_DASHES, DASH)
    | dict.fromkeys(_NOTHING, "")
    | dict.fromkeys(_SPACE_GLYPHS, " ")
    | dict.fromkeys(_HYPHENS, "-")
    | {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl"}
)
_GLYPH = re.compile(f"[{''.join(_GLYPHS)}]")

#: arrows, boxes and dingbats, and the private-use characters that symbol fonts use for bullets
_SYMBOL = re.compile("[\u2190-\u2bff\ue000-\uf8ff]")
_LINE_ENDS = re.compile(r"\r\n|[\r\n\x0b\x0c\x85\u2028\u2029]")
_NOT_FLAT = re.compile(r"[^a-z0-9]+")
_SOFT_BREAK = re.compile(r"\u00ad\s*[\r\n]+\s*")
#: "17- year-olds" once its lines are joined, but not "short- and long-term"
_BROKEN_WORD = re.compile(r"(?<=\w)- (?!(?:and|or|to)\b)(?=\w)")
_MARKS = (BULLET, POINT, DASH)
_SPACES = re.compile(r" {2,}")
_PAGE_NUMBER = re.compile(r"(?:page\s*)?\d{1,3}(?:\s*of\s*\d{1,3})?", re.IGNORECASE)
_DIGITS = re.compile(r"\d+")

#: how many lines at either end of a page may belong to a running header or footer
_MARGIN = 4
#: a repeated line with this many letters is a running header, wherever it is
_TELLING = 20


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line; `page` counts from 1, `flat` has only its letters and digits."""

    page: int
    text: str
    flat: str


@dataclass(frozen=True)
class Text:
    """All lines of a report. Offsets are places in `flat`."""

    lines: tuple[Line, ...]

    @cached_property
    def flat(self) -> str:
        return "".join(line.flat for line in self.lines)

    @cached_property
    def starts(self) -> list[int]:
        """The offset at which each line begins."""
        offsets, at = [], 0
        for line in self.lines:
            offsets.append(at)
            at += len(line.flat)
        return offsets

    @cached_property
    def _line_starts(self) -> frozenset[int]:
        return frozenset(self.starts)

    def line_at(self, offset: int) -> int:
        """The index of the line with the letter at `offset`."""
        return max(bisect_right(self.starts, offset) - 1, 0)

    def page_at(self, offset: int) -> int:
        return self.lines[self.line_at(offset)].page

    def begins_line(self, offset: int) -> bool:
        return offset in self._line_starts

    def ends_line(self, offset: int) -> bool:
        """Whether the letter before `offset` is the last of its line."""
        return offset in self._line_starts or offset >= len(self.flat)

    def end_of_line(self, offset: int) -> int:
        """The offset after the last letter of the line with `offset`."""
        index = self.line_at(offset) + 1
        return self.starts[index] if index < len(self.starts) else len(self.flat)

    def begins_page(self, page: int) -> int:
        """The offset of the first letter of `page` or of the first page after it."""
        for line, start in zip(self.lines, self.starts, strict=True):
            if line.page >= page:
                return start
        return len(self.flat)

    def ends_word(self, offset: int) -> bool:
        """Whether no letter is printed directly after the letter before `offset`."""
        return not self._behind(offset)[:1].isalpha()

    def ends_sentence(self, offset: int) -> bool:
        """Whether a sentence or a clause ends with the letter before `offset`."""
        return self._behind(offset)[:1] in {".", ",", ";", ":"}

    def _behind(self, offset: int) -> str:
        """What is printed in the same line after the letter before `offset`."""
        index = self.line_at(offset - 1)
        return self.lines[index].text[self._column(index, offset - 1) + 1 :]

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
        """The position in the printed line of the letter at `offset`."""
        wanted = offset - self.starts[index]
        for column, char in enumerate(self.lines[index].text):
            wanted -= _is_flat(char)
            if wanted < 0:
                return column
        return len(self.lines[index].text)


def flatten(text: str) -> str:
    """Only the letters and digits, in lower case."""
    return _NOT_FLAT.sub("", text.lower())


def _is_flat(char: str) -> bool:
    return char.isascii() and char.isalnum()


def line_matches(text: Text, pattern: str | re.Pattern[str], stop: int | None = None) -> Iterator[re.Match[str]]:
    """Every match of `pattern` that begins a line before the offset `stop`."""
    compiled, end = re.compile(pattern), len(text.flat) if stop is None else stop
    for start in dict.fromkeys(text.starts):
        if found := compiled.match(text.flat, start, end):
            yield found


def joined(texts: Iterable[str]) -> str:
    """Printed lines as one. Reports are not hyphenated, so a hyphen at the end of a line belongs to the text."""
    return _BROKEN_WORD.sub("-", " ".join(text.strip() for text in texts)).strip()


def text_of_pages(pages: Sequence[str]) -> Text:
    """The lines of all pages without running headers, footers and page numbers."""
    cleaned = [_clean_lines(without_tables(page), number) for number, page in enumerate(pages, 1)]
    running = _running_lines(cleaned)
    return Text(tuple(line for page in cleaned for line in _own_lines(page, running)))


def clean_text(text: str) -> str:
    """A piece of text on one line, its glyphs as those of a page."""
    return joined(line.text for line in _clean_lines(text, 1))


def _clean_lines(page: str, number: int) -> list[Line]:
    whole = _GLYPH.sub(lambda glyph: _GLYPHS[glyph.group()], _SOFT_BREAK.sub("", page))
    texts = (_clean_line(line) for line in _LINE_ENDS.split(whole))
    return [Line(number, text, flatten(text)) for text in texts if text]


def _clean_line(line: str) -> str:
    line = _SPACES.sub(" ", line).strip()
    return BULLET + line[1:] if line[:1] not in _MARKS and _SYMBOL.match(line) else line


def _running_key(line: Line) -> str:
    """A line without its numbers; empty if it is too plain to differ from prose."""
    letters = _DIGITS.sub("", line.flat)
    plain = len(letters) < (_TELLING if letters == line.flat else 4)
    return "" if plain else letters


def _running_lines(pages: Sequence[list[Line]]) -> frozenset[str]:
    """Lines near the edge of at least half of the pages, whatever their numbers."""
    seen: Counter[str] = Counter()
    for page in pages:
        edges = page[:_MARGIN] + page[_MARGIN:][-_MARGIN:]
        seen.update({_running_key(line) for line in edges} - {""})
    least = max(len(pages) // 2, 3)
    return frozenset(key for key, count in seen.items() if count >= least)


def _own_lines(page: Sequence[Line], running: frozenset[str]) -> list[Line]:
    """The lines of a page without running headers and footers."""
    own = []
    for place, line in enumerate(page):
        key = _running_key(line)
        at_edge = min(place, len(page) - 1 - place) < _MARGIN
        # the top of the first page is the title, which the running header repeats
        is_title = line.page == 1 and place < 2 * _MARGIN
        if key not in running or is_title or not (at_edge or len(key) >= _TELLING):
            own.append(line)
    if own and _PAGE_NUMBER.fullmatch(own[0].text):
        del own[0]
    if own and _PAGE_NUMBER.fullmatch(own[-1].text):
        del own[-1]
    return own
