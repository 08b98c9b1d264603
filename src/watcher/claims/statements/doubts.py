"""What keeps a statement from being one that can be checked: forecasts, wishes, negations, other subjects. Pure."""

from __future__ import annotations

import re

NO_LONGER = "it says what is no longer so"
NOT_SO = "it says what is not so"

_FORECAST = re.compile(
    r"\b(?:could|would|(?<!\d )may(?! \d)|might|should|will|shall|expect\w*|hop(?:e|es|ed|ing)|aim\w*|wants?"
    r"|wanted|wish\w*|ambition\w*|aspir\w+"
    r"|striv\w+|on course|on track|target\w*|set (?:for|to)|likely|predict\w*|bid|whether|working (?:to|towards)"
    r"|towards|plans? to"
    r"|determined to|to become|to be (?:outstanding|good) by|rumou?r\w*|insiders?|tipped|forecast\w*"
    r"|anticipat\w*|if|unless|goal"
    r"|threshold|path to|journey to|road to|means that|would be|can be|to achieve|to reach|believe\w*|feels?"
    r"|think|thought|believed|for me|"
    r"self[- ]assess\w*|confident|imagine|prepar\w+ for)\b"
)
_NEGATION = re.compile(
    r"\b(?:no (?:areas?|judge?ments?|categor(?:y|ies)|parts?)|none of|not|never|neither|nor|rather than|instead "
    r"of|avoid\w*|without (?:a|an|any)|isn't|wasn't|aren't"
    r"|weren't|hasn't|haven't"
    r"|short of|less than|denied|disput\w+|anything but|far from|nobody|no one|nothing|nowhere"
    r"|yet to be|at least|fail(?:s|ed) to"
    r"|(?:every|each|all) (?:\w+ )?(?:above|below))\b"
)
_RELATIVE = re.compile(r", (?:which|who|whose|where)\b|\b(?:after|since) (?=ofsted|inspectors|being|it was|they were)")
_JOINED = re.compile(r"\b(?:and|but)\b")
_SPOKEN = re.compile(
    r"\b(?:he|she|leader|councillors?|cllr|mp|parents?|union|spokes\w+|campaigners?|critics?|opposition|residents?)\b"
    r"[^;]*\b(?:said|says|called|described|claimed|claims|branded|told|argued|complained)\b"
)
_JUDGED = re.compile(r"\b(?:rated|judged|graded|ofsted|inspectors|watchdog|regulator)\b")
_NO_LONGER = re.compile(r"\bno longer\b(?P<what>.*)$")
# "no longer a failing council, it is good" denies nothing of the grade
_OF_THE_GRADE = re.compile(
    r"(?: (?:rated|judged|graded|deemed|classed|considered|found|branded|labelled|regarded|described|as|to|be|an?|the"
    r"|its|has|have|had|having|holds?|given|in|by|ofsted|inspectors|overall|'))* ['\"]?"
)
_SCALE = re.compile(
    r"\b(?:scale (?:of|from|runs|has|goes|which|used)|point scale"
    r"|point grading|categories are|grades are|ratings are|four possible|possible (?:grades|ratings"
    r"|judgements)"
    r"|(?:above|below) that of|means?\b.{0,20}\bgrade|definition)\b"
)
# Other things that Ofsted, or somebody else, grades.
_OTHERS = (
    r"(?:\w+ )?(?:primary |secondary |special |infant |junior |independent |state |grammar |nursery )*"
    r"(?:schools?|academ(?:y|ies)|nurser(?:y|ies)|pre-?schools?|colleges?|sixth forms?|childminders?"
    r"|universit(?:y|ies))"
    r"|children's homes?|(?:residential |secure )?homes? (?:for|in|run)|care homes?|\bcqc\b|care quality "
    r"commission|adults?'? (?:social care|care|services)"
    r"|adult (?:education|learning)|apprenticeships?|fostering (?:service|services|agency|agencies|team|panel)"
    r"|adoption agenc(?:y|ies)"
    r"|\bsend\b|special educational needs|food hygiene|early years (?:settings?|providers?)|childcare|youth "
    r"(?:justice|offending)"
    r"|probation|constabular(?:y|ies)|police|fire (?:and rescue|service|brigade)|ambulance|nhs"
    r"|hospitals?|gp surgery|trains?|libraries|library|parks?\b|roads?"
    r"|housing (?:service|regulator)|leisure"
    r"|residents' survey|supported accommodation"
    r"|(?:other|many|most|some|several|neighbouring|two|three) (?:local authorit(?:y|ies)|councils|departments)"
)
OTHERS = re.compile(rf"\b(?:{_OTHERS})\b|\bschool's\b")


