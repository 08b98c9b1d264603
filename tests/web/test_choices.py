"""Finding a council by what people type."""

from __future__ import annotations

import pytest

from tests.support.builders import NOW
from watcher.model.reader import Reader
from watcher.model.subscription import Frequency, Subscription
from watcher.ofsted.authorities import gazetteer
from watcher.settings import Settings
from watcher.web.choices import FOUND_AT_MOST, QUERY_LIMIT, Offered
from watcher.web.forms import choice_problems, entered, form_of, wishes

ALL = Offered.of(Settings(authorities="all"), gazetteer())


def names(query: str, offered: Offered = ALL) -> list[str]:
    return [authority.name for authority in offered.found(query)]


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("leices", "Leicester"),
        ("LEICESTER ", "Leicester"),
        ("upon hull", "Kingston upon Hull"),
        ("bcp", "Bournemouth, Christchurch and Poole"),
        ("st. helens", "St Helens"),
        ("Lecester", "Leicester"),
        ("Brighton & Hove", "Brighton and Hove"),
    ],
)
def test_a_part_of_any_name_a_slip_of_the_pen_or_another_spelling_is_enough(query: str, first: str) -> None:
    assert names(query)[0].startswith(first.split(" ")[0])


def test_an_abolished_council_stands_for_its_successors() -> None:
    assert {"North Northamptonshire", "West Northamptonshire"} <= set(names("northamptonshire"))
    assert "Northamptonshire" not in names("northamptonshire")
    assert set(names("cumbria")) == {"Cumberland", "Westmorland and Furness"}


def test_a_region_finds_its_councils() -> None:
    assert "Rutland" in names("east midl")


@pytest.mark.parametrize("query", ["", "   ", "zzzz", "x" * 10_000, "\0", "%", "<script>", "\u202e"])
def test_what_nobody_is_called_finds_nobody(query: str) -> None:
    assert names(query) == []


def test_a_long_list_is_cut() -> None:
    assert len(names("a")) <= FOUND_AT_MOST
    assert QUERY_LIMIT < 100


def test_only_what_is_watched_is_offered() -> None:
    offered = Offered.of(Settings(authorities=("Leicester", "region:London", "Northamptonshire")), gazetteer())
    assert set(offered.regions.values()) == {"The East Midlands", "London"}
    assert names("rutland", offered) == [] and names("leicester", offered) == ["Leicester"]
    assert not offered.whole and len(offered.authorities) == 34


def test_all_of_england_is_153_councils_in_nine_regions() -> None:
    assert (len(ALL.authorities), len(ALL.regions), ALL.whole) == (153, 9, True)


def test_what_a_reader_follows_makes_the_same_form_again() -> None:
    topics = ("authority:80482", "region:E12000004", "provider:21/116482", "own-posts", "authority:1")
    follows = tuple(Subscription(n, "a@example.org", topic, Frequency.WEEKLY, NOW) for n, topic in enumerate(topics))
    form = form_of(Reader(1, "a@example.org", False, False, follows), ALL)
    assert set(wishes(form).topics) == set(topics)
    assert form.others == ("provider:21/116482", "own-posts", "authority:1")
    assert choice_problems(form) == ()


def test_a_field_sent_many_times_counts_once() -> None:
    form = entered([("authority", "80482")] * 3 + [("frequency", "daily"), ("frequency", "weekly")], ALL)
    assert (form.authorities, form.frequency) == (("80482",), Frequency.DAILY)
