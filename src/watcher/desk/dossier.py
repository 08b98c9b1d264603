"""Everything known about one report, as values for the templates of briefs and drafts. Frozen.

Whatever a template may state carries its `Citation`. Days are in words, as in mails; `""` and `()` mean not known.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from watcher.model.record import story_of


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a statement stands: a document or a web page, and the place in it."""

    title: str
    url: str = ""
    page: int | None = None
    paragraph: int | None = None

    @property
    def place(self) -> str:
        """`page 3, paragraph 6`; empty for the document as a whole."""
        parts = (("page", self.page), ("paragraph", self.paragraph))
        return ", ".join(f"{name} {number}" for name, number in parts if number)

    @property
    def link(self) -> str:
        return f"{self.url}#page={self.page}" if self.page and self.url else self.url

    @property
    def text(self) -> str:
        return ", ".join(filter(None, (self.title, self.place)))


@dataclass(frozen=True, slots=True)
class Quoted:
    """Words of a document, verbatim. `topic` names the judgement, or the topic of child care law, they belong to."""

    text: str
    topic: str
    cite: Citation


@dataclass(frozen=True, slots=True)
class JudgementLine:
    """One judgement now and before; `before` is empty where there was none. `way` is `up`, `down`, `the same`, or why
    that can't be said.
    """

    judgement: str
    now: str
    before: str
    way: str
    basis: str
    cite: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class PastReport:
    """One document of the council's past: its day, what it was, and what it found in words (of a letter nothing)."""

    published: str
    kind: str
    found: str
    cite: Citation


@dataclass(frozen=True, slots=True)
class ImprovePoint:
    """A point of "What needs to improve?". `mark` is `again`, `new` or empty without an earlier list."""

    text: str
    mark: str
    cite: Citation


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """One item on the report: who wrote, when, and what in it the record does not support.

    `lag` counts days from the report; it is None where nobody can know. `words` is a short quotation of a council, and
    `disagrees` what it says against the report.
    """

    outlet: str
    tier: str
    published: date | None
    lag: int | None
    title: str
    url: str
    words: str
    speaker: str
    disputed: tuple[str, ...]
    cite: Citation
    disagrees: str = ""

    @property
    def day(self) -> str:
        return f"{self.published.day} {self.published:%B %Y}" if self.published else ""


@dataclass(frozen=True, slots=True)
class PlaceStatement:
    """How the council compares with others on the day of the report, or why that can't be said (`can_be_said`)."""

    text: str
    can_be_said: bool
    is_overall: bool
    cite: Citation


@dataclass(frozen=True, slots=True)
class OwnPost:
    """An article of the firm's own on the same council; `open` are the sentences that need a change."""

    title: str
    url: str
    published: str
    open: int
    cite: Citation


@dataclass(frozen=True, slots=True)
class Dossier:
    """One report with everything around it. `on` is the day that it is written for.

    `moves` counts the judgements that went up, down and stayed. `left_out` counts the quotations that were not found
    again in the PDF; none of them is in here. `delay` is the number of days from the end of the inspection.
    """

    change_id: str
    urn: str
    council: str
    headline: str
    kind: str
    is_letter: bool
    published: date
    day: str
    year: int
    inspected: str
    delay: int | None
    inspectors: tuple[str, ...]
    cite: Citation
    provider_url: str
    rows: tuple[JudgementLine, ...] = ()
    previous: PastReport | None = None
    moves: tuple[int, int, int] = (0, 0, 0)
    history: tuple[PastReport, ...] = ()
    summary: tuple[Quoted, ...] = ()
    strengths: tuple[Quoted, ...] = ()
    concerns: tuple[Quoted, ...] = ()
    best: tuple[Quoted, ...] = ()
    worst: tuple[Quoted, ...] = ()
    improve: tuple[ImprovePoint, ...] = ()
    not_listed: tuple[ImprovePoint, ...] = ()
    priority: tuple[ImprovePoint, ...] = ()
    law: tuple[Quoted, ...] = ()
    coverage: tuple[CoverageRow, ...] = ()
    standings: tuple[PlaceStatement, ...] = ()
    posts: tuple[OwnPost, ...] = ()
    left_out: int = 0

    @property
    def subject(self) -> str:
        """How a document says what it is about: `80482@2021-11-12`."""
        return story_of(self.urn, self.published)

    @property
    def official(self) -> tuple[CoverageRow, ...]:
        """What the council itself published."""
        return tuple(one for one in self.coverage if one.tier == "council")
