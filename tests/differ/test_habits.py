"""What a source usually does, and when it is unlike itself."""

from __future__ import annotations

from datetime import date, timedelta

from watcher.differ.habits import finds_less, silent

START = date(2025, 1, 1)


def every(days: int, times: int) -> list[date]:
    return [START + timedelta(days=days * n) for n in range(times)]


def test_a_list_that_twice_shows_less_than_half_of_the_usual_is_told() -> None:
    usual = [20, 20, 19, 20, 20, 18]
    assert finds_less(usual) is None
    assert finds_less([*usual, 4]) is None, "once may be a moment's"
    assert finds_less([*usual, 4, 20]) is None
    assert str(finds_less([*usual, 4, 5])).startswith("finds far fewer items than usual: 5 instead of about 20")
    assert finds_less([*usual, 10, 10]) is None, "half is not less than half"


def test_of_a_new_source_nobody_knows_what_is_usual() -> None:
    assert finds_less([]) is None
    assert finds_less([20, 20, 1, 1]) is None


def test_what_is_short_for_long_becomes_usual() -> None:
    counts = [20] * 10
    told = []
    for _ in range(30):
        counts = [*counts, 4][-30:]
        told.append(finds_less(counts) is not None)
    assert told[1] and not told[-1]


def test_a_site_is_silent_after_three_of_its_longest_usual_gaps_and_sixty_days() -> None:
    often = every(2, 40)
    assert silent(often, often[-1] + timedelta(days=59)) is None, "Christmas and August are quiet"
    assert str(silent(often, often[-1] + timedelta(days=60))).startswith("nothing new since 20 March 2025, for 60 days")
    seldom = every(40, 20)
    assert silent(seldom, seldom[-1] + timedelta(days=120)) is None
    assert silent(seldom, seldom[-1] + timedelta(days=121)) is not None


def test_a_site_of_a_few_items_has_no_habit() -> None:
    assert silent([], START) is None
    assert silent(every(2, 8), START + timedelta(days=900)) is None
    assert silent([START] * 50, START + timedelta(days=900)) is None
