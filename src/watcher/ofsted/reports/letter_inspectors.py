"""Who carried out a visit, from the sentence of a letter that names them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from watcher.model.sentences import sentences

_OF_THIS_VISIT = r"(?:\s+(?:for|on|of|at)\s+(?:the|this)\s+(?:focused\s+|monitoring\s+)?(?:visit|inspection))?"
_WHO_WENT = r"(?:\s+(?:who|which|that)\s+[^.]{3,60}?)?"
_INTRODUCTIONS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"^(?:(?:His|Her)\s+Majesty[’'`]?s?\s+Inspectors?|HMIs?)(?:\s*\(HMIs?\))?{_OF_THIS_VISIT}{_WHO_WENT}\s+(?:was|were|are)[:,]?\s+(?P<names>.+)",
        rf"^(?:The|Your)\s+(?:lead\s+)?(?:inspectors?|HMIs?|inspection\s+team|team){_OF_THIS_VISIT}{_WHO_WENT}\s+"
        r"(?:(?:was|were)\s+made\s+up\s+of|was|were|are|comprised|included|consisted\s+of)[:,]?\s+(?P<names>.+)",
        r"\b(?:visit|inspection|it)\b[^.]{0,120}?\b(?:conducted|carried\s+out|undertaken|completed|led|made)\s+(?:\w+\s+)?by:?\s+"
        r"(?P<names>.+)",
        r"^(?P<names>[A-Z].+?)\s+(?:carried\s+out|conducted|undertook|completed)\s+(?:this|the)\s+(?:focused\s+|monitoring\s+)?visit\b",
    )
)
#: names of institutions, or of ways to work
_NO_PEOPLE = re.compile(
    r"^(?:inspectors\s+from|Ofsted(?!\s+Inspector)|remote|fully|video|a\s+team|means)\b", re.IGNORECASE
)
#: how the next sentence begins, for sentences without a full stop
_NEXT_SENTENCE = re.compile(
    r"\s(?:Inspectors\s+(?:looked|considered|evaluated|reviewed)|(?:Her|His)\s+Majesty[’']s\s+Chief|This\s+visit|The\s+visit)\b"
)
_TITLES = re.compile(
    r"\b(?:(?:two|three|four|five|six|both|all)\s+)?(?:(?:of\s+)?(?:whom|who)\s+(?:is|are)\s+)?(?:of\s+)?"
    r"(?:(?:(?:Her|His)\s+Majesty[’'`]?s?|Social\s+Care|Schools?|Senior|Regulatory|Ofsted|Education|Additional)\s+)*"
    r"\(?(?:S?HMIs?|Inspectors?|Inspection\s+Managers?)\b\)?(?:\s*\((?:S?HMIs?|designate)\))*(?:,?\s+(?:Social\s+Care|Schools?|Education))?",
    re.IGNORECASE,
)
#: replaces the words "lead inspector" while titles are removed
_LEAD = "@"
_LEAD_INSPECTOR = re.compile(r"\(?\b(?:the\s+)?lead\s+inspector\b\)?", re.IGNORECASE)
_TEAM_INSPECTOR = re.compile(r"\(?\b(?:the\s+)?team\s+inspectors?\b\)?", re.IGNORECASE)
#: who came along, but did not carry out the visit
_BESIDE = re.compile(r"observ|shadow|supernumerary|quality\s+assur|\bQA\b|regional\s+director", re.IGNORECASE)
_BETWEEN = re.compile(
    r"\s*(?:[,;&/:]|\band\b|\bwith\b|\btogether\b|\balongside\b|\b(?:accompanied|supported|assisted|joined)\s+by\b)\s*"
)
_NAME = re.compile(r"[^\W\d_][\w’'`´.\-]*(?: [^\W\d_][\w’'`´.\-]*){1,4}")
_COURTESY = re.compile(r"^(?:Mr|Mrs|Ms|Miss|Dr)\.? ")


@dataclass(slots=True)
class _Person:
    name: str
    lead: bool = False
    beside: bool = False


def inspectors_of(opening: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Everyone named as having carried out the visit, and the one who is called the lead inspector."""
    for said in (sentence for paragraph in opening for sentence in sentences(paragraph)):
        for introduction in _INTRODUCTIONS:
            found = introduction.search(said)
            if found and (people := _people(found["names"])):
                return _named(people), _named([person for person in people if person.lead])
    return (), ()


def _named(people: Sequence[_Person]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(person.name for person in people if not person.beside))


def _people(printed: str) -> list[_Person]:
    if _NO_PEOPLE.match(printed):
        return []
    people: list[_Person] = []
    next_leads = False
    for part in _parts(_NEXT_SENTENCE.split(printed)[0].rstrip(" .")):
        if _BESIDE.search(part):
            _mark_beside(people)
        elif part == _LEAD:
            _mark_lead(people)
            next_leads = not people
        elif name := _name(part):
            people.append(_Person(name, lead=next_leads))
            next_leads = False
    return people


def _parts(printed: str) -> Iterator[str]:
    yield from (part.strip(" .()-–") for part in _BETWEEN.split(_mask_roles(printed)))


def _mask_roles(printed: str) -> str:
    """Replaces titles by commas, and makes "lead inspector" a part of its own."""
    roles = _TEAM_INSPECTOR.sub(",", _LEAD_INSPECTOR.sub(f",{_LEAD},", printed))
    return _TITLES.sub(",", roles)


def _name(part: str) -> str:
    name = _COURTESY.sub("", part)
    return name if _NAME.fullmatch(name) and name[:1].isupper() else ""


def _mark_lead(people: Sequence[_Person]) -> None:
    if people:
        people[-1].lead = True


def _mark_beside(people: Sequence[_Person]) -> None:
    if people:
        people[-1].beside = True
