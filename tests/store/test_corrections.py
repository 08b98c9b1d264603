"""Corrections: to exactly those who were told, once, and nobody else is told the wrong thing any more."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.support.builders import NOW, a_change, a_record, a_report_file, a_source
from watcher.model.reader import SuppressionReason
from watcher.model.subscription import Frequency
from watcher.store import Store
from watcher.store.planned_mails import PlannedMail

DAILY = Frequency.DAILY
EVENING, NEXT_DAY = NOW + timedelta(hours=9), NOW + timedelta(days=1, hours=9)
TEXT = "The grades were read from a draft."


@pytest.fixture(autouse=True)
def _told(store: Store) -> None:
    """Two readers are to be told of two changes, of which the first is wrong."""
    store.pages.follow([a_source()], NOW)
    for name in ("a", "b"):
        store.subscribers.subscribe(f"{name}@example.org", "all", DAILY, NOW)
    store.pages.record(a_record(changes=(a_change(id="wrong"), a_change(id="right"))))
    plan(store)


def plan(store: Store) -> None:
    run = store.digest_runs.begin(DAILY, EVENING)
    for reader, items in list(store.digest_runs.undelivered(run)):
        receipts = [(wish.id, change.id) for change, wishes in items for wish in wishes]
        address = items[0][1][0].address
        assert store.digest_runs.plan(run, reader, f"<{run}.{reader}@x>", address, "News", b"...", receipts, EVENING)


def send(store: Store, name: str) -> None:
    [mail] = [mail for mail in store.outbox.pending(NEXT_DAY, 10) if mail.address == f"{name}@example.org"]
    store.outbox.mark_sent(mail.id, EVENING)


def misled(store: Store) -> list[str]:
    return [one.address for one in store.corrections.readers_told("wrong")]


def correct(store: Store, text: str = TEXT) -> int:
    begun = store.corrections.begin("wrong", text, NEXT_DAY)
    mails = [
        PlannedMail(one.subscriber_id, f"<correction.{begun.id}.{one.subscriber_id}@x>", one.address, "Sorry", b"...")
        for one in store.corrections.readers_told("wrong")
    ]
    return store.corrections.plan(begun.id, mails, NEXT_DAY)


def undelivered(store: Store) -> dict[str, list[str]]:
    run = store.digest_runs.begin(DAILY, EVENING)
    return {
        items[0][1][0].address: [change.id for change, _ in items] for _, items in store.digest_runs.undelivered(run)
    }


def test_it_goes_to_those_whose_mail_was_sent(store: Store) -> None:
    assert misled(store) == []
    send(store, "a")
    assert misled(store) == ["a@example.org"]
    assert (
        store.corrections.readers_told("wrong")[0].told_at == EVENING and store.corrections.pending_about("wrong") == 1
    )


def test_a_pending_mail_is_taken_back_and_its_other_changes_are_planned_again(store: Store) -> None:
    send(store, "a")
    begun = store.corrections.begin("wrong", TEXT, NEXT_DAY)
    assert (begun.runs, begun.taken_back) == (((DAILY, EVENING),), 1)
    assert store.outbox.pending(NEXT_DAY, 10) == []
    assert undelivered(store) == {"b@example.org": ["right"]}
    plan(store)
    [mail] = store.outbox.pending(NEXT_DAY, 10)
    assert mail.address == "b@example.org"
    store.outbox.mark_sent(mail.id, NEXT_DAY)
    assert misled(store) == ["a@example.org"]


def test_it_is_sent_once_however_often_it_is_given(store: Store) -> None:
    send(store, "a")
    assert [correct(store), correct(store)] == [1, 0]
    begun = store.corrections.begin("wrong", TEXT, NEXT_DAY)
    assert (begun.runs, begun.taken_back) == ((), 0) and len(store.corrections.planned_for(begun.id)) == 1
    assert correct(store, "Another mistake was made.") == 1


def test_a_mail_may_be_taken_back_more_than_once(store: Store) -> None:
    store.corrections.begin("wrong", TEXT, NEXT_DAY)
    plan(store)
    begun = store.corrections.begin("right", TEXT, NEXT_DAY)
    assert begun.taken_back == 2 and undelivered(store) == {}


def test_who_left_and_who_was_stopped_hears_nothing(store: Store) -> None:
    send(store, "a")
    send(store, "b")
    store.subscribers.unsubscribe("a@example.org", None, NEXT_DAY, "left")
    assert misled(store) == ["b@example.org"]
    store.suppressions.stop("b@example.org", SuppressionReason.COMPLAINED, "complaint", NEXT_DAY)
    store.subscribers.subscribe("b@example.org", "all", DAILY, NEXT_DAY)
    assert misled(store) == []


def test_who_leaves_while_it_is_written_hears_nothing(store: Store) -> None:
    send(store, "a")
    begun = store.corrections.begin("wrong", TEXT, NEXT_DAY)
    [one] = store.corrections.readers_told("wrong")
    store.subscribers.unsubscribe("a@example.org", None, NEXT_DAY, "left")
    mail = PlannedMail(one.subscriber_id, "<1@x>", one.address, "Sorry", b"...")
    assert store.corrections.plan(begun.id, [mail], NEXT_DAY) == 0


def test_a_reader_who_is_told_later_is_not_told_the_wrong_thing(store: Store) -> None:
    store.corrections.begin("wrong", TEXT, NEXT_DAY)
    store.subscribers.subscribe("late@example.org", "all", DAILY, NOW)
    assert undelivered(store)["late@example.org"] == ["right"]


def test_a_report_that_was_misread_is_not_on_record_any_more(store: Store) -> None:
    file = a_report_file()
    store.reports.save(file)
    store.reports.doubt(file.source_id, file.file_id, "misread")
    assert store.reports.records() == {}
    doubted = store.reports.find(file.file_id)
    assert doubted is not None and doubted.problems == ("misread",)


def test_a_held_change_that_was_corrected_waits_for_no_ruling(store: Store) -> None:
    held = a_change(id="held", key="1", held=True, report=None)
    store.pages.record(a_record(changes=(held,)))
    assert store.held.count() == 1 and store.pages.known(held.source_id).held == {"1"}
    store.corrections.begin("held", TEXT, NEXT_DAY)
    assert store.held.count() == 0 and store.pages.known(held.source_id).held == frozenset()


def test_a_mail_that_was_given_up_is_not_tried_again_with_the_wrong_thing_in_it(store: Store) -> None:
    mail = store.outbox.pending(NEXT_DAY, 1)[0]
    store.outbox.mark_failed(mail.id, "550", EVENING)
    store.corrections.begin("wrong", TEXT, NEXT_DAY)
    assert store.outbox_operator.retry(mail.id, NEXT_DAY) == "it contains an alert that has been corrected"
