"""The table of themes, and what improvement items are about."""

from __future__ import annotations

import pytest

from watcher.ofsted.reports.framework_tags import framework_tag
from watcher.ofsted.themes import FRAMEWORK_TAGS, themes


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("The sufficiency of local placements to meet the needs of children in care.", {"sufficiency"}),
        ("The number and range of foster homes and children’s homes available.", {"sufficiency"}),
        ("Social workers’ caseloads, which are too high in some teams.", {"caseloads"}),
        ("The quality and regularity of supervision.", {"supervision"}),
        ("How managers ensure that there is sufficient focus on outcomes.", set()),
        (
            "The identification and response to children who live in private fostering arrangements.",
            {"private_fostering"},
        ),
    ],
)
def test_an_item_is_about_what_it_says(text: str, ids: set[str]) -> None:
    assert {theme.id for theme in themes() if theme.is_in(text)} == ids


def test_every_theme_has_a_label_of_its_own_and_terms() -> None:
    assert len({theme.label for theme in themes()}) == len(themes())
    assert all(theme.terms for theme in themes())


def test_every_tag_of_the_framework_has_a_name() -> None:
    assert {framework_tag(f"{kind} {number}") for kind in ("outcome",) for number in range(1, 5)} <= set(FRAMEWORK_TAGS)
