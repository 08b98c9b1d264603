"""Reading single reports from files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from watcher.model.errors import ReportError
from watcher.model.report import Report
from watcher.ofsted.reports.pdf import PdfReader
from watcher.ofsted.reports.read import read_report


def read_reports(paths: Sequence[Path]) -> Iterator[tuple[Path, Report | str]]:
    """Each file with what was read from it, in order; a file that is not a report comes with the reason."""
    with PdfReader() as reader:
        for path in paths:
            try:
                yield path, read_report(reader.text_of(path.read_bytes()))
            except ReportError as error:
                yield path, error.reason
            except OSError as error:
                yield path, f"cannot be opened: {error.strerror}"
