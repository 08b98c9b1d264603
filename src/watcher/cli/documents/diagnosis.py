"""The document of `watcher doctor --json`. Keys are added, never renamed; docs/running.md describes it."""

from __future__ import annotations

from typing import Any

from watcher.model.diagnosis import Diagnosis


def diagnosis_document(finding: Diagnosis) -> dict[str, Any]:
    """One finding as plain values for JSON."""
    return {"check": finding.check, "level": finding.level.value, "what": finding.what, "fix": finding.fix or None}
