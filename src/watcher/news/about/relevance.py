"""Which articles are about an inspection of a council's children's services, and about which councils. Pure.

Two things must appear together near the top: an inspection, and services for children of a council or of its trust.
Schools, nurseries, single homes, care for adults, food and housing are inspected too. A sentence is about what it names
first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from urllib.parse import unquote, urlsplit

from watcher.model.news import NewsSource, Tier
from watcher.model.record import OnRecord, Records
from watcher.model.report import Grade
from watcher.model.source import Authority
from watcher.news.about.councils import CouncilNames, NamedCouncil, named
from watcher.news.about.reading import Lines, Sentence

OF_THAT_DAY = "it gives a grade of the report of that day"
_LEAD = 5  # sentences
_OPENING = 2  # sentences
_OTHER_NATIONS = re.compile(
    r"\b(?:estyn|care inspectorate|ciw|welsh|wales|scottish|scotland|northern ireland|rqia|hiw)\b", re.I
)
# Titles in which councils ask people for something; a rating in the text is then self-praise.
_DRIVES = re.compile(
    r"\b(?:foster(?:ing)?|adopt(?:ing|ion)?|recruit\w*|jobs?|careers?|vacanc\w+|join (?:us|our)|consult\w*|"
    r"have your say|survey|views|budget|council tax|awards?|finalists?|shortlist\w*|appeal|volunteers?|campaign|"
    r"christmas|summer|easter|half[- ]term|festival|conference|strategy|council plan)\b",
    re.I,
)
_RECRUITS = re.compile(r"\b(?:join (?:us|our)|we're hiring|vacanc\w+)\b", re.I)
_WORTH = re.compile(
    r"ofsted|inspect|watchdog|regulator|child|famil|kids|youngster|young people|social (?:care|work)|care leaver|carer|"
    r"safeguard|vulnerable|council|county|city|borough|authority|trust|\brat(?:ed|ing)|grade|verdict|score|outstanding|"
    r"inadequate|improve|\bgood\b|\bsend\b|special educational|fail|slam|table",
    re.I,
)
# Texts leave out who rated if it is clear: "children's services have been rated good".
_RATED = re.compile(r"\b(?:rated|judged|graded|re-?rated|rating|downgraded|upgraded|branded)\b", re.I)
# A grade word as a level: alone in marks, with the level before, or with a verb of reaching it.
_GRADE_WORD = r"(outstanding|good|inadequate|requir(?:es|ed|ing) improvement)"
_LEVELS = (
    re.compile(rf"['\"]{_GRADE_WORD}(?: to be good)?['\"]", re.I),
    re.compile(
        rf"\b(?:now|to|from|still|as|are|is|was|were|overall) {_GRADE_WORD}\b(?! (?:news|time|work|at|for))", re.I
    ),
    re.compile(
        rf"\b(?:rated|judged|graded|services|finds) (?:[\w']+ ){{0,4}}{_GRADE_WORD}\b(?! (?:news|time|work))", re.I
    ),
    re.compile(rf"\b{_GRADE_WORD} (?:overall|in (?:all|every|each))\b", re.I),
)
_GRADES = {"outstanding": Grade.OUTSTANDING, "good": Grade.GOOD, "inadequate": Grade.INADEQUATE}
_BEFORE, _AFTER = timedelta(days=1), timedelta(days=3)
# Councils as a whole: where the title says so, that is the subject.
_COUNCILS = re.compile(
    r"\b(?:(?:councils|local authorities|authorities|children's services) (?:across|around|all over|in) "
    r"(?:england|the country|the nation)|(?:one|two|three|\d+) (?:in|out of) (?:\w+|\d+) (?:councils|authorities)"
    r"|(?:more|fewer|most|half of|many|number of|all) (?:councils|local authorities)|annual report|league table"
    r"|national picture)\b",
    re.IGNORECASE,
)
# Where these are spoken of, a council may still be the subject: a minister intervenes in one.
_NATION = re.compile(
    r"\b(?:nationally|all over the country|across the country|ministers?|government|secretary of state)\b",
    re.IGNORECASE,
)
# A council that stands only beside the one inspected: "neighbouring X", "she comes from X".
_NEIGHBOUR = re.compile(r"\bneighbour(?:ing|s)?\b", re.IGNORECASE)
_CAME_FROM = re.compile(
    r"\b(?:comes?|came|joins?|joined|moves?|moved|arrives?|arrived)\s+(?:(?!from\b)\w+\s+){0,3}from\b"
    r"(?!\s+(?:the\s+)?(?:ofsted|inspect|watchdog|regulator|report))",
    re.IGNORECASE,
)
# Before the name of the council that somebody moves to, or that gives help; and behind that of one that helps.
_BESIDE = re.compile(
    r"\b(?:(?:help|support|advice|guidance|backing)\s+from|(?:mov|leav|join|transferr|switch)(?:e|es|ed|ing|s)?(?:\s+\w+){0,3}?"
    r"(?:\s+(?:to|for|from))?)\s+(?:(?:the|its|neighbour\w*)\s+)*$",
    re.IGNORECASE,
)
_HELPS = re.compile(
    r"^.{0,40}?\b(?:(?:to|will|would)\s+(?:\w+\s+)?(?:help|support|mentor|advise|assist|send|lend)\b(?!\s+from)"
    r"|(?:is|are)\s+(?:helping|supporting|mentoring|advising)\b)",
    re.IGNORECASE,
)
PROVIDER_PAGE = re.compile(r"/provider/44/(\d+)\b")


@dataclass(frozen=True, slots=True)
class About:
    """What an article is about: `why` in words; `urns` of the councils, `mentioned` those only named in passing.

    `nameless` is an article about inspections that names no council. `possible` is one that is not about inspections by
    its own words, but may be by the record: it gives a council's services a grade.
    """

    relevant: bool
    why: str
    urns: tuple[str, ...] = ()
    mentioned: tuple[str, ...] = ()
    nameless: bool = False
    possible: bool = False


def worth_reading(title: str, summary: str, source: NewsSource) -> bool:
    """Whether an item of a list is worth fetching.

    We read everything from councils and our own blog: it is not much, and the titles may hide a grade. From other sites
    we read items with a word of the subject in title or summary.
    """
    if source.tier in (Tier.COUNCIL, Tier.OWN):
        return True
    return _WORTH.search(f"{title} {summary}") is not None


def about(
    reading: Lines,
    source: NewsSource,
    authorities: Mapping[str, Authority],
    address: str = "",
    *,
    records: Records | None = None,
    day: date | None = None,
) -> About:
    """Judge an article by its title, its sentences and its links to Ofsted.

    The `address` of one of our own articles shows its council if nothing else does. With `records`, the council, the
    `day` of its report and a grade of that report suffice: papers leave out who rated, and councils what was rated.
    """
    everywhere = _councils_in(reading.lines)
    if source.tier not in (Tier.COUNCIL, Tier.OWN) and _is_national(reading.title, reading.body[:_LEAD]):
        return About(False, "it is about councils in general", mentioned=everywhere, nameless=True)
    relevant, why = _subject(reading, source)
    if not relevant:
        graded, told = _graded(reading, source)
        if records and day and (urns := _of_that_day(graded, told, records, day)):
            others = tuple(urn for urn in everywhere if urn not in urns)
            return About(True, OF_THAT_DAY, urns, others)
        return About(False, why, mentioned=everywhere, possible=bool(graded) and source.tier is not Tier.OWN)
    urns = _whose(reading, source, authorities) or _in_address(address, source, authorities)
    if not urns:
        return About(False, "no council is named as the one inspected", mentioned=everywhere, nameless=True)
    return About(True, why, urns, tuple(urn for urn in everywhere if urn not in urns))


def _is_national(title: Sentence, lead: Sequence[Sentence]) -> bool:
    """Whether a title names no council and it or the first sentences speak of councils in general."""
    if title.councils:
        return False
    if _COUNCILS.search(title.straight):
        return True
    if any(line.councils for line in lead[:1]):
        return False
    return any(_COUNCILS.search(line.straight) or _NATION.search(line.straight) for line in (title, *lead[:2]))


def _councils_in(lines: Iterable[Sentence]) -> tuple[str, ...]:
    """The councils that these lines name, each once."""
    return tuple(dict.fromkeys(urn for line in lines for urn in line.councils))


def _subject(reading: Lines, source: NewsSource) -> tuple[bool, str]:
    """Whether it is about an inspection of children's services, and why."""
    title, top = reading.title, reading.lines[: _LEAD + 1]
    if not any(line.of.inspection or _is_core(line) for line in reading.lines):
        return False, "no inspection is spoken of"
    if title.of.another:
        return False, "the title is about something else that is inspected or done"
    if _RECRUITS.search(title.straight) and not title.of.inspection:
        return False, "the title looks for staff"
    if _DRIVES.search(title.straight) and not (title.of.inspection or title.grades):
        return False, "the title asks people for something"
    elsewhere = any(_OTHER_NATIONS.search(line.straight) for line in top)
    if elsewhere and not _councils_in(line for line in top if _on_subject(line)):
        return False, "it is about another nation of the United Kingdom"
    found = _evidence(reading, top, source)
    return found is not None, found or "no inspection of children's services near the top"


