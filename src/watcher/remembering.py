"""What is remembered of a decided visit, and when its page must be looked at again. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, time, timedelta

from watcher.cases import Case
from watcher.differ import WITHDRAWN_AFTER
from watcher.model import Change, ChangeKind, Observation
from watcher.ofsted import RATING, ask_again_at, is_council, list_moved
from watcher.visits import Record
from watcher.wording import LONDON


def record_of(
    case: Case,
    entries: Mapping[str, Observation],
    changes: tuple[Change, ...],
    missing: dict[str, datetime],
    loss: str | None,
) -> Record:
    """Everything the visit established, for one transaction. `loss` is why vanished reports are not believed gone."""
    accepted = {entry.key for entry in case.accepted} | {RATING}
    withdrawn = {c.key for c in changes if c.kind is ChangeKind.REMOVED} | case.known.withdrawn - entries.keys()
    again = _ask_again(case)
    settled = not case.attempts and not missing and not again
    return Record(
        source_id=case.source,
        taken_at=case.now,
        name=case.name,
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


def _ask_again(case: Case) -> list[datetime]:
    files = {**case.known.files, **case.files}.values()
    return [at for at in (ask_again_at(file, case.now) for file in files) if at is not None]


def _revisits(case: Case, missing: Mapping[str, datetime]) -> Iterable[datetime]:
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
    if is_council(case.source) and newest is not None and newest >= today:
        yield datetime.combine(today + timedelta(days=1), time(), LONDON).astimezone(case.now.tzinfo)


def _why_at_fault(case: Case, loss: str | None) -> str | None:
    failures = [f"report {attempt.file_id}: {attempt.reason}" for attempt in case.attempts.values()]
    return "; ".join((*failures, *((loss,) if loss else ()))) or None
