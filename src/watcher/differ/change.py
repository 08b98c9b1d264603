"""The change that is recorded for one difference on a page. Pure."""

from __future__ import annotations

from datetime import date

from watcher.differ.case import Case
from watcher.differ.diff import Difference
from watcher.model.change import Change, Comparison, Event, change_id
from watcher.model.event_kind import EventKind
from watcher.model.report import Report
from watcher.model.source import Observation
from watcher.ofsted.headline import headline
from watcher.ofsted.rules import (
    RATING,
    is_document,
    is_graded,
    order,
)


def build_change(
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
            held=held, older=older, current=_current(case), report=report,
        ),
        held=held,
        problems=problems,
        topics=source.topics,
    )  # fmt: skip


def _event(entry: Observation) -> Event:
    kind = EventKind.INSPECTION if entry.key == RATING else EventKind(entry.facts["event"])
    return Event(kind, graded=not is_document(entry.key) or is_graded(entry) or "grade" in entry.facts)


def _current(case: Case) -> date | None:
    graded = [o for o in case.remembered() if is_graded(o)]
    return max(graded, key=order).published if graded else None
