"""Stated places among many authorities against the record: contradicted only where the record is complete. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from watcher.claims.known_numbers import NATIONAL, Shares
from watcher.claims.record import Evidence, Finding, day, unknown, words
from watcher.claims.statements.statement import Statement
from watcher.model.news import ClaimVerdict
from watcher.model.record import as_of
from watcher.model.report import Grade
from watcher.model.source import Authority
from watcher.ofsted.grades import SCALES

_RANKS = SCALES["ofsted4"]
_NEW = timedelta(days=548)
_COUNTRY = frozenset({"the country", "england", "the nation"})
_SAME_REGION = {"yorkshire and humber": "yorkshire and the humber"}


@dataclass(frozen=True, slots=True)
class _Field:
    """The overall grades of a region on a day; `unknown` are those whose grade is not on record."""

    grades: Mapping[str, Grade]
    unknown: tuple[str, ...]

    def beyond(self, grade: Grade, *, up: bool) -> set[str]:
        """Those with a better grade, or a worse one."""
        return {urn for urn, one in self.grades.items() if one is not grade and (_rank(one) > _rank(grade)) is up}

    def alike(self, grade: Grade, *, better: bool) -> set[str]:
        """Those with a grade, or a better one as well."""
        return {urn for urn, one in self.grades.items() if one is grade or (better and _rank(one) > _rank(grade))}


def check_rank(stated: Statement, evidence: Evidence) -> Finding:
    """ "Only X has a higher rating" or "one of four rated good or better"."""
    if not evidence.about:
        return unknown("it is not known whom it is about")
    own = evidence.about[0]
    field = _field(evidence, _region(stated, evidence, own))
    if field.unknown:
        missing = ", ".join(evidence.name(urn) for urn in field.unknown[:3])
        return unknown(f"not all of the region is on record ({len(field.unknown)} missing: {missing})")
    if stated.grade:
        alike = field.alike(stated.grade, better=stated.either)
        mine = {urn for urn in stated.urns if urn in field.grades} or {own}
        right = len(alike) == stated.number and mine <= alike
    elif mine_is := field.grades.get(own):
        right = field.beyond(mine_is, up=stated.words == "only-higher") == set(stated.urns)
    else:
        return unknown(f"no overall grade of {evidence.name(own)} on record")
    return Finding(ClaimVerdict.SUPPORTED if right else ClaimVerdict.CONTRADICTED, _shown(evidence, field))


def _region(stated: Statement, evidence: Evidence, own: str) -> str | None:
    if stated.unit in _COUNTRY:
        return None
    for authority in evidence.authorities.values():
        if authority.region and authority.region.casefold() == _SAME_REGION.get(stated.unit, stated.unit):
            return authority.region_code
    mine = evidence.authorities.get(own)
    return mine.region_code if mine else None


def _field(evidence: Evidence, region: str | None) -> _Field:
    grades, missing = {}, []
    for urn, authority in evidence.authorities.items():
        if (region is not None and authority.region_code != region) or not _stood(authority, evidence):
            continue
        if grade := _overall(evidence, urn):
            grades[urn] = grade
        elif authority.created_on is None or evidence.written - authority.created_on > _NEW:
            missing.append(urn)  # a younger one has not been inspected
    return _Field(grades, tuple(missing))


def _stood(authority: Authority, evidence: Evidence) -> bool:
    created, abolished = authority.created_on, authority.abolished_on
    return (created is None or created <= evidence.written) and (abolished is None or abolished > evidence.written)


def _overall(evidence: Evidence, urn: str) -> Grade | None:
    report = as_of(evidence.records, urn, evidence.written)
    if evidence.records.newer_not_read(urn, report, evidence.written):
        return None
    return report.report.overall if report else evidence.known(urn, evidence.written)


def _rank(grade: Grade) -> int:
    return _RANKS.index(grade) if grade in _RANKS else -1


def _shown(evidence: Evidence, field: _Field) -> str:
    by_grade = {
        grade: sorted(evidence.name(urn) for urn, held in field.grades.items() if held is grade)
        for grade in reversed(_RANKS)
    }
    listed = "; ".join(f"{words(grade)}: {', '.join(names)}" for grade, names in by_grade.items() if names)
    return f"as of {day(evidence.written)}: {listed}"


def check_share(stated: Statement, evidence: Evidence) -> Finding:
    """A share of all councils: from figures that were counted for that time, else from a record that is complete."""
    grade = stated.grade or next((one for urn in evidence.about if (one := _overall(evidence, urn))), None)
    if grade is None:
        return unknown("no grade is named")
    for shares in NATIONAL:
        if _is_time_of(stated, evidence, shares):
            share = shares.of(grade, better=stated.either)
            return _of_share(stated, share, shares.source) if share is not None else unknown(shares.source)
    if stated.time and stated.time.year and stated.time.year != evidence.written.year:
        return unknown("no figures for that year")
    field = _field(evidence, None)
    if field.unknown:
        return unknown(f"not all councils are on record ({len(field.unknown)} missing)")
    share = len(field.alike(grade, better=stated.either)) / len(field.grades)
    return _of_share(stated, share, _shown(evidence, field))


def _is_time_of(stated: Statement, evidence: Evidence, shares: Shares) -> bool:
    if stated.time and stated.time.year:
        return shares.begin.year == stated.time.year == shares.end.year
    return shares.begin <= evidence.written <= shares.end


def _of_share(stated: Statement, share: float, source: str) -> Finding:
    low, high = stated.share
    if low <= share <= high:
        return Finding(ClaimVerdict.SUPPORTED, source)
    near = low - 0.1 <= share <= high + 0.1
    return Finding(ClaimVerdict.IMPRECISE if near else ClaimVerdict.CONTRADICTED, source)
