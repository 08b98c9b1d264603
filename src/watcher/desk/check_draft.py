"""Checks a draft, perhaps edited, against the record: every number, date, grade word and quotation of it. Pure.

Each is `supported`, `contradicted` (the record says something else) or `not found`. A sentence that the record would
write itself is compared with that one. What a person wrote is held against the reports, as a claim of an article is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property

from rapidfuzz import fuzz, process

from watcher.claims.check import check
from watcher.claims.statements.councils import Names
from watcher.claims.statements.read import statements
from watcher.desk.checkable import CheckableItem, CheckedKind, items_in, quotations_in, skeleton
from watcher.desk.read_draft import DraftBlock, ReadDraft
from watcher.desk.verify import PrintedText
from watcher.model.news import ClaimVerdict
from watcher.model.record import Records
from watcher.model.sentences import sentences
from watcher.model.source import Authority
from watcher.ofsted.reports.text import flatten


class DraftVerdict(StrEnum):
    SUPPORTED = "supported"
    CONTRADICTED = "contradicted"
    NOT_FOUND = "not found"


@dataclass(frozen=True, slots=True)
class CheckedItem:
    """One thing that a draft says, where it says it, and what the record says about it."""

    place: str
    item: CheckableItem
    verdict: DraftVerdict
    why: str = ""


@dataclass(frozen=True)
class Reference:
    """What a draft is checked against.

    `fresh` are what the record would write today, as drafts of their own. `printed` are the texts of the documents by
    the names that footnotes give them, `places` all places of them that a footnote may name, and `passages` their
    paragraphs. `said` is what others said that may be quoted. `published` is the day of the report.
    """

    fresh: Sequence[ReadDraft]
    printed: Mapping[str, PrintedText]
    places: frozenset[str]
    passages: Sequence[str]
    said: Sequence[str]
    urn: str
    published: date
    records: Records
    authorities: Mapping[str, Authority]

    @cached_property
    def names(self) -> Names:
        return Names.of(self.authorities.values())

    @cached_property
    def units(self) -> list[Unit]:
        return [unit for draft in self.fresh for block in draft.blocks for unit in units_of(block, draft.sources)]

    @cached_property
    def skeletons(self) -> list[str]:
        return [unit.skeleton for unit in self.units]

    @cached_property
    def exact(self) -> frozenset[str]:
        return frozenset(unit.text for unit in self.units)

    @cached_property
    def dates(self) -> frozenset[str]:
        return frozenset(item.value for unit in self.units for item in unit.items if item.kind is CheckedKind.DATE)


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence, an item or a row: its words without quotations and footnote marks, and what it cites, as texts."""

    place: str
    text: str
    skeleton: str
    items: tuple[CheckableItem, ...]
    quotations: tuple[CheckableItem, ...]
    sources: tuple[str, ...]


_MARK = re.compile(r"\[\^(\d+)\]")
_STOP_BEFORE_MARK = re.compile(r"([.!?]+)((?:\[\^\d+\])+)")
_CUT = re.compile(r"\s*(?:…|\.\.\.|\[…\]|\[\.\.\.\])\s*")
_DOCUMENT = re.compile(r"^(Ofsted, .*?)(?:, page (\d+))?(?:, paragraph (\d+))?\.?$")
_PLAIN = re.compile(r"[\W_]+")
_ON_DOCUMENTS = re.compile(r"\b(?:publish|report|inspect|visit|letter)", re.IGNORECASE)
#: out of 100: from here on a sentence is one of ours that was edited
_OURS = 88
#: from here on a quotation is one that was changed
_CHANGED = 80


def check_draft(draft: ReadDraft, against: Reference) -> list[CheckedItem]:
    """Everything in the draft that can be checked, in its order; the footnotes come last."""
    found = [one for block in draft.blocks for unit in units_of(block, draft.sources) for one in _unit(unit, against)]
    return [*found, *_sources(draft, against)]


def gaps_in(draft: ReadDraft) -> list[str]:
    """The TODOs that are left."""
    return [block.text.strip("[]") for block in draft.blocks if "TODO" in block.text]


