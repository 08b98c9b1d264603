"""Builds the dossier of a report from reports, letters, news and the PDF's own text. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from watcher.desk.coverage_table import coverage_rows
from watcher.desk.dossier import (
    Citation,
    CoverageRow,
    Dossier,
    ImprovePoint,
    JudgementLine,
    OwnPost,
    PastReport,
    PlaceStatement,
    Quoted,
)
from watcher.desk.record_compare import CouncilComparison
from watcher.desk.verify import PrintedText
from watcher.differ.improvements import match_improvements
from watcher.digests.background import Listed
from watcher.digests.judgements import common_basis, row
from watcher.model.change import Comparison, Movement
from watcher.model.news import Mention
from watcher.model.record import Records
from watcher.model.report import LETTERS, Grade, Improvement, JudgementId, Passage, Report, ReportFile, ReportKind
from watcher.model.source import Authority
from watcher.model.text import NAME_LIMIT, clean, day, joined, periods
from watcher.ofsted.grades import compare, rows_of, unknown_before
from watcher.ofsted.headline import finding
from watcher.ofsted.reports.passages import LEGAL_TOPICS
from watcher.ofsted.reports.quotable import FindingKind, QuotableFinding, a_few, findings, spans_about
from watcher.ofsted.visit_words import VISITS
from watcher.ofsted.words import GRADES, JUDGEMENTS, JUDGEMENTS_IN_TEXT

LAW: Mapping[str, str] = {
    "pre_proceedings": "Pre-proceedings",
    "care_proceedings": "Court and care proceedings",
    "unregistered_placements": "Unregistered placements and deprivation of liberty",
    "kinship_and_special_guardianship": "Kinship care and special guardianship",
    "private_fostering": "Private fostering",
}
_GENERAL = {"summary": "In general", "findings": "Findings"}
TEXT_LIMIT = 3000
_MOST_FEW = 3


@dataclass(frozen=True, slots=True)
class Gathered:
    """What a dossier is made of. `file` is the report; `printed` the text of each PDF at hand, by address.

    `before` and `letters` are the council's earlier reports and letters, the oldest first. `judgements` are the
    comparisons that readers got, None where there was no alert.
    """

    change_id: str
    authority: Authority
    provider_url: str
    file: ReportFile
    before: tuple[ReportFile, ...] = ()
    letters: tuple[ReportFile, ...] = ()
    judgements: tuple[Comparison, ...] | None = None
    mentions: tuple[Mention, ...] = ()
    posts: tuple[Mention, ...] = ()
    standings: tuple[PlaceStatement, ...] = ()
    records: Records = field(default_factory=Records)
    listed: Listed = field(default_factory=dict)
    authorities: Mapping[str, Authority] = field(default_factory=dict)
    printed: Mapping[str, PrintedText] = field(default_factory=dict)
    press_titles: bool = True
    quote_words: int = 40


def dossier(known: Gathered) -> Dossier:
    """Everything about one report that can be said with its source. The report must have been read, and not be held."""
    file, report = known.file, known.file.report
    assert report is not None and file.published is not None, "only a report that was read has a dossier"
    council = clean(known.authority.name, NAME_LIMIT)
    quoting = _Quoting(known, cite_of(file, council))
    found = findings(report)
    before = known.before[-1] if known.before else None
    again, gone = _improvements(known, before)
    end = max((last for _, last in report.inspection_periods), default=None)
    judgements = _judgements(known, report, before)
    return Dossier(
        change_id=known.change_id,
        urn=known.authority.urn,
        council=council,
        headline=f"{council}: {finding(judgements)}" if judgements else council,
        kind=document_kind(report),
        is_letter=report.kind in LETTERS,
        published=file.published,
        day=day(file.published),
        year=file.published.year,
        inspected=periods(report.inspection_periods),
        delay=(file.published - end).days if end else None,
        inspectors=tuple(clean(one, NAME_LIMIT) for one in report.lead_inspectors or report.inspectors),
        cite=cite_of(file, council),
        provider_url=known.provider_url,
        rows=_rows(judgements, _grades_of(known, file), _grades_of(known, before) if before else None),
        previous=_past(known, before) if before else None,
        moves=_moves(judgements),
        history=_history(known),
        summary=quoting.passages(one for one in report.passages if one.topic == "summary"),
        strengths=quoting.all_of(found, FindingKind.STRENGTH),
        concerns=quoting.all_of(found, FindingKind.CONCERN),
        best=quoting.few_of(found, FindingKind.STRENGTH),
        worst=quoting.few_of(found, FindingKind.CONCERN),
        improve=again,
        not_listed=gone,
        priority=quoting.points(report.priority_action, {}),
        law=quoting.on_the_law(report.passages),
        coverage=coverage_of(known),
        standings=known.standings,
        posts=tuple(map(_post, known.posts)),
        left_out=len(quoting.missing),
    )


def coverage_of(known: Gathered) -> tuple[CoverageRow, ...]:
    """Who wrote about the report."""
    assert known.file.published is not None, "only a report with its day has a story"
    return coverage_rows(known.mentions, known.file.published, known.press_titles, known.quote_words)


def cite_of(file: ReportFile, council: str, page: int | None = None, paragraph: int | None = None) -> Citation:
    """The document as a footnote names it."""
    kind = document_kind(file.report) if file.report else "document"
    when = f" published {day(file.published)}" if file.published else ""
    return Citation(f"Ofsted, {council}, {kind}{when}", file.url, page, paragraph)


def document_kind(report: Report) -> str:
    """`inspection report`, `focused visit letter`, ..."""
    if report.kind in VISITS:
        return f"{VISITS[report.kind]} letter"
    return "area SEND inspection report" if report.kind is ReportKind.AREA_SEND else "inspection report"


# --- quotations -----------------------------------------------------------------------------------


class _Quoting:
    """Quotes the report where its PDF has the very words, and counts what it does not have."""

    def __init__(self, known: Gathered, cite: Citation) -> None:
        self.cite, self._printed = cite, known.printed.get(known.file.url)
        self.missing: set[str] = set()

    def quoted(self, text: str, topic: str, near: int | None, paragraph: int | None) -> Quoted | None:
        page = self._printed.page_of(text, near) if self._printed else None
        if page is None:
            self.missing.add(text)
            return None
        cite = Citation(self.cite.title, self.cite.url, page, paragraph)
        return Quoted(clean(text, TEXT_LIMIT), topic, cite)

    def passages(self, passages: Iterable[Passage]) -> tuple[Quoted, ...]:
        named = ((one, _topic(one.topic)) for one in passages)
        found = (self.quoted(one.text, topic, one.page, one.paragraph) for one, topic in named)
        return tuple(filter(None, found))

    def on_the_law(self, passages: Iterable[Passage]) -> tuple[Quoted, ...]:
        """What is said of each topic of child care law, each sentence with those that it must not be cut from. What
        belongs to two topics stands below the first.
        """
        found = [
            quoted
            for topic, title in LAW.items()
            for one in passages
            if one.topic == topic
            for span in spans_about(one.text, LEGAL_TOPICS[topic])
            if (quoted := self.quoted(span, title, one.page, one.paragraph))
        ]
        first = {(one.text, one.cite): one for one in reversed(found)}
        return tuple(one for one in found if first[one.text, one.cite] is one)

    def all_of(self, found: Sequence[QuotableFinding], kind: FindingKind) -> tuple[Quoted, ...]:
        return self._findings(one for one in found if one.kind is kind)

    def few_of(self, found: Sequence[QuotableFinding], kind: FindingKind) -> tuple[Quoted, ...]:
        """At most three of each judgement."""
        topics = dict.fromkeys(one.topic for one in found if one.topic != "summary")
        chosen = (a_few([one for one in found if one.topic == topic], kind, _MOST_FEW) for topic in topics)
        return self._findings(one for few in chosen for one in few)

    def _findings(self, found: Iterable[QuotableFinding]) -> tuple[Quoted, ...]:
        quoted = (self.quoted(one.text, _topic(one.topic), one.page, one.paragraph) for one in found)
        return tuple(filter(None, quoted))

    def points(self, items: Iterable[Improvement], marks: Mapping[str, str]) -> tuple[ImprovePoint, ...]:
        return points(items, marks, self.cite, self._printed, self.missing)


def points(
    items: Iterable[Improvement],
    marks: Mapping[str, str],
    cite: Citation,
    printed: PrintedText | None,
    missing: set[str],
) -> tuple[ImprovePoint, ...]:
    """The points that the document has, in printed order; others are added to `missing`."""
    made = []
    for item in items:
        page = printed.page_of(item.text, item.page) if printed else None
        if page is None:
            missing.add(item.text)
        else:
            text = clean(item.text, TEXT_LIMIT)
            made.append(ImprovePoint(text, marks.get(item.text, ""), Citation(cite.title, cite.url, page)))
    return tuple(made)


def _topic(topic: str) -> str:
    if topic in LAW:
        return LAW[topic]
    return JUDGEMENTS[JudgementId(topic)] if topic in {*JudgementId} else _GENERAL.get(topic, "Findings")


def _improvements(
    known: Gathered, before: ReportFile | None
) -> tuple[tuple[ImprovePoint, ...], tuple[ImprovePoint, ...]]:
    """What must improve now, and what the earlier report listed and this one does not."""
    report, council, missing = known.file.report, known.authority.name, set[str]()
    assert report is not None
    earlier = before.report.improve if before and before.report else ()
    marks: dict[str, str] = {}
    gone: tuple[ImprovePoint, ...] = ()
    if earlier and report.improve and before:
        matching = match_improvements(earlier, report.improve)
        marks = dict.fromkeys((one.text for one in matching.new), "new")
        marks |= dict.fromkeys((one.after.text for one in matching.repeated), "again")
        gone = points(matching.gone, {}, cite_of(before, council), known.printed.get(before.url), missing)
    cite, printed = cite_of(known.file, council), known.printed.get(known.file.url)
    return points(report.improve, marks, cite, printed, missing), gone


# --- judgements -----------------------------------------------------------------------------------


def _judgements(known: Gathered, report: Report, before: ReportFile | None) -> tuple[Comparison, ...]:
    if report.kind in LETTERS:
        return ()
    if known.judgements:
        return known.judgements
    missed = [one for one in known.listed.get(known.authority.urn, ()) if _between(one, before, known.file)]
    if missed:
        return unknown_before(report, f"the report of {day(max(missed))} could not be read with certainty")
    return compare(before.report if before else None, report)


def _between(day_: date, before: ReportFile | None, now: ReportFile) -> bool:
    """Whether a report of that day lies between the two."""
    first = before.published if before and before.published else date.min
    return now.published is not None and first < day_ < now.published


def _rows(judgements: Sequence[Comparison], now: Citation, before: Citation | None) -> tuple[JudgementLine, ...]:
    common = common_basis(judgements)
    earlier = (before,) if before else ()
    lines = []
    for one in judgements:
        said = row(one, common)
        way = "the same" if one.change is Movement.UNCHANGED else said.direction or said.movement
        cites = (now, *earlier) if said.before else (now,)
        basis = said.basis or common
        lines.append(JudgementLine(said.judgement, said.after or "no longer given", said.before, way, basis, cites))
    return tuple(lines)


def _moves(judgements: Sequence[Comparison]) -> tuple[int, int, int]:
    moved = [one.change for one in judgements if one.id is not JudgementId.OVERALL]
    wanted = (Movement.IMPROVED, Movement.DECLINED, Movement.UNCHANGED)
    up, down, same = (sum(one is way for one in moved) for way in wanted)
    return up, down, same


def _past(known: Gathered, file: ReportFile) -> PastReport | None:
    report = file.report
    if report is None or file.published is None or file.held:
        return None
    return PastReport(day(file.published), document_kind(report), found_in(report), _grades_of(known, file))


def _history(known: Gathered) -> tuple[PastReport, ...]:
    """The reports and letters, the oldest first and this one last."""
    past = sorted((*known.before, *known.letters), key=lambda one: one.published or date.min)
    return tuple(said for one in (*past, known.file) if (said := _past(known, one)))


def _grades_of(known: Gathered, file: ReportFile) -> Citation:
    """The document, with the page of its grades where its PDF is at hand."""
    council, printed = clean(known.authority.name, NAME_LIMIT), known.printed.get(file.url)
    first = next(iter(file.report.judgements), None) if file.report else None
    page = (first.page or (printed.page_of(first.label) if printed else None)) if first else None
    return cite_of(file, council, page)


def found_in(report: Report) -> str:
    """`Good overall; leaders Good, ...`, or how often which grade was given; nothing of a letter."""
    if report.kind in LETTERS:
        return ""
    grades = {one.id: one.grade for one in rows_of(report)}
    overall: Grade | None = grades.pop(JudgementId.OVERALL, None)
    by_grade = {grade: [JUDGEMENTS_IN_TEXT[id_] for id_, one in grades.items() if one is grade] for grade in GRADES}
    parts = "; ".join(f"{GRADES[grade]} for {joined(names)}" for grade, names in by_grade.items() if names)
    if len({*grades.values()}) == 1 and len(grades) > 1:
        parts = f"all {len(grades)} judgements {GRADES[next(iter(grades.values()))]}"
    return "; ".join(filter(None, (f"{GRADES[overall]} overall" if overall else "", parts)))


# --- around it ------------------------------------------------------------------------------------


def standing_cite(compared: CouncilComparison) -> Citation:
    """The newest report of each council on the day: that is what a comparison rests on."""
    known = ((one.name, one.report.published) for one in compared.councils if one.report and one.report.published)
    reports = "; ".join(f"{clean(name, NAME_LIMIT)} {day(when)}" for name, when in known)
    return Citation(f"Ofsted's newest inspection reports by {day(compared.on)}: {reports or 'none read'}")


def _post(mention: Mention) -> OwnPost:
    published = day(mention.published) if mention.published else ""
    title = clean(mention.title, 300)
    sentences = len({one.sentence for one in mention.stale})
    when = f", {published}" if published else ""
    return OwnPost(title, mention.url, published, sentences, Citation(f"Our own article “{title}”{when}", mention.url))
