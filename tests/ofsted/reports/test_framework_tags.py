"""Tags of the national framework: one canonical form for every spelling that is printed."""

from __future__ import annotations

import pytest

from watcher.ofsted.reports.framework_tags import framework_tag, framework_tags


@pytest.mark.parametrize(
    ("printed", "tag"),
    [
        ("outcome 4, national framework", "outcome_4"),
        ("Outcome Four, National Framework", "outcome_4"),
        ("National Framework outcome two", "outcome_2"),
        ("Enabler three: National Framework", "enabler_3"),
        ("Enabler 1 national framework", "enabler_1"),
        ("enabler 2, leaders drive conditions for effective practice", "enabler_2"),
        ("enabler: the workforce is equipped and effective, national framework", "enabler_3"),
        ("principle 2, national framework", "principle"),
        ("outcome 5, national framework", "outcome 5, national framework"),
        ("national framework", "national framework"),
        ("outcomes 1 and 4, national framework", "outcomes 1 and 4, national framework"),
        (None, None),
    ],
)
def test_one_form(printed: str | None, tag: str | None) -> None:
    assert framework_tag(printed) == tag


def test_all_that_a_tag_names() -> None:
    assert framework_tags("Outcomes 1 and 4; enabler 2, national framework") == ("outcome_1", "outcome_4", "enabler_2")
