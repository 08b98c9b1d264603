"""The one reading of an article: its sentences, the councils, grades and days in them, and what they state. Pure.

It is made once, beside the limits for hostile texts, and kept as long as the article's text. Everything that is decided
about the article takes it, and reads the text no further. Who is quoted stands in the article itself.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from hashlib import blake2b
from typing import Any

from pydantic import TypeAdapter

from watcher.claims import RULES
from watcher.claims.statements.councils import Names
from watcher.claims.statements.days import dates
from watcher.claims.statements.read import statements
from watcher.claims.statements.statement import Day, Statement
from watcher.model.news import Article
from watcher.model.report import Grade
from watcher.model.sentences import folded, sentences, straight
from watcher.model.source import Authority
from watcher.news.about.councils import CouncilNames, named
from watcher.news.about.inspection_words import InspectionWords, inspection_words
from watcher.news.days_and_grades import NamedDates, days_and_grades

_NO_WORDS, _NO_DATES = InspectionWords(), NamedDates()


@dataclass(frozen=True)
class Sentence:
    """A sentence or the title, with the councils (URNs) and grades that it names, in order."""

    text: str
    councils: tuple[str, ...] = ()
    grades: tuple[Grade, ...] = ()
    of: InspectionWords = _NO_WORDS
    dates: NamedDates = _NO_DATES

    @cached_property
    def straight(self) -> str:
        """The text with plain quotes."""
        return straight(self.text)


@dataclass(frozen=True, slots=True)
class Lines:
    """An article with its title and its sentences, which suffice to say what it is about."""

    article: Article
    title: Sentence
    body: tuple[Sentence, ...]

    @property
    def lines(self) -> tuple[Sentence, ...]:
        return (self.title, *self.body)


@dataclass(frozen=True, slots=True)
class Reading(Lines):
    """The same with what it states. `days` are all that it prints, and of each period the last."""

    days: tuple[Day, ...]
    statements: tuple[Statement, ...]


def lines_of(article: Article, authorities: Mapping[str, Authority]) -> Lines:
    """The sentences of an article, in which the names of these authorities are looked for."""
    names = _known(tuple(authorities.values())).councils
    return Lines(
        article, _sentence(article.title, names), tuple(_sentence(one, names) for one in sentences(article.text))
    )


def reading_of(lines: Lines, authorities: Mapping[str, Authority]) -> Reading:
    """The whole reading. Of what a page of many thousand sentences states, only the first part."""
    printed = (*sentences(lines.article.title), *(one.text for one in lines.body))
    days = dict.fromkeys(one.days[-1] for line in printed for one in dates(folded(line)))
    names = _known(tuple(authorities.values())).in_statements
    return Reading(lines.article, lines.title, lines.body, tuple(days), statements(printed, names))


def read_once(
    article: Article, kept: str | None, authorities: Mapping[str, Authority], lines: Lines | None = None
) -> tuple[Reading, str]:
    """The reading that was kept, or a new one if the rules, the text or the councils' names are others; and what to
    keep of it. `lines` are those of the article, if they are at hand.
    """
    words = blake2b(f"{article.title}\n{article.text}".encode(errors="surrogatepass"), digest_size=16)
    made_from = f"{RULES} {_known(tuple(authorities.values())).digest} {words.hexdigest()}\n"
    if kept is not None and kept.startswith(made_from):
        with suppress(ValueError):  # it is damaged
            return _shape().validate_python({**json.loads(kept.removeprefix(made_from)), "article": article}), kept
    reading = reading_of(lines or lines_of(article, authorities), authorities)
    plain = _shape().dump_python(reading, mode="json", exclude={"article"}, exclude_defaults=True)
    return reading, made_from + json.dumps(plain, ensure_ascii=False, separators=(",", ":"))


@dataclass(frozen=True, slots=True)
class _Known:
    """The names to look for, in sentences about inspections and in what is stated, and a digest of them."""

    councils: CouncilNames
    in_statements: Names
    digest: str


@lru_cache(maxsize=4)
def _known(authorities: tuple[Authority, ...]) -> _Known:
    names = repr([(one.urn, one.name, one.aliases, one.trust) for one in authorities])
    digest = blake2b(names.encode(), digest_size=8).hexdigest()
    return _Known(CouncilNames.of(authorities), Names.of(authorities), digest)


@cache
def _shape() -> TypeAdapter[Any]:
    return TypeAdapter(Reading)


def _sentence(text: str, names: CouncilNames) -> Sentence:
    plain = straight(text)
    dates, grades = days_and_grades(plain)
    councils = tuple(one.urn for one in named(plain, names))
    return Sentence(text, councils, grades, inspection_words(plain, grades), dates)
