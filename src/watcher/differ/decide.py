"""One visit and the reports it brought, turned into what is remembered and what is told. Pure.

Everything here is decided before anything is stored, so that the store can write it in one transaction.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from watcher.differ.case import Case, Predecessor, Reading, take
from watcher.differ.diff import MISSED_FOR, Difference, absences, change_id, diff
from watcher.differ.gate import many_gone
from watcher.differ.improvements import match_improvements
from watcher.differ.record import record_of
from watcher.model.report import (
    Change,
    ChangeKind,
    Comparison,
    Event,
    EventKind,
    Grade,
    Matching,
    Observation,
    Report,
    ReportFile,
)
from watcher.model.text import day, headline
from watcher.model.visit import Record, Visit
from watcher.ofsted.authorities import Gazetteer
from watcher.ofsted.grades import compare, compare_shown, unknown_before
from watcher.ofsted.rules import (
    RATING,
    before,
    doubtful,
    has_outcome,
    is_council,
    is_graded,
    is_inspection,
    is_new,
    order,
    with_rating,
)

# The facts of a listed document whose movement is news; event and grading are our own reading of its label.
NEWS_FACTS = ("inspected", "grade")
# A first rating that a page shows so soon after a report belongs to it; a later one is the page's own doing.
RATING_FOLLOWS_WITHIN = timedelta(days=7)


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
    if has_outcome(entry):
        return _with_outcome(case, difference, identity=(None, identity))
    if not is_graded(entry):
        shown = () if is_council(case.source) else _shown_for(case, entry, newest=newest)
        return _change(case, difference, identity=(None, identity), judgements=shown)
    return _graded(case, difference, identity=(None, identity))


def _with_outcome(case: Case, difference: Difference, identity: tuple[object, object]) -> Change:
    """A report on the area's SEND: with its outcome, if that was read and no newer one is known."""
    assert difference.after is not None
    file, entry = case.files.get(difference.key), difference.after
    known = [o for o in (*case.remembered(), *case.accepted) if has_outcome(o)]
    if file is None or file.report is None or any(order(o) > order(entry) for o in known):
        return _change(case, difference, identity)
    earlier = max((o for o in known if case.file(o.key)), key=order, default=None)
    was = case.file(earlier.key) if earlier else None
    before = was.report if was else None
    return _change(case, difference, identity, compare(before, file.report), report=file.report, earlier=earlier)


def _graded(case: Case, difference: Difference, identity: tuple[object, object]) -> Change:
    entry = difference.after
    assert entry is not None
    file, earlier = case.file(entry.key), _earlier(case, entry)
    if file is None or file.held or file.report is None:
        problems = file.problems if file else ("the report has not been read",)
        return _change(case, difference, identity, held=True, problems=problems, earlier=earlier)
    why = _not_later(file, case.file(earlier.key) if earlier else None)
    if why and entry.key not in case.approved:
        case.files[entry.key] = doubtful(file, [why])
        return _change(case, difference, identity, held=True, problems=(why,), earlier=earlier)
    newer = [o for o in case.remembered() if is_graded(o) and order(o) > order(entry)]
    if newer:
        reason = "older than the newest report known; current grades unchanged"
        rows = unknown_before(file.report, reason)
        return _change(case, difference, identity, rows, report=file.report, older=True, earlier=earlier)
    rows = _compared(case, file.report, earlier)
    change = _change(case, difference, identity, rows, report=file.report, earlier=earlier)
    return replace(change, improvements=_improvements(case, file.report, earlier))


def _improvements(case: Case, report: Report, earlier: Observation | None) -> Matching | None:
    file = case.file(earlier.key) if earlier else None
    if file is None or file.held or file.report is None or not (file.report.improve and report.improve):
        return None
    return match_improvements(file.report.improve, report.improve)


def _not_later(file: ReportFile, earlier: ReportFile | None) -> str | None:
    """Why a report is none of a later inspection than the one before it: it may be that one, issued again."""
    ends = [
        max((end for _, end in f.report.inspection_periods), default=None) for f in (file, earlier) if f and f.report
    ]
    if len(ends) == 2 and ends[0] and ends[1] and ends[0] <= ends[1]:
        return f"its inspection ended on {ends[0]}, not after that of the report before it ({ends[1]})"
    return None


