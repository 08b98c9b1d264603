"""What a sentence states of an inspection apart from its grades: when, how long, what kind, how many points. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from watcher.claims.statements.days import DURATION, Dated, dates, duration
from watcher.claims.statements.doubts import OTHERS
from watcher.claims.statements.statement import Day, Statement, StatementKind
from watcher.claims.statements.words import NUMBER, number
from watcher.model.event_kind import EventKind
from watcher.model.months import MONTH, NUMBER_OF_MONTH

_VISIT = (
    r"inspect(?:ion|ions|ed|ors?|ing)?|visit(?:ed|s|ing)?|took place|take place|carried out|spent|came|on[- ]site"
    r"|arrived|conducted"
)
_OUT = (
    r"publish(?:ed|es|ing)?|publication|released?|out\b|issued|unveiled|came out|made public|announced|appeared"
    r"|reports?(?= (?:of|from|dated|is dated))"
)
_VISITED = re.compile(rf"\b(?:{_VISIT})\b")
# A duration is that of an inspection in "a two-week inspection", "spent two weeks" or "visited for two weeks".
_LASTING = re.compile(
    r"^(?:s'|[- ]long)?(?: [\w-]+){0,2} (?:inspection|visit|stay)\b|^ (?:on[- ]?site|inspecting|in (?:the )?[a-z])"
)
_LASTED = re.compile(
    r"\b(?:spent|(?:inspection|visit) (?:which |that )?(?:lasted|took|ran for)|(?:visit(?:ed)?|inspect(?:ed|ion|ors)"
    r"|on[- ]site|were in|was in|were here|took place|carried out|came)\b[^.;:]{0,40} (?:for|over|during"
    r"|lasting))(?: (?:the|a|about|around|some|just|only|nearly|almost|over))* (?:the course of )?$|^(?:for|over) $"
)
_ANOTHER_TIME = re.compile(r" (?:ago|after|later|before|earlier|old|on from|notice)|s' notice|'s notice")
_CUE = re.compile(rf"\b(?:(?P<out>{_OUT})|(?P<visit>{_VISIT}))\b")
_REPORT_OUT = re.compile(r"\b(?:report|findings|inspection|judge?ments?|ofsted|inspectors|results?|letter|rating)\b")
_LATEST = re.compile(
    r"\b(?:(?P<latest>latest|most recent|newest|last|current)(?: \w+){0,3}? (?:report|inspection|rating"
    r"|judge?ment)[^.;]{0,70}?(?:,|\(|\b)\s*(?:of|in|from|dated|published(?: in| on)?|is dated|was (?:published "
    r"|released )?in|was)\s(?:(?:early|late|mid)[- ])?(?:(?P<day>\d{1,2})(?:st|nd|rd"
    rf"|th)? )?(?P<month>{MONTH})\b,?(?: (?P<year>20\d\d))?|reports? (?:of|from|dated"
    rf"|is dated) (?P<month2>{MONTH}) (?P<year2>20\d\d))"
)
_KINDS = {
    "monitoring": EventKind.MONITORING_VISIT,
    "focused": EventKind.FOCUSED_VISIT,
    "focussed": EventKind.FOCUSED_VISIT,
    "joint": EventKind.JTAI,
    "jtai": EventKind.JTAI,
}
_KIND = re.compile(
    r"(?:\b(?:following|after|at|during|on|from|in|with|by|an?|the|its|their|last|latest|recent|ofsted"
    r"|previous)\b[ ']){0,6}\b(?P<kind>monitoring|focuss?ed|joint targeted|jtai)(?: area)? ?(?P<noun>visits?"
    rf"|inspections?|letter)?\b(?: by ofsted)?(?:,? (?:in|of|from) (?:{MONTH} )?(?:20\d\d)?)?"
)
_UNGRADED = re.compile(
    r"\b(?:no|not|without|don't|does not|do not|still|remains?|since|ungraded|previous(?:ly)?|between)\b"
)
_COUNT = (
    r"(?P<of>\b(?:(?<!list )of|at least|more than|over|up to|nearly|about|around|some|other|another|first|top"
    rf"|from)(?: the| its| these)? )?\b(?P<n>{NUMBER}) "
)
_POINTS = (
    re.compile(
        rf"{_COUNT}(?:[a-z]+ ){{0,2}}?(?:areas?|points?|things|recommendations?|actions|items|issues|matters"
        r"|improvements|priorities)\b(?: (?!of\b)[a-z]+){0,7}? (?:for |to |of |must |should |requiring "
        r"|needing )(?:further |make |be )?(?:improve\w*|work on|better\b|made|tackle|address)"
    ),
    # Ofsted's recommendations are the points to improve.
    re.compile(
        rf"{_COUNT}(?:\w+ )?recommendations?\b(?! (?:from|on|about|relating|concerning|regarding|around|for)\b)"
    ),
)
_AREAS = (
    re.compile(
        rf"\b(?P<n>{NUMBER}) (?:\w+ )?(?:areas|judge?ments|categories|aspects)(?: (?:that|which|of practice|were|are"
        r"|have been))* (?:inspected|assessed|graded|judged|looked at|considered|examined|covered)"
    ),
    re.compile(
        r"\b(?:inspect(?:s|ed)|assess(?:es|ed)|grad(?:es|ed)|judg(?:es|ed)|look(?:s|ed) at|examined)(?: (?:services"
        rf"|us|them|councils|it|in|across|on|against))* (?P<n>{NUMBER}) (?:\w+ )?(?:areas|judge?ments"
        r"|categories)\b(?! (?:as|for))"
    ),
)
_OVERALL_GRADE = r"overall (?:effectiveness |ofsted )?(?:grades?|ratings?|judge?ments?|effectiveness)"
_NO_OVERALL = re.compile(
    r"\b(?:no longer|stop(?:s|ped)|ceased|not|no|without)\b(?: (?!rated|judged|graded|that|but"
    rf"|as)[\w']+){{0,5}}? {_OVERALL_GRADE}\b|\bno longer (?:gives?|uses?) an? overall\b|\b{_OVERALL_GRADE} (?:are|is"
    r"|were|was|have been) (?:no longer|not|scrapped|abolished|dropped|removed)\b"
)
# Before a date that is not when the inspection told of was: "inspections from April 2026" are those of everybody,
# and what will be discussed is only talked of.
_ELSEWHERE = re.compile(
    r"\binspections\b[^,;:.]*$|\boverall (?:\w+ )?grades? [^,;:.]*$|\b(?:discuss|consider|debat|scrutinis|examin"
    r"|respond|appoint|receiv|present)\w*\b[^;:.]*$|\bmeeting\b[^;:.]*$"
)
# What was to happen on a date need not have happened.
_DUE = re.compile(
    r"\b(?:should|would|could|will|to be|due|expected|planned|meant|supposed|originally|scheduled|not)\b[^,;:.]*$"
)
_ALONE = re.compile(
    r"\b(?:on (?:their|its) own|separately|individually)\b[^.;]{0,30}\bfirst time\b"
    r"|\bfirst time\b[^.;]{0,40}\b(?:separately|on (?:their|its) own)\b"
)
_SPAN = rf"(?P<n>{NUMBER}) (?P<unit>month|week|day)s?"
_DELAYS = (
    re.compile(rf"\btook (?:[a-z]+ ){{0,2}}?{_SPAN}\b(?= to (?:appear|be|come out|publish|arrive|emerge))"),
    re.compile(rf"\b{_SPAN} (?:passed|went by|elapsed) between\b(?=[^.;]*\b(?:publi|report))"),
    re.compile(
        rf"\b(?:published|released|came out|appeared) (?:\w+ ){{0,2}}?{_SPAN} after (?:the |ofsted's )?(?:inspect"
        r"|visit)\w*"
    ),
)


def events(sentence: str) -> Iterator[Statement]:
    """What a folded sentence states of an inspection. A sentence about a letter or a home yields only its kind."""
    yield from _kinds(sentence)
    yield from _counted(sentence)
    yield from _firsts(sentence)
    if _KIND.search(sentence):
        return
    latest = list(_latest(sentence))
    timed = [*latest, *_dated(sentence, [(one.start, one.end) for one in latest]), *_durations(sentence)]
    yield from (one for one in timed if not OTHERS.search(sentence[: one.end] + _rest(sentence[one.end :])))
    for hit in (hit for pattern in _DELAYS for hit in pattern.finditer(sentence)):
        yield _found(StatementKind.DELAY, hit, number=number(hit["n"]), unit=hit["unit"])


def _found(kind: StatementKind, hit: re.Match[str], **more: Any) -> Statement:
    return Statement(hit.string, kind, hit.start(), hit.end(), **more)


def _rest(behind: str) -> str:
    """What still belongs to a time that stands before it."""
    return re.split(r"[,;:(]| and ", behind, maxsplit=1)[0]


def _kinds(sentence: str) -> Iterator[Statement]:
    for hit in _KIND.finditer(sentence):
        if hit["noun"] and not hit["noun"].endswith("s") and not _UNGRADED.search(sentence):
            yield _found(StatementKind.EVENT, hit, event=_KINDS[hit["kind"].split()[0]])


def _counted(sentence: str) -> Iterator[Statement]:
    for pattern in _POINTS:
        for hit in pattern.finditer(sentence):
            if not hit["of"]:
                yield _found(StatementKind.POINTS, hit, number=number(hit["n"]))
    for pattern in _AREAS:
        for hit in pattern.finditer(sentence):
            yield _found(StatementKind.AREAS, hit, number=number(hit["n"]))


def _firsts(sentence: str) -> Iterator[Statement]:
    for hit in _NO_OVERALL.finditer(sentence):
        yield _found(StatementKind.NO_OVERALL, hit)
    for hit in _ALONE.finditer(sentence):
        yield _found(StatementKind.FIRST, hit)


def _latest(sentence: str) -> Iterator[Statement]:
    for hit in _LATEST.finditer(sentence):
        year = hit["year"] or hit["year2"]
        day = Day(int(hit["day"] or 0) or None, NUMBER_OF_MONTH[hit["month"] or hit["month2"]], int(year or 0) or None)
        words = "latest" if hit["latest"] in ("latest", "most recent", "newest") else ""
        yield _found(StatementKind.LATEST, hit, days=(day,), words=words)


def _dated(sentence: str, taken: list[tuple[int, int]]) -> Iterator[Statement]:
    for one in dates(sentence):
        before = sentence[: one.start]
        if any(a < one.end and one.start < b for a, b in taken) or _DUE.search(before):
            continue
        if cue := _cue(sentence, one):
            kind = StatementKind.PUBLISHED if cue["out"] else StatementKind.INSPECTED
            if kind is StatementKind.INSPECTED:
                told = one.days[0].month is not None and not _ELSEWHERE.search(before)
            else:
                told = len(one.days) == 1 and _REPORT_OUT.search(sentence) is not None
            if told:
                yield Statement(sentence, kind, min(cue.start(), one.start), max(one.end, cue.end()), days=one.days)


def _cue(sentence: str, one: Dated) -> re.Match[str] | None:
    """The nearest word before a date that says what happened then; else the nearest after it."""
    before = [
        cue
        for cue in _CUE.finditer(sentence[: one.start])
        if one.start - cue.end() < (40 if cue[0] == "inspectors" else 60)
    ]
    if before:
        return before[-1]
    near = None if sentence[: one.start].endswith("(") else re.match(r"[^:;.]{0,25}", sentence[one.end :])
    after = [cue for cue in _CUE.finditer(sentence, one.end) if near and cue.start() <= one.end + near.end()]
    return after[0] if after else None


def _durations(sentence: str) -> Iterator[Statement]:
    for hit in DURATION.finditer(sentence):
        before, after = sentence[: hit.start()], sentence[hit.end() :]
        lasted = _LASTED.search(before) or (_LASTING.match(after) and (_VISITED.search(after) or hit["fortnight"]))
        if lasted and not _ANOTHER_TIME.match(after):
            many, unit = duration(hit)
            yield _found(StatementKind.DURATION, hit, number=many, unit=unit)
