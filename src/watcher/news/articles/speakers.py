"""Who spoke: the name and the role in the words around a quotation. Pure.

English releases and papers write them in only a few ways: "Jane Marsh, lead member for children, said", "lead member
Cllr Jane Marsh said", "said Cllr Jane Marsh, lead member", "Lead member for children, Cllr Jane Marsh, said". If none
of these fits we name nobody: a wrong name is worse than none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from watcher.news.articles.names import ROLES, WORD, person_in

_VERBS = (
    "said|says|saying|added|adds|adding|told|tells|commented|comments|explained|explains|continued|continues|concluded|"
    "concludes|stated|states|wrote|writes|insisted|insists|warned|warns|admitted|admits|remarked|noted|notes|claimed|"
    "claims|argued|argues|replied|responded|announced|recalled|declared|stressed|described|confirmed|agreed|vowed|"
    "promised|pledged|acknowledged|reflected|believes|believed|hits? back"
)
SPEAKING = re.compile(rf"\b(?:{_VERBS})\b", re.IGNORECASE)
_HEDGES = re.compile(r"\b(?:has|have|had|also|then|today|later|further|who|which)\s*$", re.IGNORECASE)
# "They" are mostly inspectors, never the councillor who spoke last.
_PRONOUN = re.compile(r"(?:he|she)\b", re.IGNORECASE)

# Verbs whose subject a later "he said" may mean.
_ACTING = re.compile(
    r"\b(?:has|have|had|is|was|were|will|did|does|spoke|met|led|left|ran|took|made|gave|paid|held|came|went|felt|"
    r"thought|disagrees|rejects|welcomes|praises|thanks|pays|leads|runs|chairs|"
    r"disputes|doubts|wants|believes|fears|hopes|knows|sees|feels|thinks|calls|[a-z]{3,}ed)\b"
)
# What is printed with a name and says which of "he" and "she" it can't be.
_SAYS = {
    "he": re.compile(
        r"^(?:Mr|Sir|Lord)\b|\b(?:father|dad|grandfather|(?:spokes|chair|council|business)man)\b", re.IGNORECASE
    ),
    "she": re.compile(
        r"^(?:Mrs|Ms|Miss|Dame|Lady|Baroness)\b|\b(?:mother|mum|grandmother|(?:spokes|chair|council|business)woman)\b",
        re.IGNORECASE,
    ),
}

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
# Before a name: the name of somebody to whom, of whom or after whom something is said.
_OBJECT = re.compile(
    r"(?:^|\b)(?:to|from|of|for|by|with|against|about|after|before|following|on|in|at|alongside|than|like|despite|"
    r"praising|thanking|congratulating|backing|supporting|criticising|attacking|accusing|replacing|succeeding|joining|"
    r"meeting|visiting|quoting|citing|addressing|defending|welcoming|urging|asking|telling|facing)\s+"
    r"(?:(?:the|her|his|its|their|our|a|an)\s+)?"
    r"(?:(?:leader|director|mayor|minister|inspector|boss|predecessor|successor|colleague|deputy|campaigner)\s+)?$",
    re.IGNORECASE,
)
_QUOTED_OF = re.compile(r"\b(?:according to|(?:statement|message|letter|comment) (?:from|by))\s+$", re.IGNORECASE)
_ACCORDING = re.compile(r"^\W*according to\s+([^.:]{3,160})", re.IGNORECASE)
# A clause with a subject of its own begins here.
_TURN = re.compile(r"[,;]?\s+(?:while|whilst|whereas|but|and|although|though)\s+", re.IGNORECASE)
_AND = re.compile(r"[,;]?\s+and\s+", re.IGNORECASE)
_IN_AN_ASIDE = re.compile(r",\s+(?:who|which|where|whose)\b[^,]*$", re.IGNORECASE)
_LIST_OF_PLACES = re.compile(r"\b(?:in|of|for|at|from|between|across)\s+(?:[A-Z][\w’'-]*\s+){0,5}[A-Z][\w’'-]*\s*$")
_JOINED = re.compile(r"^(.*\S)\s+and\s+(?:[a-z][\w’'-]*\s+){0,5}$")
_ALSO = re.compile(r"\s+and\s+")
_OF_A_THING = re.compile(r"\b(?:that|which)\s*$", re.IGNORECASE)
_OF_THE_LAST = re.compile(r",?\s*\bwho(?:\s+(?:has|had|have|also|then|later))*\s*$", re.IGNORECASE)
_QUOTES_ANOTHER = re.compile(r"\b(?:quoted|quotes|quoting|cited|cites|citing)\s+(\S.*?)\s+as\s*$", re.IGNORECASE)
_DENIED = re.compile(
    r"\b(?:den(?:y|ies|ied|ying)(?:\s+having|\s+that\s+\w+(?:\s+had|\s+has)?)?|(?:did|does|has|had|have)(?:\s+not|n[’']t)|"
    r"never)\s*(?:\s(?:ever|have))*\s*$",
    re.IGNORECASE,
)
# Parties, unions and other bodies that speak in their own name.
_BODY = re.compile(
    r"(?:the\s+)?((?:[A-Z][\w’'&-]*\s+){1,5}(?:Party|Union|Association|Federation|Alliance|Society|Foundation)|[A-Z]{3,8})",
)
_FIRST_NAME = re.compile(rf"(?:([A-Za-z][\w’' -]{{2,60}})\s+)?({WORD})")
_ASIDE = re.compile(r"\s*\([^)]*\)")
_AGE = re.compile(r"\d{1,2}")
_ARTICLE = re.compile(r"^(?:the|a|an|our|its|their|her|his|your|local)\s+(?=\w)", re.IGNORECASE)
_SPOKESPERSON = re.compile(
    r"^(?:a|an|the)?\s*((?:[\w&’'-]+\s+){0,7}?spokes(?:man|woman|person))"
    r"(?:\s+(?:for|from|at)\s+(?:the\s+)?([\w&’' -]+))?$",
    re.IGNORECASE,
)
_ROLE_LIMIT = 160
# No attribution is longer; we read no more of one.
_LONGEST_CLAUSE = 600


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who spoke, as printed: `name` with its title, `role` without "the council’s"; None where not printed."""

    name: str
    role: str | None = None


