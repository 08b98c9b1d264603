"""Reads messages from a mailbox of any usual kind, one at a time and only as much as needed. Changes nothing."""

from __future__ import annotations

import mailbox
import shutil
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO

from watcher.mail.bounces import READ
from watcher.model.errors import ConfigError

# The most that we read from a pipe: one message, or the mailbox of a busy day.
PIPE_LIMIT = 200 * 1024 * 1024
_MBOX = b"From "


def messages_in(path: Path) -> Iterator[bytes]:
    """The beginning of each message in an mbox file, a Maildir, or the file of one message.

    `ConfigError` if it can't be read.
    """
    try:
        if path.is_dir():
            yield from _maildir(path)
        else:
            yield from _file(path)
    except OSError as error:
        raise ConfigError(f"Can't read the mailbox {path}: {error.strerror}.") from error


def messages_from(pipe: BinaryIO) -> Iterator[bytes]:
    """The same from a pipe, as a mail server passes a message on. Anything beyond `PIPE_LIMIT` is ignored."""
    with TemporaryDirectory(prefix="watcher-bounces-") as folder:
        kept = Path(folder) / "pipe"
        with kept.open("wb") as file:
            left = PIPE_LIMIT
            while left > 0 and (chunk := pipe.read(min(left, 1 << 16))):
                file.write(chunk)
                left -= len(chunk)
            if not left:
                shutil.copyfileobj(pipe, _Nowhere())
        yield from messages_in(kept)


class _Nowhere:
    """Reads the rest of a pipe: a mail server takes a pipe that is closed early for a failure."""

    def write(self, data: bytes) -> int:
        return len(data)


def _maildir(path: Path) -> Iterator[bytes]:
    if not all((path / folder).is_dir() for folder in ("new", "cur")):
        raise ConfigError(f"{path} is not a mailbox. Expected an mbox file, a Maildir or one message.")
    # in this order, because a mail program moves what it saw from `new` to `cur`
    for message in (one for folder in ("new", "cur") for one in sorted((path / folder).iterdir())):
        if message.name[0] != "." and message.is_file() and (content := _beginning(message)) is not None:
            yield content


def _beginning(message: Path) -> bytes | None:
    try:
        with message.open("rb") as file:
            return file.read(READ)
    except FileNotFoundError:  # moved or deleted meanwhile
        return None


def _file(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        start = file.read(READ)
    if start.startswith(_MBOX):
        yield from _mbox(path)
    elif start.strip():
        yield start


def _mbox(path: Path) -> Iterator[bytes]:
    box = mailbox.mbox(path, factory=None, create=False)
    try:
        for key in box.iterkeys():
            with box.get_file(key) as file:
                yield file.read(READ)
    finally:
        box.close()
