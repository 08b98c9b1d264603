"""Messages come out of any usual mailbox, which is left as it was."""

from __future__ import annotations

import io
import mailbox
import os
from pathlib import Path

import pytest

from tests.support.returned_mail import dsn
from watcher.mail.bounces import READ
from watcher.mail.mailbox import messages_from, messages_in
from watcher.model.errors import ConfigError


def an_mbox(path: Path, count: int = 2) -> Path:
    box = mailbox.mbox(path)
    for number in range(count):
        box.add(dsn(key=str(number)))
    box.close()
    return path


def test_an_mbox_gives_each_message(tmp_path: Path) -> None:
    path = an_mbox(tmp_path / "mbox")
    before = path.read_bytes()
    found = [*messages_in(path)]
    assert [b"<0@mx.example>" in found[0], b"<1@mx.example>" in found[1], len(found)] == [True, True, 2]
    assert path.read_bytes() == before


def test_a_maildir_gives_each_message_new_or_seen(tmp_path: Path) -> None:
    box = mailbox.Maildir(tmp_path / "Maildir")
    box.add(dsn(key="new"))
    seen = mailbox.MaildirMessage(dsn(key="seen"))
    seen.set_subdir("cur")
    box.add(seen)
    before = sorted(path.name for path in (tmp_path / "Maildir").rglob("*") if path.is_file())
    assert len([*messages_in(tmp_path / "Maildir")]) == 2
    assert sorted(path.name for path in (tmp_path / "Maildir").rglob("*") if path.is_file()) == before


def test_what_is_no_message_in_a_maildir_hides_no_other(tmp_path: Path) -> None:
    new = tmp_path / "Maildir" / "new"
    mailbox.Maildir(tmp_path / "Maildir").add(dsn())
    (new / "gone").symlink_to(tmp_path / "moved by another program")
    os.mkfifo(new / "a pipe that nobody writes to")
    (new / "folder").mkdir()
    (new / ".hidden").write_bytes(b"x")
    assert [*messages_in(tmp_path / "Maildir")] == [dsn()]


def test_a_message_that_disappears_while_a_maildir_is_read_hides_no_other(tmp_path: Path) -> None:
    box = mailbox.Maildir(tmp_path / "Maildir")
    for key in ("one", "two"):
        box.add(dsn(key=key))
    reading = messages_in(tmp_path / "Maildir")
    next(reading)
    for message in (tmp_path / "Maildir" / "new").iterdir():
        message.unlink()
    assert [*reading] == []


def test_a_file_may_be_one_message(tmp_path: Path) -> None:
    (tmp_path / "bounce.eml").write_bytes(dsn())
    assert [*messages_in(tmp_path / "bounce.eml")] == [dsn()]


def test_a_pipe_brings_one_message_or_a_mailbox(tmp_path: Path) -> None:
    assert [*messages_from(io.BytesIO(dsn()))] == [dsn()]
    assert len([*messages_from(io.BytesIO(an_mbox(tmp_path / "mbox", 3).read_bytes()))]) == 3
    assert [*messages_from(io.BytesIO(b""))] == []


def test_of_a_huge_message_only_the_beginning_is_read(tmp_path: Path) -> None:
    (tmp_path / "huge").write_bytes(dsn() + b"x" * 3 * READ)
    [content] = messages_in(tmp_path / "huge")
    assert len(content) == READ


def test_what_is_beyond_the_limit_of_a_pipe_is_taken_and_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("watcher.mail.mailbox.PIPE_LIMIT", 1_000)
    pipe = io.BytesIO(dsn() + b"x" * 5_000)
    [content] = messages_from(pipe)
    assert len(content) == 1_000 and pipe.read() == b""


def test_what_is_no_mailbox_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="is not a mailbox"):
        next(messages_in(tmp_path))
    with pytest.raises(ConfigError, match="read the mailbox"):
        next(messages_in(tmp_path / "missing"))
