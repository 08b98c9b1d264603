"""The record as both engines give it back: every listed document, and what was imported beside them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from tests.support.builders import NOW, a_passage
from tests.support.council_history import document, fill, graded
from watcher.model.on_file import ImportedReport
from watcher.model.report import Grade
from watcher.store import Store

VALE, EAST = "80999", "80998"


def test_every_listed_document_comes_with_what_was_read_of_it_the_oldest_first(store: Store) -> None:
    read = graded(VALE, date(2025, 3, 3), "GGGG", "G", passages=(a_passage(),))
    unread = graded(EAST, date(2021, 3, 3), "GGG", "G", unread=True)
    held = graded(EAST, date(2026, 3, 3), "GGGG", "G", held="two grades")
    letter = document(VALE, date(2022, 3, 3), None)
    fill(store, [read, unread, held, letter])
    found = store.record.documents()
    assert [(one.urn, one.entry.key, one.graded) for one in found] == [
        (EAST, unread.entry.key, True),
        (VALE, letter.entry.key, False),
        (VALE, read.entry.key, True),
        (EAST, held.entry.key, True),
    ]
    assert [one.report is not None for one in found] == [False, False, True, False]
    assert found[2].file == read.file
    assert found[2].provider_url == f"https://reports.example/provider/44/{VALE}"
    [slim] = [one.report for one in store.record.documents({VALE}, whole=False) if one.report]
    assert (slim.overall, slim.passages) == (Grade.GOOD, ())


def test_an_import_is_kept_replaces_an_earlier_one_and_is_no_part_of_what_checks_compare_with(store: Store) -> None:
    unread = graded(VALE, date(2021, 3, 3), "GGG", "G", unread=True)
    fill(store, [unread])
    source = graded(VALE, date(2021, 3, 3), "GGG", "G").file
    assert source and source.report
    given = ImportedReport(VALE, unread.entry.key, source.url, date(2021, 3, 3), None, source.report, NOW)
    store.record.import_reports([given])
    better = replace(given, sha256="e" * 64)
    store.record.import_reports([better])
    assert store.record.imported() == [better]
    # what the deciders and the mails are given
    assert store.pages.known(unread.entry.source_id).files == {}
    assert store.reports.records() == {}
    assert store.reports.newest_graded(VALE) is None
    assert [one.key for one in store.reports.unread(5)] == [unread.entry.key]
