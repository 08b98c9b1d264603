"""What may be expected as a calendar file. Needs the extra `desk`. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from icalendar import Calendar, Event

from watcher.desk.expected import ExpectedEvent


def as_ics(events: Iterable[tuple[ExpectedEvent, str]], stamp: datetime) -> bytes:
    """Whole days from the first to the last of each window, with its sentence. Events without a window are left out.

    The same event keeps its identity, so that a calendar that reads the file again moves it.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//watcher//calendar//EN")
    calendar.add("version", "2.0")
    for one, sentence in events:
        if one.first is None:
            continue
        event = Event()
        event.add("uid", f"{one.urn}-{one.kind.value.replace(' ', '-')}-{one.since.isoformat()}@watcher")
        event.add("dtstamp", stamp)
        event.add("dtstart", one.first)
        event.add("dtend", (one.last or one.first) + timedelta(days=1))
        event.add("summary", f"{one.council}: {one.kind.value} may come")
        event.add("description", sentence)
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    content: bytes = calendar.to_ical()
    return content
