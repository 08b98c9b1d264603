"""How long news stays news."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.support.builders import NOW
from tests.support.news_builders import a_site
from watcher.model.news import Tier
from watcher.news.timing import forget_at, reread_at, retry_at

DAY = timedelta(days=1)


@pytest.mark.parametrize(("age", "again"), [(0, True), (30, True), (31, False), (4000, False)])
def test_a_page_is_looked_at_again_for_a_month_dated_or_not(age: int, *, again: bool) -> None:
    out_since = NOW.date() - timedelta(days=age)
    found = reread_at(a_site(), relevant=True, out_since=out_since, now=NOW)
    assert found == (NOW + DAY if again else None)


def test_what_is_about_something_else_is_not_looked_at_again() -> None:
    assert reread_at(a_site(), relevant=False, out_since=NOW.date(), now=NOW) is None


def test_a_post_of_our_own_is_looked_at_for_ever_also_after_it_could_not_be_read() -> None:
    own = a_site(tier=Tier.OWN)
    assert reread_at(own, relevant=False, out_since=date(2011, 1, 1), now=NOW) == NOW + 7 * DAY
    assert retry_at(own, NOW - 99 * DAY, NOW) == NOW + 7 * DAY


def test_what_cannot_be_read_is_tried_on_each_pass_then_daily_and_at_last_not_any_more() -> None:
    assert retry_at(a_site(), None, NOW) == NOW
    assert retry_at(a_site(), NOW - DAY / 2, NOW) == NOW
    assert retry_at(a_site(), NOW - DAY, NOW) == NOW + DAY
    assert retry_at(a_site(), NOW - 14 * DAY, NOW) is None


def test_the_words_of_others_are_kept_for_so_long_and_ours_for_ever() -> None:
    assert forget_at(a_site(), 30 * DAY, NOW) == NOW + 30 * DAY
    assert forget_at(a_site(tier=Tier.OWN), 30 * DAY, NOW) is None
