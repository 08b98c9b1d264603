"""Text of a template that is more than text: footnote marks, slots for the firm, escaped scraped words. Pure.

Scraped text can't contain the marks: they are private-use characters, which `model.text.clean` takes out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from watcher.desk.dossier import Citation, Quoted

NOTE, NOTE_END = "\ue000", "\ue001"
TODO, TODO_END = "\ue002", "\ue003"
SLOT = "\ue004"
#: where a picture of the council's history may stand
PICTURE = "\ue005"

NOTES = re.compile(f"{NOTE}(\\d+){NOTE_END}")
TODOS = re.compile(f"{TODO}(.*?){TODO_END}", re.DOTALL)
_MARKS = re.compile("[\ue000-\ue0ff]")
_SPACES = re.compile(r"\s+")
_SYNTAX = re.compile(r"([\\`*_\[\]<>#|~]|&(?=#?\w+;))")
# a paragraph that begins like this would become a list or a heading
_BEGINS = re.compile(r"^(\s*)([-+=]|\d+[.)])(?=\s|$)")


def escaped(text: object) -> str:
    """Words that mean nothing to Markdown, on one line."""
    line = _SYNTAX.sub(r"\\\1", _MARKS.sub("", _SPACES.sub(" ", str(text))))
    return _BEGINS.sub(lambda found: f"{found[1]}{_unlisted(found[2])}", line)


def _unlisted(begin: str) -> str:
    return f"{begin[:-1]}\\{begin[-1]}"


@dataclass(slots=True)
class Footnotes:
    """The sources in the order in which a text first cites them. Each has one number, however often it is cited."""

    cited: list[Citation] = field(default_factory=list)

    def cite(self, *citations: Citation) -> str:
        """The marks of these sources; the same source is never marked twice in a row."""
        numbers = dict.fromkeys(self._number(one) for one in citations)
        return "".join(f"{NOTE}{number}{NOTE_END}" for number in numbers)

    def _number(self, citation: Citation) -> int:
        if citation not in self.cited:
            self.cited.append(citation)
        return self.cited.index(citation) + 1


def todo(text: str) -> str:
    """A visible gap that a person has to fill."""
    return f"{SLOT}{TODO}TODO: {escaped(text)}{TODO_END}"


def slot(text: str) -> str:
    """The firm's own words, which need no source."""
    return f"{SLOT}{escaped(text)}"


def by_topic(found: Iterable[Quoted]) -> list[list[Quoted]]:
    """The quotations in groups, each topic where it first occurs."""
    groups: dict[str, list[Quoted]] = {}
    for one in found:
        groups.setdefault(one.topic, []).append(one)
    return [*groups.values()]


def inner_marks(text: str) -> str:
    """Words to stand in quotation marks: marks inside them are single ones, so that the end can't be mistaken."""
    straight = re.sub(r'"([^"]*)"', r"‘\1’", text)
    return straight.replace("“", "‘").replace("”", "’").replace('"', "’")


def address(url: str) -> str:
    """A web address to stand in a link of Markdown: nothing in it ends the link."""
    return "".join(f"%{ord(letter):02X}" if letter in "()<> \n" else letter for letter in url)
