"""What the mail templates receive: what happened and to whom. The sentences are in the templates.

A `tone` (`worse`, `better`, `mixed`, `same`) is for colour only; the words beside it say the same, and so
do those of a bar. It is long so that who writes a template finds every value in one place.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from watcher.digests.table_views import OverviewRow, PastGrades, RegionPlace
from watcher.model.interest import Interest
from watcher.model.subscription import Frequency


@dataclass(frozen=True, slots=True)
class Link:
    text: str
    url: str


class FactKind(StrEnum):
    """What a line at the head of an entry gives; its label is in the template."""

    DOCUMENT = "document"
    TITLE = "title"
    INSPECTED = "inspected"
    PUBLISHED = "published"
    LOOKED_AT = "looked_at"
    COMPARED_WITH = "compared_with"
    LEAD_INSPECTOR = "lead_inspector"


@dataclass(frozen=True, slots=True)
class Fact:
    kind: FactKind
    value: str


@dataclass(frozen=True, slots=True)
class Row:
    """One judgement, as a sentence and in its parts. `before` or `after` is empty where a report did not give it.

    `arrow` is decoration; `basis` is empty where the comparison is the plain one.
    """

    sentence: str
    judgement: str
    before: str
    after: str
    movement: str
    arrow: str
    direction: str
    basis: str


@dataclass(frozen=True, slots=True)
class FirstNames:
    """The first names of a list, and how many `more` there are."""

    first: tuple[str, ...]
    more: int = 0


class NoteKind(StrEnum):
    """What a reader must know about a document before its grades."""

    VISIT = "visit"
    MONITORING = "monitoring"
    JOINT = "joint"
    AREA = "area"
    HELD = "held"
    REMOVED = "removed"
    EDITED = "edited"
    REPORT_CARD = "report_card"


@dataclass(frozen=True, slots=True)
class EntryNote:
    """The note of an entry. If Ofsted edited the inspection date: the date it gave before, and the one it gives now."""

    kind: NoteKind
    before: str = ""
    now: str = ""


@dataclass(frozen=True, slots=True)
class Bullet:
    """What must improve, in the document's words, and `who` must act where it says so.

    `repeated` where the document before it asked for the same.
    """

    text: str
    repeated: bool = False
    who: str = ""


@dataclass(frozen=True, slots=True)
class FoundWords:
    """A strength or a concern in the document's own words, and where they stand: `page 3, paragraph 6`."""

    text: str
    place: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One change of one provider.

    `priority` are the areas for priority action and `follows` what happens next; both lead the card. A document may
    ask for priority action in words that we can't read: then `priority` is empty. `more_improve` points are not shown.

    `region` places the council among those of its region on the day of the report; None where that is not known.
    """

    name: str
    is_letter: bool
    facts: tuple[Fact, ...]
    note: EntryNote | None
    rows: tuple[Row, ...]
    basis: str
    improve: tuple[Bullet, ...]
    more_improve: int
    links: tuple[Link, ...]
    history: PastGrades | None
    region: RegionPlace | None = None
    asks_for_priority_action: bool = False
    priority: tuple[Bullet, ...] = ()
    strengths: tuple[FoundWords, ...] = ()
    concerns: tuple[FoundWords, ...] = ()
    follows: str = ""


@dataclass(frozen=True, slots=True)
class OutdatedReason:
    """Why a sentence is out of date, and what is true now where we know it; both are sentences."""

    why: str
    now: str


@dataclass(frozen=True, slots=True)
class Outdated:
    """One sentence of an article of our own that needs a change, as printed, why, and which kind of fault it is."""

    sentence: str
    reasons: tuple[OutdatedReason, ...]
    fault: str = "out of date"


@dataclass(frozen=True, slots=True)
class DisputedClaim:
    """A statement of an article that the report does not support: its `words`, and why as a sentence."""

    contradicted: bool
    why: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class QuotedWords:
    """What somebody says, with the marks, and who; `speaker` is empty if that is not certain."""

    quoted: str
    speaker: str


@dataclass(frozen=True, slots=True)
class Piece:
    """One news item or article. `published` is empty where nobody can know.

    `link` has no text where the headline must not be shown. `quoted` is what somebody says in it, with the marks, and
    `speaker` who; `dissent` is what others say against the report in the same item. `supported` counts the statements
    of the press that match the report; `edits` says what was edited, as a sentence. `banner` is what an article of our
    own that is out of date might say first.
    """

    outlet: str
    published: str
    is_date_inferred: bool
    link: Link | None
    quoted: str = ""
    speaker: str = ""
    dissent: tuple[QuotedWords, ...] = ()
    is_press: bool = False
    is_aggregator: bool = False
    supported: int = 0
    edits: str = ""
    also_in: FirstNames = FirstNames(())
    is_paywalled: bool = False
    disputed: tuple[DisputedClaim, ...] = ()
    more_disputed: int = 0
    outdated: tuple[Outdated, ...] = ()
    banner: str = ""


class PublisherKind(StrEnum):
    """What sort of publisher a group of pieces is from; articles of our own that are out of date stand apart."""

    COUNCIL = "council"
    PRESS = "press"
    OWN = "own"
    OUTDATED = "outdated"


@dataclass(frozen=True, slots=True)
class CoverageGroup:
    """What one sort of publisher says of a story. `more` pieces are not shown."""

    kind: PublisherKind
    pieces: tuple[Piece, ...]
    more: int = 0


@dataclass(frozen=True, slots=True)
class OfficialReport:
    """What Ofsted found, in short: the overall grade, or the judgements where there is none (`leaders Good`).

    Neither is known where we have not read the report. `newer` is the day of a newer one.
    """

    name: str
    published: str
    overall: str = ""
    judgements: tuple[str, ...] = ()
    newer: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One story, the same for every reader: usually one change, or those of several providers that belong together.

    `short` is the headline as a part of a list. Where there is nothing but coverage, `entries` are empty and
    `official` says in short what Ofsted found; `is_unjoined` that we know no report that it is about.
    """

    headline: str
    short: str
    tone: str
    entries: tuple[Entry, ...]
    overview: tuple[OverviewRow, ...] = ()
    official: tuple[OfficialReport, ...] = ()
    is_unjoined: bool = False
    official_links: tuple[Link, ...] = ()
    coverage: tuple[CoverageGroup, ...] = ()


