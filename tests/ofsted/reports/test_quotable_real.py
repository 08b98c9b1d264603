"""Findings of real reports: every one is in the PDF letter by letter, and few reports give none."""

from __future__ import annotations

from pathlib import Path

import pytest

from watcher.desk.verify import PrintedText
from watcher.ofsted.reports.pdf import PdfReader
from watcher.ofsted.reports.quotable import FindingKind, a_few, findings
from watcher.ofsted.reports.read import read_report

pytestmark = pytest.mark.shared

#: every so many of the files: reading one takes half a second
EVERY = 12
LEANING = ("However", "But ", "This ", "These ", "They ", "Nevertheless")


def test_every_finding_is_in_its_pdf_and_stands_by_itself(shared: Path) -> None:
    files = sorted((shared / "reports").glob("*/*.pdf"))[::EVERY]
    with_none = 0
    with PdfReader() as reader:
        for path in files:
            pages = reader.text_of(path.read_bytes())
            report, printed = read_report(pages), PrintedText(pages)
            found = findings(report)
            with_none += not found and not report.held
            for one in found:
                assert printed.page_of(one.text, one.page) in (one.page, one.page + 1, one.page + 2), path
                assert not one.text.startswith(LEANING), one.text
            for kind in FindingKind:
                few = a_few(found, kind)
                assert len(few) <= 3
                assert {one.kind for one in few} <= {kind}
    assert len(files) > 10
    assert with_none == 0
