"""Importing lists, and giving a reader another address, on a store with mail that was sent and mail that waits."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr

from tests.support.builders import NOW, a_change, a_provider, a_record, a_source, an_observation
from tests.support.stores import new_store
from watcher.commands.digest import DigestPlan
from watcher.commands.reader_lists import exported, import_list, move
from watcher.commands.subscribers import recorded, subscribe, unsubscribe
from watcher.model.errors import ConfigError, WatcherError
from watcher.model.reader import SuppressionReason
from watcher.model.reader_list import ListDefaults
from watcher.model.subscription import Frequency
from watcher.ofsted.authorities import gazetteer
from watcher.settings import MailSettings, Settings
from watcher.store import Store

OLD, NEW = "old@example.org", "new@example.org"
EVENING, LATER = NOW + timedelta(hours=9), NOW + timedelta(days=2)
DEFAULTS = ListDefaults(("all",), Frequency.WEEKLY, None, "the newsletter's tick box", "list.csv")
LEFT = SuppressionReason.LEFT


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path, mail=MailSettings(sender="alerts@watcher.example"), secret_keys=SecretStr("k" * 40))


def follows(store: Store, address: str) -> dict[str, Frequency]:
    reader = store.readers.of_address(address)
    return {one.topic: one.frequency for one in reader.follows} if reader else {}


def imported(store: Store, text: str, *, dry_run: bool = False) -> tuple[list[str], list[str]]:
    """Who was added, and why the others were not."""
    done = import_list(store, text.encode(), DEFAULTS, NOW, dry_run=dry_run)
    return [one.reader.address for one in done.added], [one.why for one in done.refused]


# --- import and export ----------------------------------------------------------------------------


def test_consent_and_its_source_are_on_record_for_everybody_who_was_imported(store: Store) -> None:
    assert imported(store, "a@example.org\nb@example.org\n") == (["a@example.org", "b@example.org"], [])
    assert follows(store, "b@example.org") == {"all": Frequency.WEEKLY}
    [consent] = recorded(store, "b@example.org")["consents"]
    assert (consent["text"], consent["page"]) == ("the newsletter's tick box", "list.csv, line 2")


def test_a_dry_run_says_the_same_and_changes_nothing(store: Store) -> None:
    store.suppressions.stop(OLD, LEFT, "by link", NOW)
    tried = imported(store, f"a@example.org\n{OLD}\n", dry_run=True)
    assert store.subscribers.subscriptions() == [] and store.readers.of_address("a@example.org") is None
    assert imported(store, f"a@example.org\n{OLD}\n") == tried
    assert imported(store, "a@example.org\n") == ([], [])


@pytest.mark.parametrize("reason", SuppressionReason)
def test_who_left_or_was_stopped_stays_so(store: Store, reason: SuppressionReason) -> None:
    store.suppressions.stop(OLD, reason, "why", NOW)
    added, refused = imported(store, f"{OLD}\n")
    assert not added and "so we no longer write to it" in refused[0]
    assert follows(store, OLD) == {}


def test_a_topic_that_a_reader_gave_up_stays_given_up(store: Store) -> None:
    [*subscribe(store, OLD, ["all", "Leeds"], Frequency.DAILY, NOW)]
    unsubscribe(store, OLD, "all", NOW)
    added, refused = imported(store, f"address,topics\n{OLD},all;Leicester\n")
    assert added == [OLD] and refused == [f"{OLD} stopped following every council on 3 March 2025"]
    assert sorted(follows(store, OLD)) == ["authority:80481", "authority:80482"]


def test_an_import_never_changes_what_a_reader_chose(store: Store) -> None:
    [*subscribe(store, OLD, ["all"], Frequency.DAILY, NOW, all_quiet=True)]
    assert imported(store, f"address,quiet\n{OLD},no\n") == ([], [])
    assert follows(store, OLD) == {"all": Frequency.DAILY}
    reader = store.readers.of_address(OLD)
    assert reader and reader.all_quiet


def test_consent_that_is_still_to_come_is_none(store: Store) -> None:
    assert imported(store, "address,consent_at\na@example.org,2099-01-01\n") == (
        [],
        ["its consent_at is in the future"],
    )


def test_an_export_brings_everybody_to_another_deployment(store: Store, tmp_path: Path) -> None:
    imported(store, "address,each_item,topics\na@example.org,yes,all;Leeds\nb@example.org,,own posts\n")
    [*subscribe(store, "a@example.org", ["Leicester"], Frequency.IMMEDIATELY, NOW)]
    text = exported(store)
    with new_store(tmp_path / "other") as other:
        done = import_list(other, text.encode(), ListDefaults(source="export.csv"), LATER)
        assert not done.refused
        for address in ("a@example.org", "b@example.org"):
            assert follows(other, address) == follows(store, address)
        assert recorded(other, "b@example.org")["consents"][0]["page"] == "list.csv, line 3"
        assert recorded(other, "a@example.org")["options"] == {"one_mail_an_item": True, "all_quiet": False}


# --- moving ---------------------------------------------------------------------------------------


@pytest.fixture
def reader(store: Store, settings: Settings) -> Store:
    """A reader with consent to whom one digest was sent, and for whom another waits."""
    store.pages.follow([a_source()], NOW)
    import_list(store, f"{OLD}\n".encode(), ListDefaults(("all",), Frequency.DAILY, None, "asked", "x"), NOW)
    store.pages.record(a_record(changes=(a_change(id="first"),)))
    DigestPlan(store, settings, gazetteer(), Frequency.DAILY, EVENING).plan(EVENING)
    [mail] = store.outbox.pending(EVENING, 9)
    store.outbox.mark_sent(mail.id, EVENING)
    second = a_change(
        id="second", key="2", provider=a_provider(urn="80998"), after=an_observation(key="2"), recorded_at=EVENING
    )
    store.pages.record(a_record(changes=(second,)))
    next_day = EVENING + timedelta(days=1)
    DigestPlan(store, settings, gazetteer(), Frequency.DAILY, next_day).plan(next_day)
    return store


def test_a_reader_moves_with_choices_and_consent_and_gets_nothing_twice(reader: Store, settings: Settings) -> None:
    moved = move(settings, reader, OLD.upper(), NEW, LATER, consent="she rang")
    assert (moved.subscriptions, moved.taken_back) == (1, 1)
    assert follows(reader, NEW) == {"all": Frequency.DAILY} and follows(reader, OLD) == {}
    assert [one["text"] for one in recorded(reader, NEW)["consents"]] == ["asked", "she rang"]
    [mail] = reader.outbox.pending(LATER, 9)
    assert mail.address == NEW and OLD.encode() not in mail.content
    later = DigestPlan(reader, settings, gazetteer(), Frequency.DAILY, LATER).plan(LATER)
    assert later.mails == 0


def test_the_old_address_is_left_alone_and_no_longer_on_record(reader: Store, settings: Settings) -> None:
    move(settings, reader, OLD, NEW, LATER, consent="she rang")
    assert imported(reader, f"{OLD}\n")[0] == []
    left = recorded(reader, OLD)
    assert left["left_alone"]["reason"] == "by-operator"
    assert not (left["subscriptions"] or left["consents"] or left["mails"])


def test_what_was_written_to_the_old_address_in_the_meantime_is_not_saved(reader: Store, settings: Settings) -> None:
    third = a_change(id="third", key="3", after=an_observation(key="3"), recorded_at=LATER)
    reader.pages.record(a_record(changes=(third,)))
    run = reader.digest_runs.begin(Frequency.DAILY, LATER)
    [(who, [(change, wishes)])] = reader.digest_runs.undelivered(run)
    move(settings, reader, OLD, NEW, LATER, consent="she rang")
    receipts = [(one.id, change.id) for one in wishes]
    assert not reader.digest_runs.plan(run, who, "<late@x>", OLD, "News", b"...", receipts, LATER)
    assert reader.digest_runs.plan(run, who, "<late@x>", NEW, "News", b"...", receipts, LATER)


def test_a_move_takes_an_address_that_may_be_written_to(reader: Store, settings: Settings) -> None:
    with pytest.raises(WatcherError, match="doesn't follow anything"):
        move(settings, reader, "nobody@example.org", NEW, LATER, consent="")
    with pytest.raises(ConfigError, match="not a valid email address"):
        move(settings, reader, OLD, "new", LATER, consent="")
    [*subscribe(reader, NEW, ["Leeds"], None, LATER)]
    with pytest.raises(ConfigError, match="already follows something"):
        move(settings, reader, OLD, NEW, LATER, consent="")
    reader.suppressions.stop(NEW, LEFT, "by link", LATER)
    with pytest.raises(ConfigError, match="unsubscribed on"):
        move(settings, reader, OLD, NEW, LATER, consent="")
    assert follows(reader, OLD) == {"all": Frequency.DAILY}
    move(settings, reader, OLD, NEW, LATER, consent="", again="it is hers, she says")
    assert follows(reader, NEW) == {"all": Frequency.DAILY} and reader.suppressions.of_address(NEW) is None


def test_nobody_moves_while_mail_is_sent(reader: Store, settings: Settings) -> None:
    with reader.leases.hold("send") as taken:
        assert taken
        with pytest.raises(ConfigError, match="being sent right now"):
            move(settings, reader, OLD, NEW, LATER, consent="")
    assert follows(reader, OLD)
