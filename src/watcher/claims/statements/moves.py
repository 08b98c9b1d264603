"""The comparisons of two inspections that a sentence states: "from good to requires improvement". Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from watcher.claims.statements.statement import Statement, StatementKind
from watcher.claims.statements.words import NUMBER, STRICT, number, strict_grade
from watcher.model.change import Movement
from watcher.model.report import Grade

_UP = (
    r"improv(?:ed|es|ing|ement)|(?:ris|rose|climb|rais|upgrad|promot|jump|leap|lift|boost|soar)\w*"
    r"|(?:step|mov|go|went)\w* up"
)
_DOWN = (
    r"(?:drop|fall|fell|slip|slid|slump|downgrad|declin|relegat|demot|tumbl|plung|plummet|crash|deteriorat|sank)\w*"
    r"|(?:step|mov|go|went)\w* down"
)
_OF = r"(?:(?:an?|being|be|become|rating|of|overall|rated|judged|its|their|previous|earlier|the|former) )*['\"]?"
_FIRST, _SECOND = STRICT.format("before"), STRICT.format("after")
_FROM_TO = re.compile(
    rf"\bfrom {_OF}{_FIRST}['\"]?(?:,? [(\w]+\)?){{0,4}}? to {_OF}(?:{_SECOND}|(?P<this>this|today's))"
)
_FROM = re.compile(
    rf"\b(?:(?P<up>{_UP}|up|better)|(?P<down>{_DOWN}|down|worse)|mov\w+|change)(?: on)? (?:from|on|than) {_OF}{_FIRST}"
)
_TO = re.compile(
    rf"(?<!require )(?<!requires )(?<!required )(?<!requiring )\b(?:(?P<up>{_UP})|(?P<down>{_DOWN}))"
    rf"(?: [\w']+){{0,6}}? (?:to|into) {_OF}{_SECOND}"
)
_GRADES = rf"(?P<n>{NUMBER})[- ](?:ofsted )?(?:grades?|ratings?|levels?|notch(?:es)?|steps?|places?)\b"
_STEPS = (
    re.compile(rf"\b(?:(?P<up>{_UP}|up|gained)|(?P<down>{_DOWN}|down|lost))(?: [\w']+){{0,4}}? {_GRADES}"),
    re.compile(rf"\b{_GRADES}[- ](?:(?P<up>{_UP})|(?P<down>{_DOWN}))\b"),
)
_STEPS_INSIDE = re.compile(rf"\b{_GRADES}")
# "lifted out of inadequate", "has lost its outstanding rating"; but "it lost its good name"
_LEFT = re.compile(
    rf"\b(?:(?P<up>(?:{_UP}|mov\w+|pull\w*|c[oa]me|emerg\w+|got|brought|taken|gone)(?: [\w']+){{0,3}} out of|shed\w*"
    r"|sh[ao]\w+ off|ditched|rid of)|lost|loses|losing|stripped of|surrendered|forfeited)"
    rf" (?:(?:an?|its|their|the|overall|ofsted|previous|former|rated|being) )*['\"]?{_FIRST}"
    r"(?=['\"]?(?:[.,;:]|\W*$|(?: (?:overall|ofsted|inspection))* (?:ratings?|grades?|judge?ments?|status)\b))"
)
_SIDES = ("before", "after")
_ONLY_WAY = {Grade.INADEQUATE: Movement.IMPROVED, Grade.OUTSTANDING: Movement.DECLINED}
_RATING = r"(?:rating|grade|judge?ment|outcome|result|overall effectiveness|verdict)s?"
# The same as once, and not the same as a neighbour's.
_SAME = (
    rf"(?:exactly |just )?the same\b(?! day| story)(?! (?:{_RATING} )?as (?!in\b|at\b|it\b|before|last|when|then|for\b"
    r"|20\d\d|(?:the|its|our) (?:last|previous|20\d\d)))"
)
_UNCHANGED = re.compile(
    rf"\b(?:overall )?{_RATING}(?: (?:for|of) [^,;.]{{2,40}}?)? (?:(?:is|are|was|were|remains?|remained|stays?|stayed"
    rf"|has|have) )+(?:unchanged|{_SAME}|not (?:been )?(?:changed|moved))|\b{_RATING} (?:hasn't|haven't) changed\b"
    rf"|\b(?:is|was|are|were) {_SAME} {_RATING}\b|\bno change (?:in|to)(?: [\w']+){{1,3}} {_RATING}\b"
    rf"|{_SAME} {_RATING} as\b"
)
_CHANGED = (
    re.compile(r"\b(?:(?P<up>upgraded)|(?P<down>downgraded|stripped of its (?:rating|grade)))\b"),
    re.compile(
        rf"\b(?:{_RATING}|judgements)(?: (?:for|of|on|in) [\w' ]{{2,40}}?)?(?: (?:has|have|had|been|are|is|was|were|all"
        rf"|now|also))* (?!improvement)(?:(?P<up>{_UP}|higher|better)|(?P<down>{_DOWN}|lower|worse))\b"
        r"(?! (?:to|from|by|in|on)\b)"
    ),
)
_SINCE = re.compile(
    rf"\b(?:(?P<up>{_UP}|better)|(?P<down>{_DOWN}|worse|worsened|gone backwards))\b[^.;,]{{0,30}}? since"
    r"(?: (?:the|its|their|our|ofsted's))? (?:last|previous) (?:full |ofsted )*(?:inspection|report|visit|rating)"
    r"(?: in (?:\w+ )?20\d\d)?"
)


def moves(sentence: str) -> Iterator[Statement]:
    """The comparisons in a folded sentence, no stretch read twice; `weak` ones may be about practice, not grades."""
    taken: list[tuple[int, int]] = []
    for found in _moves(sentence):
        if not any(a < found.end and found.start < b for a, b in taken):
            taken.append((found.start, found.end))
            yield found


def _moves(sentence: str) -> Iterator[Statement]:
    for hit in _FROM_TO.finditer(sentence):
        yield _moved(hit, movement=None)
    for hit in _FROM.finditer(sentence):
        yield _moved(hit)
    for hit in _TO.finditer(sentence):
        steps = _STEPS_INSIDE.search(hit[0])
        yield _moved(hit, steps=number(steps["n"]) if steps else None)
    for hit in (hit for pattern in _STEPS for hit in pattern.finditer(sentence)):
        yield _moved(hit, steps=number(hit["n"]))
    for hit in (hit for pattern in _CHANGED for hit in pattern.finditer(sentence)):
        yield _moved(hit)
    for hit in _LEFT.finditer(sentence):
        yield _moved(hit, movement=_direction(hit) or _ONLY_WAY.get(strict_grade(hit["before"])))
    for hit in _UNCHANGED.finditer(sentence):
        yield _moved(hit, movement=Movement.UNCHANGED)
    for hit in _SINCE.finditer(sentence):
        yield _moved(hit, weak=True)


def _moved(hit: re.Match[str], **more: Any) -> Statement:
    grades = {name: strict_grade(words) for name, words in hit.groupdict().items() if name in _SIDES and words}
    more = {"movement": _direction(hit), "before": grades.get("before"), "grade": grades.get("after"), **more}
    return Statement(hit.string, StatementKind.MOVE, *hit.span(), **more)


def _direction(hit: re.Match[str]) -> Movement | None:
    found = hit.groupdict()
    return Movement.IMPROVED if found.get("up") else Movement.DECLINED if found.get("down") else None
