"""When daily and weekly mails are due, on ordinary days and on those when the clocks change."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest

from tests.support.stores import new_store
from watcher.commands.serve import Jobs, scheduled
from watcher.digests.due import WEEKDAYS, due_boundary, week_before
from watcher.model.subscription import Frequency
from watcher.model.text import LONDON
from watcher.settings import DigestTimes, Settings

TIMES = DigestTimes(daily_at=time(8, 30), weekly_at=time(8, 30), weekly_on="sunday")
# The Sundays on which the clocks go forward and back; the hour between 01:00 and 02:00 is skipped, or comes twice.
FORWARD, BACK = (2026, 3, 29), (2026, 10, 25)


def london(year: int, month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=LONDON)


@pytest.mark.parametrize(("day", "utc_hour"), [(FORWARD, 7), (BACK, 8)])
@pytest.mark.parametrize("frequency", [Frequency.DAILY, Frequency.WEEKLY])
def test_mails_are_due_at_half_past_eight_in_london_on_the_day_of_a_change(
    day: tuple[int, int, int], utc_hour: int, frequency: Frequency
) -> None:
    due = datetime(*day, utc_hour, 30, tzinfo=UTC)
    assert due_boundary(frequency, TIMES, due) == due
    assert due_boundary(frequency, TIMES, due + timedelta(hours=15)) == due
    assert due_boundary(frequency, TIMES, due - timedelta(seconds=1)) < due


@pytest.mark.parametrize(("day", "hours"), [(FORWARD, 23), (BACK, 25)])
def test_the_day_of_a_change_is_shorter_or_longer(day: tuple[int, int, int], hours: int) -> None:
    due = due_boundary(Frequency.DAILY, TIMES, london(*day, 9))
    before = due_boundary(Frequency.DAILY, TIMES, due - timedelta(seconds=1))
    assert due - before == timedelta(hours=hours)


@pytest.mark.parametrize("day", [FORWARD, BACK])
def test_each_moment_of_the_days_around_a_change_has_one_boundary_and_each_day_one(day: tuple[int, int, int]) -> None:
    start = london(*day, 0).astimezone(UTC) - timedelta(days=1)
    moments = [start + timedelta(minutes=10 * n) for n in range(3 * 24 * 6)]
    boundaries = [due_boundary(Frequency.DAILY, TIMES, moment) for moment in moments]
    assert boundaries == sorted(boundaries)
    assert all(due <= moment for due, moment in zip(boundaries, moments, strict=True))
    local = {due.astimezone(LONDON) for due in boundaries}
    assert len(local) == 4 and {due.time() for due in local} == {time(8, 30)}


@pytest.mark.parametrize("weekday", WEEKDAYS)
def test_a_weekly_mail_is_due_on_the_chosen_day(weekday: str) -> None:
    times = TIMES.model_copy(update={"weekly_on": weekday})
    due = due_boundary(Frequency.WEEKLY, times, london(2026, 6, 10, 12)).astimezone(LONDON)
    assert WEEKDAYS[due.weekday()] == weekday
    assert timedelta() <= london(2026, 6, 10, 12) - due < timedelta(days=7)


@pytest.mark.parametrize("day", [FORWARD, BACK, (2026, 6, 7)])
def test_a_week_before_is_the_weekly_time_before(day: tuple[int, int, int]) -> None:
    due = due_boundary(Frequency.WEEKLY, TIMES, london(*day, 12))
    assert week_before(due) == due_boundary(Frequency.WEEKLY, TIMES, due - timedelta(seconds=1))


@pytest.mark.parametrize(("day", "utc_hour"), [(FORWARD, 7), (BACK, 8)])
def test_the_clock_of_serve_wakes_at_the_same_times(
    day: tuple[int, int, int], utc_hour: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    settings = Settings(digest=TIMES)
    with new_store(tmp_path_factory.mktemp("serve")) as store:
        jobs = {job.id: job for job in scheduled(Jobs(settings, store), settings).get_jobs()}
    midnight = london(*day, 0)
    for name in ("daily", "weekly"):
        woken = jobs[name].trigger.get_next_fire_time(None, midnight)
        assert woken.astimezone(UTC) == datetime(*day, utc_hour, 30, tzinfo=UTC)
