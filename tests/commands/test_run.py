"""One failure does not take the rest with it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.support.builders import NOW, a_change, a_record, a_source
from watcher.commands import run
from watcher.commands.start import open_store
from watcher.model.errors import ConfigError, StoreError, WatcherError
from watcher.model.subscription import Frequency
from watcher.settings import MailSettings, Settings
from watcher.store import Store

LATER = NOW + timedelta(hours=1)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path, mail=MailSettings(sender="alerts@watcher.example", operator="operator@example.org"))


@pytest.fixture
def store(settings: Settings) -> Iterator[Store]:
    """One reader with one undelivered change."""
    with open_store(settings) as opened:
        opened.pages.follow([a_source()], NOW)
        opened.subscribers.subscribe("reader@example.org", "all", Frequency.IMMEDIATELY, NOW)
        opened.pages.record(a_record(changes=(a_change(),)))
        yield opened


def mails(settings: Settings) -> int:
    return len(list((settings.state / "outbox").glob("*.eml")))


def failing_with(error: Exception, patch: pytest.MonkeyPatch) -> None:
    async def one_pass(*_: object, **__: object) -> None:
        raise error

    patch.setattr(run, "one_pass", one_pass)


@pytest.mark.parametrize("error", [WatcherError("The check ended early"), RuntimeError("a mistake of ours")])
def test_a_pass_that_fails_keeps_no_mail_back_and_is_told(
    settings: Settings, store: Store, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    failing_with(error, monkeypatch)
    with pytest.raises(type(error), match=str(error)):
        run.run(settings, store, LATER)
    assert mails(settings) == 1


@pytest.mark.parametrize("error", [ConfigError("nobody is called that"), StoreError("the disk is full")])
def test_without_a_configuration_or_a_store_nothing_is_done(
    settings: Settings, store: Store, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    failing_with(error, monkeypatch)
    with pytest.raises(type(error)):
        run.run(settings, store, LATER)
    assert mails(settings) == 0


async def test_the_next_run_need_not_wait_until_the_mails_have_left(
    settings: Settings, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing_with(WatcherError("The check ended early"), monkeypatch)
    store.subscribers.subscribe("second@example.org", "all", Frequency.IMMEDIATELY, NOW)
    slow = settings.model_copy(update={"mail": settings.mail.model_copy(update={"a_minute": 1})})
    sending = asyncio.create_task(run.run_async(slow, store, LATER))
    while not mails(settings):
        await asyncio.sleep(0.02)
    with store.leases.hold("run") as taken:
        assert taken and not sending.done()
    sending.cancel()
    await asyncio.wait([sending])


def test_a_mail_that_cannot_be_written_fails_the_run_and_sends_the_others(settings: Settings, store: Store) -> None:
    store.subscribers.subscribe("broken@example.org", "region:E99999999", Frequency.IMMEDIATELY, NOW)
    store.pages.record(a_record(changes=(a_change(id="c2", topics=("region:E99999999",)),)))
    summary = run.mail(settings, store, LATER)
    assert summary.failed and summary.planned.unwritten == 1
    assert mails(settings) == 2, "the reader's and the operator's"
