"""One visit and the reports it brought, turned into what is remembered and what is told. Pure.

Everything here is decided before anything is stored, so that the store can write it in one transaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from watcher.authorities import Gazetteer
from watcher.differ import WITHDRAWN_AFTER, Difference, absences, change_id, diff
from watcher.errors import ReportError
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
    ReportFile,
)
from watcher.ofsted import (
    RATING,
    ask_again_at,
    before,
    doubtful,
    given_up,
    is_council,
    is_graded,
    is_inspection,
    is_new,
    list_moved,
    order,
    with_rating,
)
from watcher.visits import Attempt, FetchedFile, Known, Record, Visit
from watcher.wording import headline

# The facts of a listed document whose movement is news; event and grading are our own reading of its label.
NEWS_FACTS = ("inspected", "grade")
LONDON = ZoneInfo("Europe/London")


@dataclass(frozen=True, slots=True)
class Reading:
    """What became of one fetched report: the report, or why there is none; and the hash of its bytes."""

    report: Report | None = None
    error: ReportError | None = None
    sha256: str | None = None


@dataclass(frozen=True, slots=True)
class Predecessor:
    """The newest readable report of the authority that this one succeeded."""

    name: str
    report: Report


@dataclass(slots=True)
class _Case:
    """All that the decisions about one visit look at."""

    visit: Visit
    now: datetime
    predecessor: Predecessor | None
    files: dict[str, ReportFile] = field(default_factory=dict)
    attempts: dict[str, Attempt] = field(default_factory=dict)
    accepted: list[Observation] = field(default_factory=list)

    @property
    def known(self) -> Known:
        return self.visit.known

    def file(self, key: str) -> ReportFile | None:
        return self.files.get(key) or self.known.files.get(key)

    def remembered(self) -> list[Observation]:
        """What was listed before this visit and has not been withdrawn."""
        return [o for key, o in self.known.observations.items() if key not in self.known.withdrawn]


def decide(
    visit: Visit,
    readings: Mapping[str, Reading],
    now: datetime,
    gazetteer: Gazetteer,
    predecessor: Predecessor | None = None,
) -> Record:
    """What a good page and its reports establish. `readings` are by file number, one for each body fetched."""
    case = _Case(visit, now, predecessor)
    for fetched in visit.files:
        _take(case, fetched, readings, gazetteer)
    entries = with_rating(visit.page, _source(case))
    changes = [*_news(case), *_movements(case, entries), *_returns(case, entries), *_releases(case)]
    missing, removals, loss = _gone(case, entries)
    return _record(case, entries, (*changes, *removals), missing, loss)


# --- reports --------------------------------------------------------------------------------------


def read_file(
    fetched: FetchedFile, reading: Reading, now: datetime, gazetteer: Gazetteer, *, source_name: str
) -> ReportFile:
    """A report file as it is remembered: what it says, and every reason not to tell it."""
    entry = fetched.entry
    problems = (reading.error.reason,) if reading.error else reading.report.problems if reading.report else ()
    file = ReportFile(
        entry.key, entry.source_id, entry.url, entry.title, entry.published, reading.sha256,
        reading.report, problems, now,
    )  # fmt: skip
    return doubtful(file, _doubts(file, gazetteer, source_name)) if reading.report else file


def _take(case: _Case, fetched: FetchedFile, readings: Mapping[str, Reading], gazetteer: Gazetteer) -> None:
    key = fetched.entry.key
    reading = readings.get(key, Reading())
    failure = fetched.failure if fetched.body is None else reading.error and reading.error.reason
    passing = fetched.body is None or (reading.error is not None and reading.error.passing)
    if passing and not given_up(key, case.known, case.now):
        first = case.known.attempts[key].first_failed if key in case.known.attempts else case.now
        case.attempts[key] = Attempt(key, first, failure or "the report could not be fetched")
        return
    if passing:
        error = ReportError(failure or "the report could not be fetched", passing=True)
        reading = Reading(error=error)
    name = case.known.target.source.name
    case.files[key] = read_file(fetched, reading, case.now, gazetteer, source_name=name)


def _doubts(file: ReportFile, gazetteer: Gazetteer, source_name: str) -> list[str]:
    """What the page and the report together say against each other."""
    report, doubts = file.report, []
    if report is None:
        return []
    named, expected = gazetteer.named(report.authority), gazetteer.named(source_name)
    if named and expected and named.urn != expected.urn:
        doubts.append(f"the report is about {report.authority}, the page is {source_name}'s")
    ends = [end for _, end in report.inspection_periods]
    if ends and file.published and max(ends) > file.published:
        doubts.append(f"the inspection ends on {max(ends)}, after publication on {file.published}")
    return doubts


# --- changes --------------------------------------------------------------------------------------


def _news(case: _Case) -> list[Change]:
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


def _waits(case: _Case, entry: Observation) -> bool:
    earlier = _earlier(case, entry)
    return entry.key in case.attempts or (earlier is not None and earlier.key in case.attempts)


def _earlier(case: _Case, entry: Observation) -> Observation | None:
    seen = {o.key: o for o in (*case.remembered(), *case.accepted)}
    return before(entry, seen.values())


def _newest_inspection(fresh: Sequence[Observation]) -> Observation | None:
    return max((entry for entry in fresh if is_inspection(entry)), key=order, default=None)


def _new(case: _Case, entry: Observation, *, newest: bool) -> Change:
    identity = {"facts": {name: entry.facts[name] for name in entry.facts if name not in NEWS_FACTS}}
    difference = Difference(ChangeKind.NEW, entry.key, None, entry)
    if not is_graded(entry):
        shown = _shown(case) if newest and not is_council(_source(case)) else ()
        return _change(case, difference, identity=(None, identity), judgements=shown)
    return _graded(case, difference, identity=(None, identity))


def _graded(case: _Case, difference: Difference, identity: tuple[object, object]) -> Change:
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


def _compared(case: _Case, report: Report, earlier: Observation | None) -> tuple[Comparison, ...]:
    if earlier is None:
        former = case.predecessor
        return compare(former.report, report, predecessor=former.name) if former else compare(None, report)
    file = case.file(earlier.key)
    if file is None or file.held or file.report is None:
        return unknown_before(report, f"the earlier report of {earlier.published} could not be read for certain")
    return compare(file.report, report)


def _shown(case: _Case) -> tuple[Comparison, ...]:
    was = case.known.observations.get(RATING)
    return compare_shown(Grade(was.facts["grade"]) if was else None, case.visit.page.grade)


def _movements(case: _Case, entries: Mapping[str, Observation]) -> list[Change]:
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


def _returns(case: _Case, entries: Mapping[str, Observation]) -> list[Change]:
    """Readers who were told that a document is withdrawn are told when it is there again."""
    back = [entries[key] for key in case.known.withdrawn if key in entries]
    return [_change(case, Difference(ChangeKind.CHANGED, e.key, None, e), ("withdrawn", "listed")) for e in back]


def _releases(case: _Case) -> list[Change]:
    """A report that readers know as "being checked" and that could be read now."""
    entries = {entry.key: entry for entry in case.visit.page.entries}
    read = [key for key in case.files if key in case.known.held and not case.files[key].held and key in entries]
    return [
        _graded(case, Difference(ChangeKind.CHANGED, key, entries[key], entries[key]), ("held", "read")) for key in read
    ]


def _gone(case: _Case, entries: Mapping[str, Observation]) -> tuple[dict[str, datetime], list[Change], str | None]:
    """What the page no longer lists, what of it is now called withdrawn, and why that is not believed."""
    listed = {o.key: o for o in case.remembered() if o.key != RATING}
    missing, removed = absences(listed, entries, case.known.missing, case.now)
    if loss := lost([*missing, *(r.key for r in removed)], case.known):
        return missing | {r.key: case.known.missing[r.key] for r in removed}, [], loss
    return missing, [_change(case, r, ("listed", "withdrawn")) for r in removed], None


def _change(
    case: _Case,
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
    event, name = _event(entry), _name(case)
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


def _current(case: _Case) -> date | None:
    graded = [o for o in case.remembered() if is_graded(o)]
    return max(graded, key=order).published if graded else None


# --- what is remembered ---------------------------------------------------------------------------


def _record(
    case: _Case,
    entries: Mapping[str, Observation],
    changes: tuple[Change, ...],
    missing: dict[str, datetime],
    loss: str | None,
) -> Record:
    accepted = {entry.key for entry in case.accepted} | {RATING}
    withdrawn = {c.key for c in changes if c.kind is ChangeKind.REMOVED} | case.known.withdrawn - entries.keys()
    again = _ask_again(case)
    settled = not case.attempts and not missing and not again
    return Record(
        source_id=_source(case),
        taken_at=case.now,
        name=_name(case),
        observations=tuple(entry for key, entry in entries.items() if key in accepted),
        missing=missing,
        withdrawn=frozenset(withdrawn),
        files=tuple(case.files.values()),
        attempts=tuple(case.attempts.values()),
        changes=changes,
        page=case.visit.state if settled else None,
        marker=case.visit.listed,
        revisit_at=min((*again, *_revisits(case, missing)), default=None),
        fault=_why_at_fault(case, loss),
    )


def _ask_again(case: _Case) -> list[datetime]:
    files = {**case.known.files, **case.files}.values()
    return [at for at in (ask_again_at(file, case.now) for file in files) if at is not None]


def _revisits(case: _Case, missing: Mapping[str, datetime]) -> Iterable[datetime]:
    if case.attempts:
        yield case.now
    for since in missing.values():
        at = since + WITHDRAWN_AFTER
        yield at if at > case.now else case.now + WITHDRAWN_AFTER
    newest = max((e.published for e in case.visit.page.entries if e.published), default=None)
    listed = case.visit.listed
    behind = listed is not None and (newest is None or newest < listed)
    if behind and (again := list_moved(case.known.target, listed, case.now)) is not None:
        yield again
    # Another document may follow on the day of the newest one, and the list would not move again.
    today = case.now.astimezone(LONDON).date()
    if is_council(_source(case)) and newest is not None and newest >= today:
        yield datetime.combine(today + timedelta(days=1), time(), LONDON).astimezone(case.now.tzinfo)


def _why_at_fault(case: _Case, loss: str | None) -> str | None:
    failures = [f"report {attempt.file_id}: {attempt.reason}" for attempt in case.attempts.values()]
    return "; ".join((*failures, *((loss,) if loss else ()))) or None


def _name(case: _Case) -> str:
    """Councils by the name in our own table, anyone else by what the page says."""
    return case.known.target.source.name if is_council(_source(case)) else case.visit.page.name


def _source(case: _Case) -> str:
    return case.known.target.source.id
