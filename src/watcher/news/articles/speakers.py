"""Who spoke: the name and the role in the words around a quotation. Pure.

English releases and papers write them in only a few ways: "Jane Marsh, lead member for children, said", "lead member
Cllr Jane Marsh said", "said Cllr Jane Marsh, lead member", "Lead member for children, Cllr Jane Marsh, said". If none
of these fits we name nobody: a wrong name is worse than none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_VERBS = (
    "said|says|saying|added|adds|adding|told|tells|commented|comments|explained|explains|continued|continues|concluded|"
    "concludes|stated|states|wrote|writes|insisted|insists|warned|warns|admitted|admits|remarked|noted|notes|claimed|"
    "claims|argued|argues|replied|responded|announced|recalled|declared|stressed|described|confirmed|agreed|vowed|"
    "promised|pledged|acknowledged|reflected"
)
SPEAKING = re.compile(rf"\b(?:{_VERBS})\b", re.IGNORECASE)
_HEDGES = re.compile(r"\b(?:has|have|had|also|then|today|later|further|who|which)\s*$", re.IGNORECASE)
# "They" are mostly inspectors, never the councillor who spoke last.
_PRONOUN = re.compile(r"(?:he|she)\b", re.IGNORECASE)

# Verbs whose subject a later "he said" may mean.
_ACTING = re.compile(
    r"\b(?:has|have|had|is|was|will|did|does|disagreed|disagrees|rejected|rejects|dismissed|welcomed|welcomes|praised|praises|thanked|thanks|paid|pays|hailed|defended)\b"
)

_TITLES = (
    r"(?:(?:(?:(?:County|Borough|District|Parish|Town)\s+)?(?:Cllr|Councillor)|Cllr|Councillor|Coun|Clr|Dr|Mr|Mrs|Ms|Miss|Mx|Prof|Professor|Sir|Dame|Lord|Lady|Baroness|Rev|Revd|"
    r"Reverend|Alderman|Judge|Justice|Sgt|Sergeant|Inspector|Superintendent)\.?\s+)"
)
_WORD = r"[A-Z][\w’'.-]*"
_NAME = rf"(?:{_WORD}|de|du|da|van|von|der|la|le|bin|al|ap|ab)"
_HONOURS = r"(?:,?\s+(?:OBE|MBE|CBE|DBE|KBE|MP|QC|KC|DL|JP|BEM|PhD|QPM))*"
_TITLED = re.compile(rf"(?:{_TITLES})+{_WORD}(?:\s+{_NAME}){{0,3}}{_HONOURS}")
_UNTITLED = re.compile(rf"{_WORD}(?:\s+{_NAME}){{1,3}}{_HONOURS}")

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
_ROLES = re.compile(
    r"\b(?:leader|deputy|mayor|member|holder|director|chief|executive|officer|head|chair\w*|manager|spokes\w+|lead|"
    r"commissioner|inspector|minister|secretary|president|principal|headteacher|teacher|governor|parent|mother|father|"
    r"mum|dad|carer|foster\w*|worker|councillor|mp|solicitor|partner|lawyer|barrister|professor|founder|trustee|"
    r"boss|resident|student|apprentice|co-?ordinator|adviser|advisor|consultant|ambassador|nurse|doctor|coach|champion|"
    r"convenor|convener|representative|ombudsman|analyst|researcher|author|editor|grandmother|grandfather|volunteer|"
    r"leaver|campaigner|activist|pensioner|organiser|reformer|neighbour|practitioner|associate|assistant|portfolio|responsible|responsibility)\b",
    re.IGNORECASE,
)
_INTRODUCING = re.compile(
    r"(?:commenting|speaking|responding|welcoming|reacting|following|after|before|while|when|although|however|"
    r"meanwhile|despite|during|since|asked|in|on|at|as|but|and|today|yesterday|last|earlier|for|with|by|according|"
    r"praising|thanking|reflecting|looking|visiting|celebrating|summing|concluding|launching|opening|announcing)\b",
    re.IGNORECASE,
)
_NO_ROLE = re.compile(
    r"(?:from|of|aged|who|whose|which|where|and who|speaking|commenting|welcoming|responding|after|before|in|on|at|as|"
    r"has|was|is|had|\d+|today|yesterday|when|while|during|following|pictured|above|right|left|adding|paying)\b",
    re.IGNORECASE,
)
# Somebody without a name begins a sentence: a later "he" may mean this person, so it means nobody whom we know.
_UNNAMED = re.compile(
    r"(?:the|a|an|one|another|some|her|his|its|their|our)\s+(?:[\w’'-]+\s+){0,4}?"
    r"(?:opponents?|critics?|rivals?|mayor|leaders?|spokes\w+|union|minister|mp|director|councillors?|members?|parents?|"
    r"mother|father|carers?|residents?|workers?|manager|chief|chair\w*|officer|commissioner|inspectors?|opposition)\b",
    re.IGNORECASE,
)
_DASHED = re.compile(r"\s*(?:[–—-]\s*([^–—“”\"]{4,120}?)|\(([^()“”\"]{4,120})\))\s*\.?\s*$")
_OF_A_BODY = re.compile(
    r"^(?:(?:the|our|its|their|his|her)\s+)?(?:[\w&-]+\s+){0,4}?(?:council|authority|city|county|borough|trust|firm|"
    r"charity|town|district|organisation|company|department|service|watchdog|regulator|school|union)[’']s?\s+",
    re.IGNORECASE,
)
_ASIDE = re.compile(r"\s*\([^)]*\)")
_AGE = re.compile(r"\d{1,2}")
_PREPOSITION = re.compile(r"\b(?:of|for|at|in)\s*$")
_ARTICLE = re.compile(r"^(?:the|a|an|our|its|their|your|local)\s+(?=\w)", re.IGNORECASE)
_SPOKESPERSON = re.compile(
    r"^(?:a|an|the)?\s*((?:[\w&’'-]+\s+){0,7}?spokes(?:man|woman|person))"
    r"(?:\s+(?:for|from|at)\s+(?:the\s+)?([\w&’' -]+))?$",
    re.IGNORECASE,
)
_ROLE_LIMIT = 160


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who spoke, as printed: `name` with its title, `role` without "the council’s"; None where not printed."""

    name: str
    role: str | None = None


