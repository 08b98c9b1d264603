"""Makes letters about visits to invented councils, in the order and with the headings of real ones."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from xml.sax.saxutils import escape

from reportlab.platypus import Flowable, PageBreak, Paragraph

from watcher.demo.prose import IMPROVE_AFTER_VISIT, paragraphs_on, summary_of
from watcher.demo.report_pdf import BULLET, HEADING, NOTICE, SQUARE, TEXT, paper, period
from watcher.model.report import JudgementId

_IMPROVE = "What needs to improve in this area of social work practice?"


@dataclass(frozen=True, slots=True)
class LetterContent:
    """A letter as printed: nothing in it is a grade."""

    title: str
    dates: str
    opening: tuple[str, ...]
    headline: tuple[str, ...]
    improve: tuple[str, ...]
    findings: tuple[str, ...]


def letter_of(authority: str, start: date, end: date, published: date) -> LetterContent:
    """A letter about a focused visit on care leavers."""
    title = f"Focused visit to {authority} children\u2019s services"
    dates = period(start, end)
    sovereign = "Her" if end < date(2022, 9, 8) else "His"
    return LetterContent(
        title=title,
        dates=dates,
        opening=(
            f"{published.day} {published:%B %Y}",
            f"Dear director of children\u2019s services of {authority}",
            title,
            f"This letter summarises the findings of the focused visit to {authority} children\u2019s services on"
            f" {dates}. {sovereign} Majesty\u2019s Inspector for this visit was Orla Penhaligon.",
            "Inspectors looked at the local authority\u2019s arrangements for care leavers.",
        ),
        headline=summary_of(authority),
        improve=IMPROVE_AFTER_VISIT,
        findings=paragraphs_on(JudgementId.CARE_LEAVERS, authority),
    )


def letter_pdf(content: LetterContent) -> bytes:
    """The letter on A4, the same bytes each time."""
    return paper(content.title, content.dates, _flow(content))


def _flow(content: LetterContent) -> list[Flowable]:
    return [
        *(Paragraph(escape(text), TEXT) for text in content.opening),
        Paragraph("Headline findings", HEADING),
        *(Paragraph(escape(text), TEXT) for text in content.headline),
        Paragraph(_IMPROVE, HEADING),
        *(Paragraph(escape(text), BULLET, bulletText=SQUARE) for text in content.improve),
        Paragraph("Main findings", HEADING),
        *(Paragraph(escape(text), TEXT) for text in content.findings),
        Paragraph("Yours sincerely", TEXT),
        Paragraph("Orla Penhaligon", TEXT),
        PageBreak(),
        Paragraph(NOTICE, TEXT),
    ]
