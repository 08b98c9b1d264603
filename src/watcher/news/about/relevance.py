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
from urllib.parse import unquote, urlsplit

from watcher.model.news import NewsSource, Tier
from watcher.model.record import OnRecord, Records
from watcher.model.report import Grade
from watcher.model.sentences import sentences, straight
from watcher.model.source import Authority
from watcher.news.about.councils import named
from watcher.news.about.inspection_words import (
    in_background,
    is_fresh,
    of_another,
    of_area_inspection,
    of_council,
    of_families,
    of_finding,
    of_inspection,
    of_ofsted,
    of_services,
)
from watcher.news.about.national import is_national
from watcher.news.days_and_grades import grades_named

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
_PROVIDER_PAGE = re.compile(r"/provider/44/(\d+)\b")


@dataclass(frozen=True, slots=True)
class About:
    """What an article is about: `why` in words; `urns` of the councils, `mentioned` those only named in passing.

    `nameless` is an article about inspections that names no council.
    """

    relevant: bool
    why: str
    urns: tuple[str, ...] = ()
    mentioned: tuple[str, ...] = ()
    nameless: bool = False


def worth_reading(title: str, summary: str, source: NewsSource) -> bool:
    """Whether an item of a list is worth fetching.

    We read everything from councils and our own blog: it is not much, and the titles may hide a grade. From other sites
    we read items with a word of the subject in title or summary.
    """
    if source.tier in (Tier.COUNCIL, Tier.OWN):
        return True
    return _WORTH.search(f"{title} {summary}") is not None


def about(
    title: str,
    text: str,
    links: Sequence[str],
    source: NewsSource,
    authorities: Mapping[str, Authority],
    address: str = "",
    *,
    records: Records | None = None,
    day: date | None = None,
) -> About:
    """Judge an article by its title, its text (one paragraph a line) and its links to Ofsted.

    The `address` of one of our own articles shows its council if nothing else does. With `records`, the council, the
    `day` of its report and a grade of that report suffice: papers leave out who rated, and councils what was rated.
    """
    head, body = straight(title), sentences(straight(text))
    found = _Named.of([head, *body], authorities)
    if source.tier not in (Tier.COUNCIL, Tier.OWN) and is_national(head, body[:_LEAD], found.by_sentence):
        return About(False, "it is about councils in general", mentioned=found.all(), nameless=True)
    subject = _subject(head, body, found, source)
    if isinstance(subject, _No):
        if records and day and (urns := _of_that_day(head, body[:_LEAD], found, source, records, day)):
            others = tuple(urn for urn in found.all() if urn not in urns)
            return About(True, OF_THAT_DAY, urns, others)
        return About(False, subject.why, mentioned=found.all())
    urns = _whose(head, body, found, links, source, authorities) or _in_address(address, source, authorities)
    if not urns:
        return About(False, "no council is named as the one inspected", mentioned=found.all(), nameless=True)
    return About(True, subject, urns, tuple(urn for urn in found.all() if urn not in urns))


@dataclass(frozen=True, slots=True)
class _No:
    why: str


