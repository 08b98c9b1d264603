"""What keeps a statement from being one that can be checked: forecasts, wishes, negations, other subjects. Pure."""

from __future__ import annotations

import re

NO_LONGER = "it says what is no longer so"
NOT_SO = "it says what is not so"

_FORECAST = re.compile(
    r"\b(?:could|would|(?<!\d )may(?! \d)|might|should|will|shall|can be|if|unless|whether|likely|expect\w*|hop(?:e"
    r"|es|ed|ing)|aim\w*|want\w*|wish\w*|bid|towards|ambition\w*|aspir\w+|striv\w+|on (?:course|track)|target\w*|goal"
    r"|set (?:for|to)|predict\w*|forecast\w*|anticipat\w*|plans? to|determined to|to (?:become|achieve|reach)"
    r"|to be (?:outstanding|good) by|rumou?r\w*|insiders?|tipped|threshold|(?:path|journey|road) to|believe\w*|feels?"
    r"|think|thought|for me|self[- ]assess\w*|confident|imagine|prepar\w+ for)\b"
)
_NEGATION = re.compile(
    r"\b(?:no (?:areas?|judge?ments?|categor(?:y|ies)|parts?)|none of|not|never|neither|nor|rather than|instead of"
    r"|avoid\w*|without (?:a|an|any)|isn't|wasn't|aren't|weren't|hasn't|haven't|short of|less than|denied|disput\w+"
    r"|anything but|far from|nobody|no one|nothing|nowhere|yet to be|at least|fail(?:s|ed) to|(?:every|each"
    r"|all) (?:\w+ )?(?:above|below))\b"
)
_OR = re.compile(r"['\"]? (?:or|nor) ['\"]?(?:better|above|higher|outstanding|good|inadequate|requir)")
_RELATIVE = re.compile(r", (?:which|who|whose|where)\b|\b(?:after|since) (?=ofsted|inspectors|being|it was|they were)")
_JOINED = re.compile(r"\b(?:and|but)\b")
_SPOKEN = re.compile(
    r"\b(?:he|she|leader|councillors?|cllr|mp|parents?|union|spokes\w+|campaigners?|critics?|opposition"
    r"|residents?)\b[^;]*\b(?:said|says|called|described|claimed|claims|branded|told|argued|complained)\b"
)
_JUDGED = re.compile(r"\b(?:rated|judged|graded|ofsted|inspectors|watchdog|regulator)\b")
_NO_LONGER = re.compile(r"\bno longer\b(?P<what>.*)$")
# "no longer a failing council, it is good" denies nothing of the grade
_OF_THE_GRADE = re.compile(
    r"(?: (?:rated|judged|graded|deemed|classed|considered|found|branded|labelled|regarded|described|as|to|be|an?|the"
    r"|its|has|have|had|having|holds?|given|in|by|ofsted|inspectors|overall|'))* ['\"]?"
)
#: a sentence that explains the grades instead of giving one
OF_THE_SCALE = re.compile(
    r"\b(?:scale (?:of|from|runs|has|goes|which|used)|point (?:scale|grading)|(?:categories|grades|ratings) are"
    r"|possible (?:grades|ratings|judgements)|(?:above|below) that of|means?\b.{0,20}\bgrade)\b"
)
# Other things that Ofsted, or somebody else, grades.
OTHERS = re.compile(
    r"\b(?:(?:[\w']+ )?(?:schools?|academ(?:y|ies)|nurser(?:y|ies)|pre-?schools?|colleges?|sixth forms?|childminders?"
    r"|universit(?:y|ies))|children's homes?|homes? (?:for|in|run)|care homes?|cqc|care quality commission"
    r"|adults?'? (?:social care|care|services|education|learning)|apprenticeships?|fostering (?:services?|agenc\w+"
    r"|team|panel)|adoption agenc(?:y|ies)|send|special educational needs|food hygiene|early years (?:settings?"
    r"|providers?)|childcare|youth (?:justice|offending)|probation|constabular(?:y|ies)|police|fire (?:and rescue"
    r"|service|brigade)|ambulance|nhs|hospitals?|gp surgery|trains?|librar(?:y|ies)|parks?|roads?|housing (?:service"
    r"|regulator)|leisure|residents' survey|supported accommodation|(?:other|many|most|some|several|neighbouring|two"
    r"|three) (?:local authorit(?:y|ies)|councils|departments))\b|\bschool's\b"
)


# Others who give verdicts on a council.
OTHER_BODIES = (
    r"committees?|peer (?:review|challenge)|reviewers|ombudsman|coroner|auditors?|audit|commissioners?"
    r"|improvement board|cqc|care quality commission|hmicfrs|safeguarding (?:children )?partnership|government"
    r"|ministers?|dfe|department for education|(?:practice|case) review|inquiry|consultants?|charity|survey"
    r"|housing regulator|regulator of social housing"
)


def doubt(clause: str, after: str, question: bool) -> str | None:
    """Why a grade that ends `clause` cannot be checked, in words; `after` is what follows it. None where it can."""
    if question:
        return "it is a question"
    clause = _RELATIVE.split(clause)[-1]
    if _SPOKEN.search(clause) and not _JUDGED.search(clause):
        return "it is somebody's opinion"
    if gone := _NO_LONGER.search(clause):
        return NO_LONGER if _OF_THE_GRADE.fullmatch(gone["what"]) else "it may say what is no longer so"
    if _FORECAST.search(clause):
        return "it is a forecast, a wish or an opinion"
    if (negation := _NEGATION.search(_JOINED.split(clause)[-1])) and "," in negation.string[negation.end() :]:
        return "it may say what is not so"
    return NOT_SO if negation or _OR.match(after) else None
