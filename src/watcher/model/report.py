"""The values that pass between the parts. All frozen; nothing here reads a clock, a file or a page.

Dates are `date` (the sites print no time of day), moments are timezone-aware `datetime` in UTC.
`None` means not known or not printed; an empty tuple is a fact about the page. One long module, because these are
the nouns of the whole product and each is read beside the others.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from watcher.model.interest import USUAL_INTERESTS, Interest
from watcher.model.news import Mention


class Grade(StrEnum):
    """Every grade or outcome word of every remit; which ones may be compared is decided in `grades`."""

    OUTSTANDING = "outstanding"
    GOOD = "good"
    REQUIRES_IMPROVEMENT = "requires_improvement"
    INADEQUATE = "inadequate"
    ADEQUATE = "adequate"
    NOT_JUDGED = "not_judged"
    EXCEPTIONAL = "exceptional"
    STRONG_STANDARD = "strong_standard"
    EXPECTED_STANDARD = "expected_standard"
    NEEDS_ATTENTION = "needs_attention"
    URGENT_IMPROVEMENT = "urgent_improvement"
    MET = "met"
    NOT_MET = "not_met"
    TYPICALLY_POSITIVE = "typically_positive"
    INCONSISTENT = "inconsistent"
    SYSTEMIC_FAILINGS = "widespread_systemic_failings"


class JudgementId(StrEnum):
    """The judgements of council reports, by lineage; the first is the overall one.

    The last three were made only in reports of 2013 and have no successor.
    """

    OVERALL = "overall"
    LEADERS = "leaders"
    HELP_AND_PROTECTION = "help_and_protection"
    IN_CARE_AND_CARE_LEAVERS = "in_care_and_care_leavers"
    IN_CARE = "in_care"
    CARE_LEAVERS = "care_leavers"
    ADOPTION = "adoption"
    SEND_OUTCOME = "send_outcome"
    CAPACITY_TO_IMPROVE = "capacity_to_improve"
    OUTCOMES = "outcomes"
    QUALITY_OF_PROVISION = "quality_of_provision"


class EventKind(StrEnum):
    """What a document is about. Only INSPECTION may move a grade.

    The last two are no documents of Ofsted's: what others publish about one, and a post of the firm's own.
    """

    INSPECTION = "inspection"
    FOCUSED_VISIT = "focused_visit"
    MONITORING_VISIT = "monitoring_visit"
    JTAI = "jtai"
    SEND = "send"
    OTHER = "other"
    COVERAGE = "coverage"
    OWN_POST = "own_post"


class ReportKind(StrEnum):
    """The layouts of reports that are read."""

    ILACS_STANDARD = "ilacs_standard"
    ILACS_SHORT = "ilacs_short"
    SIF = "sif"
    SIF_NO_LSCB = "sif_no_lscb"
    SIF_REINSPECTION = "sif_reinspection"
    LAC_2013 = "lac_2013"
    AREA_SEND = "area_send"


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


class Frequency(StrEnum):
    IMMEDIATELY = "immediately"
    DAILY = "daily"
    WEEKLY = "weekly"


# --- who is watched -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Provider:
    """A provider of the Ofsted site. URNs of different types clash, so both make the key."""

    type: str
    urn: str

    @property
    def key(self) -> str:
        """`44/80482`, as in the address of its page."""
        return f"{self.type}/{self.urn}"


@dataclass(frozen=True, slots=True)
class Authority:
    """A council with children's services duties, now or formerly. `urn` is Ofsted's."""

    urn: str
    name: str
    region: str | None = None
    region_code: str | None = None
    aliases: tuple[str, ...] = ()
    trust: str | None = None
    created_on: date | None = None
    abolished_on: date | None = None
    predecessors: tuple[str, ...] = ()
    successors: tuple[str, ...] = ()


class Coverage(StrEnum):
    COMPLETE = "complete"
    ROLLING = "rolling"


@dataclass(frozen=True, slots=True)
class Source:
    """One page that is watched. `topics` are the ids a reader may follow that it belongs to."""

    id: str
    name: str
    url: str
    spider: str
    coverage: Coverage = Coverage.COMPLETE
    at_least: int = 1
    topics: tuple[str, ...] = ()


# --- what was seen --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Observation:
    """One thing that a page lists, identified by `key` within its source.

    `facts` are the fields whose change is news, by name; their values are text.
    """

    source_id: str
    key: str
    title: str
    url: str
    published: date | None
    facts: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How the fetching and parsing of one source went; each failure in words."""

    failed_requests: tuple[str, ...] = ()
    parse_errors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PageState:
    """What is remembered of a fetched page so that an unchanged one costs nothing to recognise."""

    url: str
    source_id: str
    etag: str | None
    last_modified: str | None
    body_sha256: str
    region_sha256: str


