"""Hands one finished email on: to a server, or to a folder of files if no server is set.

A transport raises what went wrong: nothing (accepted), `RefusedError` (never try this one again), `DoubtError` (it also
says something against the address), `GoneError` (nor any other to its address), `PostponedError` (this one later),
`BusyError` (the address is the reason), `BlockedError` (however long it takes),
`ServerError` (none can be sent now), `UnwelcomeError` (the same, but try another one first next time).
"""

from __future__ import annotations

import hashlib
import os
import re
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

from watcher.model.errors import MailError
from watcher.model.mail import Delivery

_SAFE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9@._-]{0,150}")


class RefusedError(MailError):
    """The server will never accept this email for this address."""


class DoubtError(RefusedError):
    """The same, and it casts doubt on the address, but proves nothing."""


class GoneError(RefusedError):
    """The server says that nobody is at this address."""


class PostponedError(MailError):
    """The server does not accept this email now."""


class BusyError(PostponedError):
    """The same, and the address is the reason: its mailbox is full, or its server is busy."""


class BlockedError(PostponedError):
    """The server rejects us for this address, and the address is not the reason."""


class ServerError(MailError):
    """The server can't be used at all; no email is the reason."""


class UnwelcomeError(ServerError):
    """The server rejects us and not this email, as far as it says."""


class Transport(Protocol):
    def send(self, delivery: Delivery) -> None: ...
    def __enter__(self) -> Self: ...
    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


@dataclass(frozen=True, slots=True)
class FolderTransport:
    """Writes each email to a file named by its Message-ID: a repeat replaces it with the same bytes."""

    folder: Path

    def send(self, delivery: Delivery) -> None:
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._write(self.folder / file_name(delivery.message_id), delivery.content)
        except OSError as error:
            raise ServerError(f"can't write to {self.folder}: {error.strerror}") from error

    def _write(self, path: Path, content: bytes) -> None:
        """The whole file or none, even if the machine stops half way."""
        partial = path.with_suffix(".part")
        with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        return None


def file_name(message_id: str) -> str:
    """`<abc@host>` as `abc@host.eml`; any other id is hashed."""
    bare = message_id.strip("<>")
    safe = bare if _SAFE_NAME.fullmatch(bare) else hashlib.sha256(message_id.encode()).hexdigest()
    return f"{safe}.eml"
