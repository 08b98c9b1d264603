"""The program killed at random moments, again and again: nothing is lost, and nothing is told twice."""

from __future__ import annotations

import random
import time
from collections import Counter
from datetime import UTC, datetime
from email import message_from_bytes
from pathlib import Path

import pytest

from tests.support.program import configure, started, watcher
from tests.support.smtp_sink import SmtpSink
from watcher.commands.start import open_store
from watcher.commands.subscribers import subscribe
from watcher.demo.councils import HIDDEN_NEWS, MARLOW_VALE, NEWS
from watcher.demo.site import DemoSite
from watcher.model.subscription import Frequency
from watcher.settings import read

BASELINE, LATER = "2026-10-19T09:00", "2026-10-20T13:00"
SUBSCRIBED = datetime(2026, 10, 19, 8, tzinfo=UTC)
READERS = 25
# Long enough for a run that is let go on to end; most of it is the start of a process.
LONGEST_LIFE = 3.0


def killed(folder: Path, chance: random.Random, *arguments: str) -> None:
    """Start a command and kill it after a while that is as likely early as late."""
    process = started(folder, *arguments)
    time.sleep(chance.uniform(0.3, LONGEST_LIFE))
    process.kill()
    process.communicate()


@pytest.mark.parametrize("seed", range(2))
def test_runs_killed_anywhere_tell_everything_once(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    with DemoSite() as site, SmtpSink(delay=0.02) as sink:
        config = configure(tmp_path, site.base_url, f'[mail]\nsmtp = "smtp://127.0.0.1:{sink.port}"')
        for _ in range(3):
            killed(tmp_path, chance, "check", "--now", BASELINE)
        assert watcher(tmp_path, "check", "--now", BASELINE).code == 0
        readers = [f"reader{number}@example.org" for number in range(READERS)]
        with open_store(read(config)) as store:
            for reader in readers:
                list(subscribe(store, reader, ["all", MARLOW_VALE.key], Frequency.IMMEDIATELY, SUBSCRIBED))
        site.publish(NEWS)
        site.publish(HIDDEN_NEWS)
        kills = 8
        for _ in range(kills):
            killed(tmp_path, chance, "run", "--now", LATER)
        assert watcher(tmp_path, "run", "--now", LATER).code == 0

        changes = watcher(tmp_path, "changes", "--json").lines
        assert Counter(change["report"]["file_id"] for change in changes) == {NEWS.file_id: 1, HIDDEN_NEWS.file_id: 1}
        by_id = {message_from_bytes(message.content)["Message-ID"]: message.content for message in sink.messages}
        assert {message.to for message in sink.messages} == set(readers)
        assert len(sink.messages) - len(by_id) <= kills, "at most one repeat for each kill"
        assert all(by_id[message_from_bytes(m.content)["Message-ID"]] == m.content for m in sink.messages)
        for reader in readers:
            bodies = {m.content for m in sink.messages if m.to == reader}
            for change in changes:
                assert sum(said(body, change) for body in bodies) == 1, (reader, change["headline"])


def said(content: bytes, change: dict[str, object]) -> bool:
    """Whether a mail tells a change."""
    report = change["report"]
    assert isinstance(report, dict)
    text = message_from_bytes(content).get_payload(0).get_payload(decode=True)  # type: ignore[union-attr]
    assert isinstance(text, bytes)
    return f"/v1/file/{report['file_id']}".encode() in text
