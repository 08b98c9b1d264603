"""The JSON of the commands that ask the record; described in docs/record.md. Pure."""

from __future__ import annotations

from typing import Any

from watcher.desk.record_find import Hit


def hit_document(hit: Hit) -> dict[str, Any]:
    """One paragraph or item that was found, as plain values for JSON."""
    found, entry, then = hit.found, hit.of.entry, hit.then
    report = hit.of.report
    return {
        "authority_urn": found.urn,
        "authority": hit.authority,
        "region": hit.region,
        "file_id": found.file_id,
        "event": entry.facts.get("event"),
        "kind": report.kind.value if report else None,
        "title": entry.title,
        "published": entry.published.isoformat() if entry.published else None,
        "part": found.part.value,
        "section": found.topic or None,
        "text": found.text,
        "paragraph": found.paragraph,
        "pdf_page": found.page,
        "url": hit.link,
        "judgement_then": then.judgement.value,
        "grade_then": then.grade.value if then.grade else None,
        "grade_published": then.published.isoformat() if then.published else None,
        "no_grade_because": then.why or None,
    }
