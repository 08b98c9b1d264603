"""The work behind `watcher held`: release, reject, read again. Wiring only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from watcher.commands.check import Deciders
from watcher.crawl.faults import errors_become_faults_of
from watcher.differ.case import Predecessor, ReadReport
from watcher.differ.held import read_again, released_edit, released_report
from watcher.model.change import Change
from watcher.model.errors import ConfigError, ReportError, SourceError, StoreError
from watcher.model.held import Held, Ruling, RulingVerdict, no_release, short
from watcher.model.report import ReportFile
from watcher.ofsted.authorities import gazetteer
from watcher.ofsted.reports.pdf import PdfReader
from watcher.ofsted.reports.read import read_report
from watcher.ofsted.rules import is_council
from watcher.settings import Settings
from watcher.store import Kept, Store

# --- held changes ---------------------------------------------------------------------------------


def release(store: Store, held: Held, ruling: Ruling, *, dry_run: bool = False) -> Change:
    """Release a held change to readers, and return the change they get. `ConfigError` if it can't be released."""
    if why := no_release(held):
        raise ConfigError(f"{short(held.change.id)} can't be released: {why}")
    file: ReportFile | None = None
    if held.is_edit:
        change = released_edit(held, ruling.at)
    else:
        known, former = store.pages.known(held.change.source_id), _predecessor(store, held, ruling.at)
        file, change = released_report(held, known, former, ruling.at)
    if not dry_run and not store.held.release(held, change, ruling, file):
        raise ConfigError(f"Someone else has already decided on {short(held.change.id)}. Nothing was changed.")
    return change


def reject(store: Store, held: Held, ruling: Ruling) -> None:
    """Reject a held change: neither readers nor the operator hear about it again."""
    if not store.held.reject(held, ruling):
        raise ConfigError(f"Someone else has already decided on {short(held.change.id)}. Nothing was changed.")


@dataclass(frozen=True, slots=True)
class ReadAgain:
    """The result for one held report: the change that now carries its grades, or why it stays held."""

    held: Held
    change: Change | None
    why: str


def read_kept(settings: Settings, store: Store, held: Sequence[Held], by: str, now: datetime) -> list[ReadAgain]:
    """Read held reports again from the saved files. Readers get those that now read without problems."""
    kept = store.kept(settings.state / "kept")
    with PdfReader() as reader:
        return [_read_again(store, kept, reader, one, by, now) for one in held if not one.is_edit]


def _read_again(store: Store, kept: Kept, reader: PdfReader, held: Held, by: str, now: datetime) -> ReadAgain:
    if held.withdrawn:
        return ReadAgain(held, None, "Ofsted has withdrawn the report")
    if held.file is None or held.file.sha256 is None:
        return ReadAgain(held, None, "its file was never downloaded. The next check tries again if it is recent.")
    try:
        reading = reading_of(kept.read(held.file.sha256), held.file.sha256, reader)
    except StoreError as error:
        return ReadAgain(held, None, str(error))
    known, former = store.pages.known(held.change.source_id), _predecessor(store, held, now)
    file, change = read_again(held, known, former, reading, now, gazetteer())
    if change is None:
        store.reports.save(file)
        return ReadAgain(held, None, "; ".join(file.problems))
    told = store.held.release(
        held, change, Ruling(RulingVerdict.RELEASED, by, "read again without problems", now), file
    )
    return ReadAgain(held, change, "") if told else ReadAgain(held, None, "someone else has already decided on it")


def reading_of(body: bytes, sha256: str, reader: PdfReader) -> ReadReport:
    """What a saved file says, or why it can't be read."""
    try:
        pages = reader.text_of(body)
        with errors_become_faults_of("report"):
            return ReadReport(read_report(pages), sha256=sha256)
    except ReportError as error:
        return ReadReport(error=error, sha256=sha256)
    except SourceError as error:
        return ReadReport(error=ReportError(error.reason, passing=False), sha256=sha256)


def _predecessor(store: Store, held: Held, now: datetime) -> Predecessor | None:
    council = is_council(held.change.source_id)
    return Deciders(store, now).predecessor(held.change.provider) if council else None
