"""The head of a letter: which visit it is about, whose services, when, and what the inspectors looked at."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice

from watcher.model.errors import UnreadableDateError
from watcher.model.months import MONTH
from watcher.model.report import ReportKind
from watcher.model.sentences import sentences
from watcher.ofsted.reports.dates import read_date
from watcher.ofsted.reports.text import Line, Text, joined

_FOCUSED = "focuss?ed(?:assurance)?visit"
_MONITORING = "monitoringvisit"
_JOINT = "joint(?:targeted)?area(?:childprotection)?inspection|jtai|jointinspection"
_KINDS: tuple[tuple[ReportKind, re.Pattern[str]], ...] = (
    (ReportKind.FOCUSED_VISIT, re.compile(_FOCUSED)),
    (ReportKind.MONITORING_VISIT, re.compile(_MONITORING)),
    (ReportKind.JTAI, re.compile(_JOINT)),
)
_TITLE = re.compile(
    rf"(?:ofsted|ilacs|childrens(?:social(?:care)?)?services|first|second|third|fourth|fifth|sixth|\d)*"
    rf"(?:{_FOCUSED}|{_MONITORING}|{_JOINT})"
)
#: how the first sentence of a letter begins, which is where its title ends
_FIRST_SENTENCE = re.compile(
    r"(?:This|Between|Her|His|From|On|In|Ofsted|Following|Thank|During|The|I|We|Inspectors)\b(?! Children)"
)
_SUMMARISES = re.compile(
    r"summaris\w+ (?:the )?(?:findings|outcome|outcomes) (?:of|from) (?:the|a|our|your)?\s*(?P<rest>.{5,160})",
    re.DOTALL,
)
_LONGEST_TITLE = 4
_LAST_PAGE = 2


@dataclass(frozen=True, slots=True)
class LetterTitle:
    """The title line of a letter: the kind of visit, the authority as printed, and where the text goes on."""

    kind: ReportKind
    authority: str
    printed: str
    body: int


def find_title(text: Text) -> LetterTitle | None:
    """The title below the salutation; None if the text is not a letter about a visit."""
    dear = next((n for n, line in enumerate(text.lines) if line.text.startswith("Dear")), None)
    if dear is None or text.lines[dear].page > _LAST_PAGE:
        return None
    for place, line in islice(enumerate(text.lines), dear + 1, dear + 12):
        if line.text[:1].isupper() and _TITLE.match(line.flat):
            return _title(text.lines, place)
    return _from_first_sentence(text, dear)


def _title(lines: Sequence[Line], place: int) -> LetterTitle:
    end = place + 1
    while end < min(place + _LONGEST_TITLE, len(lines)) and not _FIRST_SENTENCE.match(lines[end].text):
        end += 1
    printed = joined(line.text for line in lines[place:end])
    opening = joined(line.text for line in lines[end : end + 12])
    kind = _kind(printed)
    name = _name(printed, kind) or _name_in_first_sentence(opening, kind)
    return LetterTitle(kind, name, printed, end)


def _from_first_sentence(text: Text, dear: int) -> LetterTitle | None:
    """A letter without a title line still says in its first sentence what it is about."""
    opening = joined(line.text for line in text.lines[dear + 1 : dear + 16])
    said = _SUMMARISES.search(opening)
    if said is None or not re.search(f"{_FOCUSED}|{_MONITORING}|{_JOINT}", _flat(said["rest"])):
        return None
    kind = _kind(said["rest"])
    return LetterTitle(kind, _name_in_first_sentence(opening, kind), "", dear + 1)


def _flat(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.lower())


def _kind(printed: str) -> ReportKind:
    """The kind whose name comes first."""
    flat = _flat(printed)
    found = [(match.start(), kind) for kind, pattern in _KINDS if (match := pattern.search(flat))]
    return min(found, key=lambda pair: pair[0])[1]


def other_kind(title: LetterTitle, opening: str) -> ReportKind | None:
    """The kind in the first sentence, if that differs from the title's."""
    said = _SUMMARISES.search(opening)
    if said is None or not any(pattern.search(_flat(said["rest"][:60])) for _, pattern in _KINDS):
        return None
    kind = _kind(said["rest"][:60])
    return kind if kind is not title.kind else None


# --- the authority --------------------------------------------------------------------------------

_SERVICES = (
    r"(?:['’]s?)?\s+(?:local\s+authority(?:['’]s)?\s+)?(?:local\s+area\s+)?"
    r"child(?:ren)?['’]?s?['’]?\s+(?:social\s+(?:care|work)\s+)?services?"
)
_TO = re.compile(r"(?:visit|inspection|JTAI\)?)\s+(?:to|of|in|at|for|on)\s+(?:the\s+)?(?P<name>.+)$", re.IGNORECASE)
_IN_SENTENCE = re.compile(
    rf"visit\s+(?:to|of|at)\s+(?:the\s+)?(?P<name>[^.]{{2,110}}?)(?:{_SERVICES}|\s+(?:on|between|from|in)\b)",
    re.IGNORECASE,
)
_JOINT_SENTENCE = re.compile(r"\bin\s+(?:the\s+)?(?P<name>[A-Z][\w’'& -]{2,80}?)\s*\d{0,2}\.")


