"""Mails leave evenly, at most so many a minute, and a stop is not waited for."""

from __future__ import annotations

from watcher.mail.pace import Pace


class Clock:
    def __init__(self) -> None:
        self.now = 100.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


def test_a_minute_holds_as_many_as_are_allowed() -> None:
    clock = Clock()
    pace = Pace(30, clock, clock.sleep)
    for _ in range(31):
        pace.wait()
    assert abs(clock.now - 160.0) < 0.001


def test_the_first_goes_at_once_and_lost_time_makes_no_burst() -> None:
    clock = Clock()
    pace = Pace(60, clock, clock.sleep)
    pace.wait()
    assert not clock.slept
    clock.now += 30
    for _ in range(3):
        pace.wait()
    assert abs(clock.now - 132.0) < 0.001


def test_without_a_limit_nobody_waits() -> None:
    clock = Clock()
    for _ in range(1000):
        Pace(0, clock, clock.sleep).wait()
    assert not clock.slept


def test_a_stop_is_not_waited_for() -> None:
    clock = Clock()
    pace = Pace(1, clock, clock.sleep)
    pace.wait()
    pace.wait(lambda: clock.now > 102)
    assert clock.now < 103
