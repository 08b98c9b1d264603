"""Turns one visit and its reports into what we remember and what we send. Pure.

Everything here is decided before anything is stored, so that the store can write it in one transaction.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from watcher.differ.card import card_changes, without_documents_of
from watcher.differ.case import Case, Predecessor, ReadReport, know_by_documents, take
from watcher.differ.change import build_change
from watcher.differ.diff import MISSED_FOR, Difference, absences, diff
from watcher.differ.gate import many_gone
from watcher.differ.graded import earlier_of, graded, shown, shown_for, with_outcome
from watcher.differ.letter import with_letter
from watcher.differ.record import record_of
from watcher.model.change import Change, ChangeKind
from watcher.model.source import Observation
from watcher.model.visit import Record, Visit
from watcher.ofsted.authorities import Gazetteer
from watcher.ofsted.document_kinds import label_note
from watcher.ofsted.rules import (
    RATING,
    has_outcome,
    is_council,
    is_document,
    is_graded,
    is_inspection,
    is_letter,
    is_new,
    order,
    with_rating,
)

# The facts of a listed document whose change is news. Event and grading are only our reading of its label.
NEWS_FACTS = ("inspected", "grade")
# A first rating that a page shows within this time of a report belongs to it; a later one does not.
RATING_FOLLOWS_WITHIN = timedelta(days=7)


def decide(
    visit: Visit,
    readings: Mapping[str, ReadReport],
    now: datetime,
    gazetteer: Gazetteer,
    predecessor: Predecessor | None = None,
) -> Record:
    """What a good page and its reports establish. `readings` are by file number, one for each body fetched."""
    case = Case(visit, now, predecessor)
    for fetched in visit.files:
        take(case, fetched, readings, gazetteer)
    know_by_documents(case)
    entries = with_rating(case.visit.page, case.source)
    cards = card_changes(case, entries)
    changes = [*without_documents_of(cards, _news(case)), *cards]
    changes += [*_movements(case, entries), *_returns(case, entries), *_releases(case)]
    missing, removals, loss = _gone(case, entries)
    return record_of(case, entries, (*changes, *removals), missing, loss)


def _news(case: Case) -> list[Change]:
    """A change for each new document, oldest first. A graded one waits for its own text and its earlier report."""
    changes: list[Change] = []
    fresh = sorted((e for e in case.visit.page.entries if is_new(e, case.known)), key=order)
    case.accepted = [e for e in case.visit.page.entries if e not in fresh]
    waiting = False
    for entry in fresh:
        waiting = waiting or (is_graded(entry) and _waits(case, entry))
        if (is_graded(entry) and waiting) or entry.key in case.attempts:
            continue
        changes.append(_new(case, entry, newest=entry is _newest_inspection(fresh)))
        case.accepted.append(entry)
    return changes


def _waits(case: Case, entry: Observation) -> bool:
    earlier = earlier_of(case, entry)
    return entry.key in case.attempts or (earlier is not None and earlier.key in case.attempts)


def _newest_inspection(fresh: Sequence[Observation]) -> Observation | None:
    return max((entry for entry in fresh if is_inspection(entry)), key=order, default=None)


def news_of(case: Case, entry: Observation) -> Change:
    """The change that tells a document as new."""
    return _new(case, entry, newest=entry is _newest_inspection(case.visit.page.entries))


def _new(case: Case, entry: Observation, *, newest: bool) -> Change:
    identity = {"facts": {name: entry.facts[name] for name in entry.facts if name not in NEWS_FACTS}}
    difference = Difference(ChangeKind.NEW, entry.key, None, entry)
    if has_outcome(entry):
        return with_outcome(case, difference, identity=(None, identity))
    if is_letter(entry):
        return with_letter(case, difference, identity=(None, identity))
    if not is_graded(entry):
        note = label_note(entry, case.file(entry.key))
        shown = () if is_council(case.source) else shown_for(case, entry, newest=newest)
        return build_change(
            case, difference, identity=(None, identity), judgements=shown, problems=(note,) if note else ()
        )
    return graded(case, difference, identity=(None, identity))


def _movements(case: Case, entries: Mapping[str, Observation]) -> list[Change]:
    """A change for each listed fact that changed. A rating that was sent with its new report is not sent again."""
    if case.known.first_sight:
        return []
    moved = [d for d in diff(case.known.observations, entries, NEWS_FACTS) if d.kind is ChangeKind.CHANGED]
    return [_moved(case, d) for d in moved if d.key != RATING] + _rating(case, entries.get(RATING))


def _moved(case: Case, difference: Difference) -> Change:
    assert difference.before is not None and difference.after is not None
    return build_change(case, difference, (_identity(difference.before), _identity(difference.after)))


def _rating(case: Case, now: Observation | None) -> list[Change]:
    """The page's rating, if it changed or first appears soon after its report, and was not sent with a report."""
    was, newest = case.known.observations.get(RATING), _newest_inspection(case.visit.page.entries)
    if now is None or (newest is not None and is_new(newest, case.known)):
        return []
    if was.facts == now.facts if was else not _follows(newest, case.now):
        return []
    # the same grade may return years later, with another report: that is news again
    identity = (was and was.facts, (now.facts, newest and newest.key))
    return [build_change(case, Difference(ChangeKind.CHANGED, RATING, was, now), identity, shown(case))]