def _graded(reading: Lines, source: NewsSource) -> tuple[tuple[str, ...], set[Grade]]:
    """The councils whose services may be given a grade at the top of an article, and the grades; none if it is about
    something else.
    """
    title, top = reading.title, reading.lines[: _LEAD + 1]
    lines = [line for line in top if not line.of.another]
    if title.of.another or (_DRIVES.search(title.straight) and not title.grades):
        return (), set()
    told = {grade for line in lines for grade in _levels(line.straight)}
    if not told or not any(line.of.services or line.of.families or line.of.inspection for line in lines):
        return (), set()
    return source.authorities or _councils_in(top), told


def _of_that_day(graded: Sequence[str], told: set[Grade], records: Records, day: date) -> tuple[str, ...]:
    """The councils that had a report published that day with one of these grades."""
    return tuple(
        urn for urn in graded if any(told & grades_of(one) for one in records.get(urn, ()) if _came_out(one, day))
    )


def _came_out(one: OnRecord, day: date) -> bool:
    return one.published - _BEFORE <= day <= one.published + _AFTER


def grades_of(one: OnRecord) -> set[Grade]:
    """Every grade that a report gives."""
    return {grade for grade in (one.report.overall, *(row.grade for row in one.report.judgements)) if grade}


def _levels(line: str) -> set[Grade]:
    """The grades that a line gives as a level that something reached: "now good", "good overall", "'good'".

    Not those that only praise: "good news".
    """
    words = {found[1].casefold() for pattern in _LEVELS for found in pattern.finditer(line)}
    return {_GRADES.get(word, Grade.REQUIRES_IMPROVEMENT) for word in words}


