"""Report cards of schools, nurseries and colleges (inspections since November 2025), as their pages hold them.

The card stands in the page as HTML whose own marks are escaped. Each area is a text that its grade follows soon; a
heading says whether safeguarding standards are met. This is how programs of others read such pages; we have seen none
ourselves. So whatever is not exactly like this makes the card one with problems, and nobody gets its grades.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from watcher.model.errors import UnreadableError
from watcher.model.report import Grade, Judgement, JudgementId, ReportCard
from watcher.ofsted.pages.dates import site_date
from watcher.ofsted.pages.html import collapsed

if TYPE_CHECKING:
    from bs4 import Tag

_AREAS: dict[str, JudgementId] = {
    "inclusion": JudgementId.INCLUSION,
    "curriculum and teaching": JudgementId.CURRICULUM_AND_TEACHING,
    "achievement": JudgementId.ACHIEVEMENT,
    "attendance and behaviour": JudgementId.ATTENDANCE_AND_BEHAVIOUR,
    "personal development and wellbeing": JudgementId.PERSONAL_DEVELOPMENT,
    "behaviour, attitudes and establishing routines": JudgementId.BEHAVIOUR_AND_ROUTINES,
    "children's welfare and wellbeing": JudgementId.WELFARE_AND_WELLBEING,
    "early years": JudgementId.EARLY_YEARS,
    "post-16 provision": JudgementId.POST_16,
    "leadership and governance": JudgementId.LEADERSHIP_AND_GOVERNANCE,
}
_GRADES: dict[str, Grade] = {
    "exceptional": Grade.EXCEPTIONAL,
    "strong standard": Grade.STRONG_STANDARD,
    "expected standard": Grade.EXPECTED_STANDARD,
    "needs attention": Grade.NEEDS_ATTENTION,
    "urgent improvement": Grade.URGENT_IMPROVEMENT,
}
# Every card has these, whatever it is about.
_ALWAYS = frozenset({JudgementId.INCLUSION, JudgementId.LEADERSHIP_AND_GOVERNANCE})
_SAFEGUARDING = re.compile(r"safeguarding standards (met|not met)", re.IGNORECASE)
_HEADED = re.compile(r"inspection report: (.{6,40})", re.IGNORECASE)
_WORDS = "Inspection report:"
_BEGIN = re.compile(r"<h2\b[^>]{0,300}>\s{0,50}Inspection report:", re.IGNORECASE)
_ESCAPED = re.compile(r"&lt;h2\b.{0,400}?Inspection report:", re.IGNORECASE | re.DOTALL)
_END = "our grades explained"
# The scale drawn beside an area may name every grade.
_SCALE = "w-48"
_WITHIN = 5
_LONGEST = 300_000


@dataclass(frozen=True, slots=True)
class _Said:
    """One text of the card, and whether it stands in a heading or in the drawn scale."""

    text: str
    tag: str
    in_scale: bool


def report_card(body: bytes, encoding: str = "utf-8") -> ReportCard | None:
    """The report card in a provider page; None if it has none. It has problems unless all of it is as we know it."""
    try:
        raw = body.decode(encoding, errors="replace")
    except LookupError:
        return None
    if _WORDS not in raw or not (_ESCAPED.search(raw) or _BEGIN.search(raw)):
        return None
    try:
        return _card(raw)
    except UnreadableError as why:
        return ReportCard(_inspected(raw), problems=(f"the report card is not laid out as we know it: {why}",))


def card_bytes(body: bytes) -> bytes:
    """The part of a page that holds its report card, empty if it has none: to see whether the card changed."""
    begin = body.find(_WORDS.encode())
    if begin < 0:
        return b""
    end = body.find(b"Our grades explained", begin)
    return body[begin : end if end > begin else begin + _LONGEST]


def _inspected(raw: str) -> date | None:
    headed = _HEADED.search(collapsed(html.unescape(raw)))
    try:
        return site_date(" ".join(headed[1].split("<")[0].split()[:3])) if headed else None
    except UnreadableError:
        return None


def _card(raw: str) -> ReportCard:
    if not _ESCAPED.search(raw):
        raise UnreadableError("its marks are not escaped")
    page = html.unescape(raw)
    begins = [found.start() for found in _BEGIN.finditer(page)]
    if len(begins) != 1:
        raise UnreadableError(f"the page holds {len(begins)} of them")
    end = page.casefold().find(_END, begins[0])
    if end < 0 or end - begins[0] > _LONGEST:
        raise UnreadableError("its end is not where we expect it")
    said = list(_texts(page[begins[0] : end]))
    inspected = _date(said)
    areas = _areas([one for one in said if not one.in_scale]) or _areas(said)
    if not areas:
        raise UnreadableError("no grade follows any of its areas")
    return ReportCard(inspected, (*areas, _safeguarding(said)))


def _texts(markup: str) -> Iterator[_Said]:
    # imported here, like the page's own parser: an unchanged page is recognised without it
    from bs4 import BeautifulSoup
    from bs4.element import PreformattedString

    tree = BeautifulSoup(markup, "lxml")
    for string in tree.find_all(string=True):
        parent = string.parent
        if isinstance(string, PreformattedString) or parent is None or parent.name in ("script", "style", "template"):
            continue
        if words := collapsed(str(string)):
            yield _Said(words, parent.name, _in_scale(parent))


def _in_scale(parent: Tag) -> bool:
    return _SCALE in parent.get_attribute_list("class")


def _date(said: Sequence[_Said]) -> date:
    headed = [found for one in said if one.tag == "h2" and (found := _HEADED.fullmatch(one.text))]
    if len(headed) != 1:
        raise UnreadableError("its heading has no date")
    return site_date(headed[0][1])


def _safeguarding(said: Sequence[_Said]) -> Judgement:
    found = {match[1].lower() for one in said if (match := _SAFEGUARDING.fullmatch(one.text))}
    if len(found) != 1:
        raise UnreadableError("it does not say whether safeguarding standards are met")
    printed = found.pop()
    grade = Grade.MET if printed == "met" else Grade.NOT_MET
    return Judgement(JudgementId.SAFEGUARDING, "Safeguarding standards", printed, grade)


def _areas(said: Sequence[_Said]) -> list[Judgement]:
    """The graded areas in printed order; none if no grade follows any of them."""
    found: dict[JudgementId, Judgement] = {}
    taken: set[int] = set()
    for place, one in enumerate(said):
        id_ = _AREAS.get(_plain(one.text))
        graded = _following(said, place) if id_ else {}
        if id_ is None or not graded:
            continue
        if len(set(graded.values())) > 1 or (id_ in found and found[id_].grade not in graded.values()):
            raise UnreadableError(f"several grades for “{one.text[:60]}”")
        where, grade = next(iter(graded.items()))
        taken |= graded.keys()
        found.setdefault(id_, Judgement(id_, one.text, said[where].text, grade))
    if found and any(_plain(one.text) in _GRADES and place not in taken for place, one in enumerate(said)):
        raise UnreadableError("it has a grade for an area that we don't know")
    if found and not found.keys() >= _ALWAYS:
        raise UnreadableError(f"it grades only {', '.join(found)}")
    return list(found.values())


def _following(said: Sequence[_Said], place: int) -> dict[int, Grade]:
    """The grades among the next texts, by their places, up to the next area."""
    graded = {}
    for where in range(place + 1, min(place + 1 + _WITHIN, len(said))):
        words = _plain(said[where].text)
        if words in _AREAS:
            break
        if words in _GRADES:
            graded[where] = _GRADES[words]
    return graded


def _plain(words: str) -> str:
    return words.casefold().replace("’", "'").replace("well-being", "wellbeing")
