"""The stable shape of one held change in `watcher held --json`; described in docs/operating.md. Pure."""

from __future__ import annotations

from typing import Any

from watcher.cli.documents.report import as_printed
from watcher.model.held import Held, no_release


def held_document(held: Held) -> dict[str, Any]:
    """One held change as plain values for JSON: what waits, since when, why, and the grades as they were read."""
    change = held.change
    document = change.after or change.before
    return {
        "id": change.id,
        "kind": "edit" if held.is_edit else "report",
        "since": held.since.isoformat(),
        "told_at": held.told_at.isoformat() if held.told_at else None,
        "authority": {"urn": change.provider.urn, "name": change.provider_name},
        "title": document.title if document else None,
        "url": document.url if document else None,
        "published": document.published.isoformat() if document and document.published else None,
        "headline": change.headline,
        "why": list(held.problems),
        "read": _read(held),
        "kept_sha256": held.file.sha256 if held.file else None,
        "withdrawn": held.withdrawn,
        "no_release": no_release(held),
    }


def _read(held: Held) -> list[dict[str, str]]:
    """The grades as they were read, which may be wrong."""
    report = held.file.report if held.file and not held.is_edit else None
    return as_printed(report) if report else []