def _follows(report: Observation | None, now: datetime) -> bool:
    published = report.published if report else None
    return published is not None and now.date() - published <= RATING_FOLLOWS_WITHIN


def _identity(observation: Observation) -> dict[str, object]:
    news = {name: value for name, value in observation.facts.items() if name in NEWS_FACTS}
    return {"published": observation.published, "facts": news}


def _returns(case: Case, entries: Mapping[str, Observation]) -> list[Change]:
    """Readers who heard that a document was withdrawn hear when it is back."""
    back = [entries[key] for key in case.known.withdrawn if key in entries]
    return [build_change(case, Difference(ChangeKind.CHANGED, e.key, None, e), ("withdrawn", "listed")) for e in back]


def _releases(case: Case) -> list[Change]:
    """Reports that readers know as "being checked" and that can now be read."""
    entries = {entry.key: entry for entry in case.visit.page.entries}
    read = [key for key in case.files if key in case.known.held and not case.files[key].held and key in entries]
    told = [Difference(ChangeKind.CHANGED, key, entries[key], entries[key]) for key in read]
    return [_as_read(case, difference, ("held", "read")) for difference in told]


def _as_read(case: Case, difference: Difference, identity: tuple[object, object]) -> Change:
    """A report with its grades, or a letter with what it asks for."""
    assert difference.after is not None
    return (with_letter if is_letter(difference.after) else graded)(case, difference, identity)


def release(case: Case, key: str, held: str) -> Change:
    """The change for a report that readers know as "being checked" since the change with this id.

    It is held again if its dates contradict that, unless the operator has looked at it.
    """
    entry = case.known.observations[key]
    return _as_read(case, Difference(ChangeKind.CHANGED, key, entry, entry), (held, "released"))


def _gone(case: Case, entries: Mapping[str, Observation]) -> tuple[dict[str, datetime], list[Change], str | None]:
    """What the page no longer lists, which of it now counts as withdrawn, and why we don't believe it."""
    away = {key: since for key, since in case.known.missing.items() if case.now - since >= MISSED_FOR}
    given_up = {key: since for key, since in away.items() if key not in entries}
    listed = {o.key: o for o in case.remembered() if is_document(o.key) and o.key not in given_up}
    missing, removed = absences(listed, entries, case.known.missing, case.now)
    if why := many_gone([*missing, *(r.key for r in removed)], listed):
        return given_up | missing | {r.key: case.known.missing[r.key] for r in removed}, [], why
    return given_up | missing, [build_change(case, r, ("listed", "withdrawn")) for r in removed], None
