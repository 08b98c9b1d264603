"""Report files as a person gives them: PDFs, and the compressed files that watcher keeps."""

from __future__ import annotations

import gzip
from pathlib import Path

from watcher.commands.reports import REPORT_BYTES, read_reports
from watcher.demo.councils import NEWS, printed
from watcher.model.report import Report
from watcher.store import Kept


def test_a_file_that_watcher_keeps_is_read_like_the_pdf_itself(tmp_path: Path) -> None:
    body = printed(NEWS.content)
    Kept(tmp_path / "kept").keep(body)
    [kept] = [path for path in (tmp_path / "kept").rglob("*") if path.is_file()]
    packed = tmp_path / "packed.gz"
    packed.write_bytes(gzip.compress(body))
    found = [report for _, report in read_reports([kept, packed])]
    assert all(isinstance(report, Report) for report in found)
    assert found[0] == found[1]


def test_a_damaged_or_endless_compressed_file_gives_a_reason(tmp_path: Path) -> None:
    files = {
        "cut.gz": gzip.compress(printed(NEWS.content))[:200],
        "wrong.gz": b"\x1f\x8b" + b"no gzip at all" * 9,
        "endless.gz": gzip.compress(b"%PDF-" + bytes(REPORT_BYTES)),
    }
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    said = [report for _, report in read_reports([tmp_path / name for name in files])]
    assert said[0] == "its compressed data is cut off"
    assert str(said[1]).startswith("its compressed data is damaged")
    assert said[2] == "it holds more than 25,000,000 bytes once unpacked"
