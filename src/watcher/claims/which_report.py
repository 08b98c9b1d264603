"""Which report a stated grade is about, and what follows when the text leaves it open. Pure.

Contradicted is only what no reading makes true: an undated past tense may mean the report before, "it" may be the
council named last, and "last inspection" the newest one or the one before that.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

from watcher.claims.grades import fits
from watcher.claims.record import Evidence, Finding, all_of, any_of, day, of, rows, shown, unknown, words, years_of
from watcher.claims.statements.doubts import NO_LONGER, NOT_SO
from watcher.claims.statements.statement import Over, Scope, Statement
from watcher.claims.statements.times import Time
from watcher.claims.statements.words import Firmness
from watcher.model.change import Movement
from watcher.model.news import ClaimVerdict
from watcher.model.record import OnRecord, as_of
from watcher.model.report import ReportKind

_YEAR = 365.25
_FIRST_ROUND = (ReportKind.SIF, ReportKind.SIF_NO_LSCB, ReportKind.LAC_2013)
#: "remains good" is said of the report before as well when the newest one is told of, and of today later on
_FRESH = timedelta(days=14)
_NONE = "no graded report on record"
NOT_READ_BETWEEN = "a report in between has not been read"


def subjects_of(stated: Statement, evidence: Evidence) -> tuple[str, ...]:
    """The authorities that a statement is about: those named, else those of the article.

    For one that was abolished its successors stand where the present is meant. What was once rated in words of the
    past is the old authority itself.
    """
    urns = []
    for urn in stated.urns:
        authority = evidence.authorities.get(urn)
        gone = authority and authority.abolished_on and authority.abolished_on <= evidence.written
        heirs = authority.successors if gone and authority and stated.time is None and not stated.past else ()
        urns += [heir for heir in heirs if heir in evidence.about] or list(heirs) or [urn]
    return tuple(dict.fromkeys(urns)) or evidence.about


def check_grade(stated: Statement, evidence: Evidence) -> Finding | None:
    """The finding on a stated grade, or None."""
    if stated.doubt in (NOT_SO, NO_LONGER):
        return _denied(stated, evidence)
    if stated.doubt:
        return unknown(stated.doubt)
    urns = subjects_of(stated, evidence)
    findings = [found for urn in urns if (found := _of_authority(stated, evidence, urn))]
    if not findings:
        return None
    if stated.urns or stated.every or len(urns) == 1:
        found = all_of(findings) if len(findings) == len(urns) else unknown(_NONE)
    else:
        found = any_of(findings)
    return _unless_about_another(stated, evidence, found)


def _unless_about_another(stated: Statement, evidence: Evidence, found: Finding) -> Finding:
    """ "It" may be the council that the sentence before named."""
    others = stated.beside if stated.urns else [urn for urn in stated.near if urn not in evidence.about]
    if not others or found.verdict is not ClaimVerdict.CONTRADICTED:
        return found
    if all(_is_contradicted(_of_authority(stated, evidence, urn)) for urn in others):
        return found
    return unknown(f"it may be about {evidence.name(others[0])}; {found.why}")


def _denied(stated: Statement, evidence: Evidence) -> Finding:
    """Of "no longer inadequate" and "no area was rated inadequate": what the record bears out, else nothing.

    Only "never" and "no longer" are contradicted: the second where the grade is the one of today.
    """
    if stated.time is not None or stated.weak or stated.scope is Scope.BOARD:
        return unknown(str(stated.doubt))
    findings = [_without(stated, evidence, urn) for urn in subjects_of(stated, evidence)]
    return all_of(findings) if findings else unknown(_NONE)


def _without(stated: Statement, evidence: Evidence, urn: str) -> Finding:
    newest, before = evidence.current(urn), evidence.previous(urn)
    if newest is None:
        return unknown(f"{_NONE} for {evidence.name(urn)}")
    why = f"{of(newest)} says {shown(rows(newest))}"
    if stated.doubt == NOT_SO and stated.over:
        return _over_all_reports(stated, evidence, urn, why)
    if stated.doubt == NOT_SO:
        absent = stated.grade not in rows(newest).values()
        return Finding(ClaimVerdict.SUPPORTED, why) if absent else unknown(f"{stated.doubt}; {why}")
    now, once = fits(stated, newest), before and fits(stated, before)
    if now and now.verdict is ClaimVerdict.SUPPORTED and stated.firmness is Firmness.EXACT:
        return Finding(ClaimVerdict.CONTRADICTED, now.why)
    if _is_contradicted(now) and once and once.verdict is ClaimVerdict.SUPPORTED:
        return Finding(ClaimVerdict.SUPPORTED, f"{why}; {once.why}")
    return unknown(f"{stated.doubt}; {why}")


def _is_supported(found: Finding | None) -> bool:
    return found is not None and found.verdict is ClaimVerdict.SUPPORTED


def _is_contradicted(found: Finding | None) -> bool:
    return found is not None and found.verdict is ClaimVerdict.CONTRADICTED


def _of_authority(stated: Statement, evidence: Evidence, urn: str) -> Finding | None:
    found = _of_its_time(stated, evidence, urn)
    if stated.weak and _is_contradicted(found) and found:
        return unknown(f"it may be a remark and no grade; {found.why}")
    if stated.over and stated.time is None and found and found.verdict is ClaimVerdict.SUPPORTED:
        return _over_all_reports(stated, evidence, urn, found.why)
    return found


def _of_its_time(stated: Statement, evidence: Evidence, urn: str) -> Finding | None:
    time = stated.time
    if time is None:
        return _now(stated, evidence, urn)
    if time.earlier:
        return _earlier(stated, evidence, urn, time)
    if time.ago is not None or time.after is not None:
        return _years_away(stated, evidence, urn, time)
    year = time.year if time.year is not None else evidence.written.year - (time.back or 0)
    found = _of_year(stated, evidence, urn, year)
    if time.adjacent or not _is_contradicted(found):
        return found
    now = _now(stated, evidence, urn)
    if now is None or _is_contradicted(now):
        return found
    return unknown(f"the year may belong to something else; {found.why}")


def _now(stated: Statement, evidence: Evidence, urn: str) -> Finding | None:
    reports = evidence.reports(urn)
    if not reports:
        return _known_now(stated, evidence, urn)
    found = _kept(stated, evidence, urn, fits(stated, reports[-1]))
    if found is None or not _is_contradicted(found):
        return found
    late = reports[-1].published > evidence.written
    told = stated.scope is not Scope.SERVICES and evidence.is_recent(reports[-1])
    if len(reports) > 1 and (late or (stated.past and not told)) and _is_supported(fits(stated, reports[-2])):
        before = of(reports[-2])
        return Finding(ClaimVerdict.SUPPORTED, before) if late else unknown(f"it fits {before}; {found.why}")
    return found


def _kept(stated: Statement, evidence: Evidence, urn: str, found: Finding | None) -> Finding | None:
    """ "Kept its rating" and "for the third time running" also say something of the reports before."""
    newest = evidence.current(urn)
    still = stated.movement is Movement.UNCHANGED and newest and evidence.written - newest.published <= _FRESH
    running = 2 if still and stated.running == 1 else stated.running
    if running == 1 or found is None or found.verdict is not ClaimVerdict.SUPPORTED:
        return found
    reports = evidence.reports(urn)[-running:]
    if len(reports) < running:
        return unknown(f"no earlier report on record; {found.why}")
    for before, after in reversed(list(pairwise(reports))):
        earlier = fits(stated, before)
        if earlier and earlier.verdict is ClaimVerdict.CONTRADICTED:
            near = evidence.follows(before, after)
            return earlier if near else unknown(f"a report in between may be missing; {earlier.why}")
        if evidence.records.missing_between(before, after):
            return unknown(f"{NOT_READ_BETWEEN}; {found.why}")
    told = [earlier.why for one in reversed(reports) if (earlier := fits(stated, one))]
    return Finding(found.verdict, "; ".join(told))


def _known_now(stated: Statement, evidence: Evidence, urn: str) -> Finding:
    grade = evidence.known(urn, evidence.written)
    if grade is None or stated.scope is not Scope.SERVICES:
        return unknown(f"{_NONE} for {evidence.name(urn)}")
    why = f"{evidence.name(urn)} was {words(grade)} on {day(evidence.written)} according to Ofsted's list of outcomes"
    return Finding(ClaimVerdict.SUPPORTED, why) if grade is stated.grade else unknown(why)


def _earlier(stated: Statement, evidence: Evidence, urn: str, time: Time) -> Finding | None:
    reports = evidence.reports(urn)
    if not reports:
        return _of_predecessors(stated, evidence, urn, None) or _known_now(stated, evidence, urn)
    newest, before = reports[-1], reports[:-1]
    if time.last and before and evidence.records.missing_between(before[-1], newest):
        return unknown(NOT_READ_BETWEEN)
    if time.last and not evidence.is_recent(newest):
        before = reports
    findings = [found for one in reversed(before) if (found := fits(stated, one))]
    if findings and not _is_contradicted(any_of(findings)):
        nearest = any_of(findings[:1] if time.last else findings)
        return unknown("it fits an older report") if _is_contradicted(nearest) else nearest
    if _is_supported(fits(stated, newest)):
        return unknown(f"it fits {of(newest)}, not an earlier one")
    if not before:
        why = f"no earlier report of {evidence.name(urn)} on record"
        return _of_predecessors(stated, evidence, urn, None) or unknown(why)
    near = findings and evidence.follows(before[-1], newest)
    return findings[0] if near else unknown("a report in between may be missing")


def _of_year(stated: Statement, evidence: Evidence, urn: str, year: int) -> Finding:
    dated = [one for one in evidence.reports(urn) if year in years_of(one)]
    findings = [found for one in dated if (found := fits(stated, one))]
    if findings and not _is_contradicted(any_of(findings)):
        return any_of(findings)
    in_force = [found for one in _in_force(evidence, urn, year) if (found := fits(stated, one))]
    if in_force and any_of(in_force).verdict in (ClaimVerdict.SUPPORTED, ClaimVerdict.IMPRECISE):
        found = any_of(in_force)
        if findings:
            return unknown(f"it held for a part of {year} only; {findings[0].why}")
        return Finding(found.verdict, f"in force in {year}: {found.why}")
    if findings:
        return findings[0]
    why = f"no report of {evidence.name(urn)} of {year} on record"
    return _of_predecessors(stated, evidence, urn, year) or unknown(why)


def _in_force(evidence: Evidence, urn: str, year: int) -> Iterator[OnRecord]:
    """The reports that held at the beginning and at the end of a year."""
    for moment in (date(year, 1, 1), min(date(year, 12, 31), evidence.written)):
        if held := as_of(evidence.records, urn, moment):
            yield held


def _of_predecessors(stated: Statement, evidence: Evidence, urn: str, year: int | None) -> Finding | None:
    """A result that only the authority before had: never this one's own."""
    own = _known_of(stated, evidence, urn, year)
    if own:
        return own
    for before in evidence.predecessors(urn):
        found = _known_of(stated, evidence, before, year)
        for one in evidence.reports(before):
            if year is None or year in years_of(one):
                found = found or fits(stated, one)
        if found and found.verdict is ClaimVerdict.SUPPORTED:
            why = f"true of the predecessor authority {evidence.name(before)} only: {found.why}"
            return Finding(ClaimVerdict.IMPRECISE, why)
    return None


