"""What kind of event a label stands for."""

from __future__ import annotations

import pytest

from watcher.model.change import Event
from watcher.model.event_kind import EventKind
from watcher.ofsted.pages.labels import event_of, label_of, overfull


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


@pytest.mark.parametrize(
    "title", ["School inspection: Good", "Interim inspection: 27 November 2024", "A letter A letter, PDF - 2 July 2024"]
)
def test_what_a_page_sets_apart_from_a_label_is_no_part_of_it(title: str) -> None:
    assert overfull(title)


@pytest.mark.parametrize("title", ["School inspection", "Focused visit: care leavers", "Letter about 2 July 2024"])
def test_other_labels_are_as_they_are(title: str) -> None:
    assert not overfull(title)


def test_apostrophes_and_hyphens_of_every_shape_make_one_label() -> None:
    assert event_of("Children\u2018s services re\u2011inspection") == event_of("Children's services re-inspection")
