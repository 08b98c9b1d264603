"""What a sentence states of many authorities at once: a place within the region, a share of all councils. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from watcher.claims.statements.words import NUMBER, STRICT, number, strict_grade
from watcher.model.report import Grade

_COUNCILS = r"(?:local authorit\w+|councils?|authorit\w+|children's services(?: departments?)?|departments|areas)"
_REGION = (
    r"(?P<region>east midlands|west midlands|east of england|north east|north west|south east|south west"
    r"|yorkshire and (?:the )?humber|london|the region|our region|the country|england|the nation)"
)
_ONLY_HIGHER = re.compile(
    r"\bonly (?P<who>[^.;]{3,80}?),? (?:[^.;]{0,60}?,? )?(?:has|have|holds?|had|is|are|was"
    r"|were)(?: [a-z]+){0,3}? (?P<way>higher|better|lower|worse)\b"
)
_ONE_OF = re.compile(
    rf"\bone of (?:only |just )?(?P<n>{NUMBER}) (?:\w+ )?{_COUNCILS}(?: (?:in|across|within) (?:the )?{_REGION})?,?"
    rf" (?:[a-z]+ ){{0,4}}?['\"]?{STRICT.format('grade')}['\"]?(?P<better> or (?:better|above|outstanding|higher))?"
)
_SHARE = re.compile(
    r"\b(?:(?P<vast>(?:vast|overwhelming|great) majority)|(?P<most>majority|most|more than half)|(?P<half>half)"
    rf"|(?P<third>(?:a|one) third)|(?P<quarter>(?:a|one) quarter)|(?P<n>{NUMBER}) (?:in"
    rf"|out of)(?: every)? (?P<m>{NUMBER})|(?P<percent>\d{{1,2}}(?:\.\d)?) ?(?:%|per ?cent)) (?:of )?(?:all |the "
    rf"|english |inspected |other )*{_COUNCILS}\b[^.;]{{0,60}}?(?:(?P<this>(?:this|the same) (?:rating|grade))"
    rf"|{STRICT.format('grade')})(?P<better> or (?:better|above))?"
)
_BOUNDS = {"vast": (0.66, 1.0), "most": (0.5, 1.0), "half": (0.43, 0.57), "third": (0.28, 0.39), "quarter": (0.2, 0.3)}


@dataclass(frozen=True, slots=True)
class Ranked:
    """Of many authorities: `words` is one of only-higher, only-lower, one-of, share.

    `who` is the stretch that names the others, `share` the bounds that the words allow.
    """

    start: int
    end: int
    words: str
    who: tuple[int, int] | None = None
    region: str | None = None
    grade: Grade | None = None
    better: bool = False
    number: int | None = None
    share: tuple[float, float] = (0.0, 1.0)


def standings(sentence: str) -> Iterator[Ranked]:
    """What a folded sentence states of a region or of all councils."""
    for hit in _ONLY_HIGHER.finditer(sentence):
        way = "only-higher" if hit["way"] in ("higher", "better") else "only-lower"
        yield Ranked(*hit.span(), way, who=hit.span("who"))
    for hit in _ONE_OF.finditer(sentence):
        grade, better = strict_grade(hit["grade"]), bool(hit["better"])
        yield Ranked(*hit.span(), "one-of", None, hit["region"], grade, better, number(hit["n"]))
    for hit in _SHARE.finditer(sentence):
        named = None if hit["this"] else strict_grade(hit["grade"])
        yield Ranked(*hit.span(), "share", grade=named, better=bool(hit["better"]), share=_bounds(hit))


def _bounds(hit: re.Match[str]) -> tuple[float, float]:
    if found := next((bounds for name, bounds in _BOUNDS.items() if hit[name]), None):
        return found
    if hit["percent"]:
        share = float(hit["percent"]) / 100
        return share - 0.015, share + 0.015
    share = number(hit["n"]) / number(hit["m"])
    return share * 0.85, share * 1.15
