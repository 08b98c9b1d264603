"""Two years of invented reports in the store, for previews."""

from __future__ import annotations

from datetime import datetime, timedelta

from tests.support.builders import a_change, a_record, a_source
from tests.support.web_site import EAST_MIDLANDS, LEICESTER, RUTLAND
from watcher.model.change import Event
from watcher.model.event_kind import EventKind
from watcher.store import Store

STORIES = (
    (LEICESTER, "Leicester", EventKind.INSPECTION, 700, "Leicester: Good to Requires improvement, 4 judgements down"),
    (LEICESTER, "Leicester", EventKind.FOCUSED_VISIT, 400, "Leicester: new focused visit letter (not graded)"),
    (RUTLAND, "Rutland", EventKind.SEND, 200, "Rutland: new area SEND inspection report"),
    (RUTLAND, "Rutland", EventKind.INSPECTION, 200, "Rutland: still Good, 1 of 4 judgements up"),
    (LEICESTER, "Leicester", EventKind.COVERAGE, 100, "Leicester: what the council says about its report"),
    (LEICESTER, "Leicester", EventKind.INSPECTION, 30, "Leicester: Requires improvement to Good, 3 of 4 judgements up"),
)  # fmt: skip


def tell_the_past(store: Store, now: datetime, watched_for: timedelta) -> None:
    """Record what happened in the last two years, as far back as the pages were watched."""
    since = now - watched_for
    sources = {
        urn: a_source(id=f"ofsted:44/{urn}", name=name, url=f"https://reports.example/provider/44/{urn}")
        for urn, name, *_ in STORIES
    }
    store.pages.follow(tuple(sources.values()), since)
    for number, (urn, _, event, days, headline) in enumerate(STORIES):
        when = now - timedelta(days=days)
        if when >= since:
            change = a_change(
                id=f"c{number}",
                source_id=sources[urn].id,
                recorded_at=when,
                event=Event(event, graded=event is EventKind.INSPECTION),
                headline=headline,
                topics=("all", f"authority:{urn}", f"region:{EAST_MIDLANDS}"),
            )
            store.pages.record(a_record(source_id=sources[urn].id, taken_at=when, changes=(change,)))
