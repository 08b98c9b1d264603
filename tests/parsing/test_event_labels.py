"""What kind of event a label stands for."""

from __future__ import annotations

import pytest

from watcher.model import Event, EventKind
from watcher.parsing.event_labels import event_of, label_of


@pytest.mark.parametrize(
    "title",
    [
        "Children's services inspection",
        "children\u2019s services inspection, pdf",
        "Children's  services inspection,  PDF",
        "Single inspection of LA children's services as pdf",
    ],
)
def test_an_inspection_of_a_council_is_graded(title: str) -> None:
    assert event_of(title) == Event(EventKind.INSPECTION, graded=True)


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Children's services focused visit", EventKind.FOCUSED_VISIT),
        ("Children's services monitoring visit", EventKind.MONITORING_VISIT),
        ("Joint area child protection inspection", EventKind.JTAI),
        ("Joint targeted area inspection", EventKind.JTAI),
        ("Area SEND full inspection", EventKind.SEND),
        ("Academy conversion letter", EventKind.OTHER),
        ("Children's services inspection of something nobody has met", EventKind.OTHER),
    ],
)
def test_nothing_else_on_a_council_page_is_graded(title: str, kind: EventKind) -> None:
    assert event_of(title) == Event(kind, graded=False)


def test_a_label_loses_its_file_type_and_nothing_more() -> None:
    assert label_of(" Focused  visit,  pdf ") == "Focused visit"
    assert label_of("Single inspection as pdf") == "Single inspection"
    assert label_of("Letter about a pdf reader") == "Letter about a pdf reader"
