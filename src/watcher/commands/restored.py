"""After a restore: emails that may already have been sent wait for the operator, so that nobody gets them twice."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

from watcher.model.text import moment
from watcher.settings import Settings
from watcher.store import Store

MARK = "restored.json"
# By then every digest, including the weekly one, has gone out once.
WATCHED_FOR = timedelta(days=8)
_WHY = "it may have been sent after the backup of {when} was made. Send it with `watcher outbox retry`"


def mark_restored(settings: Settings, store: Store, known_until: datetime, now: datetime) -> int:
    """Record the restore, and hold back the emails that were pending when the backup was made. Returns how many."""
    _save(settings, known_until, now, None)
    return store.outbox.put_aside(_WHY.format(when=moment(known_until)), now)


def put_aside_after_restore(settings: Settings, store: Store, now: datetime) -> int:
    """Put aside planned emails about changes recorded by the end of the first check after a restore. Returns how many.

    Readers may already have them. Whatever happened between backup and restore is found again, and emails that were not
    yet planned may have been planned and sent since.
    """
    mark = settings.state / MARK
    if not mark.exists():
        return 0
    noted = {name: value and datetime.fromisoformat(value) for name, value in json.loads(mark.read_text()).items()}
    if now - noted["restored_at"] > WATCHED_FOR:
        mark.unlink()
        return 0
    until = noted["passed_at"]
    if until is None and _has_passed(store, noted["restored_at"]):
        until = now
        _save(settings, noted["known_until"], noted["restored_at"], until)
    return store.outbox.put_aside(_WHY.format(when=moment(noted["known_until"])), now, until or now)


def _has_passed(store: Store, since: datetime) -> bool:
    return any(source.visited_at and source.visited_at >= since for source in store.pages.statuses())


def _save(settings: Settings, known_until: datetime, restored_at: datetime, passed_at: datetime | None) -> None:
    noted = {"known_until": known_until, "restored_at": restored_at, "passed_at": passed_at}
    text = json.dumps({name: value and value.isoformat() for name, value in noted.items()})
    (settings.state / MARK).write_text(text, encoding="ascii")
