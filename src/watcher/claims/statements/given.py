"""Whether a grade in a sentence is given there, or only spoken of: left behind, missed, lost. Pure.

"Has lost its good rating" and "has left inadequate behind" name a grade that is no longer held, in more ways than
can be listed. So a grade before a noun counts as given only with a verb of giving or holding.
"""

from __future__ import annotations

import re

_OWNED = r"(?:an?|the|its|their|our|his|another|this|that|\w+'s|s')"
_BEFORE_IT = re.compile(
    rf"\b{_OWNED} (?:(?:overall|ofsted|new|current|latest|coveted|full|official|top|second|third|rare|prized"
    r"|overall ofsted) )*['\"]?$"
)
_GIVEN = re.compile(
    r"\b(?:given|giv(?:es|ing)|gave|hand(?:s|ed)|award(?:s|ed)?|receiv(?:e|es|ed|ing)|get|gets|got|earn(?:s|ed)?"
    r"|secur(?:e|es|ed)|achiev(?:e|es|ed|ing)|scor(?:e|es|ed)|w[io]ns?|kept|keeps?|retain(?:s|ed|ing)?|maintain(?:s"
    r"|ed|ing)?|h[eo]lds? on to|holds onto|held onto|has|have|had|holds?|held|with|is|was|are|were|be|been|remains?"
    r"|remained|landed|issued|delivered|slapped|hit|celebrat\w+|reach(?:es|ed)|gain(?:s|ed)|welcom(?:e|es|ed|ing)"
    r"|hail(?:s|ed|ing)|rated|judged|graded|named|called|verdict|in|under|despite|for)\b(?P<between>[^.;:]{0,60})$"
)
# Between the verb and the grade: it is another verb, or another sentence, that the grade belongs to.
_ANOTHER = re.compile(
    r"\b(?:lost|los(?:e|es|ing)|shed\w*|shak(?:e|en|es|ing)|shook|left|leav(?:e|es|ing)|escap\w+|avoid\w*|miss(?:es"
    r"|ed|ing)?|out|off|from|strip\w*|drop\w*|end(?:s|ed)?|remov\w+|behind|beyond|follow\w+|after|since|until"
    r"|overturn\w*|fail(?:s|ed|ing)?|surrender\w*|forfeit\w*|relinquish\w*|give|given up|gone|short|rid|quash\w*"
    r"|lift\w*|replac\w+|clos\w+|near\w*|ditch\w*|turn\w*|overc[oa]me\w*|emerg\w+|revers\w+)\b"
)
_AWAY = re.compile(
    r"\b(?:out of|from|off|than|left|leav(?:es|ing)|escap(?:e|es|ed|ing)|avoid(?:s|ed|ing)?|lost|los(?:es|ing)"
    r"|sh(?:ed|eds|edding)|beyond|below|above|goodbye|bye|miss(?:es|ed)|between|past|exit(?:s|ed)?"
    r"|quit(?:s)?)(?: (?:being|its|their|the|an?|overall|rated|judged))* ?['\"]?$|\b(?:areas?|judge?ments?|ones?"
    r"|services?) (?:that|which|who) (?:was|were|had been)(?: (?:once|rated|judged|graded|an?))* ?['\"]?$"
)
_NOUN = re.compile(
    r"^['\"]?(?: [\w-]+){0,2}? (?:ratings?|grades?|judge?ments?|labels?|tags?|status|verdicts?|marks?)\b"
)


# "A good rating for Eastmere", and that is all the sentence
_HEADLINE = re.compile(
    r"^['\"]? (?:ofsted |inspection )?(?:rating|grade|judge?ment|verdict|report) (?:for|on) [^.,;:]+\W*$"
)
_HAPPENS = re.compile(
    r"\b(?:is|was|are|were|has|have|had|would|could|will|may|might|can|must|should|means?|remains?)\b"
)


def is_given(before: str, after: str) -> bool:
    """Whether a grade between these stretches of a folded sentence is said to be held."""
    if _AWAY.search(before):
        return False
    if not _BEFORE_IT.search(before) or not _NOUN.match(after):
        return True
    if not _BEFORE_IT.sub("", before).strip(" '\"") and _HEADLINE.match(after) and not _HAPPENS.search(after):
        return True
    verb = _GIVEN.search(_BEFORE_IT.sub("", before))
    return verb is not None and not _ANOTHER.search(verb["between"])
