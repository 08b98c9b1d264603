"""What the judgements of a report say, as one phrase for a headline. Pure.

We call a judgement "up" or "down" only if a `Comparison` says so. Headlines, rows and lists use only these words for
it. We name an overall grade only if the report gives one.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from watcher.model.change import ChangeKind, Comparison, Event, Movement
from watcher.model.event_kind import EventKind
from watcher.model.report import CARD_AREAS, LETTERS, Grade, JudgementId, Report
from watcher.model.text import NAME_LIMIT, clean, day
from watcher.ofsted.grades import PREDECESSOR
from watcher.ofsted.visit_words import letter_news
from watcher.ofsted.words import (
    BELOW_GOOD,
    BELOW_THE_WORD_GOOD,
    DOCUMENTS,
    GRADES,
    JUDGEMENTS_IN_TEXT,
    MOVEMENTS,
    NARRATIVE,
)

TITLE_LIMIT = 120

_WITHOUT_EARLIER = frozenset({Movement.FIRST, Movement.NEW_JUDGEMENT, Movement.NOT_COMPARABLE})


def finding(judgements: Sequence[Comparison]) -> str:
    """The news in at least one judgement: `Good to Requires improvement, 4 of 4 judgements down`."""
    overall = next((j for j in judgements if j.id is JudgementId.OVERALL), None)
    outcome = next((j for j in judgements if j.id is JudgementId.SEND_OUTCOME), None)
    parts = [j for j in judgements if j.id is not JudgementId.OVERALL and j.after is not None]
    if outcome is not None:
        return _outcome(outcome)
    if any(j.id in CARD_AREAS for j in judgements):
        return _report_card(parts)
    if overall is None or overall.after is None:
        return _profile(parts) + ("; this report has no overall grade" if overall else "")
    return _overall(overall, overall.after, parts)


def spread(grades: Sequence[Grade | None]) -> str:
    """`2 Good, 2 Requires improvement`, the best first."""
    counts = [(sum(one is grade for one in grades), word) for grade, word in GRADES.items()]
    return ", ".join(f"{n} {word}" for n, word in counts if n)


def _outcome(outcome: Comparison) -> str:
    """Area SEND outcomes are sentences on their own scale, not grades."""
    found = GRADES[outcome.after].lower() if outcome.after else "no outcome"
    before = f" (before: {GRADES[outcome.before].lower()})" if outcome.before else ""
    return f"area SEND inspection found {found}{before}"


def _report_card(parts: Sequence[Comparison]) -> str:
    """`report card: 2 Strong standard, 5 Expected standard; safeguarding standards met`: areas have their own scale."""
    areas = [part for part in parts if part.id is not JudgementId.SAFEGUARDING]
    safe = [part.after for part in parts if part.id is JudgementId.SAFEGUARDING]
    said = f"report card: {spread([part.after for part in areas])}{_moved(areas, ', ', up_first=True)}"
    return f"{said}; safeguarding standards {'met' if safe == [Grade.MET] else 'not met'}" if safe else said


# --- with an overall grade ------------------------------------------------------------------------


def _overall(overall: Comparison, after: Grade, parts: Sequence[Comparison]) -> str:
    now, before = GRADES[after], GRADES[overall.before] if overall.before else None
    match overall.change:
        case Movement.IMPROVED:
            still = ", still below good" if after in BELOW_THE_WORD_GOOD else ""
            return f"{before} to {now}{still}{_moved(parts, ', ', up_first=True)}"
        case Movement.DECLINED:
            return f"{before} to {now}{_moved(parts, ', ')}{_only(after, parts)}"
        case Movement.UNCHANGED:
            return f"still {now}{_moved(parts, ', but ') or _same(parts)}"
        case Movement.FIRST:
            return f"{now}, first grade on record{_predecessor(overall)}"
        case _:
            against = (
                f"which cannot be compared with the earlier {before}" if before else "no earlier grade to compare with"
            )
            return f"{now}, {against}{_moved(parts, '; ')}"


def _moved(parts: Sequence[Comparison], lead: str, *, up_first: bool = False) -> str:
    """`, 3 of 4 judgements down and 1 up`; empty when none moved."""
    counts = [(_count(parts, Movement.DECLINED), "down"), (_count(parts, Movement.IMPROVED), "up")]
    moved = [(n, word) for n, word in (reversed(counts) if up_first else counts) if n]
    if not moved:
        return ""
    (n, word), *rest = moved
    return lead + " and ".join([f"{n} of {_judgements(parts)} {word}", *(f"{m} {other}" for m, other in rest)])


def _same(parts: Sequence[Comparison]) -> str:
    return f", {_unchanged(parts)}" if parts else ""


def _only(after: Grade, parts: Sequence[Comparison]) -> str:
    """One weak judgement can bring the overall grade down: say which."""
    weak = [part for part in parts if part.after is after]
    alone = len(parts) > 1 and len(weak) == 1 and after in BELOW_GOOD
    return f"; only {JUDGEMENTS_IN_TEXT[weak[0].id]} {GRADES[after]}" if alone else ""


def _predecessor(first: Comparison) -> str:
    """The grade of the earlier authority, under that authority's name."""
    _, found, theirs = first.basis.partition(PREDECESSOR)
    return f" ({PREDECESSOR}{theirs})" if found else ""


