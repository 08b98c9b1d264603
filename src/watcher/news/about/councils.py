"""Finds the authorities that a text names. Pure.

Whole words, the longest name first: we never find Leicester in Leicestershire, nor Lincolnshire in North East
Lincolnshire. A bare place name counts if it means the place, and not a road, a club, a paper or a person. A trust's
name counts for every council that it serves.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Self

from watcher.model.sentences import straight
from watcher.model.source import Authority
from watcher.news.about.place_names import is_the_place

_COMPASS = r"north(?:ern)?|south(?:ern)?|east(?:ern)?|west(?:ern)?|mid|central|new|great(?:er)?"
_KIND = r"(?:city|county|borough|metropolitan|metropolitan\s+borough|district|unitary|and)"
_BEFORE = (
    r"(?:(?:royal|london|metropolitan)\s+borough\s+(?:council\s+)?of\s+|(?:city|county|borough|council|corporation)\s+of\s+"
    r"(?:the\s+)?)"
)
_AFTER = rf"(?:(?:\s+{_KIND}){{0,3}}\s+council\b|\s+(?:corporation|local\s+authority)\b)"
_COUNTY = re.compile(r"\bcounty\b", re.IGNORECASE)
_TWO_WINGS = re.compile(
    r"\b(?P<one>(?:north|south)(?:[ -](?:east|west))?|east|west|central)\s+(?:and|&)\s+"
    r"(?P<other>(?:north|south)(?:[ -](?:east|west))?|east|west|central)\s+(?P<rest>[a-z]+)\b",
    re.IGNORECASE,
)
_SPELT: dict[str, str] = {"and": r"(?:and|&)", "st": r"(?:st\.?|saint)", "childrens": r"children'?s"}


@dataclass(frozen=True, slots=True)
class NamedCouncil:
    """One authority named at `start` to `end` of the text, in the words `text`.

    A trust's name, and "North and West", give several councils at the same place.
    """

    urn: str
    start: int
    end: int
    text: str


def named(text: str, names: CouncilNames) -> tuple[NamedCouncil, ...]:
    """The authorities that are named, in the order of the text. `text` may be a sentence, a title or a whole
    article.
    """
    plain = straight(text)
    wings = tuple(_wings(plain, names))
    taken = [(one.start, one.end) for one in wings]
    single = (
        one for one in _singles(plain, names) if not any(start < one.end and one.start < end for start, end in taken)
    )
    return tuple(sorted((*wings, *single), key=lambda one: (one.start, one.urn)))


@dataclass(frozen=True, slots=True)
class CouncilNames:
    """The names in use, as one pattern, the longest first; `urns` by the plain name."""

    pattern: re.Pattern[str]
    urns: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, authorities: Iterable[Authority]) -> Self:
        urns: dict[str, tuple[str, ...]] = {}
        for authority in authorities:
            trust = (authority.trust,) if authority.trust else ()
            for name in {_key(name) for name in (authority.name, *authority.aliases, *trust)}:
                urns[name] = (*urns.get(name, ()), authority.urn)
        spelt = "|".join(_spelling(name) for name in sorted(urns, key=len, reverse=True))
        compass = rf"(?P<compass>\b(?:{_COMPASS})\s+(?:(?:{_COMPASS})\s+)?)??"
        name = rf"(?<![\w'-]){compass}(?P<before>{_BEFORE})?\b(?P<name>{spelt})(?![\w-])(?P<after>{_AFTER})?"
        return cls(re.compile(name, re.I), urns)


def _key(name: str) -> str:
    """A name in one spelling: lower case, words only, `and` for `&`, no stops or apostrophes."""
    words = re.sub(
        r"[.,]", " ", straight(name).replace("'", "").lower().replace("&", " and ").replace("-", " ")
    ).split()
    return " ".join({"saint": "st"}.get(word, word) for word in words)


def _spelling(key: str) -> str:
    return r"(?:,?[\s-]+)".join(_SPELT.get(word, re.escape(word)) for word in key.split())


def _singles(plain: str, names: CouncilNames) -> Iterator[NamedCouncil]:
    for found in names.pattern.finditer(plain):
        if (found["compass"] or "")[:1].isupper() or not _written_as_a_name(found["name"]):
            continue
        key = _key(found["name"])
        if f"{key}shire" in names.urns and _COUNTY.search(found["after"] or ""):
            # "Nottingham County Council" may mean the city or the shire
            continue
        whole = found["before"] or found["after"] or "children" in key
        if whole or is_the_place(plain, found.start("name"), found.end("name")):
            for urn in names.urns[key]:
                yield NamedCouncil(urn, found.start(), found.end(), plain[found.start() : found.end()])


def _written_as_a_name(name: str) -> bool:
    """Whether it begins with a capital: "reading" and "bury" are also verbs."""
    return name[:1].isupper()


def _wings(plain: str, names: CouncilNames) -> Iterator[NamedCouncil]:
    """Both councils of "North and West Northamptonshire"."""
    for found in _TWO_WINGS.finditer(plain):
        both = [names.urns.get(_key(f"{found[wing]} {found['rest']}")) for wing in ("one", "other")]
        if all(both):
            for urns in both:
                for urn in urns or ():
                    yield NamedCouncil(urn, found.start(), found.end(), found[0])
