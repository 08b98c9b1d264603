"""What keeps a statement from being one that can be checked: forecasts, wishes, negations, other subjects. Pure."""

from __future__ import annotations

import re

NO_LONGER = "it says what is no longer so"
NOT_SO = "it says what is not so"

_FORECAST = re.compile(
    r"\b(?:could|would|(?<!\d )may(?! \d)|might|should|will|shall|expect\w*|hop(?:e|es|ed|ing)|aim\w*|wants?|wanted"
    r"|wish\w*|ambition\w*|aspir\w+|striv\w+|on course|on track|target\w*|set (?:for|to)|likely|predict\w*|bid"
    r"|whether|working (?:to|towards)|towards|plans? to|determined to|to become|to be (?:outstanding|good) by"
    r"|rumou?r\w*|insiders?|tipped|forecast\w*|anticipat\w*|if|unless|goal|threshold|path to|journey to|road to"
    r"|would be|can be|to achieve|to reach|believe\w*|feels?|think|thought|believed|for me|self[- ]assess\w*"
    r"|confident|imagine|prepar\w+ for)\b"
)
_NEGATION = re.compile(
    r"\b(?:no (?:areas?|judge?ments?|categor(?:y|ies)|parts?)|none of|not|never|neither|nor|rather than|instead of"
    r"|avoid\w*|without (?:a|an|any)|isn't|wasn't|aren't|weren't|hasn't|haven't|short of|less than|denied|disput\w+"
    r"|anything but|far from|nobody|no one|nothing|nowhere|yet to be|at least|fail(?:s|ed) to|(?:every|each"
    r"|all) (?:\w+ )?(?:above|below))\b"
)
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
_SCALE = re.compile(
    r"\b(?:scale (?:of|from|runs|has|goes|which|used)|point scale|point grading|categories are|grades are|ratings are"
    r"|four possible|possible (?:grades|ratings|judgements)|(?:above|below) that of|means?\b.{0,20}\bgrade"
    r"|definition)\b"
)
# Other things that Ofsted, or somebody else, grades.
_OTHERS = (
    r"(?:\w+ )?(?:primary |secondary |special |infant |junior |independent |state |grammar |nursery )*(?:schools?"
    r"|academ(?:y|ies)|nurser(?:y|ies)|pre-?schools?|colleges?|sixth forms?|childminders?|universit(?:y|ies))"
    r"|children's homes?|(?:residential |secure )?homes? (?:for|in|run)|care homes?|\bcqc\b|care quality commission"
    r"|adults?'? (?:social care|care|services)|adult (?:education|learning)|apprenticeships?|fostering (?:service"
    r"|services|agency|agencies|team|panel)|adoption agenc(?:y|ies)|\bsend\b|special educational needs|food hygiene"
    r"|early years (?:settings?|providers?)|childcare|youth (?:justice|offending)|probation|constabular(?:y|ies)"
    r"|police|fire (?:and rescue|service|brigade)|ambulance|nhs|hospitals?|gp surgery|trains?|libraries|library"
    r"|parks?\b|roads?|housing (?:service|regulator)|leisure|residents' survey|supported accommodation|(?:other|many"
    r"|most|some|several|neighbouring|two|three) (?:local authorit(?:y|ies)|councils|departments)"
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


def speaks_of_the_scale(sentence: str) -> bool:
    """Whether a folded sentence explains the grades instead of giving one."""
    return bool(_SCALE.search(sentence))
