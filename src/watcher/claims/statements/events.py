"""What a sentence states of an inspection apart from its grades: when, how long, what kind, how many points. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from watcher.claims.statements.days import DURATION, Dated, dates, duration
from watcher.claims.statements.doubts import OTHER_BODIES, OTHERS
from watcher.claims.statements.statement import Day, StatementKind
from watcher.claims.statements.words import NUMBER, number
from watcher.model.change import EventKind
from watcher.model.months import MONTH, NUMBER_OF_MONTH
from watcher.model.report import Grade

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
    r"^(?:s'|[- ]long)? (?:(?:ofsted|short|full|standard|routine|on-site|recent|latest|unannounced) )*(?:inspection"
    r"|visit|stay)\b|^ (?:on[- ]?site|inspecting|in (?:the )?[a-z])"
)
_LASTED = re.compile(
    r"\b(?:spent|spend|inspection (?:which |that )?(?:lasted|took|ran for)|visit (?:which |that )?lasted"
    r"|(?:visit(?:ed)?|inspect(?:ed|ion)|on[- ]site|were in|was in|were here|took place|carried out|conducted"
    r"|came)\b[^.;:]{0,40} (?:for|over|during|lasting))(?: (?:the|a|about|around|some|just|only|more than|nearly"
    r"|almost|over))* (?:the course of )?$|^(?:for|over) $"
)
_ANOTHER_TIME = re.compile(r" (?:ago|after|later|before|earlier|old|on from|notice)|s' notice|'s notice")
_CUE = re.compile(rf"\b(?:(?P<out>{_OUT})|(?P<visit>{_VISIT}))\b")
_REPORT_OUT = re.compile(r"\b(?:report|findings|inspection|judge?ments?|ofsted|inspectors|results?|letter|rating)\b")
_LATEST = re.compile(
    r"\b(?P<latest>latest|most recent|newest|last|current)(?: \w+){0,3}? (?:report|inspection|rating"
    r"|judge?ment)(?P<between>[^.;]{0,70}?)(?:,|\(|\b)\s*(?:of|in|from|dated|published(?: in| on)?|is dated"
    r"|was (?:published |released )?in|was)\s(?:(?:early|late|mid)[- ])?(?:(?P<day>\d{1,2})(?:st|nd|rd"
    rf"|th)? )?(?P<month>{MONTH})\b,?(?: (?P<year>20\d\d))?"
)
_REPORT_OF = re.compile(rf"\breports? (?:of|from|dated|is dated) (?P<month>{MONTH}) (?P<year>20\d\d)")
_KINDS = {
    "monitoring": EventKind.MONITORING_VISIT,
    "focused": EventKind.FOCUSED_VISIT,
    "focussed": EventKind.FOCUSED_VISIT,
    "joint": EventKind.JTAI,
    "jtai": EventKind.JTAI,
}
_KIND = re.compile(
    r"(?:\b(?:following|after|at|during|on|from|in|with|by|came on|a|an|the|its|their|his|last|latest|recent|recent"
    r"|ofsted|previous)\b[ ']){0,6}\b(?P<kind>monitoring|focuss?ed|joint targeted|jtai)(?: area)? ?(?P<noun>visits?"
    rf"|inspections?|letter)?\b(?: by ofsted)?(?:,? (?:in|of|from) (?:{MONTH} )?(?:20\d\d)?)?"
)
_UNGRADED = re.compile(
    r"\b(?:no|not|without|carry no|don't|does not|do not|still|remains?|since|ungraded|previous(?:ly)?)\b|\bbetween\b"
)
_POINTS = re.compile(
    r"(?P<of>\b(?:(?<!list )of|at least|more than|over|up to|nearly|about|around|some|the other|another|first"
    rf"|top)(?: the| its| these)? )?\b(?P<n>{NUMBER}) (?:(?:key|main|specific|clear|other|further|priority|particular"
    r"|recommended|important) ){0,2}(?:areas?|points?|things|recommendations?|actions|items|issues|matters"
    r"|improvements|priorities)\b(?: (?:are |were |is |was |have been |had been )?(?:listed|identified|named|set out"
    r"|given|highlighted|noted|found|where|in which|which|that|they|it|we|inspectors|services|the council|practice"
    r"|must|need|needs|needed|could|should|can|be|to|as)){0,6}? (?:for |to |needing |requiring |of "
    r"|in need of )?(?:further |make )?(?P<what>improve\w*|work on|better\b|be improved|be made|tackle|address)"
)
# Ofsted's recommendations are the points to improve.
_RECOMMENDED = re.compile(
    r"\b(?:(?:ofsted|inspectors|watchdog|the report)\b[^.;,]{0,40}?\b(?:made|makes|making|gave|gives|issued|issues"
    r"|set out|sets out|lists?|listed|contains?|offers?|offered)|(?:council|authority"
    r"|department)\b[^.;,]{0,20}?\b(?:received|(?:was|has been) given)|\bleft\b[^.;,]{0,30}? with)(?: (?:just"
    rf"|only|a total of|its|their|the))? (?P<n>{NUMBER}|a single) (?:\w+ )?recommendations?\b(?! (?:from|on|about"
    r"|relating|concerning|regarding|around)\b)"
)
_WERE_RECOMMENDED = re.compile(
    rf"\b(?P<n>{NUMBER}) recommendations? (?:was|were|is|are|has been|have been) (?:made|issued|given|listed|set out)\b"
)
_OTHER_BODY = re.compile(rf"\b(?:{OTHER_BODIES})\b")
_AREAS = re.compile(
    rf"\b(?P<n>{NUMBER}) (?:(?:key|main|different|separate|judgement) )?(?:areas|judge?ments|categories"
    r"|aspects)(?: (?:that|which|of practice))?(?: (?:were|are|have been|was))? (?:inspected|assessed|graded|judged"
    r"|looked at|considered|examined|covered)"
)
_AREAS_LOOKED = re.compile(
    r"\b(?:inspect(?:s|ed)|assess(?:es|ed)|grad(?:es|ed)|judg(?:es|ed)|look(?:s|ed) at|examined) (?:services |us "
    rf"|them |councils |it )?(?:in |across |on |against )?(?P<n>{NUMBER}) (?:(?:key|main|different"
    r"|separate) )?(?:areas|judge?ments|categories)\b(?! (?:as|for))"
)
_NO_OVERALL = re.compile(
    r"\b(?:no longer|stop(?:s|ped)|ceased|not) (?:(?:giv|award|mak|issu|us|publish|receiv)\w*|get|gets|an?"
    r"|any)(?: (?!rated|judged|graded|that|but|as)[\w']+){0,3}? overall (?:effectiveness |ofsted )?(?:grades?"
    r"|ratings?|judge?ments?)\b|\bno longer (?:gives?|awards?|makes?|issues?|uses?|publish\w*)(?: an| any| single"
    r"| one)* overall\b|\b(?:no|without an?|not (?:been )?(?:given )?an)(?: single"
    r"| one)? overall (?:ofsted )?(?:grades?|ratings?|judge?ments?|effectiveness)\b|\boverall (?:effectiveness "
    r"|ofsted )?(?:grades?|ratings?|judge?ments?)? ?(?:are|is|were|was|have been) (?:no longer|not|scrapped|abolished"
    r"|dropped|removed)\b"
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
_FIRST = re.compile(
    r"\bfirst(?: (?:ever|full|ofsted|own))* (?:ratings?|inspection|judge?ment|grades?|report)\b"
    r"|\bfirst time\b[^.;]{0,50}\b(?:inspected|(?:rated|judged)(?! (?:as |to be |an? )?['\"]?(?:good|outst|inad"
    r"|requir)))|\binspect(?:ed|ion)\b[^.;]{0,40}\bfirst\b[^.;]{0,20}\bunder\b"
)
_FRAMEWORK = re.compile(r"\bunder\b[^.;]{0,50}\bframework\b")
_ALONE = re.compile(
    r"\b(?:on (?:their|its) own|separately|individually|in (?:their|its) own right)\b[^.;]{0,30}\bfirst time\b"
    r"|\bfirst time\b[^.;]{0,40}\b(?:separately|on (?:their|its) own)\b"
)
_DELAY = re.compile(
    r"\btook (?:(?:more than|over|about|around|nearly|almost|some|just over"
    rf"|just under) )?(?P<n>{NUMBER}) (?P<unit>month|week|day)s?\b(?= to (?:appear|be (?:published|released|issued)"
    rf"|come out|publish|arrive|emerge))|\b(?P<n2>{NUMBER}) (?P<unit2>month|week|day)s? (?:passed|went by"
    r"|elapsed) between\b(?=[^.;]*\b(?:publi|report))|\b(?:published|released|came out"
    rf"|appeared) (?:\w+ ){{0,2}}?(?P<n3>{NUMBER}) (?P<unit3>month|week|day)s? after (?:the (?:inspection|visit"
    r"|inspectors)|inspectors|ofsted's visit)\b"
)


@dataclass(frozen=True, slots=True)
class Found:
    """A statement about an inspection in a folded sentence, before anything is known of whose inspection it is."""

    kind: StatementKind
    start: int
    end: int
    days: tuple[Day, ...] = ()
    number: int | None = None
    unit: str = ""
    event: EventKind | None = None
    words: str = ""
    grade: Grade | None = None


def events(sentence: str) -> Iterator[Found]:
    """What a folded sentence states of an inspection. A sentence about a letter or a home yields only its kind."""
    yield from _kinds(sentence)
    yield from _counted(sentence)
    yield from _firsts(sentence)
    if _KIND.search(sentence):
        return
    latest = list(_latest(sentence))
    timed = [*latest, *_dated(sentence, [(one.start, one.end) for one in latest]), *_durations(sentence)]
    yield from (one for one in timed if not OTHERS.search(sentence[: one.end] + _rest(sentence[one.end :])))
    for hit in _DELAY.finditer(sentence):
        many, unit = hit["n"] or hit["n2"] or hit["n3"], hit["unit"] or hit["unit2"] or hit["unit3"]
        yield Found(StatementKind.DELAY, hit.start(), hit.end(), number=number(many), unit=unit)


def _rest(behind: str) -> str:
    """What still belongs to a time that stands before it."""
    return re.split(r"[,;:(]| and ", behind, maxsplit=1)[0]


def _kinds(sentence: str) -> Iterator[Found]:
    for hit in _KIND.finditer(sentence):
        if hit["noun"] and not hit["noun"].endswith("s") and not _UNGRADED.search(sentence):
            yield Found(StatementKind.EVENT, hit.start(), hit.end(), event=_KINDS[hit["kind"].split()[0]])


def _counted(sentence: str) -> Iterator[Found]:
    points = [] if _OTHER_BODY.search(sentence) else [_POINTS, _RECOMMENDED, _WERE_RECOMMENDED]
    for hit in (hit for pattern in points for hit in pattern.finditer(sentence)):
        if not hit.groupdict().get("of"):
            yield Found(
                StatementKind.POINTS, hit.start(), hit.end(), number=number(hit["n"].replace("a single", "one"))
            )
    for pattern in (_AREAS, _AREAS_LOOKED):
        for hit in pattern.finditer(sentence):
            yield Found(StatementKind.AREAS, hit.start(), hit.end(), number=number(hit["n"]))


def _firsts(sentence: str) -> Iterator[Found]:
    for hit in _NO_OVERALL.finditer(sentence):
        yield Found(StatementKind.NO_OVERALL, hit.start(), hit.end())
    if alone := _ALONE.search(sentence):
        yield Found(StatementKind.FIRST, alone.start(), alone.end(), words="alone")
    elif first := _FIRST.search(sentence):
        under = _FRAMEWORK.search(sentence)
        end = max(first.end(), under.end() if under else 0)
        yield Found(StatementKind.FIRST, first.start(), end, words="framework" if under else "")


def _latest(sentence: str) -> Iterator[Found]:
    for hit in _LATEST.finditer(sentence):
        day = Day(
            int(hit["day"]) if hit["day"] else None,
            NUMBER_OF_MONTH[hit["month"]],
            int(hit["year"]) if hit["year"] else None,
        )
        yield Found(
            StatementKind.LATEST,
            hit.start(),
            hit.end(),
            days=(day,),
            words="latest" if hit["latest"] not in ("last", "current") else "",
        )
    for hit in _REPORT_OF.finditer(sentence):
        day = Day(None, NUMBER_OF_MONTH[hit["month"]], int(hit["year"]))
        yield Found(StatementKind.LATEST, hit.start(), hit.end(), days=(day,))


def _dated(sentence: str, taken: list[tuple[int, int]]) -> Iterator[Found]:
    for one in dates(sentence):
        if any(a < one.end and one.start < b for a, b in taken):
            continue
        if cue := _cue(sentence, one):
            start = min(cue.start(), one.start)
            kind = StatementKind.PUBLISHED if cue["out"] else StatementKind.INSPECTED
            if kind is StatementKind.INSPECTED and (
                one.days[0].month is None or _ELSEWHERE.search(sentence[: one.start])
            ):
                continue
            if _DUE.search(sentence[: one.start]):
                continue
            if kind is StatementKind.PUBLISHED and (not _REPORT_OUT.search(sentence) or len(one.days) > 1):
                continue
            yield Found(
                kind, start, max(one.end, cue.end()), one.days, words=sentence[max(0, one.start - 12) : one.start]
            )


def _cue(sentence: str, one: Dated) -> re.Match[str] | None:
    """The nearest word before a date that says what happened then; else the nearest after it."""
    before = [cue for cue in _CUE.finditer(sentence[: one.start]) if one.start - cue.end() < 60]
    before = [cue for cue in before if cue["out"] or cue[0] != "inspectors" or one.start - cue.end() < 40]
    if before:
        return before[-1]
    near = None if sentence[: one.start].endswith("(") else re.match(r"[^:;.]{0,25}", sentence[one.end :])
    after = [cue for cue in _CUE.finditer(sentence, one.end) if near and cue.start() <= one.end + near.end()]
    return after[0] if after else None


def _durations(sentence: str) -> Iterator[Found]:
    for hit in DURATION.finditer(sentence):
        before, after = sentence[: hit.start()], sentence[hit.end() :]
        lasted = _LASTED.search(before) or (_LASTING.match(after) and _VISITED.search(after))
        if (lasted or (hit["fortnight"] and _LASTING.match(after))) and not _ANOTHER_TIME.match(after):
            many, unit = duration(hit)
            yield Found(StatementKind.DURATION, hit.start(), hit.end(), number=many, unit=unit)
