"""Whether a place name in a text means the place: the words beside it decide. Pure.

Roads, clubs, papers, hospitals, titles and people also carry the names of councils. A capital letter on either side
makes a longer name in which the place is only a part. There are two exceptions: a sentence begins there, or every word
of a headline has a capital.
"""

from __future__ import annotations

import re

from watcher.model.sentences import words

_NEXT = re.compile(r"(?P<possessive>'s|')?(?P<gap>[ \t]+)(?P<word>[\w&]+)")
_LAST = re.compile(r"(?P<word>[\w.'&]+)(?P<gap>[ \t]+|-)$")
_BESIDE = re.compile(r"(?:'s?)?[ \t]+(?:(?:city|county|borough|metropolitan|district)[ \t]+)*(?P<word>[\w']+)", re.I)
_WORD = re.compile(r"[A-Za-z']{4,}")

# After the name: what makes it another name. Singular, lower case.
_THINGS = words(
    "academy afc airport albion arena athletic avenue bay beach bridge building business bypass canal castle "
    "cathedral central chamber cheese chronicle close college combined common court crematorium crescent cricket "
    "crown dales docks drive east echo estate evening fair fc festival fire football forest gallery gardens gate "
    "gazette grammar green grove half hall high hill hospital hospitals house infant infants international journal "
    "junior lane live magistrates marathon market mercury mews minster moor museum news nhs north panthers park "
    "place police post pride primary prison racecourse races railway rams rangers retail rfc ring rise river road "
    "rovers row rugby school shopping society south spa square star station street telegraph terrace theatre tigers "
    "times tower trading united university wanderers way west wharf yard zoo"
)
# After the name: what shows that the council or its area is meant, capital or not.
_COUNCIL_WORDS = words(
    "authority cabinet care children children's childrens council council's councillor councillors councils "
    "director families family inspectors leader leaders local mp mps ofsted safeguarding service services social"
)
_KINDS = words("borough city county district metropolitan")
# Before the name: never the place.
_TITLES = words(
    "archbishop battle bishop cllr councillor dame dean detective dr duchess duke earl fort hms judge justice king "
    "lady lord miss mr mrs ms new old pc port prince princess prof professor queen rev sgt sir university uss"
)
# Before the name, with a capital only because a sentence or a headline begins there.
_OPENERS = words(
    "about across after again against all also although among and are around as at because before between beyond "
    "both but by can city could council councils county did do does each elsewhere even every for four from greater "
    "had has have her here his how if in inside inspectors into is its like love may meanwhile meet near nearby "
    "neighbouring no not now of ofsted on one only or our outside over per regulator should since so still than "
    "that the their then there these this those though three throughout to today two under unlike until versus via "
    "visit vs was watchdog welcome were what when where whether while who why will with within without would yes "
    "yesterday your"
)
_NEED_MORE = words(
    "bolton bury durham halton kent kingston newcastle poole reading richmond slough southend stoke sutton westminster"
)
_ONLY_COUNCIL = words("kingston newcastle richmond stoke westminster")
# After a name: only a council is rated, given a grade, or brought up to one.
_GRADED = re.compile(
    r"(?:,[^,.]{3,60},)? (?:(?:has|have|had|was|is|now|again|also|been|being|just) )*"
    r"(?:re-?)?(?:rated|judged|graded|downgraded|upgraded"
    r"|inspected|lifted|up to|down to|(?:up|down|falls?|fell|slips?|slipped|drops?|dropped|climbs?|climbed|rises?|rose"
    r"|jumps?|jumped|moves?|moved|goes|went|raised|improved) (?:from|to) ['\"]?(?:good|outstanding|inadequate|requires)"
    r"|(?:keeps?|kept|retains?|retained|gets?|got|given|awarded|handed|loses|lost) (?:its|an?|the) "
    r"(?:\w+ )?['\"]?(?:good"
    r"|outstanding|inadequate|requires|top|ofsted))\b",
    re.I,
)
# A club may also receive something: an inspection must be mentioned nearby.
_GIVEN = re.compile(
    r"(?: (?:has|have|had))? (?:received|achieved|earned|scored|gained|kept|retained|lost|won"
    r"|been given|been awarded|been handed)\b"
    r"[^.]{0,60}\b(?:ofsted|rating|inspect\w+|outstanding|inadequate|children's)\b",
    re.I,
)
_PLACE_PREPOSITIONS = words("across and around at for from in near of outside throughout to within")
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
    beside = _BESIDE.match(after)
    return beside is not None and beside["word"].lower() in _COUNCIL_WORDS


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
    """`Kelly Bolton said`: a capital before it that is not the beginning of a sentence."""
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
    placed = found is not None and found["word"].lower() in _PLACE_PREPOSITIONS
    return bool(placed or after.startswith("'s") or _GRADED.match(after) or _GIVEN.match(after))
