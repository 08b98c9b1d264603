"""The work behind `watcher read-report`: reads report files, including our compressed ones."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from watcher.model.errors import ReportError, StoreError
from watcher.model.report import Report
from watcher.ofsted.reports.pdf import PdfReader
from watcher.ofsted.reports.read import read_report
from watcher.store.files import unpacked

# As large as a report may be that we fetch.
REPORT_BYTES = 25_000_000


def read_reports(paths: Sequence[Path]) -> Iterator[tuple[Path, Report | str]]:
    """Yield each file with its report, in order, or with the reason why it can't be read."""
    with PdfReader() as reader:
        for path in paths:
            try:
                yield path, read_report(reader.text_of(unpacked(path.read_bytes(), REPORT_BYTES)))
            except ReportError as error:
                yield path, error.reason
            except StoreError as error:
                yield path, str(error)
            except OSError as error:
                yield path, f"can't open it: {error.strerror}"
