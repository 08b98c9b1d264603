"""Stated comparisons of two reports against the record. Pure.

The later side is the newest report; a comparison that is right of two older ones is not called wrong.
"""

from __future__ import annotations

from itertools import combinations

from watcher.claims.record import Evidence, Finding, all_of, any_of, of, parts, rows, shown, unknown, years_of
from watcher.claims.statements.statement import Statement
from watcher.claims.which_report import NOT_READ_BETWEEN, subjects_of
from watcher.model.change import Movement
from watcher.model.news import ClaimVerdict
from watcher.model.record import OnRecord
from watcher.model.report import Grade, JudgementId
from watcher.ofsted.grades import compare

_OPPOSITE = {Movement.IMPROVED: Movement.DECLINED, Movement.DECLINED: Movement.IMPROVED}


def check_move(stated: Statement, evidence: Evidence) -> Finding | None:
    """The finding on "from X to Y", "up from X", "down to Y", "dropped a grade" or "worse since the last "
    "inspection"."""
    urns = subjects_of(stated, evidence)
    if not urns:
        return None
    findings = [_of_authority(stated, evidence, urn) for urn in urns]
    return all_of(findings) if stated.urns or len(urns) == 1 else any_of(findings)


def _of_authority(stated: Statement, evidence: Evidence, urn: str) -> Finding:
    reports = evidence.reports(urn)
    if not reports:
        return unknown(f"no graded report of {evidence.name(urn)} on record")
    before = _before(stated, reports)
    found = _between(stated, before, reports[-1], evidence)
    if before and evidence.records.missing_between(before, reports[-1]):
        return unknown(f"{NOT_READ_BETWEEN}; {found.why}")
    if found.verdict is not ClaimVerdict.CONTRADICTED:
        return found
    if stated.past and _was_so(stated, reports[:-1], evidence):
        return unknown(f"it fits two older reports; {found.why}")
    return _over_several(stated, reports, evidence) or found


def _over_several(stated: Statement, reports: tuple[OnRecord, ...], evidence: Evidence) -> Finding | None:
    """ "From inadequate to good" over ten years: true, with another grade in between."""
    for before in reports[:-2]:
        if stated.before and _between(stated, before, reports[-1], evidence).verdict is ClaimVerdict.SUPPORTED:
            return Finding(ClaimVerdict.IMPRECISE, f"since {of(before)}, with {of(reports[-2])} in between")
    return None


def _was_so(stated: Statement, older: tuple[OnRecord, ...], evidence: Evidence) -> bool:
    pairs = combinations(older, 2)
    return any(_between(stated, before, after, evidence).verdict is ClaimVerdict.SUPPORTED for before, after in pairs)


def _before(stated: Statement, reports: tuple[OnRecord, ...]) -> OnRecord | None:
    """The earlier side: the report of the year that is named, else the one before the newest."""
    earlier = reports[:-1]
    if stated.time and stated.time.year:
        years = [one for one in earlier if stated.time.year in years_of(one)]
        return years[-1] if years else None
    return earlier[-1] if earlier else None


def _between(stated: Statement, before: OnRecord | None, after: OnRecord, evidence: Evidence) -> Finding:
    if stated.grade and (found := _side(stated, stated.grade, after)) and found.verdict is ClaimVerdict.CONTRADICTED:
        return found
    if before is None:
        return unknown("the report before is not on record")
    if (
        stated.before
        and (found := _side(stated, stated.before, before))
        and found.verdict is not ClaimVerdict.SUPPORTED
    ):
        if found.verdict is ClaimVerdict.CONTRADICTED and not evidence.follows(before, after):
            return unknown(f"a report in between may be missing; {found.why}")
        return found
    return _direction(stated, before, after, near=evidence.follows(before, after))


def _side(stated: Statement, grade: Grade, report: OnRecord) -> Finding | None:
    """Whether one side of a comparison had the grade."""
    graded = rows(report)
    ids = stated.judgements or frozenset({JudgementId.OVERALL})
    held = {id_: graded[id_] for id_ in sorted(ids) if id_ in graded}
    if len(held) == len(ids):
        right = all(one is grade for one in held.values())
        return Finding(
            ClaimVerdict.SUPPORTED if right else ClaimVerdict.CONTRADICTED, f"{of(report)} says {shown(held)}"
        )
    if stated.judgements:
        return unknown(f"{of(report)} does not make that judgement")
    alike = [one for one in parts(report).values() if one is grade]
    why = f"{of(report)} gives no overall grade: {shown(parts(report))}"
    if len(alike) == len(parts(report)) and alike:
        return Finding(ClaimVerdict.SUPPORTED, why)
    return Finding(ClaimVerdict.IMPRECISE if alike else ClaimVerdict.CONTRADICTED, why)


def _direction(stated: Statement, before: OnRecord, after: OnRecord, *, near: bool) -> Finding:
    moved = compare(before.report, after.report)
    ids = stated.judgements or {JudgementId.OVERALL}
    rated = [one for one in moved if one.id in ids and one.steps is not None]
    if not rated:
        rated = [one for one in moved if one.steps is not None and one.id is not JudgementId.OVERALL]
    why = f"{of(before)} says {shown(rows(before))}; {of(after)} says {shown(rows(after))}"
    wanted = stated.movement
    if wanted is None:
        return Finding(ClaimVerdict.SUPPORTED, why)
    changes = {one.change for one in rated}
    if not changes:
        return unknown("the two reports cannot be compared")
    sizes = {abs(one.steps or 0) for one in rated}
    if stated.steps and sizes != {stated.steps}:
        if not ids & {one.id for one in rated}:
            return unknown(f"the services as a whole were not graded; {why}")
        return Finding(ClaimVerdict.CONTRADICTED, why) if near else unknown(why)
    return _verdict(stated, wanted, changes, why, near=near)


def _verdict(stated: Statement, wanted: Movement, changes: set[Movement], why: str, *, near: bool) -> Finding:
    if wanted is Movement.UNCHANGED and len(changes) > 1:
        return unknown(f"the judgements did not all move alike; {why}")
    if changes == {wanted} or (wanted in changes and _OPPOSITE.get(wanted) not in changes):
        return Finding(ClaimVerdict.SUPPORTED, why)
    if wanted in changes or (stated.weak and _OPPOSITE.get(wanted) not in changes) or not near:
        return unknown(f"the judgements did not all move alike; {why}")
    if stated.weak and wanted is Movement.IMPROVED:
        return unknown(f"practice may have improved where the grade did not; {why}")
    return Finding(ClaimVerdict.CONTRADICTED, why)
