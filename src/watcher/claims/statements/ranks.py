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
    r"|yorkshire and (?:the )?humber|london|the region|our region|region|the country|england|the nation|nationally)"
)
_RATED = (
    r"(?:to be |be |with (?:an? )?|rated |judged |graded |that (?:are|is) |which (?:are|is) |being )*(?:rated "
    r"|judged |graded )?"
)
_ONLY_HIGHER = re.compile(
    r"\bonly (?P<who>[^.;]{3,80}?),? (?:[^.;]{0,60}?,? )?(?:has|have|holds?|had|is|are|was|were|boasts?"
    r"|achieved)(?: been)?(?: currently| now)? (?:rated |judged |graded )?(?:an? )?(?P<way>higher|better|lower"
    r"|worse)\b"
)
_ONE_OF = re.compile(
    rf"\bone of (?:only |just )?(?P<n>{NUMBER}) (?:\w+ )?{_COUNCILS}(?: (?:in|across"
    rf"|within) (?:the )?{_REGION})?,? {_RATED}['\"]?"
    + STRICT.format("grade")
    + r"['\"]?(?P<better> or (?:better|above|outstanding|higher))?"
)
_ONLY_ONE = re.compile(
    rf"\bthe only {_COUNCILS}(?: (?:in|across|within) (?:the )?{_REGION}),? {_RATED}['\"]?" + STRICT.format("grade")
)
_MOST = r"(?:vast|overwhelming|great) majority"
_SHARE = re.compile(
    rf"\b(?:(?P<vast>(?:the |a )?{_MOST})|(?P<most>(?:the |a )?majority|most|more than half)|(?P<half>(?:around "
    r"|about |nearly |almost |roughly )?half)|(?P<third>(?:around |about |nearly |almost |roughly )?(?:a|one) third)"
    rf"|(?P<quarter>(?:around |about |nearly |almost |roughly )?(?:a|one) quarter)|(?P<n>{NUMBER}) (?:in"
    rf"|out of)(?: every)? (?P<m>{NUMBER})|(?P<percent>\d{{1,2}}(?:\.\d)?) ?(?:%|per ?cent)) (?:of )?(?:all |the "
    rf"|english |inspected |other )*{_COUNCILS}\b[^.;]{{0,60}}?(?:(?P<this>this (?:rating|grade)|the same (?:rating"
    r"|grade))|" + STRICT.format("grade") + r")(?P<better> or (?:better|above))?"
)
_IN = re.compile(r"\b(?P<n>one) in (?P<m>\w+)\b[^.;]{0,30}\b(?P<grade>inadequate|good|outstanding)\b")


@dataclass(frozen=True, slots=True)
class Ranked:
    """Of many authorities: `words` is one of only-higher, only-lower, one-of, only-one, share.

    `who` is the stretch that names the others, `low` and `high` the bounds of a share that the words allow.
    """

    start: int
    end: int
    words: str
    who: tuple[int, int] | None = None
    region: str | None = None
    grade: Grade | None = None
    better: bool = False
    number: int | None = None
    low: float = 0.0
    high: float = 1.0


def standings(sentence: str) -> Iterator[Ranked]:
    """What a folded sentence states of a region or of all councils."""
    for hit in _ONLY_HIGHER.finditer(sentence):
        way = "only-higher" if hit["way"] in ("higher", "better") else "only-lower"
        yield Ranked(hit.start(), hit.end(), way, who=hit.span("who"))
    for hit in _ONE_OF.finditer(sentence):
        grade, region = strict_grade(hit["grade"]), hit["region"]
        yield Ranked(
            hit.start(), hit.end(), "one-of", None, region, grade, better=bool(hit["better"]), number=number(hit["n"])
        )
    for hit in _ONLY_ONE.finditer(sentence):
        yield Ranked(hit.start(), hit.end(), "only-one", None, hit["region"], strict_grade(hit["grade"]), number=1)
    for hit in _SHARE.finditer(sentence):
        low, high = _bounds(hit)
        named = None if hit["this"] else strict_grade(hit["grade"])
        yield Ranked(hit.start(), hit.end(), "share", None, None, named, better=bool(hit["better"]), low=low, high=high)
    for hit in _IN.finditer(sentence):
        if not _SHARE.search(sentence) and hit["m"].isalpha():
            yield from _one_in(hit)


def _one_in(hit: re.Match[str]) -> Iterator[Ranked]:
    try:
        share = 1 / number(hit["m"])
    except KeyError:  # "one in particular"
        return
    yield Ranked(hit.start(), hit.end(), "share", grade=strict_grade(hit["grade"]), low=share * 0.85, high=share * 1.15)


def _bounds(hit: re.Match[str]) -> tuple[float, float]:
    named = {
        "vast": (0.66, 1.0),
        "most": (0.5, 1.0),
        "half": (0.43, 0.57),
        "third": (0.28, 0.39),
        "quarter": (0.2, 0.3),
    }
    for name, bounds in named.items():
        if hit[name]:
            return bounds
    if hit["percent"]:
        share = float(hit["percent"]) / 100
        return share - 0.015, share + 0.015
    share = number(hit["n"]) / number(hit["m"])
    return share * 0.85, share * 1.15
