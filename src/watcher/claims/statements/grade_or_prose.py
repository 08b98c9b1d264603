"""What shows that a grade word is a grade: a verb of judging, "rating", quotation marks, its subject. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from watcher.claims.statements.doubts import OTHERS
from watcher.claims.statements.subjects import Span, Subject
from watcher.claims.statements.words import ALL_AREAS, NUMBER, PLACE, Firmness
from watcher.model.months import MONTHS
from watcher.model.report import Grade

_VERB = re.compile(
    r"\b(?:rat(?:ed?|es|ings?)|judg\w+|grad(?:ed?|es|ing)|deemed|classed|scored|award\w*|given|gave|gives|receiv\w+"
    r"|achiev\w+|earned|secured|won|branded|labelled|declared|ranked|found|assessed|verdict|marked|described as"
    r"|called|said to be|concluded|pronounced)\b"
)
NOUN_AFTER = re.compile(
    r"^['\"]?(?: (?:overall|ofsted|inspection|children's services|across-the-board|new|latest))* (?:rating|grade"
    r"|grading|judge?ment|verdict|(?:ofsted |inspection )(?:report|result)|status|score|classification|outcome)s?\b"
)
AS_ADJECTIVE = re.compile(r"^['\"]? (?:children's )?(?:leadership|leaders|services?)\b(?! (?:like|such|that|which))")
_END = re.compile(
    r"^['\"]?(?:\s*$|\s*[.,;:!?)\]-]|\s+(?:overall|\w+ (?:years?|decades?) (?:ago|earlier)|in (?:all|any|every|each"
    rf"|both|20\d\d|{'|'.join(MONTHS)}|what|its|our|their|the|an?(?= [^.,;]{{0,30}}\b(?:report|inspection)\b)|today's"
    r"|yesterday's|one|two|three|four|five)|across|for|and|but|with|once|during|by|since|according|after|following|\("
    r"|despite|as|last|this|today|while|when|at|on|from|rating|again|throughout|says|said|ofsted|soon|next|later"
    r"|before|yet|within|until|because|through|or|if|than|compared|has|have|under|to be|too|or better"
    r"|or outstanding)\b|\s*\()"
)
_COPULA = re.compile(
    r"(?:\b(?:is|are|was|were|be|been|no longer|remain\w*|stay\w*|stuck (?:at|on)|became|become|now|still|as|kept"
    r"|keeps?|being|and|gets?|requires?)(?: (?:now|still|also|again|all|both|each|currently|already|officially|an?"
    r"|overall))*|:|\bservices)\s*['\"]?$"
)
_LABEL = re.compile(r"(?:[:=-]|\b(?:is|are)\b|^)?\s*['\"]?$")
# "four areas where the council needs to improve" counts points and gives no grade
_PLACES_TO_IMPROVE = re.compile(
    r"\b(?:\w+ (?:areas?|things|points|ways)|how|where)(?: (?:where|in which|that|which|for))?(?: [\w']+){0,4} $"
)
_HAS = re.compile(r"\b(?:found|praised|get|gets|receiv(?:e|es|ed|ing)|have|has|had|ofsted|inspectors)\b")
# "previously inadequate, the council", "the council, having been good at its last inspection"
_APPOSED = re.compile(
    r"\b(?:previously|formerly|once|(?:having|after having|had) (?:once |previously )?been|after being) ['\"]?$"
)
_IN_SO_MANY = re.compile(rf"^ (?:in|on) (?:just |only |the |these |those )?{NUMBER} ")


@dataclass(frozen=True, slots=True)
class GradeMention:
    """A grade word with its place in a folded sentence."""

    start: int
    end: int
    grade: Grade
    firmness: Firmness


def is_grade(
    sentence: str, mention: GradeMention, clause: str, names: Sequence[Span], of: Subject, judged: bool
) -> bool:
    """Whether a grade word of a folded sentence gives a grade.

    `clause` stands before it and says of what it is, `names` are the authorities there, `of` what it speaks of; with
    `judged` a judgement, the board or all areas are named before or behind it.
    """
    after = sentence[mention.end :]
    if mention.firmness in (Firmness.LOOSE, Firmness.SOFT):
        counted = _IN_SO_MANY.match(after) or _PLACES_TO_IMPROVE.search(ALL_AREAS.sub("", clause))
        return not counted and of is not Subject.ANOTHER
    if NOUN_AFTER.match(after) or PLACE.match(sentence, mention.start):
        return not OTHERS.search(clause[-60:])
    if of is Subject.ANOTHER:
        return False
    if AS_ADJECTIVE.match(after):
        return bool(_HAS.search(sentence[: mention.start]))
    if of is Subject.NONE and _APPOSED.search(clause) and _END.match(after):
        return True
    ours = judged or of is Subject.OURS
    if mention.grade is Grade.REQUIRES_IMPROVEMENT:
        return ours or bool(_VERB.search(clause)) or _quoted(sentence, mention)
    if not _END.match(after):
        return False
    told = _quoted(sentence, mention) or _VERB.search(clause)
    named = _COPULA.search(clause) or (judged and _LABEL.search(clause)) or _is_named_just_before(clause, names)
    return bool(told or (ours and named))


def _is_named_just_before(clause: str, names: Sequence[Span]) -> bool:
    """As in "Leicestershire is outstanding and Rutland good"."""
    return bool(names) and len(clause[names[-1][0] :].split()) <= 3


def _quoted(sentence: str, mention: GradeMention) -> bool:
    return sentence[: mention.start].endswith(("'", '"')) and sentence[mention.end :].startswith(("'", '"', ",'", '."'))
