"""Which authorities a sentence names. Pure: the names are handed in.

Whole words and longest first, so that Leicester is never found in Leicestershire nor York in North Yorkshire, and
only capitalised, since Reading and Bury are words as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from watcher.model.source import Authority

_AROUND = r"new|north|south|east|west|mid|central|greater|north[- ]west|north[- ]east|south[- ]west|south[- ]east"
# What stands beside the name of a place that is not its council.
_NOT_BEFORE = re.compile(rf"\b(?:{_AROUND}|university of|diocese of|bishop of|port of)\s+$", re.IGNORECASE)
_NOT_AFTER = re.compile(
    r"^(?:'s)?\s+(?:mercury|post|live|mail|echo|times|telegraph|chronicle|evening|gazette|police|constabulary"
    r"|university|hospitals?|nhs|college|academy|grammar|cathedral|united|rovers|town football|mp\b|prison|airport"
    r"|borough council)",
    re.IGNORECASE,
)
# A sentence that begins with the verb, not with the town.
_VERBS = re.compile(
    r"^(?:reading|bury)\s+(?:the|a|an|of|this|that|through|it|about|is|between|your|our)\b", re.IGNORECASE
)
_POINTS = r"(?:north|south|east|west)"


@dataclass(frozen=True, slots=True)
class Named:
    """Authorities that one stretch of a sentence names; several where a trust or `North and West` is named."""

    start: int
    end: int
    urns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Names:
    """The names to look for, each with the URNs of those who go by it."""

    pattern: re.Pattern[str] | None = None
    urns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, authorities: Iterable[Authority]) -> Names:
        urns: dict[str, tuple[str, ...]] = {}
        for authority in authorities:
            for name in _written(authority):
                urns[name] = tuple(dict.fromkeys((*urns.get(name, ()), authority.urn)))
        if not urns:
            return cls()
        either = "|".join(_loosely(name) for name in sorted(urns, key=len, reverse=True))
        pairs = rf"(?P<one>{_POINTS}) and (?P<two>{_POINTS}) (?P<of>[a-z]+)"
        return cls(re.compile(rf"(?<![\w-])(?:{pairs}|(?P<name>{either}))(?![\w-])", re.IGNORECASE), urns)

    def found(self, sentence: str) -> tuple[Named, ...]:
        """Every naming in the sentence, in order."""
        if self.pattern is None:
            return ()
        plain = sentence.replace("’", "'")
        return tuple(
            Named(hit.start(), hit.end(), urns)
            for hit in self.pattern.finditer(plain)
            if (urns := self._urns(hit)) and _is_place(plain, hit)
        )

    def _urns(self, hit: re.Match[str]) -> tuple[str, ...]:
        if hit["name"]:
            return self.urns.get(_key(hit["name"]), ())
        both = (f"{hit['one']} {hit['of']}", f"{hit['two']} {hit['of']}")
        return tuple(urn for name in both for urn in self.urns.get(_key(name), ()))


def _is_place(sentence: str, hit: re.Match[str]) -> bool:
    before, after = sentence[: hit.start()], sentence[hit.end() :]
    return (
        hit[0][0].isupper()
        and not _NOT_BEFORE.search(before)
        and not _NOT_AFTER.match(after)
        and not _VERBS.match(sentence[hit.start() :])
    )


def _written(authority: Authority) -> set[str]:
    """The ways in which a name is written, as keys."""
    names = {authority.name, *authority.aliases, *([authority.trust] if authority.trust else [])}
    for name in tuple(names):
        front, comma, back = name.partition(", ")
        if comma and back.casefold() in ("city of", "county of"):
            names |= {front, f"{back} {front}"}
    return {key for name in names if len(key := _key(name)) > 2}


def _key(name: str) -> str:
    words = name.casefold().replace("’", "'").replace("&", " and ").replace(".", " ").replace("-", " ")
    return " ".join(words.replace(",", " ").split())


def _loosely(key: str) -> str:
    """A pattern for a name that allows `&`, `St.`, hyphens and commas."""
    words = [
        r"(?:and|&)" if word == "and" else re.escape(word) + (r"\.?" if word == "st" else "") for word in key.split()
    ]
    return r"[\s,-]+".join(words)