def units_of(block: DraftBlock, sources: Mapping[int, str]) -> Iterator[Unit]:
    """The sentences of a block, none cut inside a quotation."""
    quotations, text = quotations_in(block.text)
    text, left = _STOP_BEFORE_MARK.sub(r"\2\1", text), iter(quotations)
    for part in (text,) if " | " in text else sentences(text):
        marks = tuple(sources.get(int(number), "") for number in _MARK.findall(part))
        said = " ".join(_MARK.sub("", part).split())
        quoted = tuple(one for _, one in zip(range(said.count("“…”")), left, strict=False))
        if said:
            yield Unit(block.place, said, skeleton(said), tuple(items_in(said)), quoted, marks)


def _unit(unit: Unit, against: Reference) -> Iterator[CheckedItem]:
    for quotation in unit.quotations:
        verdict, why = _quotation(quotation, unit, against)
        yield CheckedItem(unit.place, quotation, verdict, why)
    ours = _alike(unit, against)
    if ours is not None:
        yield from _compared(unit, ours)
    elif unit.items:
        yield from _claimed(unit, against)


# --- sentences of ours ----------------------------------------------------------------------------


def _alike(unit: Unit, against: Reference) -> Unit | None:
    """The sentence that the record would write in its place: of several of one shape the one that shares most."""
    near = process.extract(unit.skeleton, against.skeletons, scorer=fuzz.ratio, score_cutoff=_OURS, limit=None)
    if not near:
        return None
    best = max(score for _, score, _ in near)
    chosen = [against.units[place] for _, score, place in near if score >= best - 1]
    return max(chosen, key=lambda one: (_shared(unit, one), fuzz.ratio(unit.text, one.text)))


def _shared(unit: Unit, other: Unit) -> int:
    left = [item.value for item in other.items] + list(other.sources) + [flatten(one.value) for one in other.quotations]
    mine = [item.value for item in unit.items] + list(unit.sources) + [flatten(one.value) for one in unit.quotations]
    return sum(value in left for value in mine)


def _compared(unit: Unit, ours: Unit) -> Iterator[CheckedItem]:
    """Each item beside the one of its kind and place in the sentence of ours."""
    for kind in CheckedKind:
        mine = [item for item in unit.items if item.kind is kind]
        theirs = [item for item in ours.items if item.kind is kind]
        for place, item in enumerate(mine):
            expected = theirs[place] if place < len(theirs) else None
            same = expected is not None and expected.value == item.value
            if same or (len(mine) != len(theirs) and item.value in {one.value for one in theirs}):
                yield CheckedItem(unit.place, item, DraftVerdict.SUPPORTED)
            elif expected is None:
                yield CheckedItem(unit.place, item, DraftVerdict.NOT_FOUND, f"the record only says: {ours.text}")
            else:
                why = f"the record says {expected.text}: {ours.text}"
                yield CheckedItem(unit.place, item, DraftVerdict.CONTRADICTED, why)
    lost = [source for source in unit.sources if source not in ours.sources]
    for source in lost if ours.sources else ():
        item = CheckableItem(CheckedKind.SOURCE, source or "a footnote", source)
        yield CheckedItem(unit.place, item, DraftVerdict.CONTRADICTED, f"its source is {'; '.join(ours.sources)}")


# --- sentences of a person ------------------------------------------------------------------------


def _claimed(unit: Unit, against: Reference) -> Iterator[CheckedItem]:
    """What a person wrote: as the record judges the claims of an article, else by where its numbers stand."""
    published, known = against.published, (against.records, against.authorities)
    claims = check(statements(sentences(unit.text), against.names), *known, (against.urn,), published, published)
    wrong = next((one for one in claims if one.verdict is ClaimVerdict.CONTRADICTED), None)
    right = [one for one in claims if one.verdict is ClaimVerdict.SUPPORTED]
    for item in unit.items:
        is_direction = item.kind is CheckedKind.DIRECTION
        if wrong and (item.text in wrong.words or not wrong.words):
            yield CheckedItem(unit.place, item, DraftVerdict.CONTRADICTED, wrong.why)
        elif any(item.text in one.words or not one.words for one in right) or _stands(item, unit, against):
            yield CheckedItem(unit.place, item, DraftVerdict.SUPPORTED)
        elif not is_direction:  # "better" may be said of anything
            why = wrong.why if wrong else "neither the reports nor what was published about them says so"
            yield CheckedItem(unit.place, item, DraftVerdict.NOT_FOUND, why)