def speaker_before(clause: str) -> Speaker | str | None:
    """The speaker announced by the words before a quotation: "Lead member Cllr Jane Marsh said:".

    A pronoun is returned as it is; the caller finds its person.
    """
    clause = clause[-_LONGEST_CLAUSE:]
    if named := _ACCORDING.match(clause):
        return _speaker(named[1])
    verbs = list(SPEAKING.finditer(clause))
    if not verbs:
        return _labelled(clause.rstrip(": ")) if clause.rstrip().endswith(":") else None
    # "said he was pleased and added": the subject stands before the first
    for verb in verbs:
        subject = _subject_before(clause[: verb.start()])
        if found := _pronoun(subject) or _speaker(subject):
            return found
    introduced = clause[: verbs[0].start()].strip(" ,")
    is_told = verbs[-1][0].casefold() in ("told", "tells")
    if is_told or (introduced and not _INTRODUCING.match(introduced)):
        return None
    return _after_verb(clause, verbs[-1].end())


def speaker_after(clause: str) -> Speaker | str | None:
    """The speaker named by the words after a quotation: "said Cllr Jane Marsh, lead member." or "Jane Marsh said."."""
    if signed := signature(clause):
        return signed
    clause = clause.lstrip(" ,")[:_LONGEST_CLAUSE]
    if named := _ACCORDING.match(clause):
        return _speaker(named[1])
    verb = SPEAKING.search(clause)
    if verb is None:
        return None
    if verb.start() == 0:
        turn = _TURN.search(clause)
        return _after_verb(clause[: turn.start()] if turn and _begins_anew(clause, turn) else clause, verb.end())
    subject = _subject_before(clause[: verb.start()])
    return _pronoun(subject) or _speaker(subject)


def signature(words: str) -> Speaker | None:
    """The speaker who stands alone behind a quotation: "– Jane Marsh, lead member" or "(Cllr Jane Marsh)"."""
    found = _DASHED.fullmatch(words)
    named = found and (found[1] or found[2])
    return _speaker(named) if named and not SPEAKING.search(named) else None


def is_somebody_else(sentence: str) -> bool:
    """Whether a sentence begins with somebody whom it does not name."""
    return _UNNAMED.match(sentence.strip()) is not None


def turns_to_another(clause: str) -> bool:
    """Whether the words before a quotation end with a clause about somebody, or something, without a name."""
    clause = clause[-_LONGEST_CLAUSE:]
    turns = list(_TURN.finditer(clause))
    ending = clause[turns[-1].end() :] if turns else ""
    verb = SPEAKING.search(ending or clause)
    return is_somebody_else(ending) or (
        verb is not None and bool(_OF_A_THING.search((ending or clause)[: verb.start()]))
    )


def subject_of(sentence: str) -> Speaker | None:
    """The person in a sentence who speaks or acts: a later "he said" means this person."""
    sentence = sentence[:_LONGEST_CLAUSE]
    acts = SPEAKING.search(sentence) or _ACTING.search(sentence)
    return _speaker(_HEDGES.sub("", sentence[: acts.start()])) if acts else None


def may_mean_another(sentence: str) -> bool:
    """Whether a later "he said" may mean another than its subject: two act together, or one with the other."""
    sentence = sentence[:_LONGEST_CLAUSE]
    acts = SPEAKING.search(sentence) or _ACTING.search(sentence)
    if acts is None:
        # without a verb that we know: somebody does something, we can't say who
        return _speaker(sentence) is not None
    subject, rest = sentence[: acts.start()], sentence[acts.end() :]
    left, joins, right = subject.rpartition(" and ")
    if joins and person_in(left) and person_in(right):
        return True
    named = person_in(rest) if not SPEAKING.fullmatch(acts[0]) else None
    return (
        named is not None and _speaker(subject) is not None and not re.search(r"\b(?:in|at|the)\s+$", rest[: named[1]])
    )


