"""Improvement items of consecutive reports: repeated, new, gone."""

from __future__ import annotations

import pytest

from watcher.differ.improvements import match_improvements
from watcher.model.report import Improvement


def items(*texts: str) -> tuple[Improvement, ...]:
    return tuple(Improvement(text) for text in texts)


def repeated(before: tuple[Improvement, ...], after: tuple[Improvement, ...]) -> list[tuple[str, str]]:
    return [(pair.before.text, pair.after.text) for pair in match_improvements(before, after).repeated]


def test_the_same_item_in_other_words_is_repeated() -> None:
    before = items("Timeliness of achieving permanence for children in care.")
    after = items("The timeliness of children achieving permanence.")
    assert repeated(before, after) == [(before[0].text, after[0].text)]


def test_words_that_every_item_uses_make_no_match() -> None:
    before = items("The quality and consistency of the support for children of the local authority.")
    after = items("The quality and timeliness of health assessments for children.")
    assert repeated(before, after) == []


def test_a_short_item_is_not_found_in_every_long_one() -> None:
    before = items("Pathway plans.")
    after = items(
        "The ambition for young people who leave care, the help that they get to find work and homes, and "
        "how their pathway plans are written and shared with them and their families each year."
    )
    assert repeated(before, after) == []


def test_each_item_is_matched_once_and_with_the_closest() -> None:
    before = items("Supervision of social workers.", "Private fostering arrangements.")
    after = items("Private fostering arrangements and visits.", "Private fostering arrangements.", "Life-story work.")
    matching = match_improvements(before, after)
    assert [(pair.before, pair.after) for pair in matching.repeated] == [(before[1], after[1])]
    assert matching.repeated[0].closeness == 100
    assert matching.new == (after[0], after[2])
    assert matching.gone == (before[0],)


def test_order_and_apostrophes_do_not_matter() -> None:
    before = items("Leaders’ oversight of children’s plans in pre-proceedings.")
    after = items("Oversight of pre-proceedings plans by leaders.")
    assert len(repeated(before, after)) == 1


def test_the_first_report_has_only_new_items() -> None:
    matching = match_improvements((), items("One thing.", "Another thing."))
    assert (len(matching.repeated), len(matching.new), len(matching.gone)) == (0, 2, 0)


def test_items_of_common_words_alone_never_match() -> None:
    assert repeated(items("The quality of the impact."), items("Effectiveness.")) == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "The engagement and participation of children in care in the corporate parenting work of the council.",
            "The engagement and participation of care-experienced young people in the corporate parenting board.",
        ),
        ("Life-story work for children in care.", "Life-story work for care leavers."),
        ("The timeliness of assessments for disabled children.", "The timeliness of assessments for children."),
        (
            "Return home interviews when children go missing.",
            "Return home interviews when children go missing from care.",
        ),
        ("The response to children at risk of exploitation.", "The response to children at risk of neglect."),
    ],
)
def test_an_item_on_other_children_is_not_repeated(before: str, after: str) -> None:
    assert repeated(items(before), items(after)) == []


def test_an_item_on_some_of_the_same_children_is_repeated() -> None:
    before = items("Opportunities for children in care and care leavers to take part in planning.")
    after = items("Opportunities for care leavers to take part in planning.")
    assert repeated(before, after) == [(before[0].text, after[0].text)]
