"""Reads the text of what Ofsted publishes on children's services: reports of every layout since 2013, and letters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from watcher.model.errors import ReportError, UnreadableDateError
from watcher.model.report import Report, ReportKind
from watcher.ofsted.reports.area_send import TITLES, read_send
from watcher.ofsted.reports.front_page import authority, inspection_periods
from watcher.ofsted.reports.graded import find_table, read_board, read_graded
from watcher.ofsted.reports.layouts import ANNOUNCED, LAYOUTS, SIF, Layout
from watcher.ofsted.reports.letter import read_letter
from watcher.ofsted.reports.other_documents import name_of_other
from watcher.ofsted.reports.text import Text, text_of_pages

#: the longest reports have some 200,000 characters
_LONGEST = 600_000
_NOT_IN_TABLE = f"{ANNOUNCED.name}, whose names and scale are not in the table of layouts yet"
#: a title that names who runs the services, and no council
_OF_A_TRUST = (
    "inspectionof(?:localauthority)?childrens(?:socialcare)?services(?:providedby|deliveredby|by|of|within)"
    "(?P<authority>[a-z0-9]{2,90}?)(?=inspectiondate)",
    "inspectionof(?P<authority>[a-z0-9]{2,90}?)(?:childrens(?:socialcare)?services)?(?=inspectiondate)",
)
_BOARD_ALONE = ("reviewoftheeffectivenessofthelocalsafeguardingchildrens?board",)


def read_report(pages: Sequence[str], layouts: Sequence[Layout] = LAYOUTS) -> Report:
    """The report whose pages have these texts, as PDFium gives them.

    Anything that is not fully understood, or that has two readings, adds to `problems`. ReportError if the text is
    neither a report with judgements nor a letter about a visit; it says what the text is, if known.
    """
    if sum(map(len, pages)) > _LONGEST:
        raise ReportError(f"its text is too long; the limit is {_LONGEST} characters", passing=False)
    text = text_of_pages(pages)
    if (letter := read_letter(text, len(pages))) is not None:
        return letter
    if (name := authority(text, TITLES)) is not None:
        return read_send(text, name, pages)
    # first contact: report-grades
    for layout in layouts:
        if (name := authority(text, layout.titles)) is not None:
            return _with_note(read_graded(text, layout, name, len(pages)))
    if (name := authority(text, _BOARD_ALONE)) is not None:
        return _board_alone(text, name, len(pages))
    return _untitled(text, len(pages), layouts)


def _with_note(report: Report) -> Report:
    """The same report; one that is not understood and of a time when a new framework may apply says so."""
    began = min((start for start, _ in report.inspection_periods), default=date.min)
    if not report.held or began < ANNOUNCED.since:
        return report
    return replace(report, problems=(*report.problems, f"it may follow {_NOT_IN_TABLE}"))


def _dated_since(text: Text, since: date) -> bool:
    """Whether the front prints inspection dates of that time or later."""
    try:
        return inspection_periods(text)[0][0] >= since
    except UnreadableDateError:
        return False


def _board_alone(text: Text, name: str, pages: int) -> Report:
    """A review of the safeguarding board, published without the inspection of the council."""
    problems = ["it reviews the safeguarding board alone and does not judge the council"]
    board = read_board(text, SIF, ReportKind.SIF, problems)
    return Report(ReportKind.SIF, name, board=board, pages=pages, problems=tuple(problems))


def _untitled(text: Text, pages: int, layouts: Sequence[Layout]) -> Report:
    """A report that shows a table of judgements, but no known title: held."""
    for layout in layouts:
        if len(find_table(text, layout)) > 2:
            if name := authority(text, _OF_A_TRUST):
                return _with_note(read_graded(text, layout, name, pages))
            report = read_graded(text, layout, "", pages)
            return replace(report, problems=("it has no title of an inspection report", *report.problems))
    if _dated_since(text, ANNOUNCED.since):
        raise ReportError(f"it may be a report under {_NOT_IN_TABLE}", passing=False)
    if name := name_of_other(text.flat):
        raise ReportError(f"it is {name}, not a report with judgements or a letter about a visit", passing=False)
    raise ReportError("it is not a kind of inspection report or letter that watcher can read", passing=False)