# --- without one (inspections from April 2026) ----------------------------------------------------


def _profile(parts: Sequence[Comparison]) -> str:
    """The judgements counted: we never make up an overall grade from them."""
    if not parts:
        return "a report without judgements"
    worst = _worst(parts)
    if all(part.change in _WITHOUT_EARLIER for part in parts):
        return f"{worst or spread([part.after for part in parts])}, {_why_alone(parts[0])}"
    return f"{worst}, {_tally(parts)}" if worst else _tally(parts)


def _why_alone(part: Comparison) -> str:
    first = part.change is Movement.FIRST
    return f"first grades on record{_predecessor(part)}" if first else "no earlier grades to compare with"


def _worst(parts: Sequence[Comparison]) -> str:
    """`2 of 4 judgements Inadequate (leaders; help and protection)`, or nothing."""
    bottom = [part for part in parts if part.after is Grade.INADEQUATE]
    names = "; ".join(JUDGEMENTS_IN_TEXT[part.id] for part in bottom)
    return f"{len(bottom)} of {_judgements(parts)} Inadequate ({names})" if bottom else ""


def _tally(parts: Sequence[Comparison]) -> str:
    """`3 of 4 judgements up, 0 down, 1 still below good`; if any went down, those come first."""
    improved, declined = _count(parts, Movement.IMPROVED), _count(parts, Movement.DECLINED)
    if not improved and not declined:
        return _unchanged(parts)
    if declined:
        return f"{declined} of {_judgements(parts)} down, {improved} up"
    below = sum(part.after in BELOW_THE_WORD_GOOD for part in parts)
    return f"{improved} of {_judgements(parts)} up, 0 down" + _if(below, "still below good")


def _unchanged(parts: Sequence[Comparison]) -> str:
    same = _count(parts, Movement.UNCHANGED)
    said = f"{same} of {_judgements(parts)} unchanged{_alike(parts) if same == len(parts) > 1 else ''}"
    return said + _if(_count(parts, Movement.NOT_COMPARABLE), "not comparable")


def _alike(parts: Sequence[Comparison]) -> str:
    grade = parts[0].after
    return f", all {GRADES[grade]}" if grade and all(part.after is grade for part in parts) else ""


def _if(n: int, what: str) -> str:
    return f", {n} {what}" if n else ""


def _count(parts: Sequence[Comparison], change: Movement) -> int:
    return sum(part.change is change for part in parts)


def _judgements(parts: Sequence[Comparison]) -> str:
    return f"{len(parts)} judgement{'s' if len(parts) != 1 else ''}"


def movement(comparison: Comparison) -> str:
    """`down 1`, `unchanged`, `first grade on record`…"""
    word = MOVEMENTS[comparison.change]
    if comparison.id is JudgementId.SEND_OUTCOME:
        word = word.replace("grade", "outcome")
    return f"{word} {abs(comparison.steps)}" if comparison.steps else word


def headline(
    name: str,
    kind: ChangeKind,
    event: Event,
    title: str,
    judgements: Sequence[Comparison],
    *,
    held: bool,
    older: bool,
    current: date | None,
    report: Report | None = None,
) -> str:
    """The change in words, after the provider's name: `Leicester: Good to Requires improvement, 4 of 4 judgements
    down`.

    `older` is a report older than the newest one that we know, which was published on `current`. It never mentions
    grades, nor does a `held` one.
    """
    return f"{clean(name, NAME_LIMIT)}: " + _news(kind, event, title, judgements, held, older, current, report)


def _news(
    kind: ChangeKind,
    event: Event,
    title: str,
    judgements: Sequence[Comparison],
    held: bool,
    older: bool,
    current: date | None,
    report: Report | None,
) -> str:
    document = _document(event.kind, title)
    if kind is ChangeKind.REMOVED:
        return f"{document} no longer listed by Ofsted"
    if older:
        return f"Ofsted has added an older {document}{_still(event, current)}"
    if held:
        return f"new {document}; we are checking {'what it says' if event.kind in NARRATIVE else 'its grades'}"
    if judgements:
        return finding(judgements)
    if report is not None and report.kind in LETTERS:
        return letter_news(report)
    if kind is ChangeKind.CHANGED:
        return f"Ofsted changed its entry for the {document}"
    return f"new {document}" + (" (not graded)" if event.kind in NARRATIVE else "")


def _document(kind: EventKind, title: str) -> str:
    said = clean(title, TITLE_LIMIT)
    return f"{DOCUMENTS[kind]} “{said}”" if kind is EventKind.OTHER and said else DOCUMENTS[kind]


def _still(event: Event, current: date | None) -> str:
    return f"; the grades of {day(current)} still stand" if event.graded and current else ""
