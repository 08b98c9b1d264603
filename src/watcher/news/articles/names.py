"""The name of a person among a few words: not that of an office, a body or a place. Pure."""

from __future__ import annotations

import re

_TITLES = (
    r"(?:(?:(?:(?:County|Borough|District|Parish|Town)\s+)?(?:Cllr|Councillor)|Cllr|Councillor|Coun|Clr|Dr|Mr|Mrs|Ms|Miss|Mx|Prof|Professor|Sir|Dame|Lord|Lady|Baroness|Rev|Revd|"
    r"Reverend|Alderman|Judge|Justice|Sgt|Sergeant|Inspector|Superintendent)\.?\s+)"
)
WORD = r"[A-Z][\w’'.-]*"
_NAME = rf"(?:{WORD}|(?:de|du|da|van|von|der|la|le|bin|al|ap|ab)\b)"
_HONOURS = r"(?:,?\s+(?:OBE|MBE|CBE|DBE|KBE|MP|QC|KC|DL|JP|BEM|PhD|QPM))*"
_TITLED = re.compile(rf"(?:{_TITLES})+{WORD}(?:\s+{_NAME}){{0,3}}{_HONOURS}")
_UNTITLED = re.compile(rf"{WORD}(?:\s+{_NAME}){{1,3}}{_HONOURS}")

# Capitalised words of offices, bodies and places: not part of a person's name.
_NO_NAME = frozenset(
    """
    a acting adult adults after although and april area as asked assistant associate at august authority before
    board borough both britain british but cabinet care chair chairman chairperson chairwoman chief child
    children city commenting commissioner committee communities community conservative corporate council
    councillor councils county december democrat democrats department deputy despite director directorate
    district during earlier early east education elected elsewhere england english executive families family
    february following for former foster friday future government green group head headteacher health help her
    here his holder home homes however hub improvement in independent inspection inspector inspectors integrated
    interim it its january joint july june labour last later lead leader leaders learning liberal local manager
    march may mayor meanwhile member metropolitan minister monday mother next nhs north november october of
    officer ofsted on one opposition our parent partnership people police portfolio practice president principal
    project protection public reacting regional report responding royal s safeguarding saturday school schools
    secretary senior september service services shadow since skills social south speaking spokesman spokesperson
    spokeswoman staff statutory strategic sunday support team that the their there these this those thursday to
    today town trust trustee tuesday unitary university vice we wednesday welcoming wellbeing west when while
    with worker workers yesterday young youth
    """.split()  # noqa: SIM905 (a column of two hundred words)
)
# Some of these are also surnames: after a first name they are one.
_SURNAMES = {"foster", "green", "head", "may", "north", "parent", "west", "young", "mayor", "april", "june", "south"}
_BODIES = re.compile(
    r"\s*(?:Council|Trust|Borough|City|County|District|Authority|School|Academy|Hospital|University)\b"
)
ROLES = re.compile(
    r"\b(?:leader|deputy|mayor|member|holder|director|chief|executive|officer|head|chair\w*|manager|spokes\w+|lead|"
    r"commissioner|inspector|minister|secretary|president|principal|headteacher|teacher|governor|parent|mother|father|"
    r"mum|dad|carer|foster\w*|worker|councillor|mp|solicitor|partner|lawyer|barrister|professor|founder|trustee|"
    r"boss|resident|student|apprentice|co-?ordinator|adviser|advisor|consultant|ambassador|nurse|doctor|coach|champion|"
    r"convenor|convener|representative|ombudsman|analyst|researcher|author|editor|grandmother|grandfather|volunteer|"
    r"leaver|campaigner|activist|pensioner|organiser|reformer|neighbour|practitioner|associate|assistant|portfolio|responsible|responsibility)\b",
    re.IGNORECASE,
)
_PREPOSITION = re.compile(r"\b(?:of|for|at|in)\s*$")
_OF_SOMEBODY = re.compile(
    r"^(?:mother|mum|father|dad|grandmother|grandfather|parent)-of-|^(?:ex|vice|co)-", re.IGNORECASE
)
_POSSESSIVE = ("’s", "'s")


def person_in(part: str) -> tuple[str, int, int] | None:
    """A person's name in a part of a subject, and its position."""
    if titled := [found for found in _TITLED.finditer(part) if not found[0].endswith(_POSSESSIVE)]:
        words = _words(titled[-1])
        office = (n for n, (word, _) in enumerate(words) if n > 2 and not _may_be_name(word))
        return _named(words[: next(office, len(words))])
    for run in reversed(list(_UNTITLED.finditer(part))):
        words = _last_person(_words(run))
        if len(words) > 2 and _PREPOSITION.search(part[: words[0][1]]):
            words = words[-2:]  # "Mayor of Eastmere Andy Marsh"
        if 2 <= len(words) <= 5 and not _BODIES.match(part, words[-1][1] + len(words[-1][0])):
            return _named(words)
    return None


_Words = list[tuple[str, int]]


def _words(run: re.Match[str]) -> _Words:
    """Each word of a run of capitals, and its position."""
    return [(word[0], run.start() + word.start()) for word in re.finditer(r"\S+", run[0])]


def _named(words: _Words) -> tuple[str, int, int]:
    name = " ".join(word for word, _ in words).rstrip(".,")
    return name, words[0][1], words[-1][1] + len(words[-1][0])


def _last_person(words: _Words) -> _Words:
    """The last words of a run that are not offices, bodies or places."""
    end = len(words)
    while end and not _may_be_name(words[end - 1][0]) and not _is_surname(words[:end]):
        end -= 1
    start = end - 1
    while start > 0 and _may_be_name(words[start - 1][0]):
        start -= 1
    while start < end and words[start][0].islower():
        start += 1
    # "Campaigner Jane Marsh": a role comes before a first name and a surname
    while end - start > 2 and (ROLES.fullmatch(words[start][0]) or _OF_SOMEBODY.match(words[start][0])):
        start += 1
    return words[start:end] if end else []


def _is_surname(words: _Words) -> bool:
    return len(words) > 1 and words[-1][0].casefold() in _SURNAMES and _may_be_name(words[-2][0])


def _may_be_name(word: str) -> bool:
    plain = re.sub(r"[’']s$", "", word.strip(",.")).casefold()
    return plain not in _NO_NAME and not word.endswith((*_POSSESSIVE, "s’", "s'"))
