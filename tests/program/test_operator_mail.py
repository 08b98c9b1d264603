"""The mail to the operator from what is recorded: held changes, odd habits, and what is not said twice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from tests.support.builders import (
    SOURCE_ID,
    a_change,
    a_fault,
    a_record,
    a_report,
    a_report_file,
    a_source,
    an_event,
    an_observation,
)
from tests.support.mail_rules import check_mail, text_of
from tests.support.news_builders import a_mention
from tests.support.stores import new_store
from watcher.commands.operator_note import plan_note
from watcher.digests.operator_note import LINES_SHOWN, operator_note
from watcher.model.change import Change
from watcher.model.event_kind import EventKind
from watcher.model.held import Ruling, RulingVerdict
from watcher.model.news import Headline
from watcher.model.news_item import RowsSeen, SiteVisited
from watcher.model.source import Coverage, PageState
from watcher.model.visit import Unchanged
from watcher.settings import MailSettings, Settings
from watcher.store import Store

START = datetime(2025, 3, 3, 9, 0, tzinfo=UTC)
MORNING = datetime(2025, 3, 4, 8, 30, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SITE = "news:marlow-mercury"
DOUBT = "the table says Good, the heading Inadequate"
MAIL = MailSettings(sender="alerts@watcher.example", operator="operator@example.org")
SETTINGS = Settings(mail=MAIL, secret_keys=SecretStr("k" * 40))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    paper = a_source(id=SITE, name="Marlow Mercury", spider="news", coverage=Coverage.ROLLING, topics=())
    with new_store(tmp_path) as opened:
        opened.pages.follow([a_source(), paper], START)
        yield opened


def said(store: Store, now: datetime) -> str:
    """The mail that is planned now, as one line; nothing where none is. It keeps the rules of every mail."""
    before = {mail.id for mail in store.outbox.pending(now, 100)}
    plan_note(store, SETTINGS, now)
    new = [mail for mail in store.outbox.pending(now, 100) if mail.id not in before]
    if not new:
        return ""
    [mail] = new
    check_mail(mail.content)
    message = message_from_bytes(mail.content, policy=policy.default)
    return " ".join(text_of(message).split())


def a_held(**fields: Any) -> Change:
    held = a_change(id="a1b2c3d4e5f6a7b8", held=True, problems=(DOUBT,), report=None, judgements=())
    return replace(held, headline="Marlow Vale: new report; we are checking its grades", **fields)


def an_edit() -> Change:
    event = an_event(kind=EventKind.COVERAGE, graded=False)
    moved = ("“good” became “outstanding”",)
    return replace(a_held(), id="e1", key="https://n.example/1", event=event, coverage=a_mention(), problems=moved)


def hold(store: Store, *changes: Change, now: datetime = START) -> None:
    file = a_report_file(report=a_report(problems=(DOUBT,)), problems=(DOUBT,))
    store.pages.record(a_record(taken_at=now, files=(file,), changes=changes))


def test_a_held_report_is_said_at_once_with_what_readers_know_and_how_to_settle_it(store: Store) -> None:
    hold(store, a_held())
    note = said(store, START + HOUR)
    assert DOUBT in note and "Sent to readers: “Marlow Vale: new report; we are checking its grades”" in note
    assert "watcher held show a1b2c3d4e5" in note and "watcher held release a1b2c3d4e5" in note
    assert 'watcher held reject a1b2c3d4e5 --why "…"' in note
    assert "1 held change is waiting for your decision" in note


def test_a_held_edit_waits_for_the_day_and_readers_were_told_nothing(store: Store) -> None:
    hold(store, an_edit())
    assert said(store, START + HOUR) == ""
    note = said(store, MORNING)
    assert "1 edit held" in note and "Sent to readers: nothing" in note and "became" in note


def test_what_nobody_rules_on_is_said_again_after_a_week_and_never_after_a_ruling(store: Store) -> None:
    hold(store, a_held())
    assert said(store, START + HOUR)
    assert said(store, MORNING + 5 * DAY) == ""
    assert "1 report held" in said(store, MORNING + 6 * DAY)
    [held] = store.held.waiting()
    assert store.held.reject(held, Ruling(RulingVerdict.REJECTED, "ada", "a draft", MORNING + 7 * DAY))
    assert said(store, MORNING + 60 * DAY) == ""


def test_the_first_fault_is_said_at_once_and_its_end_in_the_morning(store: Store) -> None:
    store.faults.report(SOURCE_ID, "the page answered 503", START)
    assert "Marlow Vale (ofsted:44/80999)" in said(store, START)
    store.faults.clear(SOURCE_ID, START + HOUR)
    assert said(store, START + HOUR) == ""
    assert "Working again" in said(store, MORNING)
    assert said(store, MORNING + DAY) == ""


def test_a_list_that_goes_blind_is_said_once_it_is_sure_and_again_when_it_sees(store: Store) -> None:
    for n, found in enumerate([20, 20, 21, 20, 20, 20, 3]):
        store.news.record_site(SiteVisited(SITE, None, found=found), START + n * HOUR)
    assert said(store, MORNING) == ""
    store.news.record_site(SiteVisited(SITE, None, found=3), MORNING)
    assert said(store, MORNING + HOUR) == "", "it waits for the mail of the day"
    note = said(store, MORNING + DAY)
    assert "1 source behaving unusually" in note and "Marlow Mercury (news:marlow-mercury)" in note
    assert "finds far fewer items than usual: 3 instead of about 20" in note
    store.news.record_site(SiteVisited(SITE, None, found=20), MORNING + DAY + HOUR)
    assert said(store, MORNING + DAY + HOUR) == ""
    assert "Back to its usual number of items" in said(store, MORNING + 2 * DAY)


def test_a_silent_site_is_said_once_a_silence(store: Store) -> None:
    days = [date(2024, 11, 1) + timedelta(days=3 * n) for n in range(20)]
    rows = tuple(Headline(f"https://n.example/{one}", "News", one) for one in days)
    store.news.remember_rows(RowsSeen(SITE, rows), datetime(2024, 12, 29, 12, tzinfo=UTC))
    note = said(store, MORNING)
    assert "Marlow Mercury" in note and "nothing new since 28 December 2024" in note
    assert [said(store, MORNING + n * DAY) for n in (1, 9, 30, 90)] == [""] * 4
    item = Headline("https://n.example/new", "News", date(2025, 6, 10))
    store.news.remember_rows(RowsSeen(SITE, (item,)), datetime(2025, 6, 10, 12, tzinfo=UTC))
    said(store, datetime(2025, 6, 10, 12, tzinfo=UTC))
    assert "Publishing again" in said(store, datetime(2025, 6, 11, 12, tzinfo=UTC))


def test_ofsteds_councils_together_are_not_silent_in_a_quiet_month(store: Store) -> None:
    days = [date(2024, 10, 1) + timedelta(days=7 * n) for n in range(20)]
    seen = tuple(an_observation(key=str(n), published=one) for n, one in enumerate(days))
    store.pages.record(a_record(observations=seen))
    quiet = datetime.combine(days[-1], MORNING.timetz())
    assert said(store, quiet + 50 * DAY) == "" and said(store, quiet + 51 * DAY) == ""
    assert said(store, quiet + 70 * DAY) == "" and "nothing new since 11 February 2025" in said(store, quiet + 71 * DAY)


def test_a_source_that_says_not_modified_for_a_month_is_said(store: Store) -> None:
    state = PageState("https://reports.example/1", SOURCE_ID, '"v1"', None, "b", "r")
    store.pages.record(a_record(taken_at=START, page=state))

    def answered_304(now: datetime) -> None:
        [page] = [target.page for target in store.pages.targets() if target.source.id == SOURCE_ID]
        assert page is not None
        store.pages.touch([Unchanged(page, None)], now)

    for days in range(1, 30):
        answered_304(START + days * DAY)
    assert said(store, MORNING + 29 * DAY) == ""
    answered_304(START + 31 * DAY)
    assert said(store, MORNING + 31 * DAY) == "", "it waits for the mail of the day"
    note = said(store, MORNING + 32 * DAY)
    assert "Marlow Vale (ofsted:44/80999)" in note
    assert 'has answered only "not modified" since 3 March 2025' in note
    store.pages.record(a_record(taken_at=START + 33 * DAY, page=state))
    said(store, MORNING + 33 * DAY)
    assert "Sends its page again" in said(store, MORNING + 34 * DAY)


def test_a_source_that_says_so_even_when_asked_for_all_of_it_is_said_besides_its_fault(store: Store) -> None:
    state = PageState("https://reports.example/1", SOURCE_ID, '"v1"', None, "b", "r")
    store.pages.record(a_record(taken_at=START, page=state))
    why = "HTTP 304: the site says nothing has changed, although it was asked for the whole page"
    for days in (8, 20, 31):
        store.faults.report(SOURCE_ID, why, START + days * DAY)
    note = said(store, MORNING + 31 * DAY)
    assert "HTTP 304" in note and 'has answered only "not modified" since 3 March 2025' in note


def test_a_source_that_fails_otherwise_is_only_at_fault(store: Store) -> None:
    state = PageState("https://reports.example/1", SOURCE_ID, '"v1"', None, "b", "r")
    store.pages.record(a_record(taken_at=START, page=state))
    store.faults.report(SOURCE_ID, "HTTP 503", START + 31 * DAY)
    assert "not modified" not in said(store, MORNING + 31 * DAY)


def test_what_is_no_longer_followed_has_no_habits(store: Store) -> None:
    for n, found in enumerate([20] * 6 + [3, 3]):
        store.news.record_site(SiteVisited(SITE, None, found=found), START + n * HOUR)
    said(store, MORNING)
    store.pages.follow([a_source()], MORNING)
    said(store, MORNING + HOUR)
    assert store.faults.recorded(open_only=True) == []


def test_without_an_operator_nothing_is_planned(store: Store) -> None:
    hold(store, a_held())
    plan_note(
        store, Settings(mail=MailSettings(sender="alerts@watcher.example"), secret_keys=SecretStr("k" * 40)), START
    )
    assert store.outbox.pending_count() == 0


def test_scraped_words_do_no_harm_in_the_note(store: Store) -> None:
    nasty = "<script>x</script>\r\nBcc: all@example.org \u202e gnihtemos"
    held = replace(a_held(), provider_name=nasty, problems=(nasty,), after=an_observation(title=nasty))
    hold(store, replace(held, headline=nasty))
    note = said(store, START)
    assert "\u202e" not in note and "<script>" in note, "it is text, in the text part"


def test_many_held_changes_do_not_make_an_endless_mail() -> None:
    many = [a_held() for _ in range(LINES_SHOWN + 10)]
    note = operator_note([], many, {}, START, waiting=len(many))
    assert len(note.sections[0].lines) == LINES_SHOWN + 1
    assert "watcher held" in note.sections[0].lines[-1].what
    assert note.closing.startswith("60 held changes are waiting for your decision")


def test_a_source_unlike_before_is_no_fault_in_the_counts() -> None:
    odd = a_fault(source_id=f"less:{SITE}", reason="finds far fewer items than usual: 3 instead of about 20")
    note = operator_note([a_fault(), odd], [], {SITE: "Marlow Mercury"}, START)
    assert note.subject == "watcher: 1 new fault, 1 source behaving unusually (Marlow Mercury)"
