"""What a text may state about inspections, as values. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from watcher.claims.statements.times import Time
from watcher.claims.statements.words import Firmness
from watcher.model.change import Movement
from watcher.model.event_kind import EventKind
from watcher.model.report import Grade, JudgementId


class StatementKind(StrEnum):
    """What is stated. MOVE is a comparison of two reports, STANDING one of several authorities at one time."""

    GRADE = "grade"
    FAILING = "failing"
    MOVE = "move"
    POINTS = "points"
    INSPECTED = "inspected"
    DURATION = "duration"
    PUBLISHED = "published"
    DELAY = "delay"
    LATEST = "latest"
    EVENT = "event"
    AREAS = "areas"
    NO_OVERALL = "no-overall"
    FIRST = "first"
    STANDING = "standing"
    SHARE = "share"


class Owner(StrEnum):
    """Whose word a statement is. OTHERS are those who speak in an article; UNKNOWN is a quotation of nobody known."""

    ARTICLE = "article"
    COUNCIL = "council"
    OTHERS = "others"
    UNKNOWN = "unknown"


class Over(StrEnum):
    """Over which reports a grade is stated: never, never before, or not within a time that is not all of it."""

    NEVER = "never"
    FIRST = "first"
    PART_OF_THEM = "part of them"


class Scope(StrEnum):
    """Which judgements a grade is stated of. SERVICES names none, COUNT says of how many."""

    SERVICES = "services"
    JUDGEMENTS = "judgements"
    ALL = "all"
    SOME = "some"
    COUNT = "count"
    BOARD = "board"


@dataclass(frozen=True, slots=True)
class Day:
    """A date as far as it is printed. `weekday` counts from Monday; `relative` is days before the writing."""

    day: int | None = None
    month: int | None = None
    year: int | None = None
    weekday: int | None = None
    relative: tuple[int, int] | None = None
    back: int | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing that a sentence states; `start` and `end` say where in it.

    `urns` are the authorities named with it (none: the ones the article is about), `near` those named last before
    the sentence. `doubt` says why nobody can check it (a forecast, a question, another kind of inspection).
    `unsure` says why nobody may be contradicted on it, where that holds; `plain` is whether the sentence has no word
    that might say something else. `weak` marks words that may be an inspector's remark instead of a grade, `either`
    a judgement's name that is also used of the services as a whole. `running` says that so many inspections in a row
    had the grade, `over` that none before had it; `beside` are authorities that the grade may be of as well. Numbers
    carry their `unit`; `days` are one date or the two ends of a period.
    """

    sentence: str
    kind: StatementKind
    start: int
    end: int
    urns: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    doubt: str | None = None
    owner: Owner = Owner.ARTICLE
    unsure: str | None = None
    plain: bool = True
    scope: Scope = Scope.SERVICES
    judgements: frozenset[JudgementId] = frozenset()
    grade: Grade | None = None
    firmness: Firmness = Firmness.EXACT
    weak: bool = False
    either: bool = False
    every: bool = False
    before: Grade | None = None
    movement: Movement | None = None
    steps: int | None = None
    time: Time | None = None
    past: bool = False
    running: int = 1
    over: Over | None = None
    number: int | None = None
    unit: str = ""
    days: tuple[Day, ...] = ()
    event: EventKind | None = None
    words: str = ""
    share: tuple[float, float] = (0.0, 1.0)
