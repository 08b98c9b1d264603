"""The kinds of news that a person lists."""

from __future__ import annotations

import pytest

from watcher.model.errors import ConfigError
from watcher.model.event_kind import EventKind
from watcher.model.interest import INTERESTS, Interest, interests


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("inspections", (Interest.INSPECTIONS,)),
        (" Coverage, inspections ,", (Interest.INSPECTIONS, Interest.COVERAGE)),
        (",".join(Interest), tuple(Interest)),
    ],
)
def test_kinds_are_listed_in_any_order(text: str, meant: tuple[Interest, ...]) -> None:
    assert interests(text) == meant


@pytest.mark.parametrize("text", ["", " , ", "grades", "visits,grades"])
def test_a_word_that_is_no_kind_is_refused_with_those_that_are(text: str) -> None:
    with pytest.raises(ConfigError, match="inspections, visits, send, coverage"):
        interests(text)


def test_every_kind_of_event_is_wanted_by_an_interest_or_by_its_topic_alone() -> None:
    assert set(INTERESTS) == set(EventKind)
    assert [kind for kind, interest in INTERESTS.items() if interest is None] == [EventKind.OWN_POST]
