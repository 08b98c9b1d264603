"""Who is told of a change, and the words that say why."""

from __future__ import annotations

import pytest

from watcher.model.errors import ConfigError
from watcher.model.source import Authority, Provider
from watcher.ofsted.authorities import REGIONS, gazetteer
from watcher.subscribers.topics import first_titles, topic_id, topic_title, topics_of

MARLOW = Authority("80999", "Marlow Vale", "East Midlands", "E12000004", predecessors=("70001",))
NAMES = {"authority:80999": "Marlow Vale", "authority:80998": "Eastmere"}


def test_a_council_belongs_to_itself_its_region_and_everything() -> None:
    assert topics_of(Provider("44", "80999"), MARLOW) == (
        "provider:44/80999",
        "authority:80999",
        "authority:70001",
        "region:E12000004",
        "all",
    )


def test_a_school_belongs_to_no_council_with_the_same_number() -> None:
    assert topics_of(Provider("21", "80999"), None) == ("provider:21/80999", "all")


def test_the_reason_names_every_topic_once() -> None:
    assert first_titles(["authority:80999"], NAMES) == (("Marlow Vale",), 0)
    assert first_titles(["authority:80999", "region:E12000004", "authority:80999", "all"], NAMES) == (
        ("Marlow Vale", "the East Midlands", "every council"),
        0,
    )


def test_of_very_many_topics_the_first_are_named_and_the_others_counted() -> None:
    names = {f"authority:{n}": f"Vale {n}" for n in range(20)}
    assert first_titles(list(names)[:13], names) == (tuple(names.values())[:13], 0)
    assert first_titles(names, names) == (tuple(names.values())[:12], 8)


@pytest.mark.parametrize(
    ("topic", "title"),
    [
        ("all", "every council"),
        ("region:E12000007", "London"),
        ("provider:21/123456", "21/123456"),
        ("search:private fostering", "the search “private fostering”"),
    ],
)
def test_a_topic_has_a_title(topic: str, title: str) -> None:
    assert topic_title(topic, NAMES) == title


def test_a_search_is_a_topic_in_its_standard_form() -> None:
    assert topic_id("Search: Private  fostering!", gazetteer()) == "search:private fostering"
    with pytest.raises(ConfigError):
        topic_id("search:", gazetteer())


def test_every_region_of_the_authorities_has_a_title() -> None:
    assert {a.region_code for a in gazetteer().current()} <= set(REGIONS)
