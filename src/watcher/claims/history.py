"""What is stated of all reports of a council at once: "never", "for the first time". Pure.

One report is enough to contradict it. Only the whole history bears it out, and that is on record where it begins with
the single inspections of 2013 to 2018 and no report in between is missing.
"""

from __future__ import annotations

from itertools import pairwise

from watcher.claims.grades import fits
from watcher.claims.record import Evidence, Finding, unknown
from watcher.claims.statements.statement import Over, Statement
from watcher.model.news import ClaimVerdict
from watcher.model.record import OnRecord
from watcher.model.report import ReportKind

_FIRST_ROUND = (ReportKind.SIF, ReportKind.SIF_NO_LSCB, ReportKind.LAC_2013)


def over_all_reports(stated: Statement, evidence: Evidence, urn: str, why: str) -> Finding:
    """Of "never": no report had the grade. Of "the first time" and "never before": none but the newest had it."""
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
