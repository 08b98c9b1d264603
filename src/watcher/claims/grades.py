"""Stated grades against a report. Pure.

Grade words are exact, and "needs to improve" is the same in other words. Softer words than the grade are imprecise,
"failing" fits inadequate only, and an overall grade is contradicted where the report gives none.
"""

from __future__ import annotations

from collections.abc import Iterable

from watcher.claims.record import Finding, all_of, of, parts, rows, shown, unknown, words
from watcher.claims.statements.statement import Scope, Statement, StatementKind
from watcher.claims.statements.words import Firmness
from watcher.model.news import ClaimVerdict
from watcher.model.record import OnRecord
from watcher.model.report import Grade, JudgementId, Report, ReportKind
from watcher.ofsted.words import JUDGEMENTS_IN_TEXT

_ILACS = (ReportKind.ILACS_STANDARD, ReportKind.ILACS_SHORT)
# The scale of four as it was before 2014 has other words.
_ABSENT = {ReportKind.LAC_2013: frozenset({Grade.REQUIRES_IMPROVEMENT})}


def fits(stated: Statement, record: OnRecord) -> Finding | None:
    """What a report says of a stated grade; None where it is too soft to be a statement about this report."""
    if stated.grade in _ABSENT.get(record.report.kind, frozenset()):
        return unknown(f"{of(record)} is graded on another scale")
    if stated.kind is StatementKind.FAILING:
        return _failing(stated, record)
    if stated.firmness is Firmness.SOFT:
        return _soft(record)
    return _BY_SCOPE[stated.scope](stated, record)


def _services(stated: Statement, record: OnRecord) -> Finding:
    if record.report.overall is not None:
        return _against(stated, {JudgementId.OVERALL: record.report.overall}, record)
    return _profile(stated, record)


def _profile(stated: Statement, record: OnRecord) -> Finding:
    """A grade of the services as a whole where the report gives none."""
    graded = parts(record)
    alike = {id_ for id_, grade in graded.items() if _is_meant(stated, grade)}
    without = f"{of(record)} gives no overall grade: {shown(graded)}"
    if not graded:
        return unknown(f"{of(record)} has no grades that could be read")
    if alike >= graded.keys() - {JudgementId.LEADERS}:
        return Finding(ClaimVerdict.SUPPORTED, without)
    return Finding(ClaimVerdict.IMPRECISE if alike else ClaimVerdict.CONTRADICTED, without)


def _judgements(stated: Statement, record: OnRecord) -> Finding:
    graded = rows(record)
    findings = []
    for id_ in sorted(stated.judgements):
        if id_ in graded:
            findings.append(_against(stated, {id_: graded[id_]}, record))
        elif id_ is JudgementId.OVERALL and _has_no_overall(record.report):
            why = f"{of(record)} gives no overall grade; none is given since April 2026: {shown(parts(record))}"
            findings.append(Finding(ClaimVerdict.CONTRADICTED, why))
        else:
            findings.append(unknown(f"{of(record)} has no judgement on {JUDGEMENTS_IN_TEXT[id_]}"))
    found = all_of(findings)
    if stated.either and found.verdict is ClaimVerdict.CONTRADICTED:
        whole = _services(stated, record)
        if whole.verdict is not found.verdict:
            return unknown(f"it may be about the services as a whole; {whole.why}")
    return found


def _has_no_overall(report: Report) -> bool:
    return report.kind in _ILACS and report.overall is None and bool(report.judgements)


def _all(stated: Statement, record: OnRecord) -> Finding:
    graded = parts(record)
    return _against(stated, graded, record) if graded else unknown(f"{of(record)} has no grades that could be read")


def _some(stated: Statement, record: OnRecord) -> Finding:
    alike = {id_: grade for id_, grade in parts(record).items() if _is_meant(stated, grade)}
    if alike:
        return Finding(ClaimVerdict.SUPPORTED, f"{of(record)} says {shown(alike)}")
    return Finding(ClaimVerdict.CONTRADICTED, f"{of(record)} has no such grade: {shown(parts(record))}")


def _count(stated: Statement, record: OnRecord) -> Finding:
    alike = [id_ for id_, grade in rows(record).items() if _is_meant(stated, grade)]
    printed = [id_ for id_, grade in parts(record).items() if _is_meant(stated, grade)]
    many = {len(printed), len(printed) + (JudgementId.OVERALL in alike)}
    verdict = ClaimVerdict.SUPPORTED if stated.number in many else ClaimVerdict.CONTRADICTED
    return Finding(verdict, f"{of(record)} says {shown(parts(record))}")


def _board(stated: Statement, record: OnRecord) -> Finding:
    board = record.report.board
    if board is None:
        return unknown(f"{of(record)} has no grade of the safeguarding board")
    verdict = ClaimVerdict.SUPPORTED if board is stated.grade else ClaimVerdict.CONTRADICTED
    return Finding(verdict, f"{of(record)} grades the safeguarding board {words(board)}; it is no grade of the council")


_BY_SCOPE = {
    Scope.SERVICES: _services,
    Scope.JUDGEMENTS: _judgements,
    Scope.ALL: _all,
    Scope.SOME: _some,
    Scope.COUNT: _count,
    Scope.BOARD: _board,
}


def _against(stated: Statement, graded: dict[JudgementId, Grade], record: OnRecord) -> Finding:
    why = f"{of(record)} says {shown(graded)}"
    if stated.firmness is Firmness.LOOSE:
        return _loosely(graded.values(), why)
    right = all(_is_meant(stated, grade) for grade in graded.values())
    return Finding(ClaimVerdict.SUPPORTED if right else ClaimVerdict.CONTRADICTED, why)


def _is_meant(stated: Statement, grade: Grade) -> bool:
    return grade is stated.grade or (stated.firmness is Firmness.AT_LEAST and grade is Grade.OUTSTANDING)


def _loosely(grades: Iterable[Grade], why: str) -> Finding:
    held = set(grades)
    if held == {Grade.REQUIRES_IMPROVEMENT}:
        return Finding(ClaimVerdict.SUPPORTED, why)
    if held <= {Grade.REQUIRES_IMPROVEMENT, Grade.INADEQUATE}:
        return Finding(ClaimVerdict.IMPRECISE, f"softer than the grade; {why}")
    return unknown(f"every report asks for some improvement; {why}")


def _soft(record: OnRecord) -> Finding | None:
    graded = rows(record)
    overall = graded.get(JudgementId.OVERALL)
    worst = overall or (Grade.INADEQUATE if Grade.INADEQUATE in graded.values() else None)
    if worst in (Grade.REQUIRES_IMPROVEMENT, Grade.INADEQUATE):
        return Finding(ClaimVerdict.IMPRECISE, f"softer than the grade; {of(record)} says {shown(graded)}")
    return None


def _failing(stated: Statement, record: OnRecord) -> Finding:
    graded, overall = parts(record), record.report.overall
    worst = [id_ for id_, grade in graded.items() if grade is Grade.INADEQUATE]
    why = f"“failing” fits only inadequate; {of(record)} says {shown(rows(record))}"
    if stated.scope is Scope.ALL:
        return Finding(
            ClaimVerdict.SUPPORTED if worst and len(worst) == len(graded) else ClaimVerdict.CONTRADICTED, why
        )
    if overall is Grade.INADEQUATE:
        return Finding(ClaimVerdict.SUPPORTED, why)
    return Finding(ClaimVerdict.IMPRECISE if worst else ClaimVerdict.CONTRADICTED, why)


def is_understatement(stated: Statement) -> bool:
    """Whether a statement says less than a grade does."""
    return stated.firmness is Firmness.SOFT
