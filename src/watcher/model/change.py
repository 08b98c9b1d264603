"""What changed: events, comparisons of judgements, and the change that readers get. All frozen."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from hashlib import sha256

from watcher.model.event_kind import EventKind
from watcher.model.news import Mention
from watcher.model.report import Grade, JudgementId, Matching, Report
from watcher.model.source import Observation, Provider


class ChangeKind(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    REMOVED = "removed"


class Movement(StrEnum):
    """How one judgement moved between two reports (the words are those of `changes --json`)."""

    IMPROVED = "improved"
    DECLINED = "declined"
    UNCHANGED = "unchanged"
    FIRST = "first"
    NEW_JUDGEMENT = "new-judgement"
    ENDED = "ended"
    NOT_COMPARABLE = "not-comparable"


@dataclass(frozen=True, slots=True)
class Comparison:
    """One judgement, before and after. `steps` is signed (up is better) and None where ranks do not compare."""

    id: JudgementId
    label: str
    before: Grade | None
    after: Grade | None
    change: Movement
    steps: int | None
    basis: str


@dataclass(frozen=True, slots=True)
class Event:
    kind: EventKind
    graded: bool


@dataclass(frozen=True, slots=True)
class Change:
    """One piece of news about one source, recorded once.

    `id` is a hash of source, kind, key, before and after, so that a page that goes back and forth is news once. `file`
    and `report` describe the document, `earlier` the one it was compared with. `held` means that readers get the
    document without its grades; `problems` says why, for the operator. `improvements` says which improvement items
    repeat the earlier report, and is None without two lists to compare. `coverage` is set for what others publish and
    for our own articles: then there is no report.
    """

    id: str
    source_id: str
    key: str
    kind: ChangeKind
    before: Observation | None
    after: Observation | None
    recorded_at: datetime
    event: Event
    provider: Provider
    provider_name: str
    provider_url: str
    report: Report | None
    earlier: date | None
    judgements: tuple[Comparison, ...]
    headline: str
    held: bool
    problems: tuple[str, ...]
    topics: tuple[str, ...]
    improvements: Matching | None = None
    coverage: Mention | None = None


def change_id(source_id: str, kind: ChangeKind, key: str, before: object, after: object) -> str:
    """The identity of a change: the same difference seen twice is one change, sent once."""
    text = json.dumps([source_id, kind, key, before, after], sort_keys=True, default=str)
    return sha256(text.encode()).hexdigest()[:32]
