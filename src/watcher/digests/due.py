"""When daily and weekly mails are due, in Europe/London across both clock changes. Pure."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from watcher.model.subscription import Frequency
from watcher.model.text import LONDON, london_day
from watcher.settings import DigestTimes

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def due_boundary(frequency: Frequency, times: DigestTimes, now: datetime) -> datetime:
    """The newest moment, at or before `now`, at which mails of this frequency were due (UTC)."""
    today = london_day(now)
    weekly = frequency is Frequency.WEEKLY
    back = (today.weekday() - WEEKDAYS.index(times.weekly_on)) % 7 if weekly else 0
    at = datetime.combine(today - timedelta(days=back), times.weekly_at if weekly else times.daily_at, LONDON)
    if at > now:
        earlier = at.date() - timedelta(days=7 if weekly else 1)
        at = datetime.combine(earlier, at.time(), LONDON)
    return at.astimezone(UTC)


def week_before(moment: datetime) -> datetime:
    """The same time of day in London seven days before (UTC), however long that week was."""
    return (moment.astimezone(LONDON) - timedelta(days=7)).astimezone(UTC)