# --- what a report says ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Judgement:
    """One graded row: `label` and `printed` as in the document, `grade` normalised."""

    id: JudgementId
    label: str
    printed: str
    grade: Grade


@dataclass(frozen=True, slots=True)
class Improvement:
    """One bullet of "What needs to improve?"; `tag` is the national framework outcome printed after it."""

    text: str
    tag: str | None = None
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Repeated:
    """An item that was there before: how close the wording is, up to 100."""

    before: Improvement
    after: Improvement
    closeness: float


@dataclass(frozen=True, slots=True)
class Matching:
    """How the items of two consecutive reports belong together, each list in printed order."""

    repeated: tuple[Repeated, ...]
    new: tuple[Improvement, ...]
    gone: tuple[Improvement, ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph worth quoting. `topic` is a judgement id or a lawyer's topic; `paragraph` its printed number."""

    topic: str
    text: str
    page: int
    paragraph: int | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """What was read from one report. With `problems` it is held: its grades are not to be told."""

    kind: ReportKind
    authority: str
    inspection_periods: tuple[tuple[date, date], ...] = ()
    published_printed: date | None = None
    lead_inspectors: tuple[str, ...] = ()
    overall: Grade | None = None
    judgements: tuple[Judgement, ...] = ()
    board: Grade | None = None
    improve: tuple[Improvement, ...] = ()
    strengths: tuple[Passage, ...] = ()
    passages: tuple[Passage, ...] = ()
    pages: int = 0
    problems: tuple[str, ...] = ()

    @property
    def held(self) -> bool:
        return bool(self.problems)


@dataclass(frozen=True, slots=True)
class ReportFile:
    """One report file as the store knows it. `report` is None where it could not be read; `problems` says why."""

    file_id: str
    source_id: str
    url: str
    title: str
    published: date | None
    sha256: str | None
    report: Report | None
    problems: tuple[str, ...]
    read_at: datetime

    @property
    def held(self) -> bool:
        return bool(self.problems) or self.report is None or self.report.held


# --- what changed ---------------------------------------------------------------------------------


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

    `id` is a hash of source, kind, key, before and after, so that a page that flaps is told once.
    `file` and `report` describe the document, `earlier` the one it was compared with. `held` means that
    readers hear of the document but not of its grades; `problems` says why, for the operator. `improvements`
    says which improvement items repeat the earlier report, None where there are not two lists to compare.
    `coverage` is set for what others publish and for posts of the firm's own: then there is no report.
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


@dataclass(frozen=True, slots=True)
class Fault:
    """A source that could not be read. Open while `cleared_at` is None; the operator was told `told_times`."""

    source_id: str
    reason: str
    first_seen: datetime
    last_seen: datetime
    told_at: datetime | None = None
    cleared_at: datetime | None = None
    told_times: int = 0


# --- who is told ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Subscription:
    """`topic` is `all`, `authority:URN`, `region:CODE`, `provider:TYPE/URN` or `own-posts`."""

    id: int
    address: str
    topic: str
    frequency: Frequency
    created_at: datetime
    ended_at: datetime | None = None
    ended_reason: str | None = None
    interests: tuple[Interest, ...] = USUAL_INTERESTS


@dataclass(frozen=True, slots=True)
class Delivery:
    """A mail with its finished text: a retry sends the same bytes under the same Message-ID."""

    id: int
    message_id: str
    address: str
    subject: str
    content: bytes
    attempts: int
    created_at: datetime
