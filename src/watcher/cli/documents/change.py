"""The stable shape of one change in `watcher changes --json`; described in docs/changes-json.md. Pure."""

from __future__ import annotations

from typing import Any

from watcher.model.change import Change, Comparison
from watcher.model.news import Mention
from watcher.model.report import Matching
from watcher.model.source import Observation
from watcher.model.taken import TakenAsKnown


def change_document(change: Change) -> dict[str, Any]:
    """One change as plain values for JSON: dates ISO 8601, grades by their words, unknown as null."""
    return {
        "id": change.id,
        "recorded_at": change.recorded_at.isoformat(),
        "source": change.source_id,
        "change": change.kind.value,
        "event": {"kind": change.event.kind.value, "graded": change.event.graded},
        "authority": {"urn": change.provider.urn, "name": change.provider_name},
        "report": _report(change),
        "judgements": [_judgement(row) for row in change.judgements],
        "improvements": _improvements(change.improvements),
        "coverage": _coverage(change.coverage),
        "headline": change.headline,
        "held": change.held,
        "problems": list(change.problems),
    }


def _report(change: Change) -> dict[str, Any] | None:
    listed: Observation | None = change.after or change.before
    if listed is None or not listed.url or change.coverage is not None:
        return None
    report = change.report
    return {
        "file_id": listed.key,
        "url": listed.url,
        "title": listed.title,
        "published": listed.published.isoformat() if listed.published else None,
        "kind": report.kind.value if report else None,
        "inspection_periods": [
            [start.isoformat(), end.isoformat()] for start, end in (report.inspection_periods if report else ())
        ],
        "lead_inspectors": list(report.lead_inspectors) if report else [],
        "topics": list(report.topics) if report else [],
        "priority_action_status": report.priority_action_status if report else None,
        "priority_action": [item.text for item in report.priority_action] if report else [],
    }


def _improvements(matching: Matching | None) -> dict[str, Any] | None:
    if matching is None:
        return None
    return {
        "repeated": [{"text": pair.after.text, "before": pair.before.text} for pair in matching.repeated],
        "new": [item.text for item in matching.new],
        "gone": [item.text for item in matching.gone],
    }


def _coverage(mention: Mention | None) -> dict[str, Any] | None:
    if mention is None:
        return None
    return {
        "outlet": mention.outlet,
        "tier": mention.tier.value,
        "url": mention.url,
        "title": mention.title,
        "published": mention.published.isoformat() if mention.published else None,
        "published_basis": mention.basis.value,
        "stories": list(mention.stories),
        "authorities": list(mention.authorities),
        "claims": [{"sentence": c.sentence, "verdict": c.verdict.value, "why": c.why} for c in mention.claims],
        "quotations": [{"text": q.text, "speaker": q.speaker, "role": q.role} for q in mention.quotations],
        "moved": list(mention.moved),
        "stale": [
            {
                "reason": one.reason,
                "sentence": one.sentence,
                "why": one.why,
                "fact": one.fact,
                "report": one.report.isoformat() if one.report else None,
            }
            for one in mention.stale
        ],
    }


def _judgement(row: Comparison) -> dict[str, Any]:
    return {
        "id": row.id.value,
        "label": row.label,
        "before": row.before.value if row.before else None,
        "after": row.after.value if row.after else None,
        "change": row.change.value,
        "steps": row.steps,
        "basis": row.basis,
    }


def taken_document(taken: TakenAsKnown) -> dict[str, Any]:
    """What was recorded as known and not sent, as plain values for JSON."""
    return {
        "id": taken.id,
        "noted_at": taken.noted_at.isoformat(),
        "source": taken.source_id,
        "title": taken.title,
        "url": taken.url,
        "published": taken.published.isoformat() if taken.published else None,
        "why": taken.why.value,
    }