@dataclass(frozen=True, slots=True)
class _Named:
    """The authorities that each sentence names, in order; the title is the first."""

    by_sentence: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, lines: Iterable[str], authorities: Mapping[str, Authority]) -> _Named:
        return cls({line: tuple(one.urn for one in named(line, authorities)) for line in lines})

    def within(self, lines: Iterable[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(urn for line in lines for urn in self.by_sentence[line]))

    def all(self) -> tuple[str, ...]:
        return self.within(self.by_sentence)


def _subject(title: str, body: Sequence[str], found: _Named, source: NewsSource) -> str | _No:
    """Why it is about an inspection of children's services, or why not."""
    top = [title, *body[:_LEAD]]
    if not any(of_inspection(line) or _is_core(line) for line in [title, *body]):
        return _No("no inspection is spoken of")
    if of_another(title):
        return _No("the title is about something else that is inspected or done")
    if _RECRUITS.search(title) and not of_inspection(title):
        return _No("the title looks for staff")
    if _DRIVES.search(title) and not (of_inspection(title) or grades_named(title)):
        return _No("the title asks people for something")
    if any(map(_OTHER_NATIONS.search, top)) and not found.within(line for line in top if _on_subject(line)):
        return _No("it is about another nation of the United Kingdom")
    return _evidence(title, body, top, found, source) or _No("no inspection of children's services near the top")


def _of_that_day(
    title: str, lead: Sequence[str], found: _Named, source: NewsSource, records: Records, day: date
) -> tuple[str, ...]:
    """The councils of which a report came out that day, if the article tells one of its grades."""
    lines = [line for line in (title, *lead) if not of_another(line)]
    if title not in lines or (_DRIVES.search(title) and not grades_named(title)):
        return ()
    told = {grade for line in lines for grade in _levels(line)}
    subject = (of_services, of_families, of_inspection)
    if not told or not any(of(line) for line in lines for of in subject):
        return ()
    urns = source.authorities or found.within([title, *lead])
    return tuple(
        urn for urn in urns if any(told & _grades_of(one) for one in records.get(urn, ()) if _came_out(one, day))
    )


def _came_out(one: OnRecord, day: date) -> bool:
    return one.published - _BEFORE <= day <= one.published + _AFTER


def _grades_of(one: OnRecord) -> set[Grade]:
    return {grade for grade in (one.report.overall, *(row.grade for row in one.report.judgements)) if grade}


def _levels(line: str) -> set[Grade]:
    """The grades that a line gives as a level that something reached: "now good", "good overall", "'good'".

    Not those that only praise: "good news".
    """
    words = {found[1].casefold() for pattern in _LEVELS for found in pattern.finditer(line)}
    return {_GRADES.get(word, Grade.REQUIRES_IMPROVEMENT) for word in words}


def _evidence(title: str, body: Sequence[str], top: Sequence[str], found: _Named, source: NewsSource) -> str | None:
    if _is_core(title):
        return "the title speaks of an inspection of children's services"
    if any(map(_is_core, top)):
        return "its first sentences speak of an inspection of children's services"
    if any(map(_inspects, top)) and any(map(of_services, top)):
        return "its first sentences speak of an inspection and of children's services"
    whose = bool(source.authorities) or len(found.within(top)) == 1
    if any(_inspects_a_council(line, found, whose=whose) for line in top) and not any(map(of_another, top)):
        return "its first sentences speak of a council that Ofsted has graded"
    if sum(map(_is_core, body)) > 1:
        return "several sentences speak of an inspection of children's services"
    return None


def _is_core(line: str) -> bool:
    if of_another(line) or not of_services(line):
        return False
    if not of_inspection(line):
        return _RATED.search(line) is not None and bool(grades_named(line))
    return of_finding(line) or of_ofsted(line) or of_area_inspection(line)


def _on_subject(line: str) -> bool:
    return of_inspection(line) or of_services(line) or of_council(line)


def _inspects(line: str) -> bool:
    return of_inspection(line) and of_finding(line) and not of_another(line)


def _inspects_a_council(line: str, found: _Named, *, whose: bool) -> bool:
    """Ofsted graded a council itself: papers often leave out which of its services.

    `whose` says that "the council" can mean only one.
    """
    named_here = bool(found.by_sentence[line]) or (whose and of_council(line))
    return named_here and of_ofsted(line) and _inspects(line) and (is_fresh(line) or bool(grades_named(line)))


def _whose(
    title: str,
    body: Sequence[str],
    found: _Named,
    links: Sequence[str],
    source: NewsSource,
    authorities: Mapping[str, Authority],
) -> tuple[str, ...]:
    """The councils whose services were inspected, in the order of the text."""
    told = found.within([title, *(line for line in body if _tells_of_a_grade(line) and not in_background(line))])
    if source.authorities:
        own = tuple(urn for urn in source.authorities if urn in told)
        return own or source.authorities
    linked = tuple(m[1] for link in links if (m := _PROVIDER_PAGE.search(link)) and m[1] in authorities)
    lead = () if told else found.within(line for line in body[:_LEAD] if _on_subject(line))
    lead = lead or (() if told else found.within(body[:_OPENING]))
    return _without_abolished(tuple(dict.fromkeys((*told, *linked, *lead))), found.all(), authorities)


def _in_address(address: str, source: NewsSource, authorities: Mapping[str, Authority]) -> tuple[str, ...]:
    if source.tier is not Tier.OWN:
        return ()
    slug = re.sub(r"[-_+.]+", " ", unquote(urlsplit(address).path).rstrip("/").rpartition("/")[2])
    return tuple(dict.fromkeys(one.urn for one in named(slug.title(), authorities)))


def _tells_of_a_grade(line: str) -> bool:
    if of_another(line):
        return False
    return _is_core(line) or bool(grades_named(line)) or (of_ofsted(line) and of_finding(line))


def _without_abolished(
    urns: Sequence[str], everywhere: Sequence[str], authorities: Mapping[str, Authority]
) -> tuple[str, ...]:
    """A former council gives way to its successors if the text also names them."""
    successors = {urn: authorities[urn].successors for urn in urns}
    heirs = [heir for urn in urns for heir in successors[urn] if heir in everywhere]
    kept = (urn for urn in urns if not any(heir in everywhere for heir in successors[urn]))
    return tuple(dict.fromkeys((*kept, *heirs)))