# Others who give verdicts on a council.
OTHER_BODIES = (
    r"committees?|peer (?:review|challenge)|reviewers|ombudsman|coroner|auditors?|audit|commissioners?"
    r"|improvement board|cqc|care quality commission|hmicfrs|safeguarding (?:children )?partnership|government"
    r"|ministers?|dfe|department for education|(?:practice|case) review|inquiry|consultants?|charity|survey"
    r"|housing regulator|regulator of social housing"
)
_BY_ANOTHER = re.compile(
    rf"\b(?:{OTHER_BODIES})\b[^,;]{{0,30}}\b(?:rates?|rated|judges?|judged|graded|finds?|found|called|gave|given"
    r"|described|awarded|concluded)\b"
)
_AHEAD = re.compile(r"['\"]?,? (?:if|unless|by (?:20|next|the next)|soon\b|next )")
# "Had it fallen by one grade, …"
_SUPPOSED = re.compile(r"^\W*had (?:it|they|the|ofsted|inspectors)\b")
# "…, said the mayor"; what inspectors say is not an opinion
_SAID_BEHIND = re.compile(
    r"^[^.;,]{0,40},['\"]? (?:(?:said|says|according to|claims?|claimed|insists?|insisted|argues?|argued)\b"
    r"(?! (?:ofsted|(?:the |its |their )?(?:\w+ )?(?:inspectors?|inspectorate|reports?|watchdog|regulator|letter)))"
    r"|(?:(?:the|its|a) )?(?:\w+ ){0,2}(?:leader|mayor|mp|councillors?|chief executive|director|spokes\w+|he|she|they)"
    r" (?:said|says|told|claims?|claimed|insists?|insisted|added)\b)"
)
_BY_ANOTHER_BEHIND = re.compile(rf"^['\"]?[^.;,]{{0,40}}\bby (?:\w+ ){{0,2}}(?:{OTHER_BODIES})\b")


def doubt(clause: str, after: str, question: bool) -> str | None:
    """Why a grade that ends `clause` cannot be checked, in words; `after` is what follows it. None where it can."""
    if question:
        return "it is a question"
    clause = _RELATIVE.split(clause)[-1]
    if _SPOKEN.search(clause) and not _JUDGED.search(clause):
        return "it is somebody's opinion"
    if _BY_ANOTHER.search(clause) or _BY_ANOTHER_BEHIND.match(after):
        return "it is the verdict of another body"
    if gone := _NO_LONGER.search(clause):
        return NO_LONGER if _OF_THE_GRADE.fullmatch(gone["what"]) else "it may say what is no longer so"
    if _SUPPOSED.match(clause) or _FORECAST.search(clause) or _AHEAD.match(after):
        return "it is a forecast, a wish or an opinion"
    if (negation := _NEGATION.search(_JOINED.split(clause)[-1])) and "," in negation.string[negation.end() :]:
        return "it may say what is not so"
    if negation or re.match(
        r"['\"]? (?:or|nor) (?:'|\")?(?:better|above|higher|outstanding|good|inadequate|requir)", after
    ):
        return NOT_SO
    return None


def is_said_behind(clause: str, after: str) -> bool:
    """Whether somebody other than an inspector is quoted with a grade that ends `clause`, perhaps as an opinion."""
    return not _JUDGED.search(clause) and bool(_SAID_BEHIND.match(after))


def speaks_of_the_scale(sentence: str) -> bool:
    """Whether a folded sentence explains the grades instead of giving one."""
    return bool(_SCALE.search(sentence))
