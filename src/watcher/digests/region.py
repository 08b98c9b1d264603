"""Where an authority stood among those of its region on a day, overall and in each judgement. Pure.

Every authority of the region that existed on the day counts, by its newest report then. If one newest report was not
read, we say nothing. If one gave no grade in a judgement, we leave that judgement out. We never make up a rank.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from enum import Enum, auto

from watcher.digests.background import Listed
from watcher.digests.table_views import RegionGrade, RegionPlace, RegionRow
from watcher.model.event_kind import EventKind
from watcher.model.record import Records, is_of_the_area
from watcher.model.report import Grade, JudgementId, Report
from watcher.model.source import Authority, Observation
from watcher.model.text import NAME_LIMIT, clean, day
from watcher.ofsted.authorities import REGIONS
from watcher.ofsted.grades import SCALES, rows_of
from watcher.ofsted.words import GRADES, JUDGEMENTS

NAMED = 16

_RANKS = tuple(reversed(SCALES["ofsted4"]))
_GOOD_OR_BETTER = frozenset({Grade.OUTSTANDING, Grade.GOOD})
_JUDGEMENTS = (
    JudgementId.OVERALL,
    JudgementId.LEADERS,
    JudgementId.HELP_AND_PROTECTION,
    JudgementId.IN_CARE,
    JudgementId.CARE_LEAVERS,
)


class _NoReport(Enum):
    """Why we show no report of a council. UNKNOWN: nobody can say what its newest report found."""

    NOT_YET_INSPECTED = auto()
    UNKNOWN = auto()


_Found = Report | _NoReport


def position(
    urn: str, on: date, records: Records, authorities: Mapping[str, Authority], listed: Listed
) -> RegionPlace | None:
    """Where a council stood in its region on a day.

    None if we don't know the region, or can't say anything for certain.
    """
    own = authorities.get(urn)
    if own is None or own.region_code is None:
        return None
    peers = [one for one in authorities.values() if one.region_code == own.region_code and _existed(one, on)]
    found = {peer.urn: _found(peer, on, records, listed) for peer in peers}
    reports = {peer: report for peer, report in found.items() if isinstance(report, Report)}
    if urn not in reports or _NoReport.UNKNOWN in found.values():
        return None
    names = {peer.urn: clean(peer.name, NAME_LIMIT) for peer in peers}
    rows = tuple(filter(None, (_row(id_, urn, reports, names) for id_ in _JUDGEMENTS)))
    if not rows:
        return None
    return RegionPlace(
        council=names[urn],
        region=REGIONS[own.region_code],
        total=len(peers),
        on=day(on),
        rows=rows,
        not_yet_inspected=tuple(sorted(names[peer] for peer in found if peer not in reports)),
        by_name=len(peers) <= NAMED,
    )


def listed_dates(observations: Iterable[Observation]) -> tuple[date, ...] | None:
    """When the graded inspection reports of one page were published; None if one of them has no date."""
    graded = [one for one in observations if _is_graded(one)]
    dates = tuple(one.published for one in graded if one.published)
    return dates if len(dates) == len(graded) else None


def _is_graded(seen: Observation) -> bool:
    return seen.facts.get("event") == EventKind.INSPECTION and seen.facts.get("graded") == "yes"


def _existed(authority: Authority, on: date) -> bool:
    begun = authority.created_on is None or authority.created_on <= on
    return begun and (authority.abolished_on is None or authority.abolished_on > on)


def _found(peer: Authority, on: date, records: Records, listed: Listed) -> _Found:
    """The newest report then, that there was none yet, or that it is not known."""
    if peer.urn not in listed:
        return _NoReport.UNKNOWN
    newest = max((when for when in listed[peer.urn] if when <= on), default=None)
    if newest is None:
        # only a new council may lack a report: the others have all been inspected for decades
        return _NoReport.NOT_YET_INSPECTED if peer.created_on else _NoReport.UNKNOWN
    reports = [one.report for one in records.get(peer.urn, ()) if one.published == newest and not is_of_the_area(one)]
    return reports[0] if len(reports) == 1 else _NoReport.UNKNOWN


def _row(id_: JudgementId, own: str, reports: Mapping[str, Report], names: Mapping[str, str]) -> RegionRow | None:
    """The councils by their grade in one judgement; None unless the newest report of each gives one."""
    grades = {urn: _grade(id_, report) for urn, report in reports.items()}
    if not all(grade in _RANKS for grade in grades.values()):
        return None
    by_grade: dict[Grade, Sequence[str]] = {
        grade: sorted(names[urn] for urn, given in grades.items() if given is grade) for grade in _RANKS
    }
    return RegionRow(
        judgement=JUDGEMENTS[id_],
        is_overall=id_ is JudgementId.OVERALL,
        good_or_better=tuple(name for grade in _RANKS if grade in _GOOD_OR_BETTER for name in by_grade[grade]),
        is_one_of_them=grades[own] in _GOOD_OR_BETTER,
        standings=tuple(RegionGrade(GRADES[grade], tuple(by_grade[grade])) for grade in _RANKS if by_grade[grade]),
    )


def _grade(id_: JudgementId, report: Report) -> Grade | None:
    """The grade of one judgement as the report gives it. One for two groups of children is a grade of neither alone."""
    return next((row.grade for row in rows_of(report) if row.id is id_), None)
