"""What the operator is told about an address."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest

from tests.support.builders import NOW
from tests.support.stores import new_store
from watcher.commands import subscribers
from watcher.commands.subscribers import subscribe, unsubscribe
from watcher.model.errors import ConfigError, WatcherError
from watcher.model.interest import USUAL_INTERESTS, Interest
from watcher.model.reader import Suppressed, SuppressionReason, Wishes
from watcher.model.subscription import Frequency
from watcher.store import Store

READER = "reader@example.org"
ALL = Wishes(("all",), USUAL_INTERESTS, Frequency.DAILY)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return new_store(tmp_path)


@pytest.mark.parametrize(
    ("because", "refused"),
    [
        (
            SuppressionReason.COMPLAINED,
            f"{READER} complained about our emails on 3 March 2025, so we no longer write to it",
        ),
        (SuppressionReason.BOUNCED, f"{READER} bounced on 3 March 2025, so we no longer write to it"),
        (SuppressionReason.LEFT, f"{READER} unsubscribed on 3 March 2025, so we no longer write to it"),
        (
            SuppressionReason.BY_OPERATOR,
            f"{READER} was unsubscribed by the operator on 3 March 2025, so we no longer write to it",
        ),
    ],
)
def test_an_address_that_is_left_alone_is_not_subscribed(
    store: Store, because: SuppressionReason, refused: str
) -> None:
    assert subscribers.refusal(store, READER) is None
    store.suppressions.stop(READER, because, "why", NOW)
    assert subscribers.refusal(store, READER) == refused


def test_the_operators_word_lifts_it_and_is_on_record(store: Store) -> None:
    store.suppressions.stop(READER, SuppressionReason.COMPLAINED, "complaint", NOW)
    with pytest.raises(ConfigError, match="say how you know, for example --again"):
        subscribers.admit(store, READER, ALL, None, NOW)
    subscribers.admit(store, READER.upper(), ALL, "rang us on 3 March", NOW)
    assert subscribers.refusal(store, READER) is None
    [consent] = subscribers.recorded(store, READER)["consents"]
    assert (consent["text"], consent["page"], consent["version"]) == (
        "rang us on 3 March",
        "by the operator",
        "operator",
    )


def test_a_topic_that_was_ended_is_not_begun_again_without_the_owners_word(store: Store) -> None:
    for topic in ("all", "Leicester"):
        assert [*subscribe(store, READER, [topic], None, NOW)]
    unsubscribe(store, READER, "Leicester", NOW)
    with pytest.raises(ConfigError, match="stopped following Leicester on 3 March 2025"):
        [*subscribe(store, READER, ["Leeds", "Leicester"], None, NOW)]
    assert [one.topic for one in store.subscribers.subscriptions()] == ["all"]
    [line] = subscribe(store, READER, ["Leicester"], None, NOW, again="rang us")
    assert line == f"{READER} follows authority:80482, daily: inspections, visits, send"


def test_a_repeated_subscribe_changes_only_what_it_is_told_to_and_says_so(store: Store) -> None:
    [*subscribe(store, READER, ["all"], Frequency.WEEKLY, NOW, interests=[Interest.COVERAGE])]
    assert [*subscribe(store, READER, ["all"], None, NOW)] == [f"{READER} already follows all, weekly: coverage"]
    assert [*subscribe(store, READER, ["all"], Frequency.DAILY, NOW)] == [
        f"{READER} follows all, now daily (was weekly): coverage"
    ]
    assert [*subscribe(store, READER, ["all"], None, NOW, interests=[Interest.SEND])] == [
        f"{READER} follows all, now daily: send (was coverage)"
    ]


@pytest.mark.parametrize(("address", "topic"), [("nobody", None), ("a@example.org", None), (READER, "Leeds")])
def test_unsubscribing_what_follows_nothing_is_a_failure_and_changes_nothing(
    store: Store, address: str, topic: str | None
) -> None:
    [*subscribe(store, READER, ["all"], None, NOW)]
    with pytest.raises(WatcherError, match=r"is not a valid email address|doesn't follow"):
        unsubscribe(store, address, topic, NOW)
    assert store.suppressions.of_address(address) is None
    assert len(store.subscribers.subscriptions()) == 1


def test_whom_the_operator_unsubscribes_from_everything_is_left_alone(store: Store) -> None:
    for topic in ("all", "region:E12000004"):
        store.subscribers.subscribe(READER, topic, Frequency.DAILY, NOW)
    assert unsubscribe(store, READER, "all", NOW) == 1
    assert store.suppressions.of_address(READER) is None
    assert unsubscribe(store, f" {READER.upper()}", None, NOW) == 1
    assert store.suppressions.of_address(READER) == Suppressed(SuppressionReason.BY_OPERATOR, NOW)


@pytest.mark.parametrize("graver", [SuppressionReason.LEFT, SuppressionReason.BOUNCED, SuppressionReason.COMPLAINED])
def test_a_reason_to_leave_an_address_alone_gives_way_only_to_a_graver_one(
    store: Store, graver: SuppressionReason
) -> None:
    store.suppressions.stop(READER, SuppressionReason.BY_OPERATOR, "why", NOW - timedelta(days=1))
    for reason in (graver, SuppressionReason.BY_OPERATOR):
        store.suppressions.stop(READER, reason, "why", NOW)
        assert store.suppressions.of_address(READER) == Suppressed(graver, NOW)


def test_what_is_recorded_is_plain_and_complete_and_of_nobody_else(store: Store) -> None:
    for address in (READER, "other@example.org"):
        store.subscribers.subscribe(address, "all", Frequency.DAILY, NOW)
    store.subscribers.set_options(READER, all_quiet=True)
    told = subscribers.recorded(store, " Reader@Example.org")
    assert json.loads(json.dumps(told)) == told
    assert told["address"] == READER and told["options"] == {"one_mail_an_item": False, "all_quiet": True}
    assert [one["topic"] for one in told["subscriptions"]] == ["all"]
    assert told["subscriptions"][0]["created_at"] == NOW.isoformat()
    assert "other@example.org" not in json.dumps(told)


def test_of_an_unknown_address_nothing_is_recorded(store: Store) -> None:
    told = subscribers.recorded(store, "nobody@example.org")
    assert [name for name, value in told.items() if value] == ["address"]


def test_whom_the_operator_subscribes_has_a_consent_on_record_once(store: Store) -> None:
    for _ in range(2):
        [*subscribe(store, READER, ["all"], None, NOW)]
    [consent] = subscribers.recorded(store, READER)["consents"]
    assert (consent["page"], consent["wishes"]["topics"]) == ("by the operator", ("all",))
