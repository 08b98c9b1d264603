"""What to remember of a decided visit, and when its page must be visited again. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, time, timedelta

from watcher.differ.case import Case
from watcher.differ.diff import MISSED_FOR, WITHDRAWN_AFTER
from watcher.model.change import Change, ChangeKind
from watcher.model.source import Observation
from watcher.model.taken import TakenAsKnown, WhyTaken
from watcher.model.text import LONDON, london_day
from watcher.model.visit import Record
from watcher.ofsted.rules import BEHIND_LIST_EVERY, ask_again_at, behind_list, is_council, is_document, is_new


def record_of(
    case: Case,
    entries: Mapping[str, Observation],
    changes: tuple[Change, ...],
    missing: dict[str, datetime],
    loss: str | None,
) -> Record:
    """Everything that the visit established, for one transaction. `loss` is why we don't believe that vanished
    reports are gone.
    """
    accepted = {entry.key for entry in case.accepted} | {key for key in entries if not is_document(key)}
    withdrawn = {c.key for c in changes if c.kind is ChangeKind.REMOVED} | case.known.withdrawn - entries.keys()
    awaited = {key: since for key, since in missing.items() if case.now - since < MISSED_FOR}
    again = [*_ask_again(case), *_awaiting(case, awaited)]
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
        taken=tuple(_taken(case)),
        page=None if again else case.visit.state,
        marker=case.visit.listed,
        revisit_at=min((*again, *_next_day(case)), default=None),
        fault=_why_at_fault(case, loss),
    )


def _taken(case: Case) -> Iterable[TakenAsKnown]:
    """What is new to us but not news: the page listed it before we followed the page."""
    known = case.known
    why = WhyTaken.FOLLOWED_AGAIN if known.observations else WhyTaken.FIRST_SIGHT
    for entry in case.visit.page.entries:
        if entry.key not in known.observations and not is_new(entry, known):
            what = (entry.source_id, entry.key, entry.title, entry.url, entry.published)
            yield TakenAsKnown(*what, why, case.now)


def _ask_again(case: Case) -> list[datetime]:
    files = {**case.known.files, **case.files}.values()
    return [at for at in (ask_again_at(file, case.now) for file in files) if at is not None]


def _awaiting(case: Case, missing: Mapping[str, datetime]) -> Iterable[datetime]:
    """When to visit again, and to read the page even if it is unchanged: something is still missing."""
    if case.attempts:
        yield case.now
    for since in missing.values():
        at = since + WITHDRAWN_AFTER
        yield at if at > case.now else case.now + WITHDRAWN_AFTER
    if behind_list(case.visit.page, case.visit.listed, case.now):
        yield case.now + BEHIND_LIST_EVERY


def _next_day(case: Case) -> Iterable[datetime]:
    """Another document may follow on the day of a new one, and the list would not show it."""
    newest = max((e.published for e in case.visit.page.entries if e.published and is_new(e, case.known)), default=None)
    today = london_day(case.now)
    if is_council(case.source) and newest is not None and newest >= today:
        yield datetime.combine(today + timedelta(days=1), time(), LONDON).astimezone(case.now.tzinfo)


def _why_at_fault(case: Case, loss: str | None) -> str | None:
    failures = [f"report {attempt.file_id}: {attempt.reason}" for attempt in case.attempts.values()]
    return "; ".join((*failures, *((loss,) if loss else ()))) or None
