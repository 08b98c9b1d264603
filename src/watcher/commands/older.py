"""Reads older documents again from the saved files, after an upgrade. They are recorded, and nobody is emailed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from watcher.commands.check import Deciders
from watcher.commands.held import reading_of
from watcher.model.errors import StoreError
from watcher.model.report import ReportFile
from watcher.model.source import Observation
from watcher.model.visit import FetchedFile
from watcher.ofsted.reports.pdf import PdfReader
from watcher.settings import Settings
from watcher.store import Kept, Store


@dataclass(frozen=True, slots=True)
class OlderReadAgain:
    """How many older documents are on record now, and those that still can't be read for certain."""

    on_record: int
    left: tuple[ReportFile, ...]


def read_older(settings: Settings, store: Store, now: datetime) -> OlderReadAgain:
    """Read the older documents of councils again that could not be read for certain and whose files we keep."""
    kept, deciders, left = store.kept(settings.state / "kept"), Deciders(store, now), []
    uncertain = store.reports.uncertain()
    with PdfReader() as reader:
        for file in uncertain:
            again = _read(file, kept, reader, deciders)
            if again is not None:
                store.reports.save(again)
            if again is None or again.held:
                left.append(again or file)
    return OlderReadAgain(len(uncertain) - len(left), tuple(left))


def _read(file: ReportFile, kept: Kept, reader: PdfReader, deciders: Deciders) -> ReportFile | None:
    """The file as we read it now; None if its bytes are not here."""
    if file.sha256 is None:
        return None
    try:
        body = kept.read(file.sha256)
    except StoreError:
        return None
    known = deciders.store.pages.known(file.source_id).observations.get(file.file_id)
    entry = known or Observation(file.source_id, file.file_id, file.title, file.url, file.published, {})
    return deciders.older(FetchedFile(entry, body), reading_of(body, file.sha256, reader))
