"""One item on a report, as plain values for JSON. Pure."""

from __future__ import annotations

from typing import Any

from watcher.desk.dossier import CoverageRow


def coverage_document(one: CoverageRow) -> dict[str, Any]:
    """Who wrote, when, how many days after the report (null if not known), and what is disputed."""
    return {
        "outlet": one.outlet,
        "tier": one.tier,
        "published": one.published.isoformat() if one.published else None,
        "lag_days": one.lag,
        "title": one.title,
        "url": one.url,
        "disputed": list(one.disputed),
    }