def _evidence(reading: Lines, top: Sequence[Sentence], source: NewsSource) -> str | None:
    if _is_core(reading.title):
        return "the title speaks of an inspection of children's services"
    top = [line for line in top if not _CAME_FROM.search(line.straight)]
    if any(map(_is_core, top)):
        return "its first sentences speak of an inspection of children's services"
    if any(map(_inspects, top)) and any(line.of.services for line in top):
        return "its first sentences speak of an inspection and of children's services"
    whose = bool(source.authorities) or len(_councils_in(top)) == 1
    if any(_inspects_a_council(line, whose=whose) for line in top) and not any(line.of.another for line in top):
        return "its first sentences speak of a council that Ofsted has graded"
    if sum(map(_is_core, reading.body)) > 1:
        return "several sentences speak of an inspection of children's services"
    return None


def _is_core(line: Sentence) -> bool:
    if line.of.another or not line.of.services:
        return False
    if not line.of.inspection:
        return _RATED.search(line.straight) is not None and bool(line.grades)
    return line.of.finding or line.of.ofsted or line.of.area_inspection


def _on_subject(line: Sentence) -> bool:
    return line.of.inspection or line.of.services or line.of.council


def _inspects(line: Sentence) -> bool:
    return line.of.inspection and line.of.finding and not line.of.another


