"""The grades that a sentence states: of what, and how firmly. Pure.

A grade word is a grade only with something that shows it: a verb of judging, the word "rating", quotation marks, or
a judgement or the services as its subject. "Good practice" and "inadequate heating" are prose.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from watcher.claims.statements.grade_or_prose import AS_ADJECTIVE, NOUN_AFTER, GradeMention, is_grade
from watcher.claims.statements.statement import Scope
from watcher.claims.statements.subjects import Span, has_subject, subject, without_asides
from watcher.claims.statements.words import (
    ALL_AREAS,
    GRADE,
    JUDGEMENTS,
    NUMBER,
    OVERALL,
    PHRASES,
    PLACE,
    SOME_AREAS,
    Firmness,
    number,
)
from watcher.model.months import MONTH
from watcher.model.report import Grade, JudgementId

_CUT = re.compile(
    r"(?:,|;)? (?:while|whereas|but|although|though|despite|because)\b|;|, (?:and|with|so)\b|: | - | with "
)
_TAIL = re.compile(
    r"^['\"]?(?: (?:by|from) (?:ofsted|inspectors|the (?:education )?(?:watchdog|regulator)"
    r"|(?:the )?ofsted inspectors))?(?: (?:ratings?|grades?|judge?ments?|again|now|today|too|overall))*,? (?:for|in"
    r"|on|across|around|throughout|and (?:for|in|on|so)|as (?:is|are|was|were)|along with|as well as|both for|overall"
    r"|all)\b"
)
_HELP_AS_WHOLE = re.compile(r"services for (?:\w+ )?children (?:who are )?(?:in|who) need (?:of )?help and protection")
_COUNT = re.compile(
    rf"\b(?!an? )(?P<n>{NUMBER}) (?:(?:out )?of (?:the |its )?(?:{NUMBER} )?)?(?:\w+ )?(?:areas?|categor(?:y|ies)"
    r"|judge?ments?)\b"
)
_ASIDE = re.compile(
    r"^(?P<subject>[^,;:]+)(?P<aside>,? (?:which|who|whose|where|rated|branded|judged|graded|found|told|once|up"
    r"|down)\b[^,;:]*,)(?P<rest> (?:now |today |also |again )*(?:is|are|has|have|was|were|requires?|needs?|now|got"
    r"|gets?|receives?|received)\b[^,;:]*)$"
)
_IT = re.compile(r"\b(?:its?|they|their|which|that|whose|those|these)\b")
# "care leavers receive a good service"
_SERVED = re.compile(r"\b(?:gets?|receives?|given) an? ['\"]?$")
_ANY = r"(?:outstanding|good|inadequate|requir\w+ improvement(?: to be good)?)['\"]?"
_MORE_BEFORE = re.compile(rf"{_ANY}(?:,|,? and|,? then) ['\"]?$")
_MORE_BEHIND = re.compile(rf"^['\"]?(?:,|,? and|,? then) ['\"]?{_ANY}(?=\W|$)(?! (?:for|in|overall)\b)")
# "inadequate in 2014 and good in 2019"
_AND_AGAIN = re.compile(rf"(?: overall)?,? in (?:{MONTH} )?20\d\d,?(?: and| but)?(?: then)? ['\"]?")
EXCEPTED = re.compile(
    r"\b(?:all but|but one|except|apart from|aside from|bar one|bar|other than|excluding)\b|\b(?:(?:all|every"
    r"|each)(?: of)?(?: the)?(?: other| remaining)|the (?:other|rest|remaining))\b"
)
FAILING = re.compile(
    r"\bfailing (?:ofsted |children's |social |inspection |council |local )*(?:reports?|grades?|ratings?|verdicts?"
    r"|services?|council|authority|department|score|mark|inspection)\b|\bfail(?:s|ed)? (?:in (?:all|every)|(?:its "
    r"|their |the |an )?(?:latest |recent )?ofsted(?: inspection)?\b|(?:its |their |an |the )(?:latest |recent "
    r"|ofsted )?inspection)(?: (?:areas?|categor\w+))?|\b(?:services|council|department|authority|it) (?:is|are|was"
    r"|were|has been|have been)(?: (?:rated|judged|found to be|branded"
    r"|labelled))? (?:as )?['\"]?failing['\"]?(?! (?:to|in (?:its|their)|children|families|vulnerable))|\b(?:branded"
    r"|labelled|rated|judged|described|found)\b[^.;,]{0,50} (?:as |to be )['\"]?failing\b(?! (?:to|in (?:its|their)"
    r"|children|families))"
)


# "Has lost its good rating" and "has left inadequate behind" name a grade that is no longer held, in more ways than
# can be listed. So a grade before a noun counts as given only with a verb of giving or holding.
_OWNED = re.compile(r"\b(?:an?|the|its|their|our|his|another|this|that|\w+'s|s') (?:[\w-]+ ){0,2}['\"]?$")
_GIVEN = re.compile(
    r"\b(?:giv|gave|hand|award|receiv|get|got|earn|secur|achiev|scor|win|won|kept|keep|retain|maintain|hold|held"
    r"|has\b|have|had|with|is\b|was|are|were|be\b|been|remain|land|issu|deliver|slap|hit|celebrat|reach|gain|welcom"
    r"|hail|rat|judg|grad|named|call|verdict|in\b|under|despite|for\b)\w*(?P<between>[^.;:]{0,60})$"
)
_GONE = (
    r"(?:out|off|from|than|left|leav(?:es|ing)|escap\w+|avoid\w*|lost|los(?:es|ing)|shed\w*|miss\w*|beyond|below"
    r"|above|between|past|end\w*|drop\w*|after|since|until|behind)"
)
_LEFT = re.compile(
    rf"\b{_GONE}(?: (?:of|being|its|their|the|an?|overall|rated|judged|ofsted's))* ?['\"]?$|\b(?:areas?|judge?ments?"
    r"|ones?|services?) (?:that|which|who) (?:was|were|had been)(?: (?:once|rated|judged|graded|an?))* ?['\"]?$"
)


@dataclass(frozen=True, slots=True)
class Graded:
    """A grade in a folded sentence with the stretch of it that says of what; `head` and `tail` are its surroundings."""

    start: int
    end: int
    grade: Grade
    firmness: Firmness
    head: str
    tail: str
    scope: Scope
    judgements: frozenset[JudgementId]
    weak: bool
    vague: bool
    either: bool
    count: int | None


def graded(sentence: str, taken: Sequence[Span], names: Sequence[Span]) -> Iterator[Graded]:
    """The grades that a folded sentence states. `taken` are stretches read otherwise, `names` those of authorities."""
    mentions = [one for one in _mentions(sentence) if not any(a < one.end and one.start < b for a, b in taken)]
    begin, found = 0, None
    for place, mention in enumerate(mentions):
        following = mentions[place + 1].start if place + 1 < len(mentions) else None
        tail = _tail(sentence[mention.end : following], last=following is None)
        at, head = _head(sentence, begin, mention.start)
        if found and _AND_AGAIN.fullmatch(sentence, found.end, mention.start):
            yield replace(found, start=mention.start, end=mention.end, grade=mention.grade, firmness=mention.firmness)
            begin = mention.end
            continue
        found = _read(sentence, mention, head, tail, _within(names, at, mention.start))
        begin = mention.end + len(tail)
        if found:
            yield found


def _head(sentence: str, begin: int, end: int) -> tuple[int, str]:
    """What stands before a grade, with its place; behind a relative clause that has a grade of its own, the subject
    of the whole: "leaders, who were inadequate in 2022, are now good"."""
    aside = _ASIDE.match(sentence[:end])
    if aside and aside.start("aside") <= begin <= aside.end("aside"):
        return 0, aside["subject"] + " " * len(aside["aside"]) + aside["rest"]
    return begin, sentence[begin:end]


def _within(names: Sequence[Span], begin: int, end: int) -> list[Span]:
    return [(a - begin, b - begin) for a, b in names if begin <= a < end]


def _mentions(sentence: str) -> list[GradeMention]:
    found = [
        GradeMention(hit.start(), hit.end(), Grade(str(hit.lastgroup)), Firmness.EXACT)
        for hit in PLACE.finditer(sentence)
    ]
    for hit in GRADE.finditer(sentence):
        _, grade, firmness = PHRASES[int(str(hit.lastgroup)[1:])]
        if not any(one.start <= hit.start() < one.end for one in found):
            found.append(GradeMention(hit.start(), hit.end(), grade, firmness))
    return sorted(found, key=lambda one: one.start)


def _tail(between: str, *, last: bool) -> str:
    """The part of what follows a grade that still says of what it is."""
    if not _TAIL.match(between):
        return ""
    if last:
        return re.split(
            r"[;:]|, (?:while|but|with|which|after|despite|having|up|down|has|have|is|are|was|were|now)\b|\bwhile\b",
            between,
        )[0]
    cuts = [cut.start() for cut in _CUT.finditer(between)] or [cut.start() for cut in re.finditer(r",| and ", between)]
    return between[: cuts[-1]] if cuts else ""


def _read(sentence: str, mention: GradeMention, head: str, tail: str, names: Sequence[Span]) -> Graded | None:
    clause = _clause(head)
    offset = len(head) - len(clause)
    adjective = AS_ADJECTIVE.match(sentence[mention.end :])
    served = bool(adjective) and _SERVED.search(clause) is not None
    tail = adjective[0] if adjective else tail
    ids, board = _judgements("" if adjective and not served else without_asides(clause), tail)
    everything = _everything(clause, tail)
    names = _within(names, offset, len(head))
    of = subject(clause, names)
    if not is_grade(sentence, mention, clause, names, of, bool(ids or board or everything)):
        return None
    scope, count = _scope(clause, tail, ids, board=board, everything=everything)
    weak = (bool(adjective) and not served) or not _is_given(sentence[: mention.start], sentence[mention.end :])
    vague = scope is not Scope.BOARD and _is_listed(sentence, mention)
    either = bool(_HELP_AS_WHOLE.search(clause))
    before = _judgements(sentence[: mention.start], "")[0] - {JudgementId.OVERALL}
    if scope is Scope.SERVICES and before and _IT.search(clause):
        # "it" may be a judgement that the sentence named before: "help and protection, when it was good"
        scope, ids, either = Scope.JUDGEMENTS, before, True
    return Graded(
        mention.start, mention.end, mention.grade, _firmness(mention, clause), clause, tail, scope, ids,
        weak, vague, either, count,
    )  # fmt: skip


def _is_given(before: str, after: str) -> bool:
    """Whether a grade between these stretches of a folded sentence is said to be held."""
    if _LEFT.search(before):
        return False
    if not NOUN_AFTER.match(after) or not _OWNED.search(before):
        return True
    verb = _GIVEN.search(before)
    return verb is not None and not re.search(rf"\b{_GONE}\b", verb["between"])


def _firmness(mention: GradeMention, clause: str) -> Firmness:
    """Rated "as needing improvement" is the grade itself."""
    rated = mention.firmness is Firmness.LOOSE and re.search(r"\b(?:rated|judged|graded|classed)\b[^,;]*$", clause)
    return Firmness.EXACT if rated else mention.firmness


def _clause(head: str) -> str:
    """The part of what stands before a grade that says of what it is: the last clause with a subject, and its list."""
    cuts = [0, *(cut.end() if cut[0] in (": ", ";", " - ") else cut.start() for cut in _CUT.finditer(head))]
    begin = cuts[-1]
    for earlier in reversed(cuts[:-1]):
        part = head[begin:]
        joined = OVERALL.search(part) or any(p.search(part) for p, _ in JUDGEMENTS)
        lists = _ends_with_judgement(head[earlier:begin]) and joined
        if not lists and has_subject(part):
            break
        begin = earlier
    return head[begin:]


def _ends_with_judgement(part: str) -> bool:
    return any(hit.end() >= len(part.rstrip(" ,")) - 2 for pattern, _ in JUDGEMENTS for hit in pattern.finditer(part))


def _judgements(clause: str, tail: str) -> tuple[frozenset[JudgementId], bool]:
    """The judgements named, and whether the safeguarding board is."""
    text = f"{clause} {tail}"
    if OVERALL.match(tail.lstrip(" '\"")) and not re.search(r"\band\b", tail):
        return frozenset({JudgementId.OVERALL}), False
    found = {id_ for pattern, id_ in JUDGEMENTS if pattern.search(text)}
    overall = OVERALL.search(text) and not re.search(r"\boverall (?:the|it)\b.*\bwork\b", text)
    ids = {id_ for id_ in found if id_ is not None} | ({JudgementId.OVERALL} if overall else set())
    return frozenset(ids), None in found


def _everything(clause: str, tail: str) -> bool:
    return bool(ALL_AREAS.search(clause) or ALL_AREAS.search(tail))


def _scope(
    clause: str, tail: str, ids: frozenset[JudgementId], *, board: bool, everything: bool
) -> tuple[Scope, int | None]:
    if board:
        return Scope.BOARD, None
    if everything:
        return Scope.ALL, None
    counted = _COUNT.search(clause) or _COUNT.search(tail)
    if counted and not ids - {JudgementId.OVERALL}:  # "in one area, leadership, it was good" counts nothing
        return Scope.COUNT, number(counted["n"])
    if not ids and (SOME_AREAS.search(clause) or SOME_AREAS.search(tail)):
        return Scope.SOME, None
    return (Scope.JUDGEMENTS, None) if ids else (Scope.SERVICES, None)


def _is_listed(sentence: str, mention: GradeMention) -> bool:
    """Whether it is one of a list of grades, each for another area: "rated good, good and outstanding"."""
    return bool(_MORE_BEFORE.search(sentence[: mention.start]) or _MORE_BEHIND.match(sentence[mention.end :]))