def speaker_before(clause: str) -> Speaker | str | None:
    """The speaker announced by the words before a quotation: "Lead member Cllr Jane Marsh said:".

    A pronoun is returned as it is; the caller finds its person.
    """
    verbs = list(SPEAKING.finditer(clause))
    if not verbs:
        return _speaker(clause.rstrip(": ")) if clause.rstrip().endswith(":") else None
    # "said he was pleased and added": the subject stands before the first
    for verb in verbs:
        subject = clause[: verb.start()]
        while _HEDGES.search(subject):
            subject = _HEDGES.sub("", subject)
        if found := _pronoun(subject) or _speaker(subject):
            return found
    return _after_verb(clause, verbs[-1].end())


def speaker_after(clause: str) -> Speaker | str | None:
    """The speaker named by the words after a quotation: "said Cllr Jane Marsh, lead member." or "Jane Marsh said."."""
    if signed := signature(clause):
        return signed
    clause = clause.lstrip(" ,")
    verb = SPEAKING.search(clause)
    if verb is None:
        return None
    if verb.start() == 0:
        return _after_verb(clause, verb.end())
    subject = _HEDGES.sub("", clause[: verb.start()])
    return _pronoun(subject) or _speaker(subject)


def signature(words: str) -> Speaker | None:
    """The speaker who stands alone behind a quotation: "– Jane Marsh, lead member" or "(Cllr Jane Marsh)"."""
    found = _DASHED.fullmatch(words)
    named = found and (found[1] or found[2])
    return _speaker(named) if named and not SPEAKING.search(named) else None


def is_somebody_else(sentence: str) -> bool:
    """Whether a sentence begins with somebody whom it does not name."""
    return _UNNAMED.match(sentence.strip()) is not None


