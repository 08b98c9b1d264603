"""The document of `watcher why --json`. Keys are added, never renamed; docs/operating.md describes it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from watcher.model.evidence import ChangeEvidence, Recipient
from watcher.model.report import Report, ReportFile
from watcher.model.source import Observation
from watcher.ofsted.grades import rows_of


def why_document(evidence: ChangeEvidence, rules: Sequence[str]) -> dict[str, Any]:
    """All that is on record about one change, as plain values for JSON."""
    change = evidence.change
    return {
        "id": change.id,
        "recorded_at": evidence.recorded_at.isoformat(),
        "source": change.source_id,
        "key": change.key,
        "change": change.kind.value,
        "headline": change.headline,
        "bytes": _bytes(evidence),
        "readings": {"now": _now(evidence), "before": _reading_of(evidence.earlier)},
        "rules": list(rules),
        "state_before": {"listed": _listed(change.before), "earlier_report": _day(change.earlier)},
        "held": change.held,
        "problems": list(change.problems),
        "operator_told_at": _moment(evidence.operator_told_at),
        "ruling": _ruling(evidence),
        "corrected_at": [at.isoformat() for at in evidence.corrected_at],
        "topics": list(change.topics),
        "emails": [_email(one) for one in evidence.recipients],
    }


def _bytes(evidence: ChangeEvidence) -> dict[str, Any]:
    page, file = evidence.page, evidence.file
    text = (
        {"sha256": evidence.text_sha256, "read_at": _moment(evidence.text_read_at)} if evidence.text_read_at else None
    )
    return {
        "page": {"sha256": page.sha256, "fetched_at": page.fetched_at.isoformat()} if page else None,
        "report": {"sha256": file.sha256, "read_at": file.read_at.isoformat(), "url": file.url} if file else None,
        "text": text,
    }


def _now(evidence: ChangeEvidence) -> dict[str, Any] | None:
    """The reading with which the change was recorded or, for one that is held, the newest one."""
    if evidence.change.report is None:
        return _reading_of(evidence.file)
    published = evidence.change.after.published if evidence.change.after else None
    return _reading(evidence.change.report, published, evidence.change.problems)


def _reading_of(file: ReportFile | None) -> dict[str, Any] | None:
    if file is None:
        return None
    return _reading(file.report, file.published, file.problems) | {"url": file.url, "sha256": file.sha256}


def _reading(report: Report | None, published: date | None, problems: Sequence[str]) -> dict[str, Any]:
    rows = rows_of(report) if report else ()
    return {
        "kind": report.kind.value if report else None,
        "published": _day(published),
        "rows": [
            {
                "judgement": row.id.value,
                "label": row.label,
                "printed": row.printed,
                "grade": row.grade,
                "page": row.page,
            }
            for row in rows
        ],
        "problems": list(problems),
    }


def _listed(before: Observation | None) -> dict[str, Any] | None:
    if before is None:
        return None
    return {"title": before.title, "published": _day(before.published), "facts": dict(before.facts)}


def _ruling(evidence: ChangeEvidence) -> dict[str, Any] | None:
    ruling = evidence.ruling
    if ruling is None:
        return None
    return {"verdict": ruling.verdict.value, "by": ruling.by, "why": ruling.why, "at": ruling.at.isoformat()}


def _email(one: Recipient) -> dict[str, Any]:
    return {
        "address": one.address,
        "topic": one.topic,
        "frequency": one.frequency,
        "status": one.status,
        "planned_at": one.planned_at.isoformat(),
        "ended_at": _moment(one.ended_at),
        "subject": one.subject,
    }


def _moment(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


def _day(when: date | None) -> str | None:
    return when.isoformat() if when else None
