"""The commands for the outbox and for bounces, as a person runs them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.builders import NOW
from tests.support.inside import inside
from tests.support.outgoing import MAIL
from tests.support.program import Ended, configure
from tests.support.returned_mail import dsn
from watcher.commands.start import open_store
from watcher.mail.message import message_id, note_message
from watcher.mail.sender import return_path_of, sender_of
from watcher.model.subscription import Frequency
from watcher.settings import Settings, read
from watcher.store import Store

READER = "reader@example.org"
MAILBOX = '[mail]\nsender = "alerts@watcher.example"\nbounces = "bounces@watcher.example"'


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return read(configure(tmp_path, "http://127.0.0.1:9", MAILBOX))


@pytest.fixture
def store(settings: Settings) -> Iterator[Store]:
    """Three mails: the first was sent, the second given up, the third waits."""
    with open_store(settings) as opened:
        sender = sender_of(settings)
        for number in range(1, 4):
            opened.subscribers.subscribe(READER, "all", Frequency.DAILY, NOW)
            id_ = message_id(sender, number)
            content = note_message(MAIL, READER, sender, id_, NOW)
            opened.outbox.plan_note(id_, READER, f"News {number} [bold]", content, (), (), NOW)
        opened.outbox.mark_sent(1, NOW)
        opened.outbox.mark_failed(2, "554 5.6.0 malformed", NOW)
        yield opened


def test_the_outbox_lists_what_waits_what_failed_or_all(tmp_path: Path, store: Store) -> None:
    assert "News 3 [bold]" in inside(tmp_path, "outbox", "list").out
    failed = inside(tmp_path, "outbox", "list", "--failed")
    assert "554 5.6.0 malformed" in failed.out and "News 3" not in failed.out
    every = inside(tmp_path, "outbox", "list", "--all", "--json").lines
    assert [(mail["id"], mail["status"]) for mail in every] == [(3, "pending"), (2, "failed"), (1, "sent")]
    assert every[1]["error"] == "554 5.6.0 malformed" and every[1]["to"] == READER


def test_one_mail_is_shown_in_words_in_json_and_in_bytes(tmp_path: Path, store: Store) -> None:
    shown = inside(tmp_path, "outbox", "show", "2").out
    assert "Server reply: 554 5.6.0 malformed" in shown and "To: reader@example.org" in shown and "Grüße" in shown
    assert json.loads(inside(tmp_path, "outbox", "show", "2", "--json").out)["id"] == 2
    found = store.outbox_operator.find(2)
    assert found is not None
    assert inside(tmp_path, "outbox", "show", "2", "--raw").out.splitlines() == found[1].decode().splitlines()
    missing = inside(tmp_path, "outbox", "show", "77")
    assert missing.code == 2 and "Email 77 does not exist" in missing.err


def test_mails_are_retried_and_cancelled_and_what_cannot_be_is_said(tmp_path: Path, store: Store) -> None:
    done = inside(tmp_path, "outbox", "retry", "2", "1")
    assert (done.code, done.out) == (1, "email 2 will be retried in the next send\n")
    assert done.err == "email 1 not changed: it was sent\n"
    assert inside(tmp_path, "outbox", "cancel", "2", "3").code == 0
    assert store.outbox.pending_count() == 0


def test_bounces_are_read_from_a_file_and_told(tmp_path: Path, settings: Settings, store: Store) -> None:
    (tmp_path / "back.eml").write_bytes(dsn(return_path_of(settings).of(1), to=READER))
    first, again = (inside(tmp_path, "bounces", "back.eml") for _ in range(2))
    assert (first.code, again.code) == (0, 0)
    assert "1 dead address, stopped" in first.out and READER in first.out and "550 5.1.1" in first.out
    assert again.out == "1 already processed\n"
    assert store.subscribers.subscriptions() == []


def test_a_pipe_without_a_bounce_is_no_failure(tmp_path: Path, store: Store) -> None:
    assert ended(inside(tmp_path, "bounces", "-")) == (0, "The mailbox is empty.\n")
    missing = inside(tmp_path, "bounces", "missing")
    assert missing.code == 2 and "Can't read" in missing.err


def ended(process: Ended) -> tuple[int, str]:
    return process.code, process.out
