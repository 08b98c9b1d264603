"""What a stretch of a sentence speaks of: the services of a council and their judgements, or something else. Pure.

Not every subject can be listed: flats, finances and handling are inadequate too. So a stretch whose last noun is not
known speaks of something that is not known, and nobody is contradicted on it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import StrEnum

from watcher.claims.statements.doubts import OTHERS
from watcher.claims.statements.filler_words import PLAIN
from watcher.claims.statements.words import ALL_AREAS, JUDGEMENTS, OVERALL

Span = tuple[int, int]


class Subject(StrEnum):
    """OURS are services, councils and judgements; NONE is a stretch without any noun, as "rated by Ofsted as"."""

    OURS = "ours"
    ANOTHER = "another"
    UNKNOWN = "unknown"
    NONE = "none"


_SERVICES = (
    r"children's services|services for (?:\w+ )?(?:children|young people|families)|(?:children's )?social care"
    r"|children's social work|services?|council|"
    r"authority|department|local authorit\w+|county|city|borough|they|them|it|we|us|both"
    r"|neighbours?|provision|areas?|judge?ments?|categor(?:y|ies)|ofsted|"
    r"inspectors?|watchdog|regulator|trust|performance"
)
_ANOTHER = (
    r"support|practice|quality|assessments?|plans?|planning|caseloads?|supervision|training"
    r"|(?<!experiences and )progress|attendance"
    r"|accommodation|work(?! (?:in|with)\b)|"
    r"evidence|examples?|staff|social workers?|workforce|relationships?|early help|front door|housing|heating"
    r"|food|partnerships?|"
    r"fostering|foster care|management oversight|oversight|timeliness|homes?|idea|news|day|buildings?|facilities"
    r"|(?<!for )outcomes|efforts?|"
    r"teams?|participation|recording|decision-making|response|advice|meetings?|records?|visits"
)
_NOUN = re.compile(rf"(?P<another>\b(?:{_ANOTHER})\b)|(?P<services>\b(?:{_SERVICES})\b)|^\W*(?P<relative>which|who)\b")
_NOT_THE_SUBJECT = re.compile(
    r"\b(?:in|of|across|near|from|around|at|for|by|on|with|to|between)"
    r" (?:(?:the|its|their|our|this|that|these|a|an|all|local|city|county|borough|neighbouring) )*$"
)
_PLACE = re.compile(r"\b(?:in|of|across|near|from|around|at|for|by) $")
_OTHERS = re.compile(rf"(?:{OTHERS.pattern})(?: (?:services?|departments?|trusts?|authority|council))?")
_OWNS = re.compile(
    r"^(?: (?:city|county|borough|metropolitan|district|council|london|unitary|authority))*(?:'s|s'|')(?= )"
)
# "Leicestershire, next door, is"
_BESIDE = re.compile(r"^, [^,;:]{1,60},")
_ASIDE = re.compile(r", (?:which|who|whose|where|led|run|home|based|one|now|when)\b[^,;:]*,")

_BEFORE = re.compile(r"[a-z][a-z-]+ $")
_WORD = re.compile(r"[a-z][a-z'-]+")


def subject(clause: str, names: Sequence[Span] = ()) -> Subject:
    """What a folded stretch before a grade speaks of. `names` are the spans of authorities in it."""
    clause = without_asides(clause)
    found = list(_nouns(clause, names))
    if not found:
        return Subject.UNKNOWN if says_more(clause, names) else Subject.NONE
    _, end, kind = max(found, key=lambda one: (one[1], -one[0]))
    behind = _BESIDE.sub(lambda aside: " " * len(aside[0]), clause[end:])
    if kind is Subject.OURS and says_more(behind, [(a - end, b - end) for a, b in names if a >= end]):
        return Subject.UNKNOWN
    return kind


def without_asides(clause: str) -> str:
    """The clause with ", which was out today," left blank: offsets stay the same."""
    return _ASIDE.sub(lambda aside: " " * len(aside[0]), clause)


def has_subject(stretch: str) -> bool:
    """Whether a folded stretch has any noun that grades are given to."""
    patterns = (_NOUN, ALL_AREAS, OVERALL, *(pattern for pattern, _ in JUDGEMENTS))
    return any(pattern.search(stretch) for pattern in patterns)


def _nouns(clause: str, names: Sequence[Span]) -> Iterator[tuple[int, int, Subject]]:
    for begin, end in names:
        if not _PLACE.search(clause[:begin]) and not _OWNS.match(clause[end:]):
            yield begin, end, Subject.OURS
    for hit in _NOUN.finditer(clause):
        if hit["another"]:
            yield hit.start(), hit.end(), Subject.ANOTHER
        elif _is_of_another_kind(clause, hit.start("services") if hit["services"] else 0, names):
            yield hit.start(), hit.end(), Subject.UNKNOWN
        elif not _NOT_THE_SUBJECT.search(clause[: hit.start()]) and not _OWNS.match(clause[hit.end() :]):
            yield hit.start(), hit.end(), Subject.OURS
    for pattern in (*(pattern for pattern, _ in JUDGEMENTS), ALL_AREAS, OVERALL):
        for hit in pattern.finditer(clause):
            yield hit.start(), hit.end(), Subject.OURS
    for hit in _OTHERS.finditer(clause):
        yield hit.start(), hit.end(), Subject.ANOTHER


def _is_of_another_kind(clause: str, place: int, names: Sequence[Span]) -> bool:
    """Whether a word before a noun says that it is not the one that is meant: "adult services"."""
    kind = _BEFORE.search(clause[:place])
    return kind is not None and says_more(kind[0], [(a - kind.start(), b - kind.start()) for a, b in names])


def says_more(stretch: str, names: Sequence[Span] = ()) -> bool:
    """Whether a stretch has a word that may be a subject of its own."""
    return any(
        hit[0].removesuffix("'s") not in PLAIN and not hit[0].endswith("ly")
        for hit in _WORD.finditer(stretch)
        if not any(a <= hit.start() < b for a, b in names)
    )
