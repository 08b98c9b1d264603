"""The table of all changes: one row for each document, and no grade that is not certain."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.support.mail_stories import (
    G,
    I,
    R,
    a_document,
    a_held_report,
    a_reading,
    a_visit,
    an_inspection,
    the_fall_of_marlow_vale,
    the_rise_of_eastmere,
)
from watcher.digests.overview import overview_row
from watcher.mail.templates import sentence
from watcher.model.change import Change, ChangeKind
from watcher.model.event_kind import EventKind

FALL = the_fall_of_marlow_vale()


@pytest.mark.parametrize(
    ("change", "line"),
    [
        (FALL, "Marlow Vale: Good before, now Requires improvement"),
        (
            the_rise_of_eastmere(),
            "Eastmere: Inadequate overall before, now 3 Good, 1 Requires improvement (no overall grade)",
        ),
        (an_inspection("1", "Farrow", None, a_reading(R, R, R, overall=R)), "Farrow: Requires improvement"),
        (
            an_inspection("1", "Farrow", a_reading(G, G, R, I), a_reading(G, G, G, G)),
            "Farrow: 2 Good, 1 Requires improvement, 1 Inadequate before, now 4 Good (no overall grade)",
        ),
        (a_held_report(), "Quarrington: new, being checked"),
        (replace(FALL, held=True), "Marlow Vale: new, being checked"),
        (a_visit(), "Holloway Bridge: letter, no grade"),
        (replace(FALL, kind=ChangeKind.REMOVED), "Marlow Vale: report no longer listed"),
        (a_document("1", "Farrow", EventKind.SEND, "Area SEND full inspection"), "Farrow: new area SEND report"),
        (a_document("1", "Farrow", EventKind.OTHER, "Annual note"), "Farrow: new document"),
    ],
)
def test_each_document_is_one_line(change: Change, line: str) -> None:
    assert sentence("digest/overview_words.j2", "line", overview_row(change)) == line
