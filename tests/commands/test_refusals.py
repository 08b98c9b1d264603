"""Whole stories of refusals: hosts that refuse everybody, doubts that add up, and readers stopped wrongly."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from tests.mail.corpus.read import returned
from tests.support.builders import NOW
from tests.support.inside import inside
from tests.support.outgoing import MAIL
from tests.support.returned_mail import dsn
from tests.support.smtp_sink import SmtpSink
from watcher.commands import send
from watcher.commands.bounces import read_bounces
from watcher.commands.refusals import HOST, STOPPED, confirm_stops, doubtful_stops, readmit, report_refusals
from watcher.mail.message import message_id, note_message
from watcher.mail.sender import return_path_of, sender_of
from watcher.model.doubts import doubt_score
from watcher.model.errors import ConfigError
from watcher.model.subscription import Frequency
from watcher.settings import Settings
from watcher.store import Store
from watcher.store.tables.core import subscription

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
UNKNOWN = "550 5.1.1 <{}>: Recipient address rejected: User unknown"
READER = "anna@vale.example"


def plan(settings: Settings, store: Store, address: str, when: datetime = NOW, *, subscribe: bool = True) -> None:
    if subscribe:
        store.subscribers.subscribe(address, "all", Frequency.DAILY, NOW)
    sender = sender_of(settings)
    id_ = message_id(sender, address, when.isoformat())
    store.outbox.plan_note(id_, address, "News", note_message(MAIL, address, sender, id_, when), (), (), when)


def followers(store: Store) -> set[str]:
    return {wish.address for wish in store.subscribers.subscriptions()}


def faults(store: Store) -> dict[str, str]:
    return {fault.source_id: fault.reason for fault in store.faults.recorded(open_only=True)}


def at(host: str, n: int) -> list[str]:
    return [f"reader{number}@{host}" for number in range(n)]


# --- a host that refuses everybody ----------------------------------------------------------------


def test_a_host_that_knows_none_of_its_readers_stops_nobody_and_is_tried_again(
    settings: Settings, store: Store, sink: SmtpSink
) -> None:
    everybody = at("vale.example", 5)
    for address in [*everybody, "other@marlow.example"]:
        plan(settings, store, address)
        if address in everybody:
            sink.answer_rcpt[address] = UNKNOWN.format(address)
    send.send(settings, store, NOW)
    assert followers(store) == {*everybody, "other@marlow.example"}
    assert "vale.example refuses" in faults(store)[f"{HOST}vale.example"]
    assert len(sink.messages) == 1
    # it waits, and nobody is asked again meanwhile
    tried = len(sink.tried)
    send.send(settings, store, NOW + HOUR)
    assert len(sink.tried) == tried and store.outbox.pending_count() == 5
    sink.answer_rcpt.clear()
    send.send(settings, store, NOW + 5 * HOUR)
    assert len(sink.messages) == 6 and store.outbox.pending_count() == 0
    assert faults(store) == {}


def test_a_host_that_goes_on_refusing_is_tried_more_rarely_and_still_stops_nobody(
    settings: Settings, store: Store, sink: SmtpSink
) -> None:
    everybody = at("vale.example", 4)
    for address in everybody:
        plan(settings, store, address)
        sink.answer_rcpt[address] = UNKNOWN.format(address)
    for hours in range(0, 72, 2):
        send.send(settings, store, NOW + hours * HOUR)
    assert followers(store) == set(everybody)
    # the first time three are asked, later one: after 4 hours, then 12, then a day
    assert len(sink.tried) <= 3 + 5


def test_a_few_dead_addresses_at_a_large_provider_are_stopped_for_themselves(
    settings: Settings, store: Store, sink: SmtpSink
) -> None:
    living, dead = at("mail.example", 20), [f"old{n}@mail.example" for n in range(4)]
    for address in [*living, *dead]:
        plan(settings, store, address)
    sink.answer_rcpt.update({address: UNKNOWN.format(address) for address in dead})
    send.send(settings, store, NOW)
    assert followers(store) == set(living) and faults(store) == {}


def test_returned_mails_of_a_host_that_refuses_all_readmit_those_stopped_before(
    settings: Settings, store: Store, sink: SmtpSink
) -> None:
    everybody = at("vale.example", 3)
    for address in everybody:
        plan(settings, store, address)
    send.send(settings, store, NOW)
    reports = [
        dsn(message.sender, to=message.to, said=UNKNOWN.format(message.to), key=message.to) for message in sink.messages
    ]
    read_bounces(settings, store, reports[:2], NOW + HOUR)
    assert followers(store) == {everybody[2]}
    read_bounces(settings, store, reports[2:], NOW + 2 * HOUR)
    assert followers(store) == set(everybody)
    assert all(store.suppressions.of_address(address) is None for address in everybody)
    assert store.outbox.pending_count() == 3 and f"{HOST}vale.example" in faults(store)


def test_a_returned_mail_that_blames_us_stops_nobody_and_the_host_waits(
    settings: Settings, store: Store, sink: SmtpSink
) -> None:
    plan(settings, store, READER)
    send.send(settings, store, NOW)
    report = dsn(sink.messages[0].sender, to=READER, said="550 5.7.26 unauthenticated sender, SPF", status="5.7.26")
    read_bounces(settings, store, [report], NOW + HOUR)
    assert followers(store) == {READER} and "5.7.26" in faults(store)[f"{HOST}vale.example"]
    plan(settings, store, "ben@vale.example", NOW + HOUR)
    send.send(settings, store, NOW + 2 * HOUR)
    assert len(sink.messages) == 1
    send.send(settings, store, NOW + 6 * HOUR)
    assert len(sink.messages) == 3


def test_a_refusal_of_us_lets_others_at_the_host_wait_once(settings: Settings, store: Store, sink: SmtpSink) -> None:
    plan(settings, store, READER)
    plan(settings, store, "ben@vale.example")
    sink.answer_rcpt[READER] = "550 5.7.1 your network is blocked"
    send.send(settings, store, NOW)
    assert sink.messages == [] and len(sink.tried) == 1
    for hours in range(1, 40):
        send.send(settings, store, NOW + hours * HOUR)
    assert [message.to for message in sink.messages] == ["ben@vale.example"]


# --- doubts ---------------------------------------------------------------------------------------


def test_a_bare_refusal_stops_nobody_the_first_time_and_somebody_after_weeks(
    settings: Settings, store: Store, sink: SmtpSink
) -> None:
    sink.answer_rcpt[READER] = "550 mailbox unavailable"
    weeks = 0
    while followers(store) or not weeks:
        plan(settings, store, READER, NOW + weeks * 7 * DAY, subscribe=not weeks)
        send.send(settings, store, NOW + weeks * 7 * DAY)
        weeks += 1
        assert weeks < 12
    assert weeks == 5
    assert doubtful_stops(store) == []


def test_an_address_that_forwards_to_a_dead_one_is_kept(settings: Settings, store: Store, sink: SmtpSink) -> None:
    plan(settings, store, READER)
    send.send(settings, store, NOW)
    report = dsn(sink.messages[0].sender, to="old@elsewhere.example").replace(
        b"Action:", b"Original-Recipient: rfc822; anna@vale.example\nAction:"
    )
    read_bounces(settings, store, [report], NOW + HOUR)
    assert followers(store) == {READER}
    assert doubt_score(store.doubts.of_addresses(NOW + HOUR)[READER], NOW + HOUR) == pytest.approx(1.0, abs=0.01)


def test_doubts_are_forgotten_with_the_reader(settings: Settings, store: Store, sink: SmtpSink) -> None:
    sink.answer_rcpt[READER] = "550 no"
    store.subscribers.subscribe(READER, "all", Frequency.DAILY, NOW)
    plan(settings, store, READER)
    send.send(settings, store, NOW)
    assert store.doubts.of_addresses(NOW)
    store.erasure.forget(READER, NOW)
    assert READER not in store.doubts.of_addresses(NOW)


# --- readers stopped wrongly ----------------------------------------------------------------------


def stopped(settings: Settings, store: Store, sink: SmtpSink, address: str, old_words: str) -> None:
    """A reader who was stopped when our rules took these words for proof."""
    plan(settings, store, address)
    sink.answer_rcpt[address] = UNKNOWN.format(address)
    send.send(settings, store, NOW)
    ended = update(subscription).where(subscription.c.ended_at.is_not(None), subscription.c.ended_reason.contains("…"))
    with store.writing() as conn:
        conn.execute(ended.values(ended_reason=f"bounced: {old_words}"))


def test_those_stopped_on_weak_words_are_offered_and_get_back_what_they_followed(
    settings: Settings, store: Store, sink: SmtpSink
) -> None:
    stopped(settings, store, sink, READER, "552 5.2.2 mailbox full")
    stopped(settings, store, sink, "gone@marlow.example", "550 5.1.1 user unknown")
    assert [one.address for one in doubtful_stops(store)] == [READER]
    report_refusals(store, NOW)
    assert faults(store)[STOPPED].startswith("1 reader was stopped")
    assert readmit(store, [READER], NOW + DAY) == {READER: 1}
    assert followers(store) == {READER} and store.suppressions.of_address(READER) is None
    report_refusals(store, NOW + DAY)
    assert faults(store) == {}
    sink.answer_rcpt.clear()
    send.send(settings, store, NOW + DAY)
    assert [message.to for message in sink.messages] == [READER]


def test_an_email_that_is_no_news_any_more_is_not_sent_after_all(
    settings: Settings, store: Store, sink: SmtpSink
) -> None:
    stopped(settings, store, sink, READER, "550 no")
    assert readmit(store, [READER], NOW + 9 * DAY) == {READER: 1}
    assert followers(store) == {READER} and store.outbox.pending_count() == 0


def test_the_operator_may_keep_them_stopped(settings: Settings, store: Store, sink: SmtpSink) -> None:
    stopped(settings, store, sink, READER, "550 no")
    confirm_stops(store, [READER])
    assert doubtful_stops(store) == [] and followers(store) == set()


def test_nobody_else_is_readmitted(settings: Settings, store: Store, sink: SmtpSink) -> None:
    stopped(settings, store, sink, READER, "550 no")
    with pytest.raises(ConfigError, match="not stopped because email came back"):
        readmit(store, [READER, "nobody@vale.example"], NOW)
    assert followers(store) == set()


def test_the_commands_list_doubts_and_readmit(settings: Settings, store: Store, sink: SmtpSink, tmp_path: Path) -> None:
    (tmp_path / "watcher.toml").write_text('[store]\nurl = "sqlite:///watcher.db"\n', encoding="utf-8")
    plan(settings, store, "ben@vale.example")
    sink.answer_rcpt["ben@vale.example"] = "550 5.0.0 mailbox unavailable"
    stopped(settings, store, sink, READER, "552 5.2.2 mailbox full")
    moment = ("--now", NOW.isoformat(), "--force")
    [said] = [json.loads(line) for line in inside(tmp_path, "subscribers", "--json", *moment[:2]).out.splitlines()]
    assert (said["address"], said["doubt"]) == ("ben@vale.example", 1.0)
    assert "1.0 of 3: 550 5.0.0 mailbox unavailable" in inside(tmp_path, "subscribers", *moment[:2]).out
    assert READER in inside(tmp_path, "readmit", *moment).out
    [offered] = [json.loads(line) for line in inside(tmp_path, "readmit", "--json", *moment).out.splitlines()]
    assert offered["said"] == "552 5.2.2 mailbox full"
    ended = inside(tmp_path, "readmit", READER, *moment)
    assert (ended.code, ended.out) == (0, f"{READER} gets emails again: 1 subscription\n")
    assert inside(tmp_path, "readmit", READER, *moment).code == 2
    assert return_path_of(settings).of(1).startswith("bounces+1-")


# --- every return is read -------------------------------------------------------------------------


def test_of_all_returned_mails_only_proof_and_complaints_stop_anybody(
    settings: Settings, store: Store, sink: SmtpSink
) -> None:
    readers = {f"anna@host{number}.example": mail for number, mail in enumerate(returned())}
    for address in readers:
        plan(settings, store, address)
    send.send(settings, store, NOW)
    came = [readers[message.to].filled(message.sender, "<none@x>") for message in sink.messages]
    read = read_bounces(settings, store, came, NOW + HOUR)
    silent = [mail for mail in returned() if mail.truth == "none"]
    assert (read.unknown, read.other, len(read.came)) == (0, len(silent), len(came) - len(silent))
    assert followers(store) == {address for address, mail in readers.items() if mail.truth not in ("gone", "complaint")}
    doubted = {address for address, mail in readers.items() if mail.truth == "doubt"}
    assert {address for address in store.doubts.of_addresses(NOW + HOUR) if address in followers(store)} >= doubted
    assert all(store.doubts.of_addresses(NOW + HOUR)[address][0].weight for address in doubted)