@dataclass(frozen=True, slots=True)
class Choices:
    """What somebody asked for: the topics by their titles, which kinds of news, and how often."""

    topics: FirstNames
    interests: tuple[Interest, ...]
    frequency: Frequency


class ReasonKind(StrEnum):
    """The kinds of reason why somebody gets a mail."""

    FOLLOWS = "follows"
    QUIET_WEEKS = "quiet_weeks"
    CORRECTION = "correction"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a reader gets a mail or a story: the first names of what they follow, and how many `more` there are.

    Of a correction: whom they were told about, and the day on which that was (`told_on`).
    """

    kind: ReasonKind
    names: tuple[str, ...]
    more: int = 0
    told_on: str = ""


@dataclass(frozen=True, slots=True)
class DigestItem:
    """A story for one reader: `reason` is None where the mail gives one for all of its stories."""

    item: Item
    reason: Reason | None


@dataclass(frozen=True, slots=True)
class UnreadablePage:
    """A page that we can't read, and since when."""

    name: str
    since: str


@dataclass(frozen=True, slots=True)
class PagesChecked:
    """`well` of `followed` pages were read, the last at `last`; `what` they are about. `more` pages than are named
    can't be read.
    """

    well: int
    followed: int
    what: str
    last: str
    unreadable: tuple[UnreadablePage, ...] = ()
    more: int = 0


@dataclass(frozen=True, slots=True)
class QuietWeek:
    """A week in which we found nothing new about `names`. `unsure` if we could not check everything."""

    period: str
    names: tuple[str, ...]
    more: int
    unsure: bool


@dataclass(frozen=True, slots=True)
class CorrectionNote:
    """The `headline` that readers were told on a day and that was wrong; `paragraphs` are the operator's words."""

    told_on: str
    headline: str
    paragraphs: tuple[str, ...]
    link: Link | None


@dataclass(frozen=True, slots=True)
class ListLetterhead:
    """What every mail of the list says of its sender. `leave_url` is the reader's page, or a mailto where `by_mail`.

    `identity` is the operator's own line; `manage_url` the page where a reader changes what they follow, empty if
    readers have no pages.
    """

    leave_url: str
    identity: str = ""
    manage_url: str = ""
    by_mail: bool = False


@dataclass(frozen=True, slots=True)
class Brief:
    """How many items the mail had no room for, and how many of them it doesn't even name."""

    count: int
    unnamed: int


@dataclass(frozen=True, slots=True)
class OpenPosts:
    """How many of the reader's own articles need work, and for how many days the oldest does (0: not known)."""

    count: int
    days: int


class DigestKind(StrEnum):
    """The kinds of mail of the list."""

    ALERT = "alert"
    DAILY = "daily"
    WEEKLY = "weekly"
    CORRECTION = "correction"


@dataclass(frozen=True, slots=True)
class Digest:
    """One mail to one reader: its stories, or a quiet week, or a correction.

    `checked` says which pages were looked at, None where that does not matter. A `preheader` that is empty is
    written by the template.
    """

    kind: DigestKind
    day: str
    subject: str
    preheader: str
    opening: str
    reason: Reason
    letterhead: ListLetterhead
    items: tuple[DigestItem, ...] = ()
    checked: PagesChecked | None = None
    quiet: QuietWeek | None = None
    correction: CorrectionNote | None = None
    open_posts: OpenPosts | None = None
