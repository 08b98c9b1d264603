"""Reads the text of an Ofsted report of children's services: every layout since 2013."""

from __future__ import annotations

from collections.abc import Sequence

from watcher.errors import ReportError
from watcher.model import Report
from watcher.parsing import report_send
from watcher.parsing.report_front import authority
from watcher.parsing.report_graded import read_graded
from watcher.parsing.report_layouts import LAYOUTS
from watcher.parsing.report_text import text_of_pages


#: the longest reports have some 200,000 characters
_LONGEST = 2_000_000


def read_report(pages: Sequence[str]) -> Report:
    """The report whose pages have these texts, as PDFium gives them.

    What is not fully understood, or read in two ways, comes back with `problems`. Raises ReportError
    where the text is no report with judgements at all.
    """
    if sum(map(len, pages)) > _LONGEST:
        raise ReportError(f"it has more than {_LONGEST} characters of text", passing=False)
    text = text_of_pages(pages)
    if (name := authority(text, report_send.TITLES)) is not None:
        return report_send.read_send(text, name, len(pages))
    for layout in LAYOUTS:
        if (name := authority(text, layout.titles)) is not None:
            return read_graded(text, layout, name, len(pages))
    raise ReportError("it has no title of an inspection report", passing=False)
