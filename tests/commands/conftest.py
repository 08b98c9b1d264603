"""What the tests of commands share: a store in a file, a mail server on loopback, and settings that send to it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.smtp_sink import SmtpSink
from tests.support.stores import new_store
from watcher.settings import MailSettings, Settings
from watcher.store import Store


@pytest.fixture
def sink() -> Iterator[SmtpSink]:
    with SmtpSink() as running:
        yield running


@pytest.fixture
def settings(tmp_path: Path, sink: SmtpSink) -> Settings:
    mail = MailSettings(smtp=sink.url, sender="alerts@watcher.example", bounces="bounces@watcher.example")
    return Settings(mail=mail, home=tmp_path)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with new_store(tmp_path) as opened:
        yield opened
