"""Stores for tests: new SQLite files, migrated once a process, and what a store returns of saved reports."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType

from tests.support.builders import NOW, a_record, a_report_file, a_source, an_observation
from watcher.model.record import OnRecord, Records
from watcher.store import Store


def new_store(folder: Path) -> Store:
    """The empty store `watcher.db` in a folder, open, exactly as the migrations make it."""
    return Store.open(new_database(folder))


def new_database(folder: Path) -> str:
    """The address of an empty, migrated database `watcher.db` in a folder."""
    folder.mkdir(exist_ok=True)
    path = folder / "watcher.db"
    shutil.copyfile(Path(_migrated().name) / "watcher.db", path)
    return f"sqlite:///{path}"


def on_record(*saved: OnRecord, not_read: Mapping[str, Sequence[date]] = MappingProxyType({})) -> Records:
    """What the store returns for these reports once they are saved; tests give this to the deciders. `not_read` are
    the days of further reports that a council's page lists.
    """
    with TemporaryDirectory() as folder, new_store(Path(folder)) as store:
        urns = {one.urn for one in saved} | not_read.keys()
        store.pages.follow([a_source(id=f"ofsted:44/{urn}") for urn in urns], NOW)
        for urn, days in not_read.items():
            source = f"ofsted:44/{urn}"
            listed = (an_observation(source_id=source, key=f"9{n}", published=day) for n, day in enumerate(days))
            store.pages.record(a_record(source_id=source, observations=tuple(listed), page=None))
        for number, one in enumerate(saved):
            source, id_ = f"ofsted:44/{one.urn}", f"{number:08}"
            file = a_report_file(source_id=source, file_id=id_, url=one.url, published=one.published, report=one.report)
            store.reports.save(file)
        return store.reports.records()


@cache
def _migrated() -> TemporaryDirectory[str]:
    # kept as long as the process lives; it deletes itself at the end
    folder = TemporaryDirectory(prefix="watcher-empty-")
    Store.open(f"sqlite:///{folder.name}/watcher.db").close()
    return folder