def _name(title: str, kind: ReportKind) -> str:
    found = _TO.search(title)
    if found is None:
        return ""
    name = found["name"].rstrip(" .,;:")
    if kind is ReportKind.JTAI and re.search(r"\bresponses?\b|\barrangements\b", name):
        name = (
            re.split(r"\s+in\s+(?:the\s+)?(?=[A-Z])", name)[-1] if re.search(r"\sin\s+(?:the\s+)?[A-Z]", name) else ""
        )
    return _without_services(name)


def _without_services(name: str) -> str:
    if re.match(r"(?:local\s+authority\s+)?child(?:ren)?['’]?s\s+(?:social\s+care\s+)?services?$", name, re.IGNORECASE):
        return ""
    return re.sub(rf"(?:{_SERVICES}\b.*|['’]s)$", "", name, flags=re.IGNORECASE).strip(" .,;:")


def _name_in_first_sentence(opening: str, kind: ReportKind) -> str:
    pattern = _JOINT_SENTENCE if kind is ReportKind.JTAI else _IN_SENTENCE
    found = pattern.search(opening)
    return found["name"].strip(" .,;:") if found else ""


# --- when -----------------------------------------------------------------------------------------


def printed_date(text: Text) -> date | None:
    """The date at the top, above the salutation."""
    for line in text.lines:
        if line.text.startswith("Dear") or line.page > 1:
            return None
        if re.fullmatch(rf"(?:date:?\s*)?\d{{1,2}}(?:st|nd|rd|th)?\s+{MONTH},?\s+20\d\d\.?", line.text, re.IGNORECASE):
            return _date(re.sub(r"(?i)^date:?", "", line.text).strip(" ."))
    return None


def _date(printed: str) -> date | None:
    try:
        return read_date(printed)
    except UnreadableDateError:
        return None


# --- what was looked at ---------------------------------------------------------------------------

_LOOKED = (
    r"(?:looked\s+(?:closely\s+|in\s+detail\s+)?(?:at|into)|considered|evaluated|reviewed|examined|"
    r"focused\s+on|explored|assessed|scrutinised|concentrated\s+on|was\s+focused\s+on)"
)
_TOPIC = re.compile(
    rf"(?:(?:During|In|For|At|On)\s+this\s+(?:focused\s+|monitoring\s+)?visit,?\s+)?"
    rf"(?:(?:the\s+)?inspectors|we|(?:this|the)\s+(?:focused\s+|monitoring\s+)?visit)\s+(?:have\s+)?{_LOOKED}\s+"
    r"(?!(?:at\s+)?(?:a|the)?\s*(?:wide|broad|full)?\s*(?:range|variety|number|sample|selection)\s+of\s+"
    r"(?:evidence|documents|information|cases|case)|evidence|documents|(?:a\s+)?(?:number|sample)\s+of|"
    r"children[’']s\s+(?:case\s+)?(?:records|files)|(?:relevant\s+)?local\s+authority\s+performance)",
    re.IGNORECASE,
)
_FOCUS_WAS = re.compile(
    r"the\s+(?:main\s+)?(?:focus|areas?|scope)\s+(?:of|for|covered\s+by)\s+(?:the|this)\s+(?:focused\s+|monitoring\s+)?"
    r"visit\s+(?:was|were|included)\b",
    re.IGNORECASE,
)
#: the sentence after the list of what the inspectors looked at
_BEHIND_LIST = re.compile(r"(?<=\.) (?=(?:This|The) (?:focused |monitoring )?visit |Inspectors )")
_RESPONSE = re.compile(r"multi-?\s?agency responses? to (?:the )?.+", re.IGNORECASE | re.DOTALL)
_DEEP_DIVE = re.compile(
    r"deep[- ]dive[’'”\"]?\s+(?:focus|theme|investigation|evaluation|inspection|element)?\s*"
    r"(?:on|of|into|was|considered)\s+(?:the\s+)?(?P<topic>(?!this\b|these\b)[^.]{5,300})\.",
    re.IGNORECASE,
)


def topics_of(title: LetterTitle, paragraphs: Sequence[str]) -> tuple[str, ...]:
    """What the inspectors looked at, as printed; empty if the letter does not say. `paragraphs` are the opening's."""
    if title.kind is ReportKind.JTAI:
        return tuple(_themes(title, " ".join(paragraphs)))
    for place, paragraph in enumerate(paragraphs):
        for said in sentences(paragraph):
            if _TOPIC.match(said) or _FOCUS_WAS.match(said):
                listed = paragraphs[place + 1 :] if said.endswith(":") and paragraph.endswith(said) else ()
                return (" ".join((said, *_listed(listed))),)
    return ()


def _listed(paragraphs: Sequence[str]) -> Iterator[str]:
    """The items below a sentence that ends with a colon."""
    for paragraph in paragraphs:
        if paragraph[:1].isalnum():
            return
        yield _BEHIND_LIST.split(paragraph)[0]


def _themes(title: LetterTitle, opening: str) -> Iterator[str]:
    """The theme of a joint inspection, from the title or the first sentence; and that of its "deep dive"."""
    for said in (title.printed, *islice(sentences(opening), 4)):
        if found := _RESPONSE.search(said):
            yield _without_place(found.group(), title.authority)
            break
    if found := _DEEP_DIVE.search(opening):
        yield found["topic"]


def _without_place(theme: str, authority: str) -> str:
    whole = theme.strip(" .")
    return re.sub(rf"\s+in\s+(?:the\s+)?{re.escape(authority)}\s*\d{{0,2}}$", "", whole) if authority else whole
