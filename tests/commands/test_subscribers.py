"""What the operator is told about an address."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest

from tests.support.builders import NOW
from tests.support.stores import new_store
from watcher.commands import subscribers
from watcher.commands.subscribers import unsubscribe
from watcher.model.errors import ConfigError
from watcher.model.interest import USUAL_INTERESTS
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
        (SuppressionReason.BY_OPERATOR, None),
    ],
)
def test_an_address_that_is_left_alone_for_its_owner_s_sake_is_not_subscribed(
    store: Store, because: SuppressionReason, refused: str | None
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


def test_one_whom_the_operator_stopped_may_be_subscribed_without_ado(store: Store) -> None:
    store.suppressions.stop(READER, SuppressionReason.BY_OPERATOR, "by the operator", NOW)
    subscribers.admit(store, READER, ALL, None, NOW)
    assert store.suppressions.of_address(READER) is None
    assert subscribers.recorded(store, READER)["consents"] == []


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
