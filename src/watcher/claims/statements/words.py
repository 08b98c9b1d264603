"""The words in which inspections are written about: grades, judgements, numbers, months. Pure patterns.

All read folded sentences (see `model.sentences.folded`).
"""

from __future__ import annotations

import re
from enum import StrEnum

from watcher.model.report import Grade, JudgementId


class Firmness(StrEnum):
    """How a grade is put.

    EXACT is the grade word, AT_LEAST "good or better"; LOOSE says it in other words; SOFT says less than a grade.
    """

    EXACT = "exact"
    AT_LEAST = "at least"
    LOOSE = "loose"
    SOFT = "soft"


_OBJECTS = r"(?:the|its|their|how|on|upon|outcomes|support|quality|timeliness|some|this|these|our|standards|practice)\b"
_TO_IMPROVE = rf"to improve(?! {_OBJECTS}(?! (?:children's )?services))"
_NEED = r"needs?|needed|needing"

# The order matters: "requires improvement to be good" is one phrase.
PHRASES: tuple[tuple[str, Grade, Firmness], ...] = (
    (
        r"requir(?:es?|ed|ing)[ -]'?improvement'?(?: \(?to be (?:rated |judged )?['\"]?good\b)?",
        Grade.REQUIRES_IMPROVEMENT,
        Firmness.EXACT,
    ),
    (
        r"(?:(?:told|asked|ordered|urged|warned|instructed|had|has|have"
        rf"|{_NEED})(?: (?!not\b)[\w']+){{0,4}}? {_TO_IMPROVE}|must improve\b(?! {_OBJECTS}))|\b(?:{_NEED}"
        r"|in need of)(?: of)? improvement\b",
        Grade.REQUIRES_IMPROVEMENT,
        Firmness.LOOSE,
    ),
    (
        rf"\b(?:some |further |more )?improvements? (?:(?:is|are|was|were|be|still) )*(?:{_NEED}|required"
        rf"|necessary)\b(?: to be made)?|\b(?:{_NEED}) (?:some|further|more) improvements?\b|\broom for improvement\b"
        r"|\bimprovements? (?:had|has|have) to be made\b|\bimprovements? could be made\b",
        Grade.REQUIRES_IMPROVEMENT,
        Firmness.SOFT,
    ),
    (
        r"\bgood['\"]? or ['\"]?(?:better|above|higher|outstanding)\b|\bat least ['\"]?good\b",
        Grade.GOOD,
        Firmness.AT_LEAST,
    ),
    (r"\boutstanding\b", Grade.OUTSTANDING, Firmness.EXACT),
    (r"\bgood\b", Grade.GOOD, Firmness.EXACT),
    (r"\binadequate\b", Grade.INADEQUATE, Firmness.EXACT),
)
GRADE = re.compile("|".join(f"(?P<g{place}>{pattern})" for place, (pattern, _, _) in enumerate(PHRASES)))
STRICT = (
    r"(?P<{0}>outstanding|good|inadequate|adequate|requir(?:es?|ed|ing)[ -]improvement(?: to be good)?|need(?:s|ed"
    r"|ing)[ -](?:to improve|improvement))"
)

# The top, the second and the bottom of the scale of four, perhaps with the grade itself.
PLACE = re.compile(
    r"\b(?:(?P<outstanding>highest|top)|(?P<good>second[- ](?:highest|best|top))|(?P<inadequate>lowest|worst"
    r"|bottom))(?: possible| ofsted)* (?:rating|grade|judge?ment|mark|category)s?\b(?:(?:,| of) ['\"]?(?:outstanding"
    r"|good|inadequate)\b)?"
)

