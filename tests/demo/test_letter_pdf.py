"""The invented letters read like real ones."""

from __future__ import annotations

from watcher.demo.councils import HIDDEN_NEWS, printed
from watcher.demo.prose import IMPROVE_AFTER_VISIT
from watcher.ofsted.reports.pdf_worker import read_pages
from watcher.ofsted.reports.read import read_report


def test_a_letter_is_read_whole_and_gives_no_grade() -> None:
    read = read_report(read_pages(printed(HIDDEN_NEWS.content)))
    assert [item.text for item in read.improve] == list(IMPROVE_AFTER_VISIT)
    assert not read.held and not read.judgements
