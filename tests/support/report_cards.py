"""Report cards of invented schools and nurseries, escaped into a page as other people's programs describe it."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from tests.support.ofsted_pages import a_page

SCHOOL_AREAS = {
    "Inclusion": "Strong standard",
    "Curriculum and teaching": "Expected standard",
    "Achievement": "Expected standard",
    "Attendance and behaviour": "Needs attention",
    "Personal development and well-being": "Exceptional",
    "Leadership and governance": "Expected standard",
}
_END_OF_TIMELINE = "</ol>\n</div>\n</main>"


def card_markup(
    areas: Mapping[str, str] = SCHOOL_AREAS,
    *,
    date: str = "12 January 2026",
    safeguarding: str = "Safeguarding standards met",
    heading: str = "span",
    scale: bool = False,
    end: str = "Our grades explained",
) -> str:
    """The card as HTML. `heading` is the element of each grade, `scale` draws all grades beside it."""
    drawn = "".join(f'<div class="w-48">{word}</div>' for word in dict.fromkeys(areas.values())) if scale else ""
    rows = "".join(f"<div><p>{area}</p>{drawn}<{heading}>{grade}</{heading}></div>" for area, grade in areas.items())
    return (
        f"<h1>Larkfield Primary School</h1><h2 class='text-xl'>Inspection report: {date}</h2>"
        f"<h3>{safeguarding}</h3>{rows}<p>Number of pupils: 210</p><h2>{end}</h2><p>Exceptional means …</p>"
    )


def in_attribute(card: str) -> bytes:
    """A school's page with the card in an attribute, escaped."""
    return a_page("school", (_END_OF_TIMELINE, f'</ol><iframe srcdoc="{escape(card)}"></iframe>\n</div>\n</main>'))


def in_script(card: str) -> bytes:
    return a_page("school", ("</main>", f"</main><script type='text/plain'>{escape(card)}</script>"))


def as_it_is(card: str) -> bytes:
    """The card as plain markup: not as described."""
    return a_page("school", ("</main>", f"</main><section>{card}</section>"))