def can_be(pronoun: str, person: Speaker) -> bool:
    """Whether nothing that is printed with a name speaks against "he" or "she". Bodies are neither."""
    if person.name == "Ofsted" or _BODY.fullmatch(person.name):
        return False
    words = (person.name, person.role or "")
    says = {each for each, pattern in _SAYS.items() if any(map(pattern.search, words))}
    return not says or pronoun.casefold() in says


def _subject_before(words: str) -> str:
    """The subject of the verb that follows: of "X welcomed it, while Y" it is "Y"; empty if nobody is named."""
    if _DENIED.search(words) or _OF_A_THING.search(words):
        return ""
    if quoted := _QUOTES_ANOTHER.search(words):
        return quoted[1]
    if last := _OF_THE_LAST.search(words):
        words = words[: last.start()]
        acts = list(_ACTING.finditer(words))
        words = words[acts[-1].end() :] if acts else words
    while _HEDGES.search(words):
        words = _HEDGES.sub("", words)
    for turn in reversed(list(_TURN.finditer(words))):
        own = words[turn.end() :]
        if _begins_anew(words, turn) and is_somebody_else(own):
            return ""
        if _begins_anew(words, turn) and (_pronoun(own) or _speaker(own)):
            return own
    return words


def _begins_anew(words: str, turn: re.Match[str]) -> bool:
    """Whether "and" or "while" begins a clause, and not another item of a list."""
    before = words[: turn.start()]
    if _IN_AN_ASIDE.search(before) or not words[turn.end() :].strip(" ,"):
        return False
    joins = _AND.fullmatch(turn[0]) is not None
    return not joins or (bool(SPEAKING.search(before) or _ACTING.search(before)) and not _LIST_OF_PLACES.search(before))


def _labelled(words: str) -> Speaker | None:
    """The speaker of "Cllr Jane Marsh, lead member:", where nothing but the role stands beside the name."""
    found = _speaker(words)
    ends = found is not None and re.search(rf"{re.escape(found.name)}\s*(?:$|,|\()", words)
    return found if ends else None


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
    for at, part in enumerate(parts):
        named = person_in(part)
        while named and _is_object(part[: named[1]]):
            named = person_in(part[: named[1]])
        if named is None:
            continue
        name, start, end = named
        if together := _together(part, start, end):
            return Speaker(together)
        return Speaker(name, _role(part[:start], part[end:], parts[:at], parts[at + 1 :]))
    if nameless := next(filter(None, map(_spokesperson, parts)), None):
        return nameless
    if len(parts) > 1 and _AGE.fullmatch(parts[1]) and (first := _FIRST_NAME.fullmatch(parts[0])):
        return Speaker(first[2], first[1])
    if body := next(filter(None, map(_BODY.fullmatch, parts[-1:])), None):
        return Speaker(body[1])
    return Speaker("Ofsted") if "Ofsted" in parts else None


def _is_object(before: str) -> bool:
    """Whether the words before a name make it somebody to whom or of whom something is said."""
    return bool(_OBJECT.search(before)) and not _QUOTED_OF.search(before)


def _together(part: str, start: int, end: int) -> str | None:
    """Two names that share a verb: "Jane Marsh and director Tom Lee"."""
    if (joined := _JOINED.match(part[:start])) and (other := person_in(joined[1])) and other[2] == len(joined[1]):
        return f"{other[0]} and {part[start:end]}"
    if (also := _ALSO.match(part, end)) and (other := person_in(part[also.end() :])):
        return f"{part[start:end]} and {other[0]}"
    return None


def _role(before: str, after: str, above: Sequence[str], below: Sequence[str]) -> str | None:
    """The role in the words before the name, else in the parts after it, else in the parts before it."""
    near = before.strip()
    if near and not _INTRODUCING.match(near) and ROLES.search(near):
        return _as_role(near)
    if following := _following(after, below):
        return following
    kept = [part for part in above if not _INTRODUCING.match(part)]
    return _as_role(", ".join(kept)) if kept and ROLES.search(kept[0]) else None


def _following(after: str, below: Sequence[str]) -> str | None:
    kept: list[str] = []
    for part in below:
        if _NO_ROLE.match(part) or SPEAKING.match(part) or (part.startswith("and ") and person_in(part)):
            break
        kept.append(part)
    said = ", ".join(kept) or (after.strip() if ROLES.match(after.strip()) else "")
    return _as_role(said) if said and (ROLES.search(said) or len(said.split()) <= 8) else None


def _as_role(words: str) -> str | None:
    role = _ARTICLE.sub("", _OF_A_BODY.sub("", words.strip(" ,:"))).strip()
    return role if role and len(role) <= _ROLE_LIMIT and not re.fullmatch(r"[\d ]+", role) else None


def _spokesperson(part: str) -> Speaker | None:
    """Somebody who speaks for a body without being named."""
    found = _SPOKESPERSON.match(part)
    return Speaker(" ".join(filter(None, (found[1], found[2] and f"for {found[2].strip()}")))) if found else None