def _compared(case: Case, report: Report, earlier: Observation | None) -> tuple[Comparison, ...]:
    if earlier is None:
        former = case.predecessor
        return compare(former.report, report, predecessor=former.name) if former else compare(None, report)
    file = case.file(earlier.key)
    if file is None or file.held or file.report is None:
        when = f" of {day(earlier.published)}" if earlier.published else ""
        return unknown_before(report, f"the earlier report{when} could not be read for certain")
    return compare(file.report, report)


def _shown_for(case: Case, entry: Observation, *, newest: bool) -> tuple[Comparison, ...]:
    """The grade of a new document as its own entry shows it, or as the page does if that moved with it."""
    if "grade" in entry.facts:
        graded = [o for o in (*case.remembered(), *case.accepted) if "grade" in o.facts and o.key != RATING]
        earlier = max((o for o in graded if order(o) < order(entry)), key=order, default=None)
        return compare_shown(_grade(earlier), _grade(entry))
    was = case.known.observations.get(RATING)
    moved = case.visit.page.grade is not _grade(was)
    return _shown(case) if newest and moved else ()


def _shown(case: Case) -> tuple[Comparison, ...]:
    return compare_shown(_grade(case.known.observations.get(RATING)), case.visit.page.grade)


def _grade(shown: Observation | None) -> Grade | None:
    return Grade(shown.facts["grade"]) if shown else None


def _movements(case: Case, entries: Mapping[str, Observation]) -> list[Change]:
    """A change for each listed fact that moved; a rating told with its new report is not told again."""
    if case.known.first_sight:
        return []
    moved = [d for d in diff(case.known.observations, entries, NEWS_FACTS) if d.kind is ChangeKind.CHANGED]
    return [_moved(case, d) for d in moved if d.key != RATING] + _rating(case, entries.get(RATING))


def _moved(case: Case, difference: Difference) -> Change:
    assert difference.before is not None and difference.after is not None
    return _change(case, difference, (_identity(difference.before), _identity(difference.after)))


def _rating(case: Case, now: Observation | None) -> list[Change]:
    """The rating that the page shows, when it moved or first appears soon after its report; not when told with one."""
    was, newest = case.known.observations.get(RATING), _newest_inspection(case.visit.page.entries)
    if now is None or (newest is not None and is_new(newest, case.known)):
        return []
    if was.facts == now.facts if was else not _follows(newest, case.now):
        return []
    # the same grade may come back years later, with another report: that is news again
    identity = (was and was.facts, (now.facts, newest and newest.key))
    return [_change(case, Difference(ChangeKind.CHANGED, RATING, was, now), identity, _shown(case))]


def _follows(report: Observation | None, now: datetime) -> bool:
    published = report.published if report else None
    return published is not None and now.date() - published <= RATING_FOLLOWS_WITHIN


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


def release(case: Case, key: str, held: str) -> Change:
    """A report that readers know as "being checked" since the change of this id, told as it reads now.

    It is held once more where its dates speak against that, unless the operator has looked at it.
    """
    entry = case.known.observations[key]
    return _graded(case, Difference(ChangeKind.CHANGED, key, entry, entry), (held, "released"))


def _gone(case: Case, entries: Mapping[str, Observation]) -> tuple[dict[str, datetime], list[Change], str | None]:
    """What the page no longer lists, what of it is now called withdrawn, and why that is not believed."""
    away = {key: since for key, since in case.known.missing.items() if case.now - since >= MISSED_FOR}
    given_up = {key: since for key, since in away.items() if key not in entries}
    listed = {o.key: o for o in case.remembered() if o.key != RATING and o.key not in given_up}
    missing, removed = absences(listed, entries, case.known.missing, case.now)
    if why := many_gone([*missing, *(r.key for r in removed)], listed):
        return given_up | missing | {r.key: case.known.missing[r.key] for r in removed}, [], why
    return given_up | missing, [_change(case, r, ("listed", "withdrawn")) for r in removed], None


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