def _inspects_a_council(line: Sentence, *, whose: bool) -> bool:
    """Ofsted graded a council itself: papers often leave out which of its services.

    `whose` says that "the council" can mean only one.
    """
    named_here = bool(line.councils) or (whose and line.of.council)
    return named_here and line.of.ofsted and _inspects(line) and (line.of.fresh_finding or bool(line.grades))


def _whose(reading: Lines, source: NewsSource, authorities: Mapping[str, Authority]) -> tuple[str, ...]:
    """The councils whose services were inspected, in the order of the text."""
    body = reading.body
    graded = (line for line in body if _tells_of_a_grade(line) and not _is_beside(line))
    names = _names(tuple(authorities.values()))
    told = tuple(dict.fromkeys(urn for line in (reading.title, *graded) for urn in _inspected_in(line, names)))
    if source.authorities:
        own = tuple(urn for urn in source.authorities if urn in told)
        return own or source.authorities
    links = (PROVIDER_PAGE.search(link) for link in reading.article.links)
    linked = tuple(found[1] for found in links if found and found[1] in authorities)
    lead = () if told else _councils_in(line for line in body[:_LEAD] if _on_subject(line))
    lead = lead or (() if told else _councils_in(body[:_OPENING]))
    return _without_abolished(tuple(dict.fromkeys((*told, *linked, *lead))), _councils_in(reading.lines), authorities)


@lru_cache(maxsize=4)
def _names(authorities: tuple[Authority, ...]) -> CouncilNames:
    return CouncilNames.of(authorities)


def _is_beside(line: Sentence) -> bool:
    """Whether a sentence names its only council beside the one inspected."""
    if line.of.comparison or _CAME_FROM.search(line.straight):
        return True
    return len(line.councils) == 1 and _NEIGHBOUR.search(line.straight) is not None


def _inspected_in(line: Sentence, names: CouncilNames) -> tuple[str, ...]:
    """The councils that a sentence names, without one that helps another or that somebody moves to."""
    found = named(line.straight, names) if line.councils else ()
    return tuple(dict.fromkeys(one.urn for one in found if not _stands_beside(line.straight, one)))


def _stands_beside(text: str, one: NamedCouncil) -> bool:
    return _BESIDE.search(text[: one.start]) is not None or _HELPS.match(text[one.end :]) is not None


def _in_address(address: str, source: NewsSource, authorities: Mapping[str, Authority]) -> tuple[str, ...]:
    if source.tier is not Tier.OWN:
        return ()
    slug = re.sub(r"[-_+.]+", " ", unquote(urlsplit(address).path).rstrip("/").rpartition("/")[2])
    return tuple(dict.fromkeys(one.urn for one in named(slug.title(), _names(tuple(authorities.values())))))


def _tells_of_a_grade(line: Sentence) -> bool:
    if line.of.another:
        return False
    return _is_core(line) or bool(line.grades) or (line.of.ofsted and line.of.finding)


def _without_abolished(
    urns: Sequence[str], everywhere: Sequence[str], authorities: Mapping[str, Authority]
) -> tuple[str, ...]:
    """A former council gives way to its successors if the text also names them."""
    successors = {urn: authorities[urn].successors for urn in urns}
    heirs = [heir for urn in urns for heir in successors[urn] if heir in everywhere]
    kept = (urn for urn in urns if not any(heir in everywhere for heir in successors[urn]))
    return tuple(dict.fromkeys((*kept, *heirs)))