def _stands(item: CheckableItem, unit: Unit, against: Reference) -> bool:
    """Whether the page that is cited has the number or word, or the date is that of a document on record."""
    if item.kind is CheckedKind.DATE and (len(item.value) < 10 or _ON_DOCUMENTS.search(unit.text)):
        return any(value.startswith(item.value) for value in against.dates)
    cited = [text for source in unit.sources for text in _texts_at(source, against)]
    return any(re.search(rf"(?<!\w){re.escape(item.text)}(?!\w)", text, re.IGNORECASE) for text in cited)


def _texts_at(source: str, against: Reference) -> list[str]:
    """The pages that a footnote names."""
    found = _DOCUMENT.match(source)
    printed = against.printed.get(found[1]) if found else None
    if not found or printed is None or not found[2] or not 0 < int(found[2]) <= len(printed.pages):
        return []
    return [printed.pages[int(found[2]) - 1]]


# --- quotations and sources -----------------------------------------------------------------------


def _quotation(quotation: CheckableItem, unit: Unit, against: Reference) -> tuple[DraftVerdict, str]:
    """Whether somebody said these words, and the footnote beside them says where."""
    parts = [part for part in _CUT.split(quotation.value) if flatten(part)]
    cited = [found for source in unit.sources if (found := _DOCUMENT.match(source)) and found[1] in against.printed]
    for found in cited:
        pages = [against.printed[found[1]].page_of(part, int(found[2]) if found[2] else None) for part in parts]
        if all(pages) and (not found[2] or pages[0] == int(found[2])):
            return DraftVerdict.SUPPORTED, ""
        if all(pages):
            return DraftVerdict.CONTRADICTED, f"it stands on page {pages[0]}, not on page {found[2]}"
    if any(all(flatten(part) in flatten(text) for part in parts) for text in against.said):
        return DraftVerdict.SUPPORTED, ""
    elsewhere = next((name for name, one in against.printed.items() if all(map(one.page_of, parts))), "")
    if elsewhere:
        wrong = DraftVerdict.CONTRADICTED if cited else DraftVerdict.SUPPORTED
        return wrong, f"it stands in: {elsewhere}" if cited else ""
    return _nearest(quotation.value, against)


def _nearest(text: str, against: Reference) -> tuple[DraftVerdict, str]:
    whole = [*against.passages, *against.said]
    near = process.extractOne(text, whole, scorer=fuzz.partial_ratio, score_cutoff=_CHANGED)
    if near is None:
        return DraftVerdict.NOT_FOUND, "no document on record has these words"
    at = fuzz.partial_ratio_alignment(text, near[0])
    said = near[0][at.dest_start : at.dest_end] if at else near[0]
    return DraftVerdict.CONTRADICTED, f"the document says: “{said}”"


def _sources(draft: ReadDraft, against: Reference) -> Iterator[CheckedItem]:
    """Every footnote: whether there is such a place."""
    known = {_plain(place) for place in against.places}
    for number, text in sorted(draft.sources.items()):
        item = CheckableItem(CheckedKind.SOURCE, text, text)
        if _plain(text) in known:
            yield CheckedItem(f"footnote {number}", item, DraftVerdict.SUPPORTED)
            continue
        near = process.extractOne(text, [*against.places], scorer=fuzz.ratio, score_cutoff=_CHANGED)
        verdict = DraftVerdict.CONTRADICTED if near else DraftVerdict.NOT_FOUND
        why = f"the record has no such place; the nearest is: {near[0]}" if near else "it is not a source on record"
        yield CheckedItem(f"footnote {number}", item, verdict, why)


def _plain(text: str) -> str:
    return _PLAIN.sub(" ", text).strip().casefold()
