"""What a stretch of a sentence speaks of: the services of a council and their judgements, or something else. Pure.

Not every subject can be listed: flats, finances and handling are inadequate too. So nobody is contradicted on a
sentence with a word that `certain` does not know.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import StrEnum

from watcher.claims.statements.doubts import OTHERS
from watcher.claims.statements.words import ALL_AREAS, JUDGEMENTS, OVERALL

Span = tuple[int, int]


class Subject(StrEnum):
    """OURS are services, councils and judgements; NONE is a stretch without any noun, as "rated by Ofsted as"."""

    OURS = "ours"
    ANOTHER = "another"
    NONE = "none"


_SERVICES = (
    r"children's services|services for (?:\w+ )?(?:children|young people|families)|(?:children's )?social care"
    r"|children's social work|services?|council|authority|department|local authorit\w+|county|city|borough|they|them"
    r"|it|we|us|both|neighbours?|provision|areas?|judge?ments?|categor(?:y|ies)|ofsted|inspectors?|watchdog|regulator"
    r"|trust|performance"
)
_ANOTHER = (
    r"support|practice|quality|assessments?|plans?|planning|caseloads?|supervision|training"
    r"|(?<!experiences and )progress|attendance|accommodation|work(?! (?:in|with)\b)|evidence|examples?|staff"
    r"|social workers?|workforce|relationships?|early help|front door|housing|heating|food|partnerships?|fostering"
    r"|foster care|management oversight|oversight|timeliness|homes?|idea|news|day|buildings?|facilities"
    r"|(?<!for )outcomes|efforts?|teams?|participation|recording|decision-making|response|advice|meetings?|records?"
    r"|visits"
)
_NOUN = re.compile(rf"(?P<another>\b(?:{_ANOTHER})\b)|(?P<services>\b(?:{_SERVICES})\b)|^\W*(?P<relative>which|who)\b")
_NOT_THE_SUBJECT = re.compile(
    r"\b(?:in|of|across|near|from|around|at|for|by|on|with|to|between) (?:(?:the|its|their|our|this|that|these|a|an"
    r"|all|local|city|county|borough|neighbouring) )*$"
)
_PLACE = re.compile(r"\b(?:in|of|across|near|from|around|at|for|by) $")
_OTHERS = re.compile(rf"(?:{OTHERS.pattern})(?: (?:services?|departments?|trusts?|authority|council))?")
_OWNS = re.compile(
    r"^(?: (?:city|county|borough|metropolitan|district|council|london|unitary|authority))*(?:'s|s'|')(?= )"
)
_ASIDE = re.compile(r", (?:which|who|whose|where|led|run|home|based|one|now|when)\b[^,;:]*,")


def subject(clause: str, names: Sequence[Span] = ()) -> Subject:
    """What a folded stretch before a grade speaks of. `names` are the spans of authorities in it."""
    clause = without_asides(clause)
    found = list(_nouns(clause, names))
    return max(found, key=lambda one: (one[1], -one[0]))[2] if found else Subject.NONE


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
        elif not _NOT_THE_SUBJECT.search(clause[: hit.start()]) and not _OWNS.match(clause[hit.end() :]):
            yield hit.start(), hit.end(), Subject.OURS
    for pattern in (*(pattern for pattern, _ in JUDGEMENTS), ALL_AREAS, OVERALL):
        for hit in pattern.finditer(clause):
            yield hit.start(), hit.end(), Subject.OURS
    for hit in _OTHERS.finditer(clause):
        yield hit.start(), hit.end(), Subject.ANOTHER
