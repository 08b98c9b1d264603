"""Readers who asked to leave, as small files: a locked or missing database never keeps anybody on the list."""

from __future__ import annotations

import json
import logging
import os
import secrets
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from watcher.store import Store
    from watcher.store.readers import Readers

log = logging.getLogger(__name__)

_LARGEST = 4_000


@dataclass(frozen=True, slots=True)
class LeaveQueue:
    """A folder with one file for each request that the database does not know yet."""

    folder: Path

    def add(self, subscriber_id: int, topic: str | None, now: datetime) -> Path:
        """Keep a request, safe from a power cut. `topic` is None for all that the reader follows. `OSError`."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        name = f"{subscriber_id}-{secrets.token_hex(8)}"
        partial = self.folder / f"{name}.part"
        with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            json.dump({"reader": subscriber_id, "topic": topic, "at": now.isoformat()}, file)
            file.flush()
            os.fsync(file.fileno())
        return partial.rename(self.folder / f"{name}.json")

    def apply(self, store: Store) -> int:
        """Unsubscribe every reader who asked. Returns the number of requests. `StoreError` leaves the rest."""
        done = 0
        for path in sorted(self.folder.glob("*.json")):
            done += self.apply_one(path, store.readers)
        return done

    def apply_one(self, path: Path, readers: Readers) -> bool:
        """Unsubscribe the reader whose request is in this file. False if another process did it."""
        try:
            asked = json.loads(path.read_text(encoding="utf-8")[:_LARGEST])
            reader, topic, at = int(asked["reader"]), asked["topic"], datetime.fromisoformat(asked["at"])
        except FileNotFoundError:
            return False
        except (ValueError, KeyError, TypeError) as error:
            log.error("%s is damaged and was ignored: %s", path, type(error).__name__)
            path.rename(path.with_suffix(".damaged"))
            return False
        readers.leave(reader, at, topic)
        path.unlink(missing_ok=True)
        return True
