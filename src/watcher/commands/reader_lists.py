"""The work behind `subscribers import`, `export` and `move`."""

from __future__ import annotations

import csv
import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from io import StringIO
from pathlib import Path

from watcher.commands.digest import DigestPlan
from watcher.commands.subscribers import ended_words, refusal, suppressed_words, valid_address
from watcher.model.errors import ConfigError, WatcherError
from watcher.model.interest import interests
from watcher.model.reader import Consent
from watcher.model.reader_list import ListDefaults, MovedReader, RefusedLine, TakenIn
from watcher.model.subscription import Frequency
from watcher.ofsted.authorities import gazetteer
from watcher.settings import Settings
from watcher.store import Store
from watcher.subscribers.address_list import LARGEST_LIST, list_rows, read_list
from watcher.subscribers.topics import topic_id

_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class ImportedList:
    """The result of an import: who follows more than before, whose lines changed nothing, and the lines not used.

    A line may be both added and refused: some of its topics were ended before.
    """

    added: Sequence[TakenIn]
    unchanged: Sequence[TakenIn]
    refused: Sequence[RefusedLine]
    unknown_columns: Sequence[str]


def list_defaults(
    topics: Sequence[str], frequency: Frequency | None, kinds: str | None, consent: str, source: str
) -> ListDefaults:
    """What the operator says about every line of a list. `ConfigError` for an unknown topic or kind of news."""
    return ListDefaults(
        tuple(dict.fromkeys(topic_id(text, gazetteer()) for text in topics)),
        frequency,
        interests(kinds) if kinds else None,
        " ".join(consent.split()),
        source,
    )


def import_list(
    store: Store, data: bytes, defaults: ListDefaults, now: datetime, *, dry_run: bool = False
) -> ImportedList:
    """Subscribe everybody on a list. Whoever left or was stopped stays so, and nobody's choices change.

    `ConfigError` if the list can't be read at all. Safe to repeat.
    """
    read = read_list(data, defaults, gazetteer())
    refused = [*read.refused]
    ready = []
    for reader in read.readers:
        if reader.agreed_at and reader.agreed_at > now:
            refused.append(RefusedLine(reader.line, reader.address, "its consent_at is in the future"))
        else:
            ready.append(reader)
    done: list[TakenIn] = []
    for start in range(0, len(ready), _AT_ONCE):
        done += store.reader_lists.take_in(ready[start : start + _AT_ONCE], now, try_only=dry_run)
    for one in done:
        refused += [RefusedLine(one.reader.line, one.reader.address, why) for why in _why_not(one)]
    return ImportedList(
        [one for one in done if one.added],
        [one for one in done if not (one.added or one.suppressed or one.ended)],
        sorted(refused, key=lambda line: line.line),
        read.unknown_columns,
    )


def _why_not(one: TakenIn) -> list[str]:
    if one.suppressed:
        return [suppressed_words(one.reader.address, one.suppressed)]
    return [ended_words(one.reader.address, topic, when) for topic, when in one.ended]


def list_bytes(path: Path) -> bytes:
    """The bytes of a list, at most one more than a list may have."""
    with path.open("rb") as file:
        return file.read(LARGEST_LIST + 1)


def exported(store: Store) -> str:
    """Everybody who follows something, as CSV. `import_list` reads it, and no spreadsheet calculates in it."""
    text = StringIO()
    csv.writer(text).writerows(list_rows(store.reader_lists.exported()))
    return text.getvalue()


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner can read, whole or not at all. Spreadsheets recognize its characters."""
    part = path.with_name(f".{path.name}.part")
    with suppress(FileNotFoundError):
        part.unlink()
    try:
        file = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(file, "w", encoding="utf-8-sig", newline="") as out:
            out.write(text)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def move(
    settings: Settings, store: Store, old: str, new: str, now: datetime, *, consent: str, again: str | None = None
) -> MovedReader:
    """Give a reader another address. `consent`: how the operator knows that its owner wants that.

    Pending digests are written again for the new address. `WatcherError` if nobody at `old` follows anything;
    `ConfigError` if `new` can't be used, or while emails are being sent.
    """
    old, new = old.strip().lower(), valid_address(new)
    reader, other = store.readers.of_address(old), store.readers.of_address(new)
    if reader is None or not reader.follows:
        raise WatcherError(f"{old} doesn't follow anything. `watcher subscribers` lists who follows what.")
    if other and other.follows:
        raise ConfigError(
            f"{new} already follows something, so nothing was moved. Add to that with `watcher subscribe`, "
            f"and end the rest with `watcher unsubscribe {old}`."
        )
    topics = [one.topic for one in reader.follows]
    if not again and (why := refusal(store, new, topics)):
        raise ConfigError(
            f'{why}. If its owner wants emails again, say how you know, for example --again "phoned on 3 May".'
        )
    said = Consent(version="operator", text=again or consent, page="moved from another address", network="")
    with store.leases.hold("send") as taken:
        if not taken:
            raise ConfigError(
                "Emails are being sent right now, so nothing was moved. Try again when the send has finished."
            )
        moved = store.reader_lists.move(old, new, said, now)
    if moved is None:
        raise WatcherError(f"{old} or {new} changed in the meantime, so nothing was moved. Try again.")
    for frequency, ends_at in moved.runs:
        DigestPlan(store, settings, gazetteer(), frequency, ends_at).plan(now)
    return moved
