"""Which kinds of news a subscription brings, and since when."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.support.builders import NOW, a_change, a_source, an_event
from tests.support.news_builders import a_mention
from tests.support.planners import BEFORE, DAILY, EVENING, record, undelivered
from watcher.model.change import Change
from watcher.model.event_kind import EventKind
from watcher.model.interest import INTERESTS, Interest
from watcher.store import Store


@pytest.fixture(autouse=True)
def _followed(store: Store) -> None:
    store.pages.follow([a_source()], BEFORE)


def of_kind(kind: EventKind, **fields: object) -> Change:
    """A change of each kind, named after it; of a post of our own only who follows those hears."""
    topics = ("own-posts",) if kind is EventKind.OWN_POST else a_source().topics
    given = {"id": kind.value, "event": an_event(kind=kind, graded=False), "topics": topics, **fields}
    if kind in (EventKind.COVERAGE, EventKind.OWN_POST):
        given |= {"report": None, "judgements": (), "coverage": a_mention()}
    return a_change(**given)


def told(store: Store) -> list[str]:
    """The ids of the undelivered changes of the only reader."""
    [items] = undelivered(store, store.digest_runs.begin(DAILY, EVENING)).values() or [[]]
    return [change for change, _ in items]


@pytest.mark.parametrize("interest", Interest)
def test_a_subscription_brings_the_kinds_of_news_that_were_chosen(store: Store, interest: Interest) -> None:
    store.subscribers.subscribe("a@example.org", "all", DAILY, BEFORE, [interest])
    record(store, *map(of_kind, EventKind))
    assert told(store) == sorted(kind.value for kind, wanted in INTERESTS.items() if wanted is interest)


def test_a_post_of_our_own_is_told_to_who_follows_those_whatever_else_they_chose(store: Store) -> None:
    store.subscribers.subscribe("a@example.org", "own-posts", DAILY, BEFORE, [Interest.SEND])
    record(store, *map(of_kind, EventKind))
    assert told(store) == ["own_post"]


def test_each_topic_has_its_own_interests(store: Store) -> None:
    store.subscribers.subscribe("a@example.org", "authority:80999", DAILY, BEFORE, [Interest.VISITS])
    store.subscribers.subscribe("a@example.org", "all", DAILY, BEFORE, [Interest.INSPECTIONS])
    record(store, of_kind(EventKind.INSPECTION), of_kind(EventKind.JTAI), of_kind(EventKind.SEND))
    [items] = undelivered(store, store.digest_runs.begin(DAILY, EVENING)).values()
    assert items == [("inspection", ["all"]), ("jtai", ["authority:80999"])]


def test_coverage_that_is_held_waits_for_the_operator_and_a_held_report_is_told(store: Store) -> None:
    store.subscribers.subscribe("a@example.org", "all", DAILY, BEFORE, tuple(Interest))
    record(store, of_kind(EventKind.COVERAGE, held=True), of_kind(EventKind.INSPECTION, held=True))
    assert told(store) == ["inspection"]


def test_a_reader_who_adds_a_kind_gets_no_earlier_news_of_it(store: Store) -> None:
    store.subscribers.subscribe("a@example.org", "all", DAILY, BEFORE)
    record(store, of_kind(EventKind.COVERAGE), of_kind(EventKind.INSPECTION))
    noon = NOW + timedelta(hours=3)
    store.subscribers.subscribe("a@example.org", "all", DAILY, noon, tuple(Interest))
    record(store, of_kind(EventKind.COVERAGE, id="later", recorded_at=noon))
    assert told(store) == ["inspection", "later"]
