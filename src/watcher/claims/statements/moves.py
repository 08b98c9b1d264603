"""The comparisons of two inspections that a sentence states: "from good to requires improvement". Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from watcher.claims.statements.words import NUMBER, STRICT, number, strict_grade
from watcher.model.change import Movement
from watcher.model.months import MONTH
from watcher.model.report import Grade

_OF = (
    r"(?:an? |being |be |become |a rating of |overall |rated |judged |its |their |previous |earlier |the "
    r"|former )*['\"]?"
)
_FIRST, _SECOND = STRICT.format("before"), STRICT.format("after")
_BETWEEN = (
    rf"['\"]?(?: rating| grade| overall| judge?ment| status)*(?:,? (?:in|since) (?:{MONTH} )?20\d\d| \(20\d\d\))?"
)
_FROM_TO = re.compile(
    rf"\bfrom {_OF}{_FIRST}{_BETWEEN},? (?:straight |all the way |right |up |down |directly )*to {_OF}(?:{_SECOND}"
    r"|(?P<this>this|today's))"
)
_FROM = re.compile(
    r"\b(?P<way>up|down|rises?|rising|risen|rose|climb\w*|step up|improvement|improved|improving|progress|drop\w*"
    r"|fall\w*|fell|slip\w*|slid|declin\w+|upgrade\w*|downgrade\w*|step down|better|worse|moved?|moving|change)(?: on"
    rf"| by \w+ \w+)? (?:from|on|than) {_OF}{_FIRST}"
)
_UP = (
    r"improv(?:ed|es|ing|ement)|ris(?:e|es|en|ing)|rose|climb(?:s|ed|ing)?|rais(?:ed|es)|upgraded?|upgrades|promoted"
    r"|jump(?:s|ed)?|leap(?:s|t|ed)?|lift(?:ed|s)|step(?:s|ped)? up|mov(?:ed|es|ing) up|go(?:es|ne|ing)? up|went up"
    r"|boosted"
)
_DOWN = (
    r"drop(?:s|ped|ping)?|fall(?:s|en|ing)?|fell|slip(?:s|ped|ping)?|slid|slides|downgraded?|downgrades|declin(?:ed"
    r"|es|ing)|relegated|demoted|tumbl(?:ed|es)|plung(?:ed|es)|plummet(?:ed|s)|crash(?:ed|es)|go(?:es|ne)? down"
    r"|went down|deteriorat(?:ed|es)|sank"
)
_TO = re.compile(
    rf"\b(?<!require )(?<!requires )(?<!required )(?<!requiring )(?:(?P<up>{_UP})"
    rf"|(?P<down>{_DOWN}))(?: [\w']+){{0,6}}? (?:back |straight |up |down )?(?:to|into) {_OF}{_SECOND}"
)
_STEPS = re.compile(
    rf"\b(?:(?P<up>{_UP}|up|gained)|(?P<down>{_DOWN}|down|lost))(?: [\w']+){{0,4}}? (?:by )?(?P<n>{NUMBER})"
    r" (?:ofsted )?(?:grades?|ratings?|levels?|notch(?:es)?|steps?|places? on the scale)\b"
)
_STEPS_INSIDE = re.compile(rf"\b(?P<n>{NUMBER}) (?:grades?|levels?|notch(?:es)?|steps?|places?)\b")
_GRADES = r"(?:ofsted )?(?:grades?|ratings?|levels?|notch(?:es)?|places?)"
# "a two-grade rise", "a fall of two grades"
_BY_STEPS = re.compile(
    rf"\b(?P<n>{NUMBER})[- ]{_GRADES}[- ](?:(?P<up>rise|jump|leap|improvement|increase|climb|boost|upgrade)"
    r"|(?P<down>fall|drop|decline|slide|slump|downgrade))\b|\b(?:(?P<up2>rise|jump|leap|improvement|increase|climb"
    rf"|upgrade)|(?P<down2>fall|drop|decline|slide|slump|downgrade)) of (?P<n2>{NUMBER}) {_GRADES}\b"
)
_WAS = r"(?:(?:an?|its|their|the|overall|ofsted|previous|former|long-held|rated|being|dreaded) )*"
# A grade and no praise: "it lost its good name".
_AS_GRADE = (
    r"(?=['\"]?(?:[.,;:]|\W*$|(?: (?:overall|ofsted|inspection))* (?:ratings?|grades?|judge?ments?|labels?|tags?"
    r"|status|verdicts?|crowns?|marks?)\b))"
)
# "lifted out of inadequate", "has lost its outstanding rating"
_LEFT = (
    (
        re.compile(
            r"\b(?:lift\w*|mov\w+|climb\w*|pull\w*|c[oa]me|drag\w*|emerg\w+|rais\w+|got|brought|taken"
            rf"|gone)(?: [\w']+){{0,3}} out of {_WAS}['\"]?{STRICT.format('before')}"
        ),
        Movement.IMPROVED,
    ),
    (
        re.compile(
            r"\b(?:shed|sheds|shedding|shaken off|shook off|shakes off|thrown off|threw off|ditched"
            rf"|rid of) {_WAS}['\"]?{STRICT.format('before')}{_AS_GRADE}"
        ),
        Movement.IMPROVED,
    ),
    (
        re.compile(
            r"\b(?:lost|loses|losing|stripped of|surrendered"
            rf"|forfeited) {_WAS}['\"]?{STRICT.format('before')}{_AS_GRADE}"
        ),
        None,
    ),
)
_ONLY_WAY = {Grade.INADEQUATE: Movement.IMPROVED, Grade.OUTSTANDING: Movement.DECLINED}
_RATING = r"(?:rating|grade|judge?ment|outcome|result|overall effectiveness|verdict)s?"
# The same as once, and not the same as a neighbour's.
_SAME = (
    rf"(?:exactly |just )?the same\b(?! day| story)(?! (?:{_RATING} )?as (?!in\b|at\b|it\b|before|last|when|then|for\b"
    r"|20\d\d|(?:the|its|our) (?:last|previous|20\d\d)))"
)
_UNCHANGED = re.compile(
    rf"\b(?:overall )?{_RATING}(?: (?:for|of) [^,;.]{{2,40}}?)? (?:(?:is|are|was|were|remains?|remained|stays?|stayed"
    rf"|has|have) )+(?:unchanged|{_SAME}|not (?:been )?(?:changed|moved|shifted|budged))|\b{_RATING} (?:hasn't"
    rf"|haven't) (?:changed|moved|shifted|budged)\b|\b(?:is|was|are|were) {_SAME} {_RATING}\b|\bno change (?:in"
    rf"|to)(?: [\w']+){{1,3}} {_RATING}\b|{_SAME} {_RATING} as\b"
)
_CHANGED = re.compile(
    r"\b(?:(?P<up>upgraded|improved its (?:ofsted )?(?:rating|grade))|(?P<down>downgraded|stripped of its (?:rating"
    rf"|grade)))\b|\b(?:{_RATING}|judgements)(?: (?:for|of|on|in) [\w' ]{{2,40}}?)? (?:(?:has|have|had|been|are|is|was"
    rf"|were|all|now|also) )*(?!improvement)(?:(?P<up2>{_UP}|higher|better)|(?P<down2>{_DOWN}|slumped|lower"
    r"|worse))\b(?! (?:to|from|by|in|on)\b)"
)
_SINCE = re.compile(
    r"\b(?:(?P<up>improved|got better|gotten better|improvement|better)|(?P<down>declined|got worse|gotten worse"
    r"|deteriorated|worsened|gone backwards|fallen back|slipped))\b[^.;,]{0,30}? since (?:the|its|their|our"
    r"|ofsted's)? ?(?:last|previous) (?:full |ofsted )*(?:inspection|report|visit|rating"
    rf"|judge?ment)(?: in (?:{MONTH} )?20\d\d)?"
)


@dataclass(frozen=True, slots=True)
class Moved:
    """A comparison in a folded sentence; `prose` marks words that may be about practice instead of grades."""

    start: int
    end: int
    before: Grade | None = None
    after: Grade | None = None
    movement: Movement | None = None
    steps: int | None = None
    prose: bool = False

    @property
    def still(self) -> bool:
        """Whether nothing moved: "the rating is unchanged"."""
        return self.movement is Movement.UNCHANGED


def moves(sentence: str) -> Iterator[Moved]:
    """The comparisons in a folded sentence, no stretch read twice."""
    taken: list[tuple[int, int]] = []
    for found in (one for read in (_from_to, _from, _to, _steps, _left, _since) for one in read(sentence)):
        if not any(a < found.end and found.start < b for a, b in taken):
            taken.append((found.start, found.end))
            yield found


def _from_to(sentence: str) -> Iterator[Moved]:
    for hit in _FROM_TO.finditer(sentence):
        after = None if hit["this"] else strict_grade(hit["after"])
        yield Moved(hit.start(), hit.end(), strict_grade(hit["before"]), after)


def _from(sentence: str) -> Iterator[Moved]:
    for hit in _FROM.finditer(sentence):
        yield Moved(hit.start(), hit.end(), before=strict_grade(hit["before"]), movement=_way(hit["way"]))


def _way(word: str) -> Movement | None:
    if re.match(r"up|ris|rose|climb|step up|improv|progress|better", word):
        return Movement.IMPROVED
    return None if re.match(r"mov|change", word) else Movement.DECLINED


def _to(sentence: str) -> Iterator[Moved]:
    for hit in _TO.finditer(sentence):
        steps = _STEPS_INSIDE.search(hit[0])
        many = number(steps["n"]) if steps else None
        yield Moved(hit.start(), hit.end(), after=strict_grade(hit["after"]), movement=_direction(hit), steps=many)


def _steps(sentence: str) -> Iterator[Moved]:
    for hit in _STEPS.finditer(sentence):
        yield Moved(hit.start(), hit.end(), movement=_direction(hit), steps=number(hit["n"]))
    for hit in _BY_STEPS.finditer(sentence):
        way = Movement.IMPROVED if hit["up"] or hit["up2"] else Movement.DECLINED
        yield Moved(hit.start(), hit.end(), movement=way, steps=number(hit["n"] or hit["n2"]))
    for hit in _CHANGED.finditer(sentence):
        yield Moved(hit.start(), hit.end(), movement=_direction(hit))


def _left(sentence: str) -> Iterator[Moved]:
    for pattern, way in _LEFT:
        for hit in pattern.finditer(sentence):
            before = strict_grade(hit["before"])
            yield Moved(hit.start(), hit.end(), before=before, movement=way or _ONLY_WAY.get(before))
    for hit in _UNCHANGED.finditer(sentence):
        yield Moved(hit.start(), hit.end(), movement=Movement.UNCHANGED)


def _since(sentence: str) -> Iterator[Moved]:
    for hit in _SINCE.finditer(sentence):
        yield Moved(hit.start(), hit.end(), movement=_direction(hit), prose=True)


def _direction(hit: re.Match[str]) -> Movement:
    return Movement.IMPROVED if hit["up"] or hit.groupdict().get("up2") else Movement.DECLINED
