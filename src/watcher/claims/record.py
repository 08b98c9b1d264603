"""What claims are checked against: whose reports, as of which day, and in which words they are named. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from watcher.claims.known_numbers import KNOWN
from watcher.model.news import ClaimVerdict
from watcher.model.record import OnRecord, Records, as_of
from watcher.model.report import Grade, JudgementId
from watcher.model.source import Authority
from watcher.ofsted.grades import rows_of
from watcher.ofsted.words import GRADES, JUDGEMENTS_IN_TEXT

#: the paper may be out a little before the day that Ofsted's site prints
GRACE = timedelta(days=4)
#: as long as an article without any date may be about the newest report
RECENT = timedelta(days=150)
#: with reports farther apart than this one in between may be missing
GAP = timedelta(days=2100)
_LONG_VALID = timedelta(days=183)
_PARTS = (JudgementId.IN_CARE, JudgementId.CARE_LEAVERS)


@dataclass(frozen=True, slots=True)
class Finding:
    """A verdict with its reason, in our own words."""

    verdict: ClaimVerdict
    why: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """The record as an article is checked against it. `written` is its day, `today` the day it is checked for."""

    records: Records
    authorities: Mapping[str, Authority]
    about: tuple[str, ...]
    written: date
    today: date

    def reports(self, urn: str) -> tuple[OnRecord, ...]:
        """The graded reports of an authority that were out when the article was written, the oldest first."""
        return tuple(one for one in self.records.get(urn, ()) if one.published <= self.written + GRACE)

    def current(self, urn: str) -> OnRecord | None:
        reports = self.reports(urn)
        return reports[-1] if reports else None

    def previous(self, urn: str) -> OnRecord | None:
        """The report before the newest; None also where one in between is not on record."""
        reports = self.reports(urn)
        if len(reports) < 2 or self.records.missing_between(*reports[-2:]):
            return None
        return reports[-2]

    def newest_not_read(self, urn: str) -> date | None:
        """When the newest report came out, if it was there when the article was written and is not on record."""
        return self.records.newer_not_read(urn, self.current(urn), self.written + GRACE)

    def lacks_year(self, urn: str, year: int) -> bool:
        """Whether a report that is not on record was published about that year, or was in force when it began."""
        not_read = self.records.not_read.get(urn, ())
        first = date(year, 1, 1)
        before = as_of(self.records, urn, first)
        since = before.published if before else date.min
        return any(since <= day <= date(year, 12, 31) + RECENT for day in not_read)

    def lacks_any(self, urn: str) -> bool:
        """Whether some report that was out when the article was written is not on record."""
        return any(day <= self.written + GRACE for day in self.records.not_read.get(urn, ()))

    def follows(self, before: OnRecord, after: OnRecord | None) -> bool:
        """Whether two reports on record are near enough that none in between is missing, and none is known to be."""
        near = after is not None and after.published - before.published <= GAP
        return near and after is not None and not self.records.missing_between(before, after)

    def is_recent(self, report: OnRecord) -> bool:
        return self.written - report.published <= RECENT

    def name(self, urn: str) -> str:
        authority = self.authorities.get(urn)
        return authority.name if authority else urn

    def predecessors(self, urn: str) -> tuple[str, ...]:
        authority = self.authorities.get(urn)
        return authority.predecessors if authority else ()

    def known(self, urn: str, day: date) -> Grade | None:
        """An overall grade in force on a day that is known without its report."""
        for one in KNOWN:
            reports = self.records.get(urn, ())
            newer = any(one.on < report.published <= day for report in reports)
            if one.urn == urn and one.on <= day <= one.on + _LONG_VALID and not newer:
                return one.grade
        return None

    def known_of_year(self, urn: str, year: int) -> Grade | None:
        return next((one.grade for one in KNOWN if one.urn == urn and one.year is not None and one.year <= year), None)


def rows(report: OnRecord) -> dict[JudgementId, Grade]:
    """The grades of a report by judgement; a combined judgement counts for both of its groups of children."""
    graded = {row.id: row.grade for row in rows_of(report.report)}
    combined = graded.get(JudgementId.IN_CARE_AND_CARE_LEAVERS)
    if combined:
        graded = {**dict.fromkeys(_PARTS, combined), **graded}
    return graded


def parts(report: OnRecord) -> dict[JudgementId, Grade]:
    """The judgements as printed, without the overall one."""
    return {row.id: row.grade for row in report.report.judgements if row.id is not JudgementId.OVERALL}


def years_of(report: OnRecord) -> set[int]:
    """The years in which it was published and its inspection ended."""
    return {report.published.year, *(end.year for _, end in report.report.inspection_periods)}


def day(value: date) -> str:
    return f"{value.day} {value:%B %Y}"


def words(grade: Grade) -> str:
    return GRADES[grade].lower()


def shown(graded: Mapping[JudgementId, Grade]) -> str:
    """`requires improvement overall, leaders good`."""
    return ", ".join(
        f"{words(grade)} overall" if id_ is JudgementId.OVERALL else f"{JUDGEMENTS_IN_TEXT[id_]} {words(grade)}"
        for id_, grade in graded.items()
    )


def of(report: OnRecord) -> str:
    """What is cited, as the subject of a sentence."""
    return f"Ofsted's report of {day(report.published)}"


def all_of(findings: Sequence[Finding]) -> Finding:
    """The finding on something that is stated of several: the worst, with all the reasons."""
    order = (ClaimVerdict.CONTRADICTED, ClaimVerdict.CANNOT_CHECK, ClaimVerdict.IMPRECISE, ClaimVerdict.SUPPORTED)
    worst = min(findings, key=lambda one: order.index(one.verdict)).verdict
    reasons = dict.fromkeys(one.why for one in findings if one.verdict is worst)
    return Finding(worst, "; ".join(reasons))


def any_of(findings: Sequence[Finding]) -> Finding:
    """The finding where one of several readings is enough: contradicted only where all of them are."""
    order = (ClaimVerdict.SUPPORTED, ClaimVerdict.IMPRECISE, ClaimVerdict.CANNOT_CHECK, ClaimVerdict.CONTRADICTED)
    return min(findings, key=lambda one: order.index(one.verdict))


def unknown(why: str) -> Finding:
    return Finding(ClaimVerdict.CANNOT_CHECK, why)
