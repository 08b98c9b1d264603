"""The corpus as it is read: one sentence a line, in groups that share a council, a day and a kind."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from tests.claims.corpus.councils import HERE, urn_of
from watcher.model.news import Article, DateBasis

#: What a kind of sentence is meant to get: anything but "contradicted" will do where it is not false.
EXPECTED = {
    "true_plain": "supported",
    "true_other": "supported",
    "former_grade": "supported",
    "before_the_record": "none",
    "opinion": "none",
    "hedged": "none",
    "quotation_third_party": "none",
    "other_subject": "none",
    "other_council": "none",
    "not_graded_event": "none",
    "false_grade": "contradicted",
    "false_move": "contradicted",
    "false_date": "contradicted",
    "false_history": "contradicted",
    "false_rank": "contradicted",
    "own_out_of_date": "out_of_date",
    "own_current": "supported",
    "own_wrong": "contradicted",
    "own_imprecise": "imprecise",
}
#: The kinds in which a sentence is not as the record has it.
FALSE = tuple(kind for kind, expected in EXPECTED.items() if expected == "contradicted")
_MARKED = re.compile(r"\[\[(.+?)\]\]", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with what stands around it. `facts` is what it states, to be looked up in the reports.

    `on` is the later day for which one of the firm's own posts is checked. `alone` is whether the rest of its text
    was written for it, and is not judged as other sentences.
    """

    id: str
    council: str
    about: tuple[str, ...]
    written: date
    on: date
    kind: str
    facts: str
    words: str
    text: str
    alone: bool = True

    @property
    def is_false(self) -> bool:
        """Whether it is not as the record has it."""
        return self.kind in FALSE

    @property
    def article(self) -> Article:
        """It as the text of an article."""
        return Article(f"https://news.example/{self.id}", "", self.written, DateBasis.META, self.text)

    @property
    def urns(self) -> tuple[str, ...]:
        """The numbers of the councils that the article is about."""
        return tuple(map(urn_of, self.about))


@cache
def corpus() -> tuple[Sentence, ...]:
    """Every sentence, in the order of the files."""
    return tuple(one for path in sorted(HERE.glob("*.toml")) for one in _of_file(path))


def _of_file(path: Path) -> Iterator[Sentence]:
    found = tomllib.loads(path.read_text(encoding="utf-8"))
    for number, group in enumerate(found.get("groups", ()), 1):
        lines = group["lines"].strip().splitlines()
        found_here = [_sentence(f"{path.stem}-{number}-{at}", group, line) for at, line in enumerate(lines, 1)]
        yield from _together(found_here) if group.get("together") else found_here


def _together(paragraphs: list[Sentence]) -> Iterator[Sentence]:
    """The paragraphs of one article, each in the text of all."""
    text = "\n".join(one.text for one in paragraphs)
    return (replace(one, text=text, alone=False) for one in paragraphs)


def _sentence(id_: str, group: Mapping[str, Any], line: str) -> Sentence:
    head, printed = line.split(" | ", 1)
    kind, _, facts = head.rpartition(": ")
    marked = _MARKED.search(printed)
    text = _MARKED.sub(r"\1", printed).replace("¶", "\n")
    words = marked[1].replace("¶", "\n") if marked else text
    council, written = group["authority"], group["written"]
    about = tuple(group.get("about", (council,)))
    kind = kind or group["kind"]
    return Sentence(id_, council, about, written, group.get("on", written), kind, facts, words, text)