def _known_of(stated: Statement, evidence: Evidence, urn: str, year: int | None) -> Finding | None:
    grade = evidence.known_of_year(urn, year or evidence.written.year)
    if grade is None or grade is not stated.grade or stated.scope is not Scope.SERVICES:
        return None
    return Finding(ClaimVerdict.SUPPORTED, f"{evidence.name(urn)} was {words(grade)}")


def _years_away(stated: Statement, evidence: Evidence, urn: str, time: Time) -> Finding | None:
    """Of so many years ago, or so many years before the newest report."""
    years = time.ago or time.after or 0
    newest = evidence.current(urn)
    end = newest.published if newest and time.after is not None else evidence.written
    if exact := _nearest(stated, evidence, urn, end, years):
        return exact
    target = end - timedelta(days=round(years * _YEAR))
    held = as_of(evidence.records, urn, target)
    found = fits(stated, held) if held else None
    if found and time.ago is not None and not _is_contradicted(found):
        return found
    for one in (urn, *evidence.predecessors(urn)):
        if known := _known_of(stated, evidence, one, target.year):
            return known
    if held and found and _is_contradicted(found):
        return found if _was_due(evidence, urn, held) else unknown(f"a report in between may be missing; {found.why}")
    return unknown(f"no report of {evidence.name(urn)} of about {target.year} on record")


