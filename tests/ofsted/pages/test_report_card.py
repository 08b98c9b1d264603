"""Report cards in the pages of schools and nurseries: read as described, or held."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from tests.support.ofsted_pages import a_page
from tests.support.report_cards import SCHOOL_AREAS, as_it_is, card_markup, in_attribute, in_script
from watcher.model.report import Grade, JudgementId
from watcher.model.source import Provider
from watcher.ofsted.pages.provider import provider_page, region
from watcher.ofsted.pages.report_card import report_card

SCHOOL = Provider("21", "990001")
NURSERY_AREAS = {
    "Inclusion": "Expected standard",
    "Curriculum and teaching": "Strong standard",
    "Achievement": "Strong standard",
    "Behaviour, attitudes and establishing routines": "Strong standard",
    "Children’s welfare and wellbeing": "Urgent improvement",
    "Leadership and governance": "Needs attention",
}


@pytest.mark.parametrize("place", [in_attribute, in_script])
def test_a_card_is_read_wherever_its_escaped_markup_stands(place: Callable[[str], bytes]) -> None:
    body = place(card_markup())
    page = provider_page(body, "https://reports.ofsted.gov.uk/provider/21/990001", SCHOOL, "https://x.example")
    assert page.card is not None and page.card.problems == ()
    assert page.card.inspected == date(2026, 1, 12)
    assert {row.id.value: row.grade.value for row in page.card.judgements} == {
        "inclusion": "strong_standard",
        "curriculum_and_teaching": "expected_standard",
        "achievement": "expected_standard",
        "attendance_and_behaviour": "needs_attention",
        "personal_development": "exceptional",
        "leadership_and_governance": "expected_standard",
        "safeguarding": "met",
    }
    assert [entry.key for entry in page.entries] == ["50400002", "50400001"], "the documents are read as ever"


def test_the_grades_of_a_nursery_are_headings() -> None:
    card = report_card(
        in_attribute(card_markup(NURSERY_AREAS, heading="h3", safeguarding="Safeguarding standards not met"))
    )
    assert card is not None and card.problems == ()
    grades = {row.id: row.grade for row in card.judgements}
    assert grades[JudgementId.WELFARE_AND_WELLBEING] is Grade.URGENT_IMPROVEMENT
    assert grades[JudgementId.SAFEGUARDING] is Grade.NOT_MET
    assert len(grades) == 7


def test_a_drawn_scale_beside_an_area_is_no_grade() -> None:
    card = report_card(in_attribute(card_markup(scale=True)))
    assert card == report_card(in_attribute(card_markup()))


def test_a_page_without_a_card_has_none() -> None:
    assert report_card(a_page("school")) is None
    assert report_card(a_page("council")) is None


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (as_it_is(card_markup()), "its marks are not escaped"),
        (in_attribute(card_markup(end="What the grades mean")), "its end is not where we expect it"),
        (in_attribute(card_markup() + card_markup()), "the page holds 2 of them"),
        (in_attribute(card_markup(date="a day in January")), "is not a date"),
        (in_attribute(card_markup(safeguarding="Safeguarding")), "does not say whether safeguarding"),
        (in_attribute(card_markup({"Inclusion": "Strong standard"})), "it grades only inclusion"),
        (in_attribute(card_markup({})), "no grade follows any of its areas" ),
        (in_attribute(card_markup({"Sports and arts": "Exceptional"} | SCHOOL_AREAS)), "an area that we don't know"),
        (
            in_attribute(card_markup().replace("<span>Needs", "<b>Exceptional</b><span>Needs")),
            "several grades for “Attendance and behaviour”",
        ),
    ],
)  # fmt: skip
def test_a_card_that_is_laid_out_otherwise_has_problems_and_no_grades(body: bytes, why: str) -> None:
    card = report_card(body)
    assert card is not None and card.judgements == ()
    assert card.problems[0].startswith("the report card is not laid out as we know it: ")
    assert why in card.problems[0]


def test_a_changed_card_makes_the_page_another_one() -> None:
    before, after = card_markup(), card_markup(SCHOOL_AREAS | {"Inclusion": "Needs attention"})
    for place in (in_attribute, in_script):
        assert region(place(before)) != region(place(after))
    assert region(in_script(before)) == region(in_script(before).replace(b"<body>", b"<body data-token='7'>"))
