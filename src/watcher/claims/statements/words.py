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
        rf"(?:(?:told|asked|ordered|urged|warned|instructed|had|has|have|{_NEED})(?: (?!not\b)[\w']+){{0,4}}? "
        rf"{_TO_IMPROVE}"
        rf"|must improve\b(?! {_OBJECTS}))|\b(?:{_NEED}|in need of)(?: of)? improvement\b",
        Grade.REQUIRES_IMPROVEMENT,
        Firmness.LOOSE,
    ),
    (
        rf"\b(?:some |further |more )?improvements? (?:(?:is|are|was|were|be|still) )*(?:{_NEED}|required|necessary)\b"
        rf"(?: to be made)?|\b(?:{_NEED}) (?:some|further|more) improvements?\b|\broom for improvement\b"
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
    r"(?P<{0}>outstanding|good|inadequate|adequate|requir(?:es?|ed|ing)[ -]improvement(?: to be good)?"
    r"|need(?:s|ed|ing)[ -](?:to improve|improvement))"
)

# The top, the second and the bottom of the scale of four.
PLACES: tuple[tuple[re.Pattern[str], Grade], ...] = (
    (
        re.compile(
            r"(?<!second )(?<!second-)\b(?:highest(?: possible)?|top)(?: ofsted)? (?:rating|grade|judge?ment|mark)s?\b"
        ),
        Grade.OUTSTANDING,
    ),
    (re.compile(r"\bsecond[- ](?:highest|best|top) (?:possible )?(?:rating|grade|judge?ment)\b"), Grade.GOOD),
    (
        re.compile(r"\b(?:lowest|worst|bottom)(?: possible)?(?: ofsted)? (?:rating|grade|judge?ment)\b"),
        Grade.INADEQUATE,
    ),
)

_BOARD = r"(?:local )?safeguarding (?:children )?(?:children's )?board|\blscb\b|(?<!across )\bthe board\b|\bboard's\b"
_IN_CARE = (
    r"children (?:and young people )?(?:who are |living )?in (?:(?:the council's|its|our|their|public|local "
    r"authority) )?care\b"
    r"|looked[- ]after children|children (?:who are )?looked after|children we care for|in[- ]care children"
    r"|(?:care given to )?children who live away from home|care given to children"
    r"|cared[- ]for children|those (?:who are )?in care\b"
)
_LEAVERS = r"care leavers?\b|leaving care\b|care[- ]experienced|young people (?:who are )?leaving care|leave care\b"
# Leaders that speak are people, and no judgement on them.
_SPEAKING = (
    r"(?! (?:have |had |also |were )?(?:said|says?|welcom\w+|hail\w+|celebrat\w+|prais\w+|accept\w+|promis\w+|vow\w+"
    r"|pledg\w+|insist\w*|claim\w*|disagree\w*|told|admit\w*|apologi\w+|react\w*|respond\w*|disappointed|delighted|proud))"
)
JUDGEMENTS: tuple[tuple[re.Pattern[str], JudgementId | None], ...] = (
    (re.compile(_BOARD), None),
    (
        re.compile(
            rf"\b(?:impact of (?:its |the |our )?)?(?:leadership|(?<!council )(?<!opposition )leaders)\b"
            rf"{_SPEAKING}(?: on (?:social work )?practice"
            r"(?: with children and families)?)?|\bmanagement and governance\b"
        ),
        JudgementId.LEADERS,
    ),
    (
        re.compile(
            r"\bhelp (?:and|or|&) protection\b|\b(?:need|needing) (?:of )?(?:help|protection)\b|\bchild protection\b"
        ),
        JudgementId.HELP_AND_PROTECTION,
    ),
    (re.compile(_IN_CARE), JudgementId.IN_CARE),
    (re.compile(_LEAVERS), JudgementId.CARE_LEAVERS),
    (re.compile(r"\badoption\b"), JudgementId.ADOPTION),
)
# These name a judgement as the report does; "support for care leavers is good" may be an inspector's remark.
NAMED_FULLY = re.compile(
    r"impact of (?:its |the |our )?leaders|experiences|progress of|help and protection|leadership, management "
    r"and governance"
    r"|performance"
)

ALL_AREAS = re.compile(
    r"\b(?:all|every|each)(?: (?:single|one of|of|the|its|our|other|key|inspected|four|five|three|six|\d))*"
    r" (?:areas?|categor(?:y|ies)|judge?ments?|parts?|aspects?|elements?|measures?|inspection areas?|criteria"
    r"|counts?)\b"
    r"|\bacross the board\b|\b(?:clean sweep|full house|straight)\b(?= of)|\bthroughout\b|\bacross all\b"
)
SOME_AREAS = re.compile(
    r"\b(?:some|certain|several|a number of|many)(?: [\w']+){0,2}? (?:areas?|parts|elements|aspects|categories"
    r"|judge?ments)\b"
    r"|\b(?:though|although|with|but|and) parts\b|\bparts (?:of|were|are)\b"
)
OVERALL = re.compile(r"\boverall\b(?! (?:the|it)\b (?:is|was) (?:clear|felt))")

NUMBERS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "half a "
    "dozen": 6, "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40,
}  # fmt: skip
NUMBERS |= {
    f"{tens}-{unit}": NUMBERS[tens] + NUMBERS[unit]
    for tens in ("twenty", "thirty", "forty")
    for unit in ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
}
NUMBER = rf"(?:{'|'.join(sorted(NUMBERS, key=len, reverse=True))}|\d{{1,2}})"
ORDINALS = {"second": 2, "third": 3, "fourth": 4, "fifth": 5}
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
