"""The document of `watcher read-report --json`. Keys are added, never renamed; docs/report-json.md describes it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from watcher.model.report import LETTERS, Improvement, Judgement, JudgementId, Passage, Report, ReportKind
from watcher.ofsted.grades import rows_of
from watcher.ofsted.reports.framework_tags import framework_tag, framework_tags

_NEXT_INSPECTION = re.compile(r"next full .*? years?\.", re.IGNORECASE)
_MONITORING = re.compile(r"monitoring inspection .*?18 months", re.IGNORECASE)
_ACTION_PLAN = re.compile(r"submit a priority action plan", re.IGNORECASE)
#: the topic of the passage that holds a date, not a finding
_PREVIOUS = "previous_inspection"


def report_document(file: str, report: Report | str) -> dict[str, Any]:
    """What was read from `file`, as plain values for JSON; a text is why nothing could be read."""
    if isinstance(report, str):
        return {"file": file, "error": report}
    document = {
        "file": file,
        "kind": report.kind.value,
        "authority": report.authority,
        "inspection_periods": [[start.isoformat(), end.isoformat()] for start, end in report.inspection_periods],
        "published_printed": report.published_printed.isoformat() if report.published_printed else None,
        "lead_inspectors": list(report.lead_inspectors),
        "overall": report.overall.value if report.overall and not report.held else None,
        "judgements": [] if report.held else [_judgement(judgement) for judgement in _graded(report)],
        "board": {"grade": report.board.value} if report.board and not report.held else None,
        "improve": [_improvement(item) for item in report.improve],
        "strengths": [_passage(passage) | {"tag": None} for passage in report.strengths],
        "passages": [_passage(passage) for passage in report.passages if passage.topic != _PREVIOUS],
        "pages": report.pages,
        "held": report.held,
        "problems": list(report.problems),
        "read": as_printed(report) if report.held else [],
    }
    if report.kind is ReportKind.AREA_SEND:
        document["outcome"] = None if report.held else _outcome(report)
        document["priority_action"] = [_improvement(item) for item in report.priority_action]
    if report.kind in LETTERS:
        document |= _letter(report)
    return document


def as_printed(report: Report) -> list[dict[str, str]]:
    """The grades of a held report as they were read, which may be wrong."""
    return [{"judgement": row.id.value, "label": row.label, "printed": row.printed} for row in rows_of(report)]


def _letter(report: Report) -> dict[str, Any]:
    """What only letters about visits have."""
    return {
        "inspectors": list(report.inspectors),
        "topics": list(report.topics),
        "priority_action_status": report.priority_action_status and report.priority_action_status.value,
        "priority_action": [_improvement(item) for item in report.priority_action],
    }


def _graded(report: Report) -> Iterable[Judgement]:
    """The judgements proper: an area SEND outcome is on a scale of its own and stands apart."""
    return (judgement for judgement in report.judgements if judgement.id is not JudgementId.SEND_OUTCOME)


def _judgement(judgement: Judgement) -> dict[str, Any]:
    return {
        "id": judgement.id.value,
        "label": judgement.label,
        "printed": judgement.printed,
        "grade": judgement.grade.value,
    }


def _improvement(item: Improvement) -> dict[str, Any]:
    return {
        "text": item.text,
        "tag": item.tag,
        "framework_tag": framework_tag(item.tag),
        "framework_tags": list(framework_tags(item.tag)),
        "page": item.page,
        "paragraph": None,
        "responsible_body": item.body,
    }


def _passage(passage: Passage) -> dict[str, Any]:
    return {
        "topic": passage.topic,
        "text": passage.text,
        "page": passage.page,
        "paragraph": passage.paragraph,
    }


def _outcome(report: Report) -> dict[str, Any] | None:
    """The box of an area SEND report; None where it could not be read."""
    found = next((judgement for judgement in report.judgements if judgement.id is JudgementId.SEND_OUTCOME), None)
    if found is None:
        return None
    following = _NEXT_INSPECTION.search(found.printed)
    return {
        "id": found.grade.value,
        "text": found.printed,
        "monitoring_18_months": bool(_MONITORING.search(found.printed)),
        "priority_action_plan": bool(_ACTION_PLAN.search(found.printed)),
        "next_inspection": following.group() if following else None,
        "previous_inspection": next((said.text for said in report.passages if said.topic == _PREVIOUS), None),
    }
