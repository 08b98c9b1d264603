"""The work behind `watcher read-report`: reads report files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from watcher.model.errors import ReportError
from watcher.model.report import Report
from watcher.ofsted.reports.pdf import PdfReader
from watcher.ofsted.reports.read import read_report


def read_reports(paths: Sequence[Path]) -> Iterator[tuple[Path, Report | str]]:
    """Yield each file with its report, in order, or with the reason why it can't be read."""
    with PdfReader() as reader:
        for path in paths:
            try:
                yield path, read_report(reader.text_of(path.read_bytes()))
            except ReportError as error:
                yield path, error.reason
            except OSError as error:
                yield path, f"can't open it: {error.strerror}"
