"""Whether a place name in a text means the place: the words beside it decide. Pure.

Roads, clubs, papers, hospitals, titles and people carry the names of councils. A capital letter on either side
makes a longer name of which the place is only a part, except where a sentence begins or where every word of a
headline has a capital.
"""

from __future__ import annotations

import re

_NEXT = re.compile(r"(?P<possessive>'s|')?(?P<gap>[ \t]+)(?P<word>[\w&]+)")
_LAST = re.compile(r"(?P<word>[\w.'&]+)(?P<gap>[ \t]+|-)$")
_WORD = re.compile(r"[A-Za-z']{4,}")

# After the name: what makes it another name. Singular, lower case.
_THINGS = frozenset(
    "road street lane way avenue square drive close crescent terrace place row gate hill bridge forest united rovers "
    "wanderers athletic albion tigers rangers panthers rams fc afc rfc rugby cricket football museum cathedral minster "
    "university hospital hospitals station airport park castle market mercury post telegraph chronicle gazette echo "
    "times star journal evening live college school academy grammar primary infant infants junior high racecourse "
    "arena theatre crown magistrates combined railway tower canal river marathon half festival pride prison zoo "
    "cheese house hall crematorium wharf docks building society spa bypass ring nhs police fire east west north south "
    "central dales bay beach gardens gallery business chamber trading estate retail shopping grove court mews rise "
    "yard green common moor fair races international news"
    .split()
)
# After the name: what shows that the council or its area is meant, capital or not.
_COUNCIL_WORDS = frozenset(
    "council councils council's children children's childrens family families social safeguarding services service "
    "authority ofsted inspectors local mp mps cabinet councillor councillors leaders leader director care"
    .split()
)
_KINDS = frozenset("city county borough metropolitan district".split())
# Before the name: never the place.
_TITLES = frozenset(
    "mr mrs ms miss dr sir lord lady dame rev prof professor cllr councillor judge justice pc sgt detective duke duchess "
    "earl bishop archbishop dean prince princess new old port fort university battle uss hms king queen".split()
)
# Before the name, with a capital only because a sentence or a headline begins there.
_OPENERS = frozenset(
    "in at from across around near nearby neighbouring outside inside beyond within throughout for to of on by with "
    "without into under over between among and or but while when where why what how who whether is are was were has "
    "have had does did do can could will would should may as if then so although because since until unlike like only "
    "both even also not no meanwhile elsewhere today yesterday now the this that these those all every each our their "
    "his her its your one two three four greater ofsted inspectors watchdog regulator councils council welcome both "
    "after before again still yes here there about against though than via per versus vs city county meet visit love"
    .split()
)
_NEED_MORE = frozenset({"reading", "bury", "westminster", "richmond", "kingston", "newcastle", "sutton", "bolton", "halton", "slough", "poole", "kent", "durham", "southend", "stoke"})  # fmt: skip
_ONLY_COUNCIL = frozenset({"westminster", "newcastle", "richmond", "kingston", "stoke"})
_PLACE_PREPOSITIONS = frozenset("in across around for at from near to and of outside within throughout".split())
_AFTER_PEOPLE = re.compile(r"^(?:,? (?:said|says|added|told|who|aged|explained|commented|joined|scored)\b|, \d\d\b)")


def is_the_place(text: str, start: int, end: int) -> bool:
    """Whether the name at `start` to `end` of a text (plain quotes) means the place or its council."""
    before, after = _line_before(text, start), _line_after(text, end)
    if _council_follows(after):
        return not _title_before(before)
    if _thing_follows(after) or _title_before(before):
        return False
    line = before + text[start:end] + after
    if not _headline(line) and (_part_of_longer_name(after) or _surname(before, after)):
        return False
    return text[start:end].lower() not in _NEED_MORE or _pinned(text[start:end].lower(), before, after)


def _line_before(text: str, start: int) -> str:
    return text[max(text.rfind("\n", 0, start) + 1, start - 400) : start]


def _line_after(text: str, end: int) -> str:
    stop = text.find("\n", end)
    return text[end : min(stop if stop >= 0 else len(text), end + 400)]


def _council_follows(after: str) -> bool:
    """`Leicester's children`, `Leicester children's services`, `Leicester City children's services`."""
    words = [word.lower() for word in re.findall(r"[\w']+", after[:60])]
    if words[:1] == ["s"] or after.startswith("'s"):
        words = re.findall(r"[\w']+", after[2:60].lower())
    while words and words[0] in _KINDS:
        words = words[1:]
        if words[:1] and words[0] not in (*_COUNCIL_WORDS, *_KINDS):
            return False
    return bool(re.match(r"(?:'s?)?[ \t]", after)) and bool(words) and words[0] in _COUNCIL_WORDS


def _thing_follows(after: str) -> bool:
    """`Derby Road`, `Leicester City` (the club), but not `Leicester's road`."""
    found = _NEXT.match(after)
    if not found or found["possessive"]:
        return False
    word = found["word"]
    return word[:1].isupper() and word.lower() in (_THINGS | _KINDS)


def _title_before(before: str) -> bool:
    found = _LAST.search(before)
    if not found:
        return False
    word = found["word"].strip(".'").lower()
    if word == "of":
        earlier = _LAST.search(before[: found.start()])
        return earlier is not None and earlier["word"].strip(".'").lower() in _TITLES
    return word in _TITLES and found["word"][:1].isupper()


def _part_of_longer_name(after: str) -> bool:
    found = _NEXT.match(after)
    return bool(found and not found["possessive"] and found["word"][:1].isupper() and not found["word"].isupper()
                and found["word"].lower() not in _COUNCIL_WORDS | _OPENERS)  # fmt: skip


def _surname(before: str, after: str) -> bool:
    """`Kelly Bolton said`: a capital before it that no beginning of a sentence explains."""
    found = _LAST.search(before)
    if not found or not found["word"][:1].isupper() or found["word"].isupper():
        return False
    word = found["word"].lower().strip(".'")
    if word in _OPENERS or word in _COUNCIL_WORDS or word.endswith(("ing", "'s", "'")):
        return False
    begins = not before[: found.start()].strip(" '\"(-")
    return not begins or bool(_AFTER_PEOPLE.match(after)) or not re.match(r"'s|[ ,:]", after)


def _headline(line: str) -> bool:
    """Whether most longer words have a capital, as in a headline in title case."""
    words = _WORD.findall(line)[1:]
    return len(words) >= 3 and sum(word[0].isupper() for word in words) > 0.6 * len(words)


def _pinned(name: str, before: str, after: str) -> bool:
    if name in _ONLY_COUNCIL:
        return False
    found = _LAST.search(before)
    return bool(after.startswith("'s") or found and found["word"].lower() in _PLACE_PREPOSITIONS)
