"""A wrong alert taken back: the mails that wait, those that were sent, and what is believed from then on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from pydantic import SecretStr

from tests.support.builders import NOW, a_change, a_provider, a_record, a_report_file, a_source, an_observation
from tests.support.coverage_stories import a_release, coverage_of
from tests.support.mail_rules import check_list_mail, text_of
from tests.support.stores import new_store
from watcher.commands.corrections import correct, correction_ahead
from watcher.commands.digest import DigestPlan
from watcher.model.change import Change
from watcher.model.errors import ConfigError
from watcher.model.interest import Interest
from watcher.model.news import Tier
from watcher.model.subscription import Frequency
from watcher.ofsted.authorities import gazetteer
from watcher.settings import MailSettings, Settings, Web
from watcher.store import Store

DAILY = Frequency.DAILY
EVENING, NEXT_DAY = NOW + timedelta(hours=9), NOW + timedelta(days=1)
MAIL = MailSettings(sender="alerts@watcher.example", operator="operator@example.org")
TEXT = "The report was misread.\n\nMarlow Vale was judged good.\n"
OTHER = "Eastmere"
WRONG = a_change(id="wrong")


@pytest.fixture(params=["", "https://watcher.example"], ids=["by mail", "with pages"])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    web = Web(base_url=request.param)
    return Settings(home=tmp_path, mail=MAIL, web=web, secret_keys=SecretStr("k" * 40))


@pytest.fixture
def store(tmp_path: Path, settings: Settings) -> Iterator[Store]:
    """A mail about two councils was sent to one reader and waits for another."""
    with new_store(tmp_path) as opened:
        opened.pages.follow([a_source()], NOW)
        for name in ("sent", "waits"):
            opened.subscribers.subscribe(f"{name}@example.org", "all", DAILY, NOW)
        opened.pages.record(a_record(changes=(WRONG, another())))
        DigestPlan(opened, settings, gazetteer(), DAILY, EVENING).plan(EVENING)
        [mail] = [one for one in opened.outbox.pending(EVENING, 9) if one.address == "sent@example.org"]
        opened.outbox.mark_sent(mail.id, EVENING)
        yield opened


def another() -> Change:
    right = a_change(id="right", key="50200002", provider=a_provider(urn="80998"), provider_name=OTHER)
    return replace(right, after=an_observation(key="50200002"), headline=f"{OTHER}: Good to Requires improvement")


def waiting(store: Store, settings: Settings) -> dict[str, str]:
    """The text of each mail that waits, by address; each keeps the rules."""
    mails = store.outbox.pending(NEXT_DAY, 100)
    for mail in mails:
        check_list_mail(mail.content, https=bool(settings.web.base_url))
    assert len({mail.address for mail in mails}) == len(mails)
    parsed = {mail.address: message_from_bytes(mail.content, policy=policy.default) for mail in mails}
    return {address: " ".join(text_of(message).split()) for address, message in parsed.items()}


def test_who_was_told_hears_of_it_and_who_was_not_is_told_the_rest(store: Store, settings: Settings) -> None:
    done = correct(settings, store, WRONG, TEXT, NEXT_DAY)
    assert ([one.address for one in done.misled], done.planned, done.taken_back) == (["sent@example.org"], 1, 1)
    mails = waiting(store, settings)
    assert set(mails) == {"sent@example.org", "waits@example.org"}
    assert "On 3 March 2025 we told you" in mails["sent@example.org"]
    assert "Marlow Vale was judged good." in mails["sent@example.org"]
    assert OTHER in mails["waits@example.org"] and "Marlow Vale: Good to" not in mails["waits@example.org"]


def test_the_same_again_sends_nothing_more(store: Store, settings: Settings) -> None:
    correct(settings, store, WRONG, TEXT, NEXT_DAY)
    before = waiting(store, settings)
    done = correct(settings, store, WRONG, f"{TEXT}\n\n", NEXT_DAY + timedelta(hours=1))
    assert (done.planned, done.taken_back) == (0, 0)
    assert waiting(store, settings) == before


def test_what_was_told_of_coverage_is_repeated_with_the_names_of_its_councils(store: Store, settings: Settings) -> None:
    mention = a_release(stories=("80482@2025-01-29",), authorities=("80482",), tier=Tier.LOCAL_PRESS)
    coverage = replace(
        coverage_of(mention), id="coverage", source_id=WRONG.source_id, topics=("all",), recorded_at=NEXT_DAY
    )
    store.subscribers.subscribe("press@example.org", "all", Frequency.IMMEDIATELY, EVENING, (Interest.COVERAGE,))
    store.pages.record(a_record(changes=(coverage,)))
    DigestPlan(store, settings, gazetteer(), Frequency.IMMEDIATELY, NEXT_DAY).plan(NEXT_DAY)
    [mail] = [one for one in store.outbox.pending(NEXT_DAY, 9) if one.address == "press@example.org"]
    store.outbox.mark_sent(mail.id, NEXT_DAY)
    correct(settings, store, coverage, TEXT, NEXT_DAY)
    said = " ".join(waiting(store, settings)["press@example.org"].split())
    assert "we told you: “Leicester: a press article on the report of 29 January 2025”" in said


def test_while_mails_leave_nothing_is_done_and_it_is_said_how_to_stop_them(store: Store, settings: Settings) -> None:
    before = waiting(store, settings)
    with store.leases.hold("send"), pytest.raises(ConfigError, match="or stop it: unsent emails stay pending"):
        correct(settings, store, WRONG, TEXT, NEXT_DAY)
    assert waiting(store, settings) == before


def test_looking_ahead_changes_nothing(store: Store, settings: Settings) -> None:
    before = waiting(store, settings)
    ahead = correction_ahead(settings, store, WRONG, TEXT, NEXT_DAY)
    assert (len(ahead.misled), ahead.taken_back) == (1, 1)
    assert ahead.mail is not None and "The report was misread." in ahead.mail.text
    assert waiting(store, settings) == before


def test_while_mails_are_sent_nothing_is_taken_back(store: Store, settings: Settings) -> None:
    before = waiting(store, settings)
    with store.leases.hold("send") as taken, pytest.raises(ConfigError, match="being sent"):
        assert taken
        correct(settings, store, WRONG, TEXT, NEXT_DAY)
    assert waiting(store, settings) == before


def test_a_misread_report_is_believed_no_more(store: Store, settings: Settings) -> None:
    store.reports.save(a_report_file())
    correct(settings, store, WRONG, TEXT, NEXT_DAY, misread=True)
    file = store.reports.find(WRONG.key)
    assert file is not None and file.held


@pytest.mark.parametrize("text", ["", " \n\n ", "x" * 2001, "\n\n".join(["word"] * 11)])
def test_a_correction_that_says_nothing_or_too_much_is_refused(store: Store, settings: Settings, text: str) -> None:
    with pytest.raises(ConfigError, match="correction"):
        correct(settings, store, WRONG, text, NEXT_DAY)
    assert store.corrections.pending_about("wrong") == 1
