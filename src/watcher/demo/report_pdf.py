"""Makes reports of invented councils, in the layouts that Ofsted has used since 2018.

A `ReportContent` is the printed text, word for word, so that a test may print what no inspector would. `report_of`
fills one in from grades.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from io import BytesIO
from itertools import count
from xml.sax.saxutils import escape

from reportlab.lib.colors import black
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, PageBreak, Paragraph, SimpleDocTemplate, Table

from watcher.demo.prose import IMPROVE, paragraphs_on, summary_of
from watcher.model.report import Grade, Improvement, JudgementId


class ReportEra(Enum):
    """The rows of the table, in the order printed."""

    BEFORE_2023 = (
        JudgementId.LEADERS,
        JudgementId.HELP_AND_PROTECTION,
        JudgementId.IN_CARE_AND_CARE_LEAVERS,
        JudgementId.OVERALL,
    )
    SINCE_2023 = (
        JudgementId.LEADERS,
        JudgementId.HELP_AND_PROTECTION,
        JudgementId.IN_CARE,
        JudgementId.CARE_LEAVERS,
        JudgementId.OVERALL,
    )
    SINCE_APRIL_2026 = (
        JudgementId.LEADERS,
        JudgementId.HELP_AND_PROTECTION,
        JudgementId.IN_CARE,
        JudgementId.CARE_LEAVERS,
    )


LABELS = {
    JudgementId.LEADERS: "The impact of leaders on social work practice with children and families",
    JudgementId.HELP_AND_PROTECTION: "The experiences and progress of children who need help and protection",
    JudgementId.IN_CARE_AND_CARE_LEAVERS: "The experiences and progress of children in care and care leavers",
    JudgementId.IN_CARE: "The experiences and progress of children in care",
    JudgementId.CARE_LEAVERS: "The experiences and progress of care leavers",
    JudgementId.OVERALL: "Overall effectiveness",
}
PRINTED = {
    Grade.OUTSTANDING: "Outstanding",
    Grade.GOOD: "Good",
    Grade.REQUIRES_IMPROVEMENT: "Requires improvement to be good",
    Grade.INADEQUATE: "Inadequate",
}
FOOTNOTE = (
    "1 Each area for improvement names the part of the national framework for children\u2019s social care"
    " that it belongs to."
)
NOTICE = "This report is invented. It was made for a demonstration and describes no real council and no real child."


@dataclass(frozen=True, slots=True)
class ReportSection:
    """A numbered part of the body. `heading` is printed whole, including the grade after its colon."""

    heading: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReportContent:
    """A report as printed.

    `table` holds label and grade of each row; `footnote` adds its mark to the heading of the bullets, as in reports
    since April 2026.
    """

    title: str
    dates: str
    lead: str
    table: tuple[tuple[str, str], ...]
    summary: tuple[str, ...]
    improve: tuple[Improvement, ...]
    sections: tuple[ReportSection, ...]
    footnote: bool = False


def report_of(
    authority: str,
    era: ReportEra,
    grades: Mapping[JudgementId, Grade],
    periods: tuple[tuple[date, date], ...],
    *,
    inspectors: tuple[str, ...] = ("Orla Penhaligon",),
    improve: tuple[Improvement, ...] = IMPROVE,
    headings: Mapping[JudgementId, Grade] | None = None,
) -> ReportContent:
    """A report of this council with these grades, one for each row of the era.

    `headings` are grades for the headings of the body that differ from the table.
    """
    shown = dict(grades) | dict(headings or {})
    return ReportContent(
        title=f"Inspection of {authority} local authority children\u2019s services",
        dates=" and ".join(period(start, end) for start, end in periods),
        lead=_lead(inspectors, periods[-1][1]),
        table=tuple((LABELS[row], PRINTED[grades[row]]) for row in era.value),
        summary=summary_of(authority),
        improve=improve,
        sections=tuple(_section(row, shown[row], authority) for row in _body(era)),
        footnote=era is ReportEra.SINCE_APRIL_2026,
    )


def _body(era: ReportEra) -> tuple[JudgementId, ...]:
    """The judgements with a section: leaders last, and none for the overall one."""
    rows = [row for row in era.value if row not in (JudgementId.LEADERS, JudgementId.OVERALL)]
    return (*rows, JudgementId.LEADERS)


def _section(row: JudgementId, grade: Grade, authority: str) -> ReportSection:
    return ReportSection(f"{LABELS[row]}: {PRINTED[grade].lower()}", paragraphs_on(row, authority))


def _lead(inspectors: tuple[str, ...], end: date) -> str:
    sovereign = "Her" if end < date(2022, 9, 8) else "His"
    named = ", and ".join(f"{name}, {sovereign} Majesty\u2019s Inspector" for name in inspectors)
    return f"Lead inspector{'s' if len(inspectors) > 1 else ''}: {named}"


def period(start: date, end: date) -> str:
    """Two days as the reports print them: the part they share is printed once."""
    first = f"{start.day}"
    if (start.year, start.month) != (end.year, end.month):
        first += f" {start:%B}"
    if start.year != end.year:
        first += f" {start.year}"
    return f"{first} to {end.day} {end:%B %Y}"


# --- on paper -------------------------------------------------------------------------------------

TEXT = ParagraphStyle("text", fontSize=11, leading=14, spaceAfter=11, embeddedHyphenation=1)
_TITLE = ParagraphStyle("title", fontSize=22, leading=27, spaceAfter=12)
HEADING = ParagraphStyle(
    "heading", fontName="Helvetica-Bold", fontSize=13, leading=16, spaceBefore=8, spaceAfter=8, keepWithNext=1
)
_CELL = ParagraphStyle("cell", TEXT, fontSize=10.5, leading=12.5, spaceAfter=0)
_HEAD_CELL = ParagraphStyle("head cell", _CELL, fontName="Helvetica-Bold")
_NUMBERED = ParagraphStyle("numbered", TEXT, leftIndent=26, bulletFontSize=11)
BULLET = ParagraphStyle("bullet", _NUMBERED, bulletFontName="ZapfDingbats", bulletFontSize=7)
_FOOTNOTE = ParagraphStyle("footnote", TEXT, fontSize=8, leading=10)
SQUARE = "\u25a0"
_MARGIN = 70
_COLUMN = (A4[0] - 2 * _MARGIN) / 2


def report_pdf(content: ReportContent) -> bytes:
    """The report on A4, the same bytes each time."""
    return paper(content.title, content.dates, _flow(content))


def paper(title: str, dates: str, flow: list[Flowable]) -> bytes:
    """Text on A4 with a footer of title and dates, the same bytes each time."""
    out = BytesIO()
    document = SimpleDocTemplate(out, pagesize=A4, leftMargin=_MARGIN, rightMargin=_MARGIN, title=title, invariant=1)

    def footer(canvas: Canvas, _: object) -> None:
        canvas.setFont("Helvetica-Bold", 7.5)
        canvas.drawString(_MARGIN, 46, title)
        canvas.drawString(_MARGIN, 36, dates)
        if canvas.getPageNumber() > 1:
            canvas.drawRightString(A4[0] - _MARGIN, 36, str(canvas.getPageNumber()))

    document.build(flow, onFirstPage=footer, onLaterPages=footer)
    return out.getvalue()


def _flow(content: ReportContent) -> list[Flowable]:
    return [
        Paragraph(escape(content.title), _TITLE),
        Paragraph(f"<b>Inspection dates:</b> {escape(content.dates)}", TEXT),
        Paragraph(_bold_label(content.lead), TEXT),
        *_table(content.table),
        *(Paragraph(escape(text), TEXT) for text in content.summary),
        *_improvements(content),
        *_sections(content),
        PageBreak(),
        Paragraph(NOTICE, TEXT),
    ]


def _bold_label(line: str) -> str:
    label, _, rest = line.partition(": ")
    return f"<b>{escape(label)}:</b> {escape(rest)}"


def _table(rows: tuple[tuple[str, str], ...]) -> Iterator[Flowable]:
    if not rows:
        return
    cells = [[Paragraph("Judgement", _HEAD_CELL), Paragraph("Grade", _HEAD_CELL)]]
    cells += [[Paragraph(escape(text), _CELL) for text in row] for row in rows]
    ruled = [("GRID", (0, 0), (-1, -1), 0.7, black), ("VALIGN", (0, 0), (-1, -1), "TOP")]
    yield Table(cells, colWidths=[_COLUMN, _COLUMN], spaceAfter=16, style=ruled)


def _improvements(content: ReportContent) -> Iterator[Flowable]:
    if not content.improve:
        return
    mark = "<super>1</super>" if content.footnote else ""
    yield Paragraph(f"What needs to improve?{mark}", HEADING)
    for item in content.improve:
        tag = f" ({item.tag})" if item.tag and content.footnote else ""
        yield Paragraph(escape(item.text + tag), BULLET, bulletText=SQUARE)


def _sections(content: ReportContent) -> Iterator[Flowable]:
    numbers = count(1)
    for place, section in enumerate(content.sections):
        yield Paragraph(escape(section.heading), HEADING)
        for text in section.paragraphs:
            yield Paragraph(escape(text), _NUMBERED, bulletText=f"{next(numbers)}.")
        if content.footnote and place == 0:  # like a footnote: some way below its mark
            yield Paragraph(FOOTNOTE, _FOOTNOTE)
