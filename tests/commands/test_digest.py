"""From what is recorded to mails that wait: each reader by itself, and what the operator hears."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from pydantic import SecretStr

from tests.support.builders import NOW, SOURCE_ID, a_change, a_record, a_source
from tests.support.news_builders import URL, an_assessment
from tests.support.stores import new_store
from watcher.commands import digest_run
from watcher.commands.digest import DigestPlan, Planned, checked_by
from watcher.commands.operator_note import plan_note
from watcher.model.news import Headline
from watcher.model.news_item import RowsSeen
from watcher.model.source import Fault, SourceStatus
from watcher.model.subscription import Frequency
from watcher.ofsted.authorities import gazetteer
from watcher.settings import MailSettings, Settings
from watcher.store import Store

DAILY, WEEKLY = Frequency.DAILY, Frequency.WEEKLY
MAIL = MailSettings(sender="alerts@watcher.example", operator="operator@example.org")
SETTINGS = Settings(mail=MAIL, secret_keys=SecretStr("k" * 40))
EVENING = NOW + timedelta(hours=9)
NEXT_DAY = EVENING + timedelta(days=1)
NEXT_WEEK = NOW + timedelta(days=7)
# No region has this number, so no mail can say what its reader follows.
UNKNOWN = "region:E99999999"
FAULT = "mail:daily:1"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with new_store(tmp_path) as opened:
        opened.pages.follow([a_source()], NOW)
        yield opened


def plan(store: Store, ends_at: datetime = EVENING, frequency: Frequency = DAILY) -> Planned:
    return DigestPlan(store, SETTINGS, gazetteer(), frequency, ends_at).plan(ends_at)


def subscribe(store: Store, *names: str, topic: str = "all") -> None:
    for name in names:
        store.subscribers.subscribe(f"{name}@example.org", topic, DAILY, NOW)


def record(store: Store, id_: str = "c1", *more_topics: str) -> None:
    store.pages.record(a_record(changes=(a_change(id=id_, topics=(*a_source().topics, *more_topics)),)))


def addresses(store: Store, now: datetime = NEXT_DAY) -> list[str]:
    return [mail.address for mail in store.outbox.pending(now, 100)]


def open_faults(store: Store) -> list[str]:
    return [fault.source_id for fault in store.faults.recorded(open_only=True)]


def test_a_mail_that_cannot_be_written_stops_no_other(store: Store) -> None:
    subscribe(store, "first")
    subscribe(store, "broken", topic=UNKNOWN)
    subscribe(store, "last")
    record(store, "c1", UNKNOWN)
    assert plan(store) == Planned(2, unwritten=1)
    assert addresses(store) == ["first@example.org", "last@example.org"]
    assert store.digest_runs.newest_end(DAILY, NEXT_DAY + timedelta(days=9)) == EVENING


def test_an_address_that_no_server_takes_stops_no_other(store: Store) -> None:
    subscribe(store, "exämple", "last")
    record(store)
    assert plan(store) == Planned(1, unwritten=1)


def test_a_mail_that_cannot_be_written_is_logged_and_recorded_without_its_address(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    subscribe(store, "exämple")
    record(store)
    plan(store)
    [fault] = store.faults.recorded(open_only=True)
    assert (fault.source_id, "exämple" in fault.reason, "exämple" in caplog.text) == (FAULT, False, False)
    [reader] = {one.reader for one in store.subscribers.subscriptions()}
    assert f"reader {reader}" in caplog.text


def test_a_fault_whose_id_holds_an_address_from_before_is_cleared_by_the_next_run(store: Store) -> None:
    store.faults.report("mail:daily:old@example.org", "this email can't be written", NOW)
    assert "mail:daily:old@example.org" in open_faults(store)
    plan(store)
    assert open_faults(store) == []


def test_the_operator_hears_of_a_mail_that_cannot_be_written_and_when_it_is(store: Store) -> None:
    subscribe(store, "broken", topic=UNKNOWN)
    record(store, "c1", UNKNOWN)
    plan(store)
    (fault,) = store.faults.recorded(open_only=True)
    assert fault.source_id == FAULT
    assert fault.reason == "this email can't be written: KeyError: 'E99999999'"
    assert plan_note(store, SETTINGS, EVENING) == Planned()
    assert FAULT in note(store)
    plan(store, EVENING + timedelta(hours=1), Frequency.WEEKLY)
    assert open_faults(store) == [FAULT], "another run knows nothing of it"
    store.subscribers.unsubscribe("broken@example.org", None, NEXT_DAY, "")
    plan(store, NEXT_DAY)
    assert open_faults(store) == []


def test_what_could_not_be_written_is_told_later(store: Store) -> None:
    subscribe(store, "broken", topic=UNKNOWN)
    record(store, "c1", UNKNOWN)
    assert plan(store) == Planned(0, unwritten=1)
    subscribe(store, "broken")
    store.subscribers.unsubscribe("broken@example.org", UNKNOWN, EVENING, "")
    record(store, "c2")
    assert plan(store, NEXT_DAY) == Planned(1)
    assert open_faults(store) == []


def test_faults_of_pages_are_left_alone(store: Store) -> None:
    store.faults.report(SOURCE_ID, "the page answered 503", NOW)
    plan(store)
    assert open_faults(store) == [SOURCE_ID]


def test_the_operator_hears_once_of_a_mail_that_was_given_up_with_the_mail_of_the_day(store: Store) -> None:
    subscribe(store, "gone")
    record(store)
    plan(store)
    store.outbox.mark_failed(store.outbox.pending(EVENING, 1)[0].id, "550 5.1.1 no such user", EVENING)
    plan_note(store, SETTINGS, EVENING)
    assert store.outbox.pending_count() == 0, "nothing can be done about it in the evening"
    plan_note(store, SETTINGS, NEXT_DAY)
    assert "gone@example.org" in note(store) and "550 5.1.1 no such user" in note(store)
    store.outbox.mark_failed(store.outbox.pending(NEXT_DAY, 1)[0].id, "550 5.1.1 no such operator", NEXT_DAY)
    plan_note(store, SETTINGS, NEXT_DAY + timedelta(days=1))
    assert store.outbox.pending_count() == 0


def test_readers_of_the_same_changes_get_the_same_mail_but_for_the_address(store: Store) -> None:
    subscribe(store, "a", "b")
    subscribe(store, "c", topic="authority:80999")
    record(store)
    assert plan(store) == Planned(3)
    a, b, c = (message_from_bytes(mail.content, policy=policy.default) for mail in store.outbox.pending(EVENING, 3))
    assert [mail["To"] for mail in (a, b, c)] == ["a@example.org", "b@example.org", "c@example.org"]
    assert len({str(mail["Message-ID"]) for mail in (a, b, c)}) == 3
    said = [str(mail.get_body()).replace("=\n", "").replace(mail["Message-ID"].strip("<>"), "ID") for mail in (a, b, c)]
    assert "unsubscribe%20ID" in said[0] and said[0] == said[1] != said[2]


def test_a_run_that_is_stopped_goes_on_where_it_was(store: Store) -> None:
    subscribe(store, *(f"r{n}" for n in range(5)))
    record(store)
    asked = iter([False, False, True])
    daily = DigestPlan(store, SETTINGS, gazetteer(), DAILY, EVENING)
    assert daily.plan(EVENING, lambda: next(asked)) == Planned(2)
    assert store.digest_runs.newest_end(DAILY, NEXT_DAY + timedelta(days=9)) is None
    assert plan(store) == Planned(3)
    assert sorted(addresses(store)) == [f"r{n}@example.org" for n in range(5)]


def note(store: Store) -> str:
    """The text of the newest mail to the operator."""
    *_, newest = (mail for mail in store.outbox.pending(NEXT_DAY, 100) if mail.address == MAIL.operator)
    text = message_from_bytes(newest.content, policy=policy.default).get_body(("plain",))
    assert text is not None
    return str(text.get_content())


def texts(store: Store) -> list[str]:
    """The text of each mail that waits, in the order in which they were planned."""
    found = (message_from_bytes(mail.content, policy=policy.default) for mail in store.outbox.pending(NEXT_WEEK, 100))
    return [str(part.get_content()) for message in found if (part := message.get_body(("plain",)))]


def test_a_reader_who_wants_each_story_apart_gets_a_mail_of_each_and_nothing_twice(store: Store) -> None:
    subscribe(store, "apart", "whole")
    store.subscribers.subscribe("apart@example.org", "authority:80999", DAILY, NOW)
    store.subscribers.set_options("apart@example.org", one_mail_an_item=True)
    for name in ("Marlow Vale", "Eastmere", "Thornley"):
        store.pages.record(a_record(changes=(a_change(id=name, provider_name=name, headline=f"{name} is news"),)))
    assert plan(store) == Planned(4)
    assert addresses(store) == ["apart@example.org"] * 3 + ["whole@example.org"]
    *apart, whole = texts(store)
    assert [
        sum(text.count(f"{name} is news") for text in apart) for name in ("Marlow Vale", "Eastmere", "Thornley")
    ] == [
        1,
        1,
        1,
    ]
    assert all(name in whole for name in ("Marlow Vale", "Eastmere", "Thornley"))
    assert len({mail.message_id for mail in store.outbox.pending(NEXT_DAY, 10)}) == 4
    assert plan(store) == plan(store, NEXT_DAY) == Planned()


def test_a_story_that_cannot_be_written_keeps_no_other_of_the_same_reader(store: Store) -> None:
    subscribe(store, "apart")
    store.subscribers.subscribe("apart@example.org", UNKNOWN, DAILY, NOW)
    store.subscribers.set_options("apart@example.org", one_mail_an_item=True)
    store.pages.record(a_record(changes=(a_change(id="good"), a_change(id="broken", topics=(UNKNOWN,)))))
    assert plan(store) == Planned(1, unwritten=1)
    assert plan(store, NEXT_DAY) == Planned(0, unwritten=1)


def test_a_week_without_news_is_told_once_to_who_asked_for_it(store: Store) -> None:
    subscribe(store, "quiet", "silent")
    store.subscribers.set_options("quiet@example.org", all_quiet=True)
    store.pages.record(a_record(taken_at=NEXT_WEEK - timedelta(hours=2)))
    assert plan(store, NEXT_WEEK, WEEKLY) == Planned(1)
    (text,) = texts(store)
    assert text.startswith("No news this week: we checked 1 of 1 councils")
    assert plan(store, NEXT_WEEK, WEEKLY) == Planned()


def test_a_week_that_could_not_be_watched_is_never_called_quiet(store: Store) -> None:
    subscribe(store, "quiet")
    store.subscribers.set_options("quiet@example.org", all_quiet=True)
    store.pages.record(a_record(taken_at=NEXT_WEEK - timedelta(hours=2)))
    store.faults.report(SOURCE_ID, "the page answered 503", NEXT_WEEK - timedelta(hours=1))
    assert plan(store, NEXT_WEEK, WEEKLY) == Planned(1)
    (text,) = texts(store)
    assert "No news" not in text and "we could not check 1 of 1 councils" in " ".join(text.split())


def test_a_week_with_news_has_no_second_mail(store: Store) -> None:
    subscribe(store, "quiet")
    store.subscribers.set_options("quiet@example.org", all_quiet=True)
    record(store)
    assert plan(store) == Planned(1)
    assert plan(store, NEXT_WEEK, WEEKLY) == Planned()


def test_coverage_that_is_known_by_then_stands_in_the_block_of_the_report(store: Store) -> None:
    subscribe(store, "reader")
    store.pages.follow([a_source(id="news:marlow-vale", spider="news")], NOW)
    store.news.remember_rows(RowsSeen("news:marlow-vale", (Headline(URL, "News", date(2025, 3, 3)),)), NOW)
    store.news.assess(an_assessment(), NOW)
    record(store)
    plan(store)
    (text,) = texts(store)
    assert "Marlow Vale Council" in text and URL in text


def test_no_mail_is_ever_empty(store: Store) -> None:
    subscribe(store, "reader")
    for frequency in Frequency:
        assert plan(store, NEXT_WEEK, frequency) == Planned()
    assert store.outbox.pending_count() == 0


def test_mails_are_saved_some_at_a_time_and_all_in_the_end(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(digest_run, "MAILS_AT_ONCE", 2)
    subscribe(store, *(f"r{n}" for n in range(5)))
    record(store)
    assert plan(store) == Planned(5)
    assert sorted(addresses(store)) == [f"r{n}@example.org" for n in range(5)]


def test_readers_are_not_told_of_a_news_site_that_cannot_be_read() -> None:
    page = SourceStatus("ofsted:44/80999", "Marlow Vale", "https://x.example", True, NOW, NOW, None)
    blog = replace(page, id="news:our-blog", name="Our blog", fault="HTTP 503")
    told = checked_by(NOW, [page, blog], [Fault("news:our-blog", "HTTP 503", NOW, NOW)])
    assert (told.well, told.followed, told.troubles) == (1, 1, ())
    broken = checked_by(NOW, [page, blog], [Fault(page.id, "HTTP 503", NOW, NOW)])
    assert [trouble.name for trouble in broken.troubles] == ["Marlow Vale"]


def test_a_quiet_week_is_told_of_what_a_reader_follows() -> None:
    page = SourceStatus("ofsted:44/1", "Marlow Vale", "https://x.example", True, NOW, NOW, None, ("all", "authority:1"))
    other = replace(page, id="ofsted:44/2", name="Eastmere", topics=("all", "authority:2"))
    faults = [Fault(other.id, "HTTP 503", NOW, NOW)]
    own = checked_by(NOW, [page, other], faults, ["authority:1"])
    assert (own.well, own.followed, own.what, own.troubles) == (1, 1, "councils you follow", ())
    every = checked_by(NOW, [page, other], faults, ["all"])
    assert (every.well, every.followed, len(every.troubles)) == (1, 2, 1)
    # articles of one's own go out of date by any report
    posts = checked_by(NOW, [page, other], faults, ["own-posts"])
    assert (posts.well, posts.followed, posts.what) == (1, 2, "councils")


def test_a_page_that_no_pass_reaches_is_soon_not_called_checked() -> None:
    page = SourceStatus(SOURCE_ID, "Marlow Vale", "https://reports.example/1", True, NOW, NOW, None)
    pages = [page, replace(page, id="ofsted:44/2", visited_at=NOW - timedelta(days=11))]
    assert (checked_by(NOW, pages, []).well, checked_by(NOW, pages, []).followed) == (1, 2)
