"""What a search found, each with its document, its place and the grade at that time. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from watcher.desk.record import Chains, GradedReport
from watcher.desk.record_tables import page_link
from watcher.model.on_file import OnFile
from watcher.model.report import Grade, JudgementId
from watcher.model.search import FoundText
from watcher.model.source import Authority, Observation
from watcher.ofsted.grades import rows_of


@dataclass(frozen=True, slots=True)
class GradeThen:
    """The grade of a council at a time. `grade` is None if the report then gives none, or is not known: `why` says it.

    `published` is the day of the report that gives it.
    """

    judgement: JudgementId
    grade: Grade | None
    published: date | None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """One paragraph or item, where it stands, and the grade of its judgement (or overall) at that time."""

    found: FoundText
    authority: str
    region: str | None
    of: OnFile
    then: GradeThen

    @property
    def link(self) -> str:
        """The address of the page of the PDF."""
        return page_link(self.of.entry.url, self.found.page)


@dataclass(frozen=True, slots=True)
class Silent:
    """One of the reports asked for in which nothing was found; `why` says if it could not be searched."""

    authority: str
    published: date | None
    why: str


def hits_of(
    found: Iterable[FoundText], documents: Iterable[OnFile], chains: Chains, authorities: Mapping[str, Authority]
) -> list[Hit]:
    """What was found with its documents, in the order given."""
    by_file = {(one.urn, one.entry.key): one for one in documents}
    hits = []
    for said in found:
        one, known = by_file[said.urn, said.file_id], authorities.get(said.urn)
        then = grade_then(chains.get(said.urn, ()), one.entry, said.topic)
        hits.append(Hit(said, known.name if known else said.urn, known.region if known else None, one, then))
    return hits


def last_reports(
    chains: Chains, urns: Collection[str], count: int, since: date | None = None
) -> dict[str, Sequence[GradedReport]]:
    """The newest graded reports of each council, the newest first; of those, only what came out since a day."""
    newest = {urn: list(reversed(chains[urn]))[:count] for urn in chains if urn in urns}
    return {
        urn: [one for one in reports if since is None or (one.published is not None and one.published >= since)]
        for urn, reports in newest.items()
    }


def silent_of(
    asked: Mapping[str, Sequence[GradedReport]], hits: Iterable[Hit], authorities: Mapping[str, Authority]
) -> list[Silent]:
    """Which of the requested reports don't mention it, or can't be searched."""
    speaking = {(hit.found.urn, hit.found.file_id) for hit in hits}
    return [
        Silent(authorities[urn].name if urn in authorities else urn, one.published, _why_not(one))
        for urn, reports in asked.items()
        for one in reports
        if (urn, one.file_id) not in speaking
    ]


def grade_then(chain: Sequence[GradedReport], document: Observation, topic: str = "") -> GradeThen:
    """The grade that stood when a document came out, its own if it is a graded report: of the judgement that a section
    is about, otherwise the overall one.
    """
    own = JudgementId(topic) if topic in set(JudgementId) else JudgementId.OVERALL
    on = document.published
    itself = [one for one in chain if one.file_id == document.key]
    out = itself or [one for one in chain if on and one.published and one.published <= on]
    if not out:
        return GradeThen(own, None, None, "no graded report by then is known" if on else "the document has no date")
    newest = out[-1]
    if newest.report is None:
        return GradeThen(own, None, newest.published, newest.why)
    grades = {row.id: row.grade for row in rows_of(newest.report)}
    if own in grades:
        return GradeThen(own, grades[own], newest.published)
    overall = grades.get(JudgementId.OVERALL)
    return GradeThen(
        JudgementId.OVERALL, overall, newest.published, "" if overall else "the report gives no overall grade"
    )


def _why_not(one: GradedReport) -> str:
    if one.report is not None:
        return "imported: its text is not known" if one.origin == "imported" else ""
    return one.why
