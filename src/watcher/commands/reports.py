"""Reading single reports from files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from watcher.cli.documents.report import error_document, report_document
from watcher.model.errors import ReportError
from watcher.ofsted.reports.pdf import PdfReader
from watcher.ofsted.reports.read import read_report


def read_reports(paths: Sequence[Path]) -> Iterator[dict[str, Any]]:
    """The document of each file, in order; a file that is no report gives its error."""
    with PdfReader() as reader:
        for path in paths:
            try:
                yield report_document(str(path), read_report(reader.text_of(path.read_bytes())))
            except ReportError as error:
                yield error_document(str(path), error.reason)
            except OSError as error:
                yield error_document(str(path), f"cannot be opened: {error.strerror}")
