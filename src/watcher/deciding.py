"""One visit and the reports it brought, turned into what is remembered and what is told. Pure.

Everything here is decided before anything is stored, so that the store can write it in one transaction.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from watcher.authorities import Gazetteer
from watcher.cases import Case, Predecessor, Reading, take
from watcher.differ import Difference, absences, change_id, diff
from watcher.grades import compare, compare_shown, unknown_before
from watcher.health import lost
from watcher.model import (
    Change,
    ChangeKind,
    Comparison,
    Event,
    EventKind,
    Grade,
    Observation,
    Report,
)
from watcher.ofsted import RATING, before, is_council, is_graded, is_inspection, is_new, order, with_rating
from watcher.remembering import record_of
from watcher.visits import Record, Visit
from watcher.wording import headline

# The facts of a listed document whose movement is news; event and grading are our own reading of its label.
NEWS_FACTS = ("inspected", "grade")


def decide(
    visit: Visit,
    readings: Mapping[str, Reading],
    now: datetime,
    gazetteer: Gazetteer,
    predecessor: Predecessor | None = None,
) -> Record:
    """What a good page and its reports establish. `readings` are by file number, one for each body fetched."""
    case = Case(visit, now, predecessor)
    for fetched in visit.files:
        take(case, fetched, readings, gazetteer)
    entries = with_rating(visit.page, case.source)
    changes = [*_news(case), *_movements(case, entries), *_returns(case, entries), *_releases(case)]
    missing, removals, loss = _gone(case, entries)
    return record_of(case, entries, (*changes, *removals), missing, loss)


def _news(case: Case) -> list[Change]:
    """A change for each new document, oldest first; a graded one waits for its own text and its "before"."""
    changes: list[Change] = []
    fresh = sorted((e for e in case.visit.page.entries if is_new(e, case.known)), key=order)
    case.accepted = [e for e in case.visit.page.entries if e not in fresh]
    waiting = False
    for entry in fresh:
        waiting = waiting or (is_graded(entry) and _waits(case, entry))
        if is_graded(entry) and waiting:
            continue
        changes.append(_new(case, entry, newest=entry is _newest_inspection(fresh)))
        case.accepted.append(entry)
    return changes


def _waits(case: Case, entry: Observation) -> bool:
    earlier = _earlier(case, entry)
    return entry.key in case.attempts or (earlier is not None and earlier.key in case.attempts)


def _earlier(case: Case, entry: Observation) -> Observation | None:
    seen = {o.key: o for o in (*case.remembered(), *case.accepted)}
    return before(entry, seen.values())


def _newest_inspection(fresh: Sequence[Observation]) -> Observation | None:
    return max((entry for entry in fresh if is_inspection(entry)), key=order, default=None)


def _new(case: Case, entry: Observation, *, newest: bool) -> Change:
    identity = {"facts": {name: entry.facts[name] for name in entry.facts if name not in NEWS_FACTS}}
    difference = Difference(ChangeKind.NEW, entry.key, None, entry)
    if not is_graded(entry):
        shown = _shown(case) if newest and not is_council(case.source) else ()
        return _change(case, difference, identity=(None, identity), judgements=shown)
    return _graded(case, difference, identity=(None, identity))


def _graded(case: Case, difference: Difference, identity: tuple[object, object]) -> Change:
    entry = difference.after
    assert entry is not None
    file, earlier = case.file(entry.key), _earlier(case, entry)
    if file is None or file.held or file.report is None:
        problems = file.problems if file else ("the report has not been read",)
        return _change(case, difference, identity, held=True, problems=problems, earlier=earlier)
    newer = [o for o in case.remembered() if is_graded(o) and order(o) > order(entry)]
    if newer:
        reason = "older than the newest report known; current grades unchanged"
        rows = unknown_before(file.report, reason)
        return _change(case, difference, identity, rows, report=file.report, older=True, earlier=earlier)
    rows = _compared(case, file.report, earlier)
    return _change(case, difference, identity, rows, report=file.report, earlier=earlier)


def _compared(case: Case, report: Report, earlier: Observation | None) -> tuple[Comparison, ...]:
    if earlier is None:
        former = case.predecessor
        return compare(former.report, report, predecessor=former.name) if former else compare(None, report)
    file = case.file(earlier.key)
    if file is None or file.held or file.report is None:
        return unknown_before(report, f"the earlier report of {earlier.published} could not be read for certain")
    return compare(file.report, report)


def _shown(case: Case) -> tuple[Comparison, ...]:
    was = case.known.observations.get(RATING)
    return compare_shown(Grade(was.facts["grade"]) if was else None, case.visit.page.grade)


def _movements(case: Case, entries: Mapping[str, Observation]) -> list[Change]:
    """A change for each listed fact that moved; a rating told with its new report is not told again."""
    told = any(is_new(e, case.known) and is_inspection(e) for e in case.visit.page.entries)
    changes = []
    for difference in diff(case.known.observations, entries, NEWS_FACTS):
        if difference.kind is not ChangeKind.CHANGED or (difference.key == RATING and told):
            continue
        assert difference.before is not None and difference.after is not None
        rows = _shown(case) if difference.key == RATING else ()
        identity = (_identity(difference.before), _identity(difference.after))
        changes.append(_change(case, difference, identity, rows))
    return changes


def _identity(observation: Observation) -> dict[str, object]:
    news = {name: value for name, value in observation.facts.items() if name in NEWS_FACTS}
    return {"published": observation.published, "facts": news}


def _returns(case: Case, entries: Mapping[str, Observation]) -> list[Change]:
    """Readers who were told that a document is withdrawn are told when it is there again."""
    back = [entries[key] for key in case.known.withdrawn if key in entries]
    return [_change(case, Difference(ChangeKind.CHANGED, e.key, None, e), ("withdrawn", "listed")) for e in back]


def _releases(case: Case) -> list[Change]:
    """A report that readers know as "being checked" and that could be read now."""
    entries = {entry.key: entry for entry in case.visit.page.entries}
    read = [key for key in case.files if key in case.known.held and not case.files[key].held and key in entries]
    return [
        _graded(case, Difference(ChangeKind.CHANGED, key, entries[key], entries[key]), ("held", "read")) for key in read
    ]


def _gone(case: Case, entries: Mapping[str, Observation]) -> tuple[dict[str, datetime], list[Change], str | None]:
    """What the page no longer lists, what of it is now called withdrawn, and why that is not believed."""
    listed = {o.key: o for o in case.remembered() if o.key != RATING}
    missing, removed = absences(listed, entries, case.known.missing, case.now)
    if loss := lost([*missing, *(r.key for r in removed)], case.known):
        return missing | {r.key: case.known.missing[r.key] for r in removed}, [], loss
    return missing, [_change(case, r, ("listed", "withdrawn")) for r in removed], None


def _change(
    case: Case,
    difference: Difference,
    identity: tuple[object, object],
    judgements: tuple[Comparison, ...] = (),
    *,
    report: Report | None = None,
    earlier: Observation | None = None,
    held: bool = False,
    older: bool = False,
    problems: tuple[str, ...] = (),
) -> Change:
    source, page = case.known.target.source, case.visit.page
    entry = difference.after or difference.before
    assert entry is not None
    event, name = _event(entry), case.name
    return Change(
        id=change_id(source.id, difference.kind, difference.key, *identity),
        source_id=source.id,
        key=difference.key,
        kind=difference.kind,
        before=difference.before,
        after=difference.after,
        recorded_at=case.now,
        event=event,
        provider=page.provider,
        provider_name=name,
        provider_url=source.url,
        report=report,
        earlier=earlier.published if earlier else None,
        judgements=judgements,
        headline=headline(
            name, difference.kind, event, entry.title, judgements,
            held=held, older=older, current=_current(case),
        ),
        held=held,
        problems=problems,
        topics=source.topics,
    )  # fmt: skip


def _event(entry: Observation) -> Event:
    kind = EventKind.INSPECTION if entry.key == RATING else EventKind(entry.facts["event"])
    return Event(kind, graded=entry.key == RATING or is_graded(entry) or "grade" in entry.facts)


def _current(case: Case) -> date | None:
    graded = [o for o in case.remembered() if is_graded(o)]
    return max(graded, key=order).published if graded else None
