"""The document of `watcher status --json`. Keys are added, never renamed; docs/running.md describes it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from watcher.cli.documents.run import run_document
from watcher.model.mail import Undelivered
from watcher.model.source import Fault, SourceStatus

if TYPE_CHECKING:
    from watcher.store import Store
    from watcher.store.job_queue import QueueState

FAILED_SHOWN = 50


def status_document(store: Store, stale_after: timedelta, now: datetime) -> dict[str, Any]:
    """What the operator wants to know, as plain values for JSON. `well` is false when no good check ran for long."""
    stale, last = store.runs.stale_since(now, stale_after), store.runs.newest(1)
    return {
        "well": stale is None,
        "stale_since": _iso(stale),
        "last_run": run_document(last[0]) if last else None,
        "sources": [_source(source) for source in store.pages.statuses() if source.followed],
        "faults": [_fault(fault) for fault in store.faults.recorded(open_only=True)],
        "pending_mail": store.outbox.pending_count(),
        "failed_mail": store.outbox.failed_count(),
        "newest_failed_mail": [_failed(mail) for mail in store.outbox.newest_failed(FAILED_SHOWN)],
        "unmatched_posts": [{"url": url, "title": title} for url, title in store.news.unmatched_posts()],
        "held_changes": store.held.count(),
        "held_changes_untold": len(store.changes.untold()),
        "unread_documents": store.reports.unread_count(),
        "uncertain_documents": len(store.reports.uncertain()),
        "queue": _queue(store.job_queue.state()),
    }


def _queue(state: QueueState | None) -> dict[str, Any] | None:
    """The queue of a cluster; None where no worker was ever started."""
    if state is None:
        return None
    return {
        "waiting": state.waiting,
        "running": state.running,
        "failed": state.failed,
        "workers": state.workers,
        "oldest_host": state.oldest,
        "oldest_since": _iso(state.oldest_since),
    }


def _source(source: SourceStatus) -> dict[str, Any]:
    return {
        "id": source.id,
        "name": source.name,
        "url": source.url,
        "last_success": _iso(source.visited_at),
        "last_tried": _iso(source.last_tried_at),
        "fault": source.fault,
    }


def _fault(fault: Fault) -> dict[str, Any]:
    return {
        "source": fault.source_id,
        "reason": fault.reason,
        "first_seen": _iso(fault.first_seen),
        "last_seen": _iso(fault.last_seen),
        "told_at": _iso(fault.told_at),
    }


def _failed(mail: Undelivered) -> dict[str, Any]:
    return {
        "address": mail.address,
        "subject": mail.subject,
        "error": mail.error,
        "failed_at": _iso(mail.failed_at),
        "told_at": _iso(mail.told_at),
    }


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