_BOARD = r"(?:local )?safeguarding (?:children )?(?:children's )?board|\blscb\b|(?<!across )\bthe board\b|\bboard's\b"
_IN_CARE = (
    r"children (?:and young people )?(?:who are |living )?in (?:(?:the council's|its|our|their|public"
    r"|local authority) )?care\b|looked[- ]after children|children (?:who are )?looked after|children we care for"
    r"|in[- ]care children|(?:care given to )?children who live away from home|care given to children"
    r"|cared[- ]for children|those (?:who are )?in care\b"
)
_LEAVERS = r"care leavers?\b|leaving care\b|care[- ]experienced|young people (?:who are )?leaving care|leave care\b"
# Leaders that speak are people, and no judgement on them.
_SPEAKING = (
    r"(?! (?:have |had |also |were )?(?:said|says?|welcom\w+|hail\w+|celebrat\w+|prais\w+|accept\w+|promis\w+|vow\w+"
    r"|pledg\w+|insist\w*|claim\w*|disagree\w*|told|admit\w*|apologi\w+|react\w*|respond\w*|disappointed|delighted"
    r"|proud))"
)
JUDGEMENTS: tuple[tuple[re.Pattern[str], JudgementId | None], ...] = (
    (re.compile(_BOARD), None),
    (
        re.compile(
            r"\b(?:(?:leaders'? )?impact(?= on (?:social work )?practice)|(?:impact of (?:its |the "
            rf"|our )?)?(?:leadership|(?<!council )(?<!opposition )leaders)\b){_SPEAKING}(?: on (?:social work"
            r" )?practice(?: with children and families)?)?|\bmanagement and governance\b"
        ),
        JudgementId.LEADERS,
    ),
    (
        re.compile(
            r"\b(?:need(?:ing)? (?:of )?)?help (?:and|or|&) protection\b|\bneed(?:ing)? (?:of )?(?:help|protection)\b"
            r"|\bchild protection\b"
        ),
        JudgementId.HELP_AND_PROTECTION,
    ),
    (re.compile(_IN_CARE), JudgementId.IN_CARE),
    (re.compile(_LEAVERS), JudgementId.CARE_LEAVERS),
    (re.compile(r"\badoption\b"), JudgementId.ADOPTION),
)

ALL_AREAS = re.compile(
    r"\b(?:all|every|each)(?: (?:single|one of|of|the|its|our|other|key|inspected|four|five|three|six|\d))* (?:areas?"
    r"|categor(?:y|ies)|judge?ments?|parts?|aspects?|elements?|measures?|inspection areas?|criteria"
    r"|counts?)\b(?: of (?:the council's|its|their|our) (?:work|practice))?|\bacross the board\b|\b(?:clean sweep"
    r"|full house|straight)\b(?= of)|\bthroughout\b|\bacross all\b"
)
SOME_AREAS = re.compile(
    r"\b(?:some|certain|several|a number of|many)(?: [\w']+){0,2}? (?:areas?|parts|elements|aspects|categories"
    r"|judge?ments)\b|\b(?:though|although|with|but|and) parts\b|\bparts (?:of|were|are)\b"
)
OVERALL = re.compile(r"\boverall\b(?! (?:the|it)\b (?:is|was) (?:clear|felt))")

_ONES = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_TO_TWENTY = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty"
NUMBERS = {"a single": 1, "a": 1, "an": 1, "half a dozen": 6, "thirty": 30, "forty": 40}
NUMBERS |= {word: number for number, word in enumerate((*_ONES, *_TO_TWENTY.split()), 1)}
NUMBERS |= {f"{tens}-{unit}": NUMBERS[tens] + NUMBERS[unit] for tens in ("twenty", "thirty", "forty") for unit in _ONES}
NUMBER = rf"(?:{'|'.join(sorted(NUMBERS, key=len, reverse=True))}|\d{{1,2}})"
ORDINALS = {"second": 2, "third": 3, "fourth": 4, "fifth": 5, "two": 2, "three": 3, "four": 4}
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def number(words: str) -> int:
    """The number that a word or figures stand for."""
    return int(words) if words.isdigit() else NUMBERS[words]


def strict_grade(words: str) -> Grade:
    """The grade of a phrase that `STRICT` found."""
    first = words.replace("-", " ").split()[0]
    if first.startswith(("requir", "need")):
        return Grade.REQUIRES_IMPROVEMENT
    return Grade(first)
