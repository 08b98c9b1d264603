"""Softer signs add up over weeks, fade, and count once a day; hosts are to blame where many are refused alike."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.support.builders import NOW
from watcher.model.doubts import DOUBT_LIMIT, HALF_LIFE, Doubt, alike, doubt_score, doubts_suffice, host_is_to_blame


def weekly(weight: float, weeks: int) -> list[Doubt]:
    return [Doubt(NOW - timedelta(weeks=weeks - 1 - week), weight, "550 no") for week in range(weeks)]


def test_a_doubt_is_half_as_heavy_after_its_half_life() -> None:
    assert doubt_score([Doubt(NOW, 1.0, "550 no")], NOW + HALF_LIFE) == pytest.approx(0.5)
    assert doubt_score([Doubt(NOW, 1.0, "550 no")], NOW + 10 * HALF_LIFE) == 0.0


def test_many_on_one_day_count_once_and_never_suffice() -> None:
    a_day = [Doubt(NOW + timedelta(minutes=n), 1.0, "550 no") for n in range(50)]
    assert doubt_score(a_day, NOW + timedelta(hours=1)) == pytest.approx(1.0, abs=0.01)
    a_week = [Doubt(NOW + timedelta(days=n), 1.0, "550 no") for n in range(7)]
    assert doubt_score(a_week, NOW + timedelta(days=7)) > DOUBT_LIMIT
    assert not doubts_suffice(a_week, NOW + timedelta(days=7))


@pytest.mark.parametrize(("weight", "weeks"), [(1.0, 5), (0.75, 8)])
def test_weeks_of_doubts_suffice(weight: float, weeks: int) -> None:
    assert doubts_suffice(weekly(weight, weeks), NOW)
    assert not doubts_suffice(weekly(weight, weeks - 1), NOW)


def test_a_full_mailbox_once_a_month_never_suffices() -> None:
    assert not doubts_suffice([Doubt(NOW - timedelta(days=30 * n), 0.75, "552 full") for n in range(36)], NOW)


def test_replies_are_alike_that_differ_in_addresses_and_numbers() -> None:
    one = "550 5.1.1 <a.b@vale.example>: User unknown AS(201806281) [DB5EUR01FT004.x.example]"
    other = "550 5.1.1 <c@vale.example>: User unknown AS(777) [AM9XX.y.example]"
    assert alike(one) == alike(other) != alike("550 5.2.1 <a.b@vale.example>: Mailbox disabled")


@pytest.mark.parametrize(
    ("refused", "tried", "blamed"), [(2, 2, False), (3, 3, True), (5, 20, True), (5, 21, False), (20, 1000, False)]
)
def test_a_host_is_to_blame_where_several_and_a_good_share_are_refused(refused: int, tried: int, blamed: bool) -> None:
    assert host_is_to_blame(refused, tried) is blamed