def _nearest(stated: Statement, evidence: Evidence, urn: str, end: date, years: int) -> Finding | None:
    """The report nearest to the stated time whose grade fits; imprecise where it is more than some months away."""
    for one in sorted(evidence.reports(urn), key=lambda one: abs(_elapsed(one, end) - years)):
        found, away = fits(stated, one), abs(_elapsed(one, end) - years)
        if one.published >= end or found is None or away > 1.6:
            continue
        if found.verdict in (ClaimVerdict.SUPPORTED, ClaimVerdict.IMPRECISE):
            why = f"{found.why}; that was {_elapsed(one, end):.1f} years before, not {years}"
            return found if away <= 0.65 else Finding(ClaimVerdict.IMPRECISE, why)
    return None


def _elapsed(one: OnRecord, end: date) -> float:
    return (end - one.published).days / _YEAR


def _was_due(evidence: Evidence, urn: str, held: OnRecord) -> bool:
    later = [one for one in evidence.reports(urn) if one.published > held.published]
    return bool(later) and evidence.follows(held, later[0])


def _over_all_reports(stated: Statement, evidence: Evidence, urn: str, why: str) -> Finding:
    """Of "never": no report had the grade. Of "the first time" and "never before": none but the newest had it.

    One report is enough to contradict it. Only the whole history bears it out: it begins with the single inspections of
    2013 to 2018, and no report in between is missing.
    """
    reports = evidence.reports(urn)
    asked = reports if stated.over is Over.NEVER else reports[:-1]
    if stated.over is Over.PART_OF_THEM or not asked:
        return unknown(f"its reports are not all on record; {why}")
    for one in reversed(asked):
        if (found := fits(stated, one)) and found.verdict is ClaimVerdict.SUPPORTED:
            return Finding(ClaimVerdict.CONTRADICTED, found.why)
    whole = _is_whole(reports, evidence) and not evidence.lacks_any(urn)
    return Finding(ClaimVerdict.SUPPORTED, why) if whole else unknown("its reports are not all on record")


def _is_whole(reports: tuple[OnRecord, ...], evidence: Evidence) -> bool:
    return reports[0].report.kind in _FIRST_ROUND and all(evidence.follows(*pair) for pair in pairwise(reports))
