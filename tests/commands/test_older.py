"""Older documents that are read again from the saved files: put on record, and told to nobody."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from tests.support.builders import NOW, a_change, a_record, a_report_file, a_source, an_observation
from tests.support.stores import new_database
from watcher.commands.older import read_older
from watcher.commands.start import open_store
from watcher.demo.councils import NEWS, printed
from watcher.settings import Settings
from watcher.store import Kept

DAY = date(2026, 10, 20)


def test_a_document_that_reads_well_now_is_put_on_record_without_any_news(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, authorities=("Leicester",))
    sha256 = Kept(settings.state / "kept").keep(printed(NEWS.content))
    new_database(settings.state)
    with open_store(settings) as store:
        store.pages.follow([a_source(name="Marlow Vale")], NOW)
        entries = tuple(an_observation(key=key, published=DAY) for key in ("1", "2", "3", "4"))
        unread = a_report_file(published=DAY, sha256=sha256, report=None, problems=("an unknown layout",))
        files = (
            a_report_file(file_id="1", published=DAY, sha256=sha256, report=None, problems=unread.problems),
            a_report_file(file_id="2", published=DAY, sha256="a" * 64, report=None, problems=("damaged",)),
            a_report_file(file_id="3", published=DAY, sha256=sha256, report=None, problems=("told as held",)),
            a_report_file(file_id="4", published=date(2020, 1, 1)),
        )
        told = a_change(id="3", key="3", held=True, problems=("told as held",))
        store.pages.record(a_record(observations=entries, files=files, changes=(told,)))
        assert [file.file_id for file in store.reports.uncertain()] == ["1", "2"]
        done = read_older(settings, store, NOW)
        assert (done.on_record, [file.file_id for file in done.left]) == (1, ["2"])
        assert [one.published for one in store.reports.records()["80999"]] == [date(2020, 1, 1), DAY]
        assert [change.id for change in store.changes.recorded()] == ["3"]
        assert read_older(settings, store, NOW).on_record == 0
