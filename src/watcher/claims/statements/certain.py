"""Whether a sentence is plain enough to be held against its author, and whose word it is. Pure.

There are more ways to speak of something else, or for somebody else, than can be listed. So what may be contradicted
is listed instead: sentences whose every word is known, about a subject that they or the sentence before name.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from watcher.claims.statements.doubts import OTHER_BODIES, OTHERS
from watcher.claims.statements.known_words import KNOWN
from watcher.claims.statements.statement import Owner, Scope, Statement, StatementKind
from watcher.claims.statements.subjects import Span
from watcher.claims.statements.times import Time
from watcher.claims.statements.words import ALL_AREAS, GRADE, JUDGEMENTS, OVERALL
from watcher.model.change import Movement
from watcher.model.search import root
from watcher.model.sentences import straight, words

_WORD = re.compile(r"[a-z][a-z'-]*")
_OURS = re.compile(r"\bchildren's (?:services|social care)\b")
_OF_INSPECTIONS = re.compile(r"\b(?:ofsted|inspect\w+|council|authority|report|services)\b")
_NAMES_A_SUBJECT = re.compile(
    r"\b(?:council|authority|department|city|county|borough|areas?|judge?ments?|categor(?:y|ies)|adoption|inspectors"
    r"|ofsted|report|inspection|ratings?|grades?)\b"
)
#: people, groups and papers whose word it is where they are spoken of
_SPEAKERS = re.compile(
    r"\b(?:critics?|campaign\w*|parents?|mothers?|fathers?|residents?|readers?|opposition|unions?|unison|charit(?:y"
    r"|ies)|protest\w*|petition|poll|survey\w*|lawyers?|barristers?|solicitors?|a judge|court|mps?|groups?|network"
    r"|alliance|party|labour|conservatives?|tory|tories|liberal|democrats?|reform|greens?|spokes\w+|insiders?"
    r"|sources?|experts?|consultants?|advisers?|commissioners?|claim(?:s|ed|ing)?|alleg\w+|insist\w*|argu\w+|accus\w+"
    r"|believ\w+|feels?|view|opinion|according to (?!ofsted|inspectors|the (?:report|inspect|watchdog|regulator)"
    r"|its report))\b"
)
_OF_THE_COUNCIL = re.compile(
    r"\b(?:said|says|added)\b.*\b(?:lead member|cabinet member|executive member|council leader|leader of the council"
    r"|(?:council|authority)'s (?:\w+ )*(?:director|chief executive|leader|lead|spokes\w+)"
    r"|director of children's services)\b"
)
_NOT_OF_THE_COUNCIL = re.compile(r"\b(?:opposition|shadow|former|group|union|neighbour\w*|party)\b")
_JUDGED = re.compile(r"\b(?:rated|judged|graded|rating|grade)\b")
#: "leadership is good" alone may be a remark of the writer
_REMARK = re.compile(r"\b(?:is|are|remains?)\b")
_OF_A_GRADE = re.compile(
    r"\b(?:rated|judged|graded|ratings?|grades?|judge?ments?|verdict|ofsted|inspect\w+|watchdog|regulator|report|found"
    r"|finds|now|requires improvement)\b"
)
_ONLY_A_GRADE = re.compile(rf"\W*(?:(?:{GRADE.pattern})|overall|rating|\W)+")
#: "said to be outstanding", "inspectors were told that", "has to be good by 2027"
_HEARSAY = re.compile(
    r"\bsaid to\b|\b(?:ofsted|inspectors) (?:was|were|had been|have been) told\b|\b(?:has|have|had|is|are|was"
    r"|were) to (?:be|become|get|reach|improve)\b|\b(?:children|people|leavers|families|care|leaders) (?:had "
    r"|have )?(?:rated?|judged?|found|find|graded|told|said|gave|give) (?:the|that|their|its|it|inspectors|ofsted"
    r"|services|council)\b"
)
_SAYS = re.compile(
    r"(?P<who>\w+),?(?: has| have| had| also)* (?:says?|said|told|concluded?s?|announced|confirmed)\b(?! (?:ofsted"
    r"|inspectors|the (?:inspectors|report|watchdog|regulator)))"
)
_INSPECTS = re.compile(
    r"ofsted|inspectors?|report|watchdog|regulator|inspection|been|was|were|is|are|it|which|that|and"
)
#: what the council itself publishes or counts
_OF_ITS_OWN = re.compile(
    r"\b(?:council|authority|department|plan)\b[^,;]{0,40}\b(?:published?|publishes|identif\w+|lists?|listed|set)\b"
)
#: what is judged of schools, nurseries and homes
_OF_PROVIDERS = re.compile(
    r"\boverall experiences\b|\bhow well children\b|\bleaders and managers\b|\bleadership and management(?! and)\b"
    r"|\bquality of (?:education|care)\b|\bbehaviour\b|\bpersonal development\b|\bearly years\b|\bsixth form\b"
)
_SAID = re.compile(r"\b(?:is|are|was|were|has|have|had|rate[sd]?|judge[sd]?|require[sd]?|gave|gives|found|said|says)\b")
_PAST = re.compile(r"\b(?:was|were|had|required|rated|gave|found|judged)\b")
_NOT_PAST = re.compile(r"\b(?:has|have|is|are|now|today|new|latest|this week)\b")
_STOP = re.compile(r"[,;](?= )")
_TAKEN_BACK = re.compile(
    r"\b(?:say|says|said|saying|tells?|told|telling|wrote|writes|added|adds|according|calls?|thinks?|thought|if"
    r"|unless|would|could|should|might|may|not|never|no|nor|den(?:y|ies|ied)|wrong\w*|untrue|false\w*|mistak\w*"
    r"|errors?|correct\w*|retract\w*|gone|disput\w*|reject\w*|hop(?:e|es|ed|ing)|wants?|aims?|expect\w*|promis\w*"
    r"|pledg\w*|doubt\w*|question\w*|seem\w*|except\w*|apart|aside|bar|save|before|until|then|later|when|once"
    r"|previous\w*|former\w*|i|we|he|she|my|our|his|her)\b(?! (?:ofsted|inspectors))"
)
_SAYS_OFSTED = re.compile(
    r"\b(?:ofsted|inspectors|the (?:education )?(?:report|watchdog|regulator)|it)(?: has| have)? (?:says?|said|added)\b"
    r"|\b(?:say|says|said|according to) (?:ofsted|(?:the )?(?:inspectors|(?:inspection )?report|watchdog|regulator))\b"
)
#: a mark and no apostrophe: nothing of the word follows
_CLOSES = re.compile(r"’(?!\w)(?<!s’)|(?<=[,.!?])’")
_DOUBLE = str.maketrans({"“": '"', "”": '"'})
_CAPITAL = re.compile(r"\b[A-Z][a-z’']+")
#: what each of them names itself
#: "Council: good" may be the council's own view
_OF_NOBODY = re.compile(r"\W*(?:the )?(?:ofsted|council|inspectors|service)\W*:")
# What may stand for a judgement that the sentence before named.
_POINTING = re.compile(r"\W*(?:[a-z]+,? )?(?:it|they|their|this|that|these|those|the) ")
_OF_GRADES = frozenset({StatementKind.GRADE, StatementKind.MOVE, StatementKind.FAILING})
_FREE = frozenset({StatementKind.STANDING, StatementKind.SHARE, StatementKind.EVENT})
_NO = frozenset(map(root, words("no not longer none any never nor does do there")))


@dataclass(frozen=True, slots=True)
class Before:
    """What the sentences before one leave open: whether they spoke of others, let others speak, told of the past.

    `ours` is whether the one right before spoke of the council or its inspection; `quoted` whether a quotation that
    began there goes on.
    """

    elsewhere: bool = False
    ours: bool = True
    past: bool = False
    quoted: bool = False
    judged: bool = False

    def then(self, text: str, plain: str, names: Sequence[Span], *, past: bool) -> Before:
        """What is open after one more sentence."""
        foreign = bool(_SPEAKERS.search(plain)) or _speaks_of_others(plain) or _has_unknown_name(text, names)
        named = bool(names) or bool(_OURS.search(plain))
        ours = not foreign and (named or bool(_OF_INSPECTIONS.search(plain)))
        elsewhere = foreign or (self.elsewhere and not named)
        past = past or (self.past and is_row(plain))
        quoted = bool(_marks(text, self.quoted).count('"') % 2) ^ self.quoted
        return Before(elsewhere, ours, past, quoted, _names_judgement(plain))


def owner(text: str, plain: str, start: int, before: Before) -> Owner:
    """Whose word a statement of a sentence is."""
    if _is_quoted(_marks(text, before.quoted), start, before.quoted):
        of_council = _OF_THE_COUNCIL.search(plain) and not _NOT_OF_THE_COUNCIL.search(plain)
        return Owner.COUNCIL if of_council and _JUDGED.search(plain) else Owner.UNKNOWN
    return Owner.OTHERS if _SPEAKERS.search(plain) else Owner.ARTICLE


def unsure(plain: str, names: Sequence[Span], one: Statement, before: Before) -> str | None:
    """Why nobody may be contradicted on a statement, in words; None where owner, subject and time are certain."""
    if one.kind in _FREE:
        return None
    if _HEARSAY.search(plain):
        return "it may say something else"
    if not _JUDGED.search(plain) and any(not _INSPECTS.fullmatch(hit["who"]) for hit in _SAYS.finditer(plain)):
        return "it may be the council's own view"
    if _speaks_of_others(plain) or (one.kind not in _OF_GRADES and _OF_ITS_OWN.search(plain)):
        return "it may be about something else"
    if one.kind is StatementKind.GRADE and _OF_NOBODY.match(plain):
        return "it may be about something else"
    if one.scope is Scope.JUDGEMENTS and _REMARK.search(plain) and not _OF_A_GRADE.search(plain):
        return "it may be a remark"
    if not names and not _OURS.search(plain) and not _is_carried_over(plain, before):
        return "it may be about something else"
    if before.judged and one.kind is StatementKind.GRADE and one.scope is Scope.SERVICES and _POINTING.match(plain):
        return "it may be about something else"
    if len(_grades(plain)) > 1 and (len(one.judgements) > 1 or _is_relative(one.time)):
        return "it may be the grade of another area or time"
    told_of_then = is_row(plain) or (_PAST.search(plain) and not _NOT_PAST.search(plain))
    if one.time is None and before.past and told_of_then:
        return "it may be about an older report"
    return None


def _is_carried_over(plain: str, before: Before) -> bool:
    """Whether a sentence that names no council is about the one that the article is about."""
    named = before.ours or _NAMES_A_SUBJECT.search(plain) or _names_judgement(plain)
    return not before.elsewhere and bool(named)


def is_plain(plain: str, names: Sequence[Span], one: Statement) -> bool:
    """Whether all words are known that no name, judgement or grade takes up, nor what is stated itself.

    Behind a comma that follows the statement anything may stand that does not take it back or give it to another.
    """
    if one.owner is Owner.COUNCIL or one.kind in _FREE:
        return True
    stop = _STOP.search(plain, one.end)
    core, rest = (plain[: stop.start()], plain[stop.start() :]) if stop else (plain, "")
    patterns = (GRADE, ALL_AREAS, OVERALL, _OURS, *(pattern for pattern, _ in JUDGEMENTS))
    spans = [*names, *(hit.span() for pattern in patterns for hit in pattern.finditer(plain))]
    spans += [] if one.kind is StatementKind.GRADE else [(one.start, one.end)]
    allowed = KNOWN
    if one.doubt or one.kind is StatementKind.NO_OVERALL or one.movement is Movement.UNCHANGED:
        allowed |= _NO
    if not (
        any(end <= len(core) for _, end in names)
        or _OURS.search(core)
        or _NAMES_A_SUBJECT.search(core)
        or _names_judgement(core)
    ):
        core, rest = plain, ""
    return not _TAKEN_BACK.search(_SAYS_OFSTED.sub("", rest)) and all(
        root(hit[0].strip("'").removesuffix("'s")) in allowed
        for hit in _WORD.finditer(core)
        if not any(a <= hit.start() < b for a, b in spans)
    )


def _grades(plain: str) -> set[str]:
    return {str(hit.lastgroup) for hit in GRADE.finditer(plain)}


def _is_relative(time: Time | None) -> bool:
    return time is not None and (time.ago is not None or time.after is not None)


def _speaks_of_others(plain: str) -> bool:
    return bool(OTHERS.search(plain) or _BODIES.search(plain) or _OF_PROVIDERS.search(plain))


def is_row_of_others(plain: str) -> bool:
    """Whether a folded line is a row of a list about a school, a nursery or a home, and no sentence."""
    return is_row(plain) and _speaks_of_others(plain)


def is_row(plain: str) -> bool:
    """Whether a folded line lacks both a stop and a verb."""
    return not plain.rstrip().endswith((".", "!", "?")) and not _SAID.search(GRADE.sub("", plain))


_BODIES = re.compile(rf"\b(?:{OTHER_BODIES}|another|other|probation|agency)\b")


def _names_judgement(plain: str) -> bool:
    return any(pattern.search(plain) for pattern, _ in JUDGEMENTS)


def _has_unknown_name(text: str, names: Sequence[Span]) -> bool:
    """Whether a sentence names somebody or something that is not known."""
    return any(
        root(straight(hit[0]).casefold().removesuffix("'s")) not in KNOWN
        for hit in _CAPITAL.finditer(text)
        if not any(a <= hit.start() < b for a, b in names)
    )


def _marks(text: str, opened: bool) -> str:
    """A sentence with one sign for all quotation marks, letter for letter; apostrophes stay what they are."""
    single = text.replace("‘", '"')
    if opened or single != text:
        single = _CLOSES.sub('"', single)
    return single.translate(_DOUBLE).casefold() if len(single.casefold()) == len(text) else single


def _is_quoted(plain: str, start: int, opened: bool) -> bool:
    """Whether a place of a sentence stands between quotation marks, with more between them than a grade."""
    marks = [place for place, letter in enumerate(plain) if letter == '"']
    begun = [place for place in marks if place < start]
    if opened ^ bool(len(begun) % 2):
        begin = begun[-1] + 1 if begun else 0
        end = next((place for place in marks if place >= start), len(plain))
        return not _ONLY_A_GRADE.fullmatch(plain[begin:end])
    return False