def subject_of(sentence: str) -> Speaker | None:
    """The person in a sentence who speaks or acts: a later "he said" means this person."""
    acts = SPEAKING.search(sentence) or _ACTING.search(sentence)
    return _speaker(_HEDGES.sub("", sentence[: acts.start()])) if acts else None


def _after_verb(clause: str, start: int) -> Speaker | str | None:
    rest = clause[start:].strip(" .:,")
    return _pronoun(rest) or _speaker(rest) if rest else None


def _pronoun(subject: str) -> str | None:
    words = subject.strip(" ,").split(", ")[-1].strip()
    found = _PRONOUN.match(words)
    return found[0] if found and len(words.split()) <= 2 else None


def _speaker(subject: str) -> Speaker | None:
    """The person named by a subject, with the role before or after the name."""
    parts = [part.strip() for part in re.split(r",(?!\d)|\s[–—-]\s", _ASIDE.sub("", subject)) if part.strip()]
    if nameless := next(filter(None, map(_spokesperson, parts)), None):
        return nameless
    for at, part in enumerate(parts):
        if named := _name(part):
            name, start, end = named
            return Speaker(name, _role(part[:start], part[end:], parts[:at], parts[at + 1 :]))
    if len(parts) > 1 and _AGE.fullmatch(parts[1]) and re.fullmatch(_WORD, parts[0]):
        return Speaker(parts[0])
    return Speaker("Ofsted") if "Ofsted" in parts else None


def _name(part: str) -> tuple[str, int, int] | None:
    """A person's name in a part of a subject, and its position."""
    if titled := list(_TITLED.finditer(part)):
        words = _words(titled[-1])
        office = (n for n, (word, _) in enumerate(words) if n > 2 and not _may_be_name(word))
        return _named(words[: next(office, len(words))])
    for run in reversed(list(_UNTITLED.finditer(part))):
        words = _person_in(_words(run))
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


def _person_in(words: _Words) -> _Words:
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
    while end - start > 2 and _ROLES.fullmatch(words[start][0]):
        start += 1
    return words[start:end] if end else []


def _is_surname(words: _Words) -> bool:
    return len(words) > 1 and words[-1][0].casefold() in _SURNAMES and _may_be_name(words[-2][0])


def _may_be_name(word: str) -> bool:
    plain = re.sub(r"[’']s$", "", word.strip(",.")).casefold()
    return plain not in _NO_NAME and not word.endswith(("’s", "'s", "s’", "s'"))


def _role(before: str, after: str, above: Sequence[str], below: Sequence[str]) -> str | None:
    """The role in the words before the name, else in the parts after it, else in the parts before it."""
    near = before.strip()
    if near and not _INTRODUCING.match(near) and _ROLES.search(near):
        return _as_role(near)
    if following := _following(after, below):
        return following
    kept = [part for part in above if not _INTRODUCING.match(part)]
    return _as_role(", ".join(kept)) if kept and _ROLES.search(kept[0]) else None


def _following(after: str, below: Sequence[str]) -> str | None:
    kept: list[str] = []
    for part in below:
        if _NO_ROLE.match(part) or SPEAKING.match(part) or (part.startswith("and ") and _name(part)):
            break
        kept.append(part)
    said = ", ".join(kept) or (after.strip() if _ROLES.match(after.strip()) else "")
    return _as_role(said) if said and (_ROLES.search(said) or len(said.split()) <= 8) else None


def _as_role(words: str) -> str | None:
    role = _ARTICLE.sub("", _OF_A_BODY.sub("", words.strip(" ,:"))).strip()
    return role if role and len(role) <= _ROLE_LIMIT and not re.fullmatch(r"[\d ]+", role) else None


def _spokesperson(part: str) -> Speaker | None:
    """Somebody who speaks for a body without being named."""
    found = _SPOKESPERSON.match(part)
    return Speaker(" ".join(filter(None, (found[1], found[2] and f"for {found[2].strip()}")))) if found else None
