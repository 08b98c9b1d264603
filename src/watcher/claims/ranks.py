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
_COUNTRY = frozenset({"the country", "england", "the nation", "nationally"})
_SAME_REGION = {"yorkshire and humber": "yorkshire and the humber"}


@dataclass(frozen=True, slots=True)
class _Field:
    """The overall grades of a region on a day; `unknown` are those whose grade is not on record."""

    grades: Mapping[str, Grade]
    unknown: tuple[str, ...]


def check_rank(stated: Statement, evidence: Evidence) -> Finding | None:
    """ "Only X has a higher rating", "one of four rated good or better", "the only one rated outstanding"."""
    if stated.doubt or not evidence.about:
        return unknown(stated.doubt or "it is not known whom it is about")
    own = evidence.about[0]
    field = _field(evidence, _region(stated, evidence, own))
    check = {"only-higher": _only, "only-lower": _only, "one-of": _one_of}[stated.words]
    found = check(stated, evidence, field, own)
    if field.unknown:
        missing = ", ".join(evidence.name(urn) for urn in field.unknown[:3])
        return unknown(f"not all of the region is on record ({len(field.unknown)} missing: {missing})")
    return found


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
        elif not _is_new(authority, evidence):
            missing.append(urn)
    return _Field(grades, tuple(missing))


def _stood(authority: Authority, evidence: Evidence) -> bool:
    created, abolished = authority.created_on, authority.abolished_on
    return (created is None or created <= evidence.written) and (abolished is None or abolished > evidence.written)


def _is_new(authority: Authority, evidence: Evidence) -> bool:
    """Whether an authority is so young that it has not been inspected."""
    created = authority.created_on
    return created is not None and evidence.written - created <= _NEW


def _overall(evidence: Evidence, urn: str) -> Grade | None:
    report = as_of(evidence.records, urn, evidence.written)
    if evidence.records.newer_not_read(urn, report, evidence.written):
        return None
    if report is not None:
        return report.report.overall
    return evidence.known(urn, evidence.written)


def _only(stated: Statement, evidence: Evidence, field: _Field, own: str) -> Finding:
    mine = field.grades.get(own)
    if mine is None:
        return unknown(f"no overall grade of {evidence.name(own)} on record")
    up = stated.words == "only-higher"
    beyond = {
        urn for urn, grade in field.grades.items() if _rank(grade) != _rank(mine) and (_rank(grade) > _rank(mine)) is up
    }
    verdict = ClaimVerdict.SUPPORTED if beyond == set(stated.urns) else ClaimVerdict.CONTRADICTED
    return Finding(verdict, _shown(evidence, field))


def _one_of(stated: Statement, evidence: Evidence, field: _Field, own: str) -> Finding:
    if stated.grade is None:
        return unknown("no grade is named")
    mine = {urn for urn in stated.urns if urn in field.grades} or {own}
    alike = {urn for urn, grade in field.grades.items() if _counts(stated, grade)}
    verdict = ClaimVerdict.SUPPORTED if len(alike) == stated.number and mine <= alike else ClaimVerdict.CONTRADICTED
    return Finding(verdict, _shown(evidence, field))


def _counts(stated: Statement, grade: Grade) -> bool:
    wanted = stated.grade or grade
    return _rank(grade) >= _rank(wanted) if stated.either else grade is wanted


def _rank(grade: Grade) -> int:
    return _RANKS.index(grade) if grade in _RANKS else -1


def _shown(evidence: Evidence, field: _Field) -> str:
    by_grade = {
        grade: sorted(evidence.name(urn) for urn, held in field.grades.items() if held is grade)
        for grade in reversed(_RANKS)
    }
    listed = "; ".join(f"{words(grade)}: {', '.join(names)}" for grade, names in by_grade.items() if names)
    return f"as of {day(evidence.written)}: {listed}"


def check_share(stated: Statement, evidence: Evidence) -> Finding | None:
    """A share of all councils: from figures that were counted for that time, else from a record that is complete."""
    if stated.doubt:
        return unknown(stated.doubt)
    grade = stated.grade or _own(evidence)
    if grade is None:
        return unknown("no grade is named")
    for shares in NATIONAL:
        if _is_time_of(stated, evidence, shares):
            share = _share(shares, grade, better=stated.either)
            return _of_share(stated, share, shares.source) if share is not None else unknown(shares.source)
    if stated.time and stated.time.year and stated.time.year != evidence.written.year:
        return unknown("no figures for that year")
    field = _field(evidence, None)
    if field.unknown:
        return unknown(f"not all councils are on record ({len(field.unknown)} missing)")
    alike = [held for held in field.grades.values() if held is grade or (stated.either and _rank(held) > _rank(grade))]
    return _of_share(stated, len(alike) / len(field.grades), _shown(evidence, field))


def _own(evidence: Evidence) -> Grade | None:
    return next((grade for urn in evidence.about if (grade := _overall(evidence, urn))), None)


def _is_time_of(stated: Statement, evidence: Evidence, shares: Shares) -> bool:
    if stated.time and stated.time.year:
        return shares.begin.year == stated.time.year == shares.end.year
    return shares.begin <= evidence.written <= shares.end


def _share(shares: Shares, grade: Grade, *, better: bool) -> float | None:
    if better and grade is Grade.GOOD:
        return shares.good_or_better
    return {
        Grade.INADEQUATE: shares.inadequate,
        Grade.REQUIRES_IMPROVEMENT: shares.requires_improvement,
        Grade.ADEQUATE: shares.requires_improvement,
        Grade.GOOD: shares.good,
        Grade.OUTSTANDING: shares.outstanding,
    }.get(grade)


def _of_share(stated: Statement, share: float, source: str) -> Finding:
    low, high = stated.share
    if low <= share <= high:
        return Finding(ClaimVerdict.SUPPORTED, source)
    near = low - 0.1 <= share <= high + 0.1
    return Finding(ClaimVerdict.IMPRECISE if near else ClaimVerdict.CONTRADICTED, source)
