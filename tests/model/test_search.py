"""What a search says, whatever the endings of its words."""

from __future__ import annotations

import pytest

from watcher.model.search import query_of


@pytest.mark.parametrize(
    ("query", "text", "says_it"),
    [
        ("private fostering", "Privately fostered children are seen.", True),
        ("private fostering", "The private foster carers", True),
        ("private fostering", "private agencies and fostering", False),
        ("sufficiency", "There is sufficient choice; plans are sufficiently clear.", False),
        ("sufficiency", "The sufficiency strategy", True),
        ("pathway plans", "Each pathway plan is reviewed", True),
        ("care leaver", "Care leavers’ views", True),
        ("agency", "multi-agency working of agencies", True),
        ("child’s plan", "the child's plans", True),
        ("timely", "in time", False),
        ('"caseloads" "too high"', "Caseloads are too high", True),
        ('"caseloads" "too high"', "Caseloads are high", False),
        ("“caseloads” “too high”", "Caseloads are too high", True),
        ("“caseloads” “too high”", "Caseloads are high", False),
        ("kinship", "Kinships", True),
        ("assess", "was assessed", True),
    ],
)
def test_endings_make_no_difference_and_other_words_do(query: str, text: str, says_it: bool) -> None:
    assert query_of(query).matches(text) is says_it
